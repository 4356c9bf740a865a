// After a refused submission the summary gets the focus, and its links lead into the fields.
function attend(root) {
  root.querySelector("[data-error-summary]")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('[data-error-summary] a[href^="#"]');
  if (!link) {
    return;
  }
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const field = target && (target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea"));
  if (field) {
    event.preventDefault();
    field.focus();
    field.closest(".field")?.scrollIntoView({ block: "center" });
  }
});

attend(document);
document.addEventListener("htmx:afterSwap", (event) => attend(event.detail.target));
