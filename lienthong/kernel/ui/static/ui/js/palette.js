// Ctrl K: go anywhere or find anything. Reads the navigation and the acts on the page, then asks the search address
// (JSON: {"results": [{"title", "url", "kind", "number"}]}); without an answer the last line leads to the search page.
import { element, icon, visible, word } from "./words.js";

const LIMIT = 8;

// The same forgiving comparison as the server's: without marks, đ as d.
export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/đ/g, "d")
    .trim();
}

function places() {
  const found = [];
  for (const link of document.querySelectorAll(".rail-link, .site-nav a, .rail-person .menu-body a")) {
    const name = link.querySelector(".rail-word") || link;
    found.push({ title: name.textContent.trim(), url: link.href, mark: "arrow-narrow-right", extra: "" });
  }
  for (const act of document.querySelectorAll(".acts [data-key]")) {
    if (visible(act)) {
      const name = act.querySelector(":scope > span") || act;
      found.push({ title: name.textContent.trim(), node: act, mark: "bolt", extra: act.dataset.key.toUpperCase() });
    }
  }
  return found;
}

async function ask(query, signal) {
  const url = word("searchUrl");
  if (!url || query.length < 2) {
    return [];
  }
  const answer = await fetch(`${url}?q=${encodeURIComponent(query)}`, {
    credentials: "same-origin",
    headers: { Accept: "application/json" },
    signal,
  });
  if (!answer.ok || !(answer.headers.get("Content-Type") || "").includes("json")) {
    return [];
  }
  const body = await answer.json();
  return (body.results || []).slice(0, LIMIT).map((hit) => ({
    title: hit.title,
    url: hit.url,
    mark: "file-search",
    extra: [hit.kind, hit.number].filter(Boolean).join(" · "),
  }));
}

export function openPalette() {
  if (document.getElementById("palette")) {
    return;
  }
  const input = element("input", {
    class: "palette-input",
    type: "text",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "palette-list",
    "aria-autocomplete": "list",
    "aria-label": word("palette"),
    placeholder: word("palette"),
    autocomplete: "off",
    spellcheck: "false",
  });
  const list = element("div", { class: "palette-list", id: "palette-list", role: "listbox", "aria-label": word("palette") });
  const dialog = element(
    "dialog",
    { class: "overlay", id: "palette", "aria-label": word("palette") },
    element("div", { class: "overlay-head palette-head" }, icon("search"), input),
    list,
  );
  const known = places();
  let shown = [];
  let at = 0;
  let asking = new AbortController();
  let timer = 0;

  const mark = () => {
    [...list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === at)));
    const chosen = list.children[at];
    input.setAttribute("aria-activedescendant", chosen ? chosen.id : "");
    chosen?.scrollIntoView({ block: "nearest" });
  };
  const go = (line) => {
    if (!line) {
      return;
    }
    dialog.close();
    if (line.node) {
      line.node.click();
    } else {
      location.assign(line.url);
    }
  };
  const draw = (lines) => {
    shown = lines;
    at = 0;
    list.replaceChildren(
      ...lines.map((line, index) => {
        const node = element("div", { role: "option", id: `palette-${index}` }, icon(line.mark), element("span", {}, line.title));
        if (line.extra) {
          node.append(element("small", {}, line.extra));
        }
        node.addEventListener("click", () => go(line));
        return node;
      }),
    );
    mark();
  };
  const search = () => {
    const query = input.value.trim();
    const folded = fold(query);
    const near = known.filter((line) => fold(line.title).includes(folded)).slice(0, LIMIT);
    const everything = word("searchUrl") && query
      ? [{ title: `${word("searchFor")} “${query}”`, url: `${word("searchUrl")}?q=${encodeURIComponent(query)}`, mark: "search", extra: "" }]
      : [];
    draw([...near, ...everything]);
    asking.abort();
    asking = new AbortController();
    clearTimeout(timer);
    timer = setTimeout(() => {
      ask(query, asking.signal).then(
        (hits) => hits.length && draw([...near, ...hits, ...everything]),
        () => undefined,
      );
    }, 180);
  };

  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : shown.length - 1)) % Math.max(1, shown.length);
      mark();
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      go(shown[at]);
    }
  });
  dialog.addEventListener("close", () => {
    asking.abort();
    dialog.remove();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  search();
  dialog.showModal();
  input.focus();
}
