// The list of keys, built from what stands on the page now.
import { items } from "./list.js";
import { keysOff, setKeysOff } from "./keys.js";
import { element, visible, word } from "./words.js";

function line(text, ...keys) {
  const caps = element("span", { class: "row" }, ...keys.map((key) => element("kbd", { class: "key" }, key)));
  return element("div", {}, element("span", {}, text), caps);
}

function label(node) {
  const own = node.querySelector(":scope > span");
  return (node.getAttribute("aria-label") || (own || node).textContent || node.placeholder || "").trim() || node.placeholder;
}

export function openHelp() {
  document.getElementById("keys-help")?.remove();
  const close = element("button", { class: "button button-small", type: "button" }, word("close"));
  const list = element("div", { class: "keys-list" });
  if (items().length) {
    list.append(line(word("next"), "J"), line(word("previous"), "K"), line(word("open"), "Enter"));
  }
  for (const node of document.querySelectorAll("[data-key]")) {
    if (visible(node)) {
      list.append(line(label(node), node.dataset.key.toUpperCase()));
    }
  }
  list.append(line(word("palette"), "Ctrl", "K"), line(word("help"), "?"));
  const box = element("input", { type: "checkbox" });
  box.checked = !keysOff();
  box.addEventListener("change", () => setKeysOff(!box.checked));
  const dialog = element(
    "dialog",
    { class: "overlay", id: "keys-help", "aria-labelledby": "keys-help-title" },
    element("div", { class: "overlay-head" }, element("h2", { id: "keys-help-title" }, word("keys")), close),
    element("div", { class: "overlay-body stack" }, list, element("label", { class: "choice" }, box, element("span", {}, word("keysOn")))),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
