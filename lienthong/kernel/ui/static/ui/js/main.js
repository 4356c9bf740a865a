// Everything works without script; these modules make it quicker. Each one looks for its own data attributes.
import "./requests.js";
import "./appearance.js";
import "./toasts.js";
import "./session.js";
import "./submit.js";
import "./drafts.js";
import "./upload.js";
import "./list.js";
import "./keys.js";
import "./errors.js";
