// <form data-upload data-max-bytes="N">: shows how far a large file has gone. Without script the form just sends.
import { csrfToken } from "./requests.js";
import { release } from "./submit.js";
import { showToast } from "./toasts.js";
import { element, word } from "./words.js";

function tooLarge(form) {
  const limit = Number(form.dataset.maxBytes || 0);
  const files = [...form.querySelectorAll('input[type="file"]')].flatMap((input) => [...input.files]);
  return limit ? files.find((file) => file.size > limit) : undefined;
}

function show(answer) {
  const page = new DOMParser().parseFromString(answer.responseText, "text/html");
  const main = page.getElementById("main");
  if (main && answer.responseURL) {
    document.getElementById("main").replaceWith(document.adoptNode(main));
    document.title = page.title || document.title;
    history.replaceState(null, "", answer.responseURL);
    document.querySelector("[data-error-summary]")?.focus();
  }
}

// The server hands a redirect back unfollowed (kernel/ui/uploads.py): followed here, the page would be drawn for nobody,
// and its messages would be gone when the browser asks for it.
function leave(target) {
  const there = new URL(target, location.href);
  if (there.href.split("#")[0] === location.href.split("#")[0]) {
    history.replaceState(null, "", there);
    location.reload();
  } else {
    location.assign(there);
  }
}

function send(form, submitter) {
  const bar = element("progress", { class: "bar", max: 1, value: 0, "aria-label": word("uploading") });
  const state = element("p", { class: "draft-state", role: "status" }, word("uploading"));
  form.append(state, bar);
  const request = new XMLHttpRequest();
  const done = () => {
    release(form);
    bar.remove();
    state.remove();
  };
  request.open("POST", form.action);
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.setRequestHeader("X-Upload", "1");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) {
      bar.value = event.loaded / event.total;
      state.textContent = `${word("uploading")} ${Math.round(bar.value * 100)} %`;
    }
  });
  request.addEventListener("load", () => {
    const target = request.getResponseHeader("X-Upload-Location");
    if (target) {
      leave(target);
      return;
    }
    done();
    show(request);
    if (request.status >= 500) {
      showToast(word("failed"));
    }
  });
  request.addEventListener("error", () => {
    done();
    showToast(word(navigator.onLine ? "failed" : "offline"));
  });
  request.send(new FormData(form, submitter));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-upload]") || event.defaultPrevented) {
    return;
  }
  event.preventDefault();
  const large = tooLarge(form);
  if (large) {
    release(form);
    showToast(`${word("tooLarge")}: ${large.name}`);
    return;
  }
  send(form, event.submitter);
});

for (const type of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    const place = event.target.closest ? event.target.closest(".upload") : null;
    if (!place) {
      return;
    }
    place.classList.toggle("is-over", type === "dragover");
    const input = place.querySelector('input[type="file"]');
    if (!input || event.target === input) {
      return;
    }
    event.preventDefault();
    if (type === "drop") {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}
