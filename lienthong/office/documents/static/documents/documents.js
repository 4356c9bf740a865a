// Register screen: the place where a value was found lights up while its field has the focus.
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
