// The year as one stop of the keyboard: Tab enters it, arrows move by day and week. Without script every day is a stop.
const year = document.querySelector("[data-year]");
if (year) {
  const days = [...year.querySelectorAll("a.day")];
  let here = Math.max(0, days.findIndex((day) => day.getAttribute("aria-current") === "date"));
  const settle = () => days.forEach((day, index) => { day.tabIndex = index === here ? 0 : -1; });
  settle();
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 };
  year.addEventListener("keydown", (event) => {
    const from = days.indexOf(document.activeElement);
    if (from < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    let to = event.key in steps ? from + steps[event.key] : null;
    if (event.key === "Home") to = 0;
    if (event.key === "End") to = days.length - 1;
    if (to === null || !days[to]) return;
    event.preventDefault();
    here = to;
    settle();
    days[here].focus();
  });
}
