// The list and the pane beside it: a click loads only the pane; the address follows; back and forward work.
// Server side: HX-Trigger: {"lt:item-done": {"id": "item-…"}} takes the row away and opens the next one.
const list = document.querySelector("[data-list]");
const pane = document.querySelector("[data-pane]");
const split = document.querySelector("[data-split]");

export function items() {
  return list ? [...list.querySelectorAll("[data-item]")] : [];
}

export function currentItem() {
  if (document.activeElement && document.activeElement.matches("[data-item]")) {
    return document.activeElement;
  }
  return list ? list.querySelector('[data-item][aria-current="true"]') : null;
}

function select(item) {
  for (const other of items()) {
    if (other === item) {
      other.setAttribute("aria-current", "true");
      other.classList.remove("item-new");
    } else {
      other.removeAttribute("aria-current");
    }
  }
}

function step(name) {
  if (split) {
    split.dataset.step = name;
  }
}

export async function open(item, { push = true, focus = false } = {}) {
  if (!window.htmx || !pane) {
    location.assign(item.href);
    return;
  }
  const href = item.href;
  pane.setAttribute("aria-busy", "true");
  select(item);
  let failed = false;
  const watch = (event) => {
    failed = failed || event.detail.target === pane;
  };
  document.addEventListener("htmx:responseError", watch);
  document.addEventListener("htmx:sendError", watch);
  try {
    await window.htmx.ajax("GET", href, { target: pane, swap: "innerHTML" });
  } finally {
    pane.removeAttribute("aria-busy");
    document.removeEventListener("htmx:responseError", watch);
    document.removeEventListener("htmx:sendError", watch);
  }
  if (failed) {
    return;
  }
  if (push && href !== location.href) {
    history.pushState({ item: item.id }, "", href);
  }
  step("pane");
  pane.querySelector(".pane-body")?.scrollTo(0, 0);
  if (focus || matchMedia("(max-width: 1099px)").matches) {
    pane.focus({ preventScroll: true });
  }
}

export function move(by) {
  const all = items();
  if (!all.length) {
    return;
  }
  const at = all.indexOf(currentItem());
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function remove(id) {
  const all = items();
  const at = all.findIndex((item) => item.id === id);
  if (at < 0) {
    return;
  }
  const group = all[at].closest(".group");
  const next = all[at + 1] || all[at - 1];
  all[at].remove();
  if (group && !group.querySelector("[data-item]")) {
    group.remove();
  }
  if (next) {
    open(next);
    next.focus();
  } else {
    location.assign(location.pathname);
  }
}

if (list && pane) {
  // A page loaded anew opens where one was: the chosen row in sight.
  list.querySelector('[data-item][aria-current="true"]')?.scrollIntoView({ block: "nearest" });

  list.addEventListener("click", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    open(item);
  });

  document.addEventListener("click", (event) => {
    const back = event.target.closest("[data-back]");
    if (!back) {
      return;
    }
    event.preventDefault();
    step("list");
    history.pushState({}, "", back.href);
    (list.querySelector('[aria-current="true"]') || list).focus();
  });

  addEventListener("popstate", () => {
    const here = items().find((item) => item.href === location.href);
    if (here) {
      open(here, { push: false });
    } else if (matchMedia("(max-width: 1099px)").matches) {
      step("list");
    } else {
      location.reload();
    }
  });

  document.addEventListener("lt:item-done", (event) => remove(event.detail.id || event.detail.value));
}

// On a wide screen the first thing opens by itself, without a place in the history of the browser.
if (list && pane && matchMedia("(min-width: 1100px)").matches && list.dataset.openFirst !== undefined && !currentItem() && items().length) {
  open(items()[0], { push: false });
}
