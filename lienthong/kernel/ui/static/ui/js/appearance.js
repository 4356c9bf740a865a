// Theme, rail width, menus, printing. Choices are cookies, so that the server draws the next page right at once.
import { word } from "./words.js";

const root = document.documentElement;

function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember("lienthong_theme", root.dataset.theme);
    for (const each of document.querySelectorAll("[data-theme-toggle]")) {
      each.setAttribute("aria-pressed", String(isDark()));
    }
  });
}

for (const button of document.querySelectorAll("[data-rail-toggle]")) {
  const name = () => {
    const narrow = root.dataset.rail === "narrow";
    button.setAttribute("aria-expanded", String(!narrow));
    button.querySelector("span").textContent = word(narrow ? "expand" : "collapse");
    button.title = word(narrow ? "expand" : "collapse");
  };
  button.hidden = false;
  name();
  button.addEventListener("click", () => {
    if (root.dataset.rail === "narrow") {
      delete root.dataset.rail;
    } else {
      root.dataset.rail = "narrow";
    }
    remember("lienthong_rail", root.dataset.rail || "wide");
    name();
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) {
      menu.open = false;
    }
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details[data-menu][open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
