// The week grid in a hand: one day at a time, figures that are tapped, and the last taps undone.
// What is shown is chosen by the style sheet, by the width of the screen; this only names the day.
(() => {
  const { page, element, button, inWords } = window.weekGrid;
  if (!page?.sheet.days.length) return;
  const { form, sheet, commit, type } = page;
  const HALF_HOUR = 30;
  const MOST_UNDONE = 50;
  const MOST = 999;
  const DAY_MINUTES = 1440;
  // The links of the days open the page again; these buttons do not.
  const days = document.querySelector(".grid-days");
  const links = [...(days?.querySelectorAll("[data-day]") ?? [])];
  const names = new Map(links.map((link) => [link.dataset.day, link.textContent.trim()]));
  if (days) days.hidden = true;
  const chosen = form.querySelector("thead .is-chosen")?.dataset.day ?? sheet.days[0];
  const undone = [];

  const nameOf = (day) => names.get(day) ?? day;
  const previous = button("", () => move(-1), "button grid-previous");
  const next = button("", () => move(1), "button grid-next");
  const title = element("strong", { className: "grid-phone-day" });
  const undo = button("Annuler", takeBack, "button grid-undo");
  const last = element("p", { className: "grid-last" });
  last.setAttribute("role", "status");
  undo.disabled = true;
  const bar = element(
    "div",
    { className: "grid-phone" },
    element("div", { className: "grid-phone-days" }, previous, title, next),
    element("div", { className: "grid-phone-undo" }, undo, last),
  );
  (form.querySelector(".grid-scroll") ?? form.querySelector("table")).after(bar);

  let shown = "";
  function showDay(day) {
    if (day === shown) return;
    shown = day;
    for (const place of form.querySelectorAll("table [data-day]")) {
      place.classList.toggle("is-chosen", place.dataset.day === day);
    }
    title.textContent = nameOf(day);
    const rank = sheet.days.indexOf(day);
    label(previous, "←", sheet.days[rank - 1]);
    label(next, "→", sheet.days[rank + 1]);
    for (const cell of sheet.openOf(day)) addTaps(cell);
  }

  function label(place, arrow, day) {
    place.disabled = !day;
    place.textContent = arrow;
    place.setAttribute("aria-label", day ? nameOf(day) : "Pas d’autre jour");
  }

  function move(step) {
    const day = sheet.days[sheet.days.indexOf(shown) + step];
    if (day) showDay(day);
  }

  function addTaps(cell) {
    if (cell.parentElement.querySelector(".grid-tap")) return;
    const step = sheet.isLength(cell) ? HALF_HOUR : 1;
    const words = sheet.isLength(cell) ? "½\u00a0h" : "1";
    const called = cell.getAttribute("aria-label");
    const less = tap(`−${words}`, called, () => change(cell, -step));
    const more = tap(`+${words}`, called, () => change(cell, step));
    cell.before(less);
    cell.after(more);
    if (sheet.measureOf(cell) === "done") {
      more.after(tap("Fermé", called, () => record(cell, cell.value === "f" ? "" : "f")));
    }
  }

  function tap(text, called, act) {
    const made = button(text, act, "button grid-tap");
    made.setAttribute("aria-label", `${text}\u00a0: ${called}`);
    return made;
  }

  function change(cell, step) {
    const { read, write } = window.weekGrid.totals;
    const now = read(cell.value, sheet.isLength(cell));
    const wanted = (now ?? 0) + step;
    if (wanted < 0 || wanted > (sheet.isLength(cell) ? DAY_MINUTES : MOST)) return;
    record(cell, write(wanted, sheet.isLength(cell)));
  }

  function record(cell, value) {
    undone.push({ cell, before: cell.value });
    if (undone.length > MOST_UNDONE) undone.shift();
    put(cell, value);
  }

  function put(cell, value) {
    last.textContent = `${cell.getAttribute("aria-label")}\u00a0: ${inWords(value)}`;
    undo.disabled = !undone.length;
    type(cell, value);
    commit(cell);
  }

  function takeBack() {
    const { cell, before } = undone.pop();
    showDay(sheet.dayOf(cell));
    put(cell, before);
  }

  form.addEventListener("grid:day", (event) => showDay(event.detail));
  showDay(page.asked ? sheet.dayOf(page.asked) : chosen);
})();
