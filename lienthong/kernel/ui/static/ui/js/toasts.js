// Short messages at the bottom, and the bar that offers to undo for some seconds.
// Server side: HX-Trigger: {"lt:toast": {"text": "…", "undo": "/address", "seconds": 10}}
import { element, word } from "./words.js";

const TICK = 250;

function countDown(toast) {
  const seconds = Number(toast.dataset.seconds || 10);
  const bar = toast.querySelector("progress");
  let left = seconds * 1000;
  const timer = setInterval(() => {
    if (!toast.isConnected) {
      clearInterval(timer);
      return;
    }
    if (toast.matches(":hover") || toast.contains(document.activeElement)) {
      return;
    }
    left -= TICK;
    if (bar) {
      bar.value = Math.max(0, left / (seconds * 1000));
    }
    if (left <= 0) {
      clearInterval(timer);
      toast.remove();
    }
  }, TICK);
}

export function showToast(text, { undo = "", seconds = 10 } = {}) {
  const holder = document.getElementById("toasts");
  if (!holder || !text) {
    return;
  }
  const toast = element("div", { class: "toast", "data-toast": true, "data-seconds": seconds }, element("span", {}, text));
  if (undo) {
    const token = document.querySelector('meta[name="csrf-token"]');
    const form = element("form", { method: "post", action: undo });
    form.append(
      element("input", { type: "hidden", name: "csrfmiddlewaretoken", value: token ? token.content : "" }),
      element("button", { class: "button button-small", type: "submit", "data-key": "z" }, word("undo")),
    );
    toast.append(form, element("progress", { class: "bar", value: 1, max: 1, "aria-hidden": "true" }));
  }
  holder.append(toast);
  countDown(toast);
}

document.querySelectorAll("[data-toast]").forEach(countDown);
document.addEventListener("lt:toast", (event) => {
  showToast(event.detail.text || event.detail.value, { undo: event.detail.undo, seconds: event.detail.seconds || 10 });
});
