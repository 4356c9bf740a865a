// Forms work without this file. With it, conditional questions follow the answers at once, and the buttons that add
// or remove a row redraw the form in place. The conditions are the trees written by conditions.py; the server decides again.
function controls(form, name) {
  return [...form.elements].filter((one) => one.name === name && one.type !== "hidden");
}

function read(form, name) {
  const found = controls(form, name);
  if (!found.length) {
    return undefined;
  }
  if (found.every((one) => one.closest("[data-lt-when][hidden]"))) {
    // As on the server: the answer to a hidden question counts as none.
    return null;
  }
  if (found[0].type === "checkbox" && found.length === 1 && found[0].value === "1") {
    return found[0].checked;
  }
  const chosen = found.filter((one) => !["checkbox", "radio"].includes(one.type) || one.checked).map((one) => one.value);
  if (found[0].type === "checkbox") {
    return chosen;
  }
  const text = (chosen[0] ?? "").trim();
  return text === "" ? null : text;
}

// A name is looked for beside the question, then around its row, then in the whole form.
function lookUp(form, scope, name) {
  let here = scope;
  for (;;) {
    const value = read(form, here === "" || here.endsWith("-") ? here + name : `${here}.${name}`);
    if (value !== undefined || here === "") {
      return value ?? null;
    }
    here = here.includes(".") ? here.slice(0, here.lastIndexOf(".")) : here.includes("-") && !here.endsWith("-") ? `${here.split("-")[0]}-` : "";
  }
}

function alike(left, right) {
  if (typeof left === "string" && typeof right === "number") {
    const number = Number(left.replaceAll(".", "").replace(",", "."));
    return [Number.isNaN(number) ? null : number, right];
  }
  if (typeof left === "string" && typeof right === "boolean") {
    return [left === "true", right];
  }
  return [left, right];
}

const compare = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => (a === null || b === null ? null : a < b),
  "<=": (a, b) => (a === null || b === null ? null : a <= b),
  ">": (a, b) => (a === null || b === null ? null : a > b),
  ">=": (a, b) => (a === null || b === null ? null : a >= b),
};

function evaluate(tree, form, scope) {
  const [op, ...parts] = tree;
  if (op === "value") {
    return parts[0];
  }
  if (op === "name") {
    return lookUp(form, scope, parts[0]);
  }
  const values = parts.map((part) => evaluate(part, form, scope));
  if (op === "and") {
    return values.includes(false) ? false : values.every((one) => one === true) || null;
  }
  if (op === "or") {
    return values.includes(true) ? true : values.every((one) => one === false) ? false : null;
  }
  if (op === "not") {
    return typeof values[0] === "boolean" ? !values[0] : null;
  }
  if (op === "in") {
    return values.slice(1).some((one) => compare["="](...alike(values[0], one)));
  }
  const [left, right] = alike(values[0], values[1]);
  return compare[op](...(left === values[0] ? alike(right, left).reverse() : [left, right]));
}

function follow(form) {
  // In document order: a question inside a hidden one is hidden with it.
  for (const part of form.querySelectorAll("[data-lt-when]")) {
    part.hidden = evaluate(JSON.parse(part.dataset.ltWhen), form, part.dataset.ltScope || "") !== true;
  }
}

async function edit(form, button) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button), credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-lt-form]");
  const stale = form.querySelector("[data-lt-form]");
  if (!answer.ok || !fresh || !stale) {
    form.requestSubmit(button);
    return;
  }
  stale.replaceWith(document.adoptNode(fresh));
  follow(form);
  const target = button.value ? `f-${button.value.split("|")[0].replaceAll(".", "-")}` : "";
  const place = document.getElementById(target) || document.getElementById(target.replace(/-\d+$/, ""));
  (place?.querySelector(".lt-row:last-of-type input, .lt-row:last-of-type select") || place)?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-lt-edit]");
  if (button?.form) {
    event.preventDefault();
    edit(button.form, button).catch(() => {
      // Without a connection the ordinary way shows the browser's own message.
      button.removeAttribute("data-lt-edit");
      button.form.requestSubmit(button);
    });
  }
});

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.form;
    if (form?.querySelector("[data-lt-when]")) {
      follow(form);
    }
  });
}

for (const part of document.querySelectorAll("[data-lt-form]")) {
  if (part.closest("form")) {
    follow(part.closest("form"));
  }
}
