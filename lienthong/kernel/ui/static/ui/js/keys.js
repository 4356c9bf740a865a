// One hand on the keyboard: whatever carries data-key answers to that key, wherever it stands.
import { move, currentItem, open } from "./list.js";
import { openHelp } from "./help.js";
import { openPalette } from "./palette.js";
import { visible } from "./words.js";

const OFF = "lt-keys-off";

// Single-letter keys can be switched off (WCAG 2.1.4), for those who speak to their computer.
export function keysOff() {
  return localStorage.getItem(OFF) === "1";
}

export function setKeysOff(off) {
  localStorage.setItem(OFF, off ? "1" : "0");
}

function typing(target) {
  return target.closest && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

export function press(key) {
  const found = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(
    (node) => visible(node) && !node.disabled && node.getAttribute("aria-disabled") !== "true",
  );
  if (!found) {
    return false;
  }
  if (found.matches("input, textarea, select")) {
    found.focus();
    if (found.select) {
      found.select();
    }
  } else {
    found.click();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && event.key !== "j" && event.key !== "k") {
    return;
  }
  if (typing(event.target) || document.querySelector("dialog[open]") || keysOff()) {
    return;
  }
  const key = event.key.toLowerCase();
  let done = true;
  if (key === "j") {
    move(1);
  } else if (key === "k") {
    move(-1);
  } else if (key === "enter") {
    const item = event.target === document.body ? currentItem() : null;
    done = Boolean(item);
    if (item) {
      open(item, { focus: true });
    }
  } else if (key === "?") {
    openHelp();
  } else if (key === "/") {
    done = press("/");
    if (!done) {
      openPalette();
      done = true;
    }
  } else if (key.length === 1) {
    done = press(key);
  } else {
    done = false;
  }
  if (done) {
    event.preventDefault();
  }
});
