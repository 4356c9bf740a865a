// Nothing typed is lost: <form data-draft="KEY" data-draft-owner="ACCOUNT" data-draft-url="/address">.
// Kept on this machine at once and, where an address is given, on the server a little later. A page with an element
// [data-draft-done="KEY"] (after the submission was accepted) forgets it. Signing out forgets all drafts.
import { post } from "./requests.js";
import { sessionExpired, startedSignedIn, stillSignedIn } from "./session.js";
import { release } from "./submit.js";
import { element, word } from "./words.js";

const PREFIX = "lt-draft:";
const KEEP_MS = 3 * 24 * 3600 * 1000;
const SKIP_TYPES = new Set(["password", "file", "submit", "button", "image", "reset", "hidden"]);

function storageKey(form) {
  return `${PREFIX}${form.dataset.draftOwner || ""}:${form.dataset.draft}`;
}

function kept(input) {
  return input.name && !SKIP_TYPES.has(input.type) && !input.disabled && !input.hasAttribute("data-no-draft");
}

function collect(form) {
  const values = {};
  for (const input of form.elements) {
    if (!kept(input)) {
      continue;
    }
    values[input.name] ||= [];
    if (input.type === "checkbox" || input.type === "radio") {
      if (input.checked) {
        values[input.name].push(input.value);
      }
    } else if (input.tagName === "SELECT") {
      values[input.name].push(...[...input.selectedOptions].map((option) => option.value));
    } else {
      values[input.name].push(input.value);
    }
  }
  return values;
}

function fill(form, values) {
  const left = structuredClone(values);
  for (const input of form.elements) {
    const mine = kept(input) ? left[input.name] : undefined;
    if (!mine) {
      continue;
    }
    if (input.type === "checkbox" || input.type === "radio") {
      input.checked = mine.includes(input.value);
    } else if (input.tagName === "SELECT") {
      for (const option of input.options) {
        option.selected = mine.includes(option.value);
      }
    } else if (mine.length) {
      input.value = mine.shift();
    }
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false; // storage full or forbidden: the server's copy remains
  }
}

export function forgetDrafts(test = () => true) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && test(key)) {
      localStorage.removeItem(key);
    }
  }
}

function say(form, text) {
  const place = form.querySelector("[data-draft-state]");
  if (place) {
    place.textContent = text;
  }
}

function offer(form, key, draft, untouched) {
  const discard = element("button", { type: "button", class: "button button-small" }, word("discard"));
  const bar = element("div", { class: "notice notice-gold", role: "status" }, element("div", {}, word("restored"), " ", discard));
  discard.addEventListener("click", () => {
    localStorage.removeItem(key);
    fill(form, untouched);
    bar.remove();
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  form.prepend(bar);
  fill(form, draft.values);
}

function watch(form) {
  const key = storageKey(form);
  const untouched = collect(form);
  const draft = read(key);
  const hasErrors = Boolean(form.querySelector(".has-error"));
  if (draft && Date.now() - draft.at > KEEP_MS) {
    localStorage.removeItem(key);
  } else if (draft && !hasErrors && JSON.stringify(draft.values) !== JSON.stringify(untouched)) {
    offer(form, key, draft, untouched);
  }

  let timer = 0;
  const keep = () => {
    clearTimeout(timer);
    write(key, { at: Date.now(), values: collect(form) });
    if (form.dataset.draftUrl) {
      timer = setTimeout(() => sendDraft(form), 2000);
    } else {
      say(form, `${word("saved")} ${clockText()}`);
    }
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", (event) => event.isTrusted && keep());

  form.addEventListener(
    "submit",
    (event) => {
      write(key, { at: Date.now(), values: collect(form) });
      if (!startedSignedIn || form.dataset.sessionChecked) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      stillSignedIn().then((alive) => {
        if (alive === false) {
          release(form);
          sessionExpired();
          return;
        }
        form.dataset.sessionChecked = "1";
        form.requestSubmit(event.submitter || undefined);
        setTimeout(() => delete form.dataset.sessionChecked, 0);
      });
    },
    true,
  );
}

async function sendDraft(form) {
  const body = new FormData();
  for (const [name, values] of Object.entries(collect(form))) {
    values.forEach((value) => body.append(name, value));
  }
  try {
    const answer = await post(form.dataset.draftUrl, body);
    if (answer.status === 401 || answer.type === "opaqueredirect") {
      sessionExpired();
    } else if (answer.ok) {
      say(form, `${word("saved")} ${clockText()}`);
      return;
    }
  } catch {
    // the line is down; the copy on this machine stays
  }
  say(form, word("unsaved"));
}

function clockText() {
  return new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
}

for (const done of document.querySelectorAll("[data-draft-done]")) {
  forgetDrafts((key) => key.endsWith(`:${done.dataset.draftDone}`));
}
document.querySelectorAll("form[data-draft]").forEach(watch);
document.addEventListener("submit", (event) => {
  if (event.target.hasAttribute("data-sign-out")) {
    forgetDrafts();
  }
});
