// Register screen: the place where a value was found lights up while its field has the focus.
// Register screen of a scan: what was read fills the fields that nobody touched; what was typed stays.
// Issue screen: typing narrows the list of agencies; the number of those chosen is told. All works without script.
const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .trim();

document.addEventListener("focusin", (event) => {
  const name = event.target.dataset ? event.target.dataset.found : undefined;
  for (const old of document.querySelectorAll("mark.is-shown")) {
    old.classList.remove("is-shown");
  }
  const place = name && document.getElementById(`noi-${name}`);
  if (place) {
    place.classList.add("is-shown");
    if (place.closest("details[open]") || !place.closest("details")) {
      place.scrollIntoView({ block: "nearest" });
    }
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#noi-"]');
  const place = link && document.getElementById(link.hash.slice(1));
  if (place) {
    place.closest("details")?.setAttribute("open", "");
  }
});

document.addEventListener("input", (event) => {
  const selector = event.target.dataset ? event.target.dataset.narrow : undefined;
  if (!selector) {
    return;
  }
  const words = fold(event.target.value).split(/\s+/).filter(Boolean);
  for (const row of document.querySelectorAll(selector)) {
    row.hidden = !words.every((word) => row.dataset.recipient.includes(word));
  }
});

const told = document.querySelector("[data-chosen]");
function tell() {
  const boxes = [...document.querySelectorAll('input[name="to"]')];
  told.textContent = String(boxes.filter((box) => box.checked).length) + " / " + boxes.length;
}
if (told) {
  document.addEventListener("change", tell);
  tell();
}

const touched = new Set();
let looked = false;
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    if (event.isTrusted && event.target.closest?.("#register-form")) {
      touched.add(event.target.name);
    }
  });
}

function fillIn(read) {
  const control = document.getElementById(read.dataset.read);
  if (!control || touched.has(control.name) || control === document.activeElement) {
    return;
  }
  const untouched = control.tagName === "SELECT" ? control.selectedIndex < 1 : control.value.trim() === "";
  if (!untouched) {
    return;
  }
  control.value = read.dataset.value;
  const label = document.querySelector(`label[for="${control.id}"]`);
  if (read.dataset.sure && label && !label.querySelector(".chip")) {
    const chip = document.createElement("a");
    chip.className = `chip chip-${read.dataset.tone}`;
    chip.href = `#noi-${control.id}`;
    chip.title = read.dataset.excerpt;
    chip.textContent = read.dataset.sure;
    label.append(chip);
  }
}

document.addEventListener("htmx:afterSwap", () => {
  for (const read of document.querySelectorAll("#doc-tep [data-read]")) {
    fillIn(read);
    read.remove();
  }
});

// While the page polls, a word given in the fragment (not a secret document) must outlive its replacement.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "doc-tep" && event.detail.xhr.status === 404) {
    event.detail.shouldSwap = true; // the file is gone: that is an answer, too
    event.detail.isError = false;
  }
  const box = document.getElementById("not_secret");
  if (box) {
    looked = box.checked;
  }
});
document.addEventListener("htmx:afterSwap", () => {
  const box = document.getElementById("not_secret");
  if (box && looked) {
    box.checked = true;
  }
});
