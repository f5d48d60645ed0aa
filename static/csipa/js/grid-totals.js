// Sums of what the week grid shows, as it is typed: rows, days, sites; hours as « 7 h 30 ».
window.weekGrid = window.weekGrid || {};
(() => {
  const NOTHING = "–";
  const NUMBER = /^\d{1,3}$/;
  const HOURS = /^(\d{1,2})\s*[h:]\s*(\d{1,2})?$/;
  const DECIMAL = /^\d{1,2}(?:[.,]\d{1,2})?$/;

  // A number, minutes for hours held; null for what is blank, closed or no number.
  function read(text, isLength) {
    const typed = text.replace(/\u00a0/g, " ").trim();
    if (!isLength) return NUMBER.test(typed) ? Number(typed) : null;
    const said = HOURS.exec(typed);
    if (said) return Number(said[1]) * 60 + Number(said[2] ?? 0);
    return DECIMAL.test(typed) ? Math.round(Number(typed.replace(",", ".")) * 60) : null;
  }

  // As a cell writes it: « 12 », « 7h30 », « 7h ».
  function write(number, isLength) {
    if (!isLength) return String(number);
    const minutes = number % 60;
    return `${Math.floor(number / 60)}h${minutes ? String(minutes).padStart(2, "0") : ""}`;
  }

  function inWords(number, isLength) {
    if (!isLength) return number.toLocaleString("fr-FR").replace(/\u202f/g, "\u00a0");
    const [hours, minutes] = [Math.floor(number / 60), number % 60];
    if (!hours && minutes) return `${minutes}\u00a0min`;
    return `${hours}\u00a0h${minutes ? `\u00a0${String(minutes).padStart(2, "0")}` : ""}`;
  }

  // What a place shows: a cell, or a figure that is only read.
  const textOf = (place) => (place.matches("input") ? place.value : place.dataset.value);

  function sum(places, isLength) {
    const numbers = places.map((place) => read(textOf(place), isLength)).filter((one) => one !== null);
    return numbers.length ? inWords(numbers.reduce((one, other) => one + other), isLength) : NOTHING;
  }

  // The row of a cell, and the consultations of its day and of its site.
  function refresh(cell) {
    const [table, site, row] = ["table", "tbody", "tr"].map((name) => cell.closest(name));
    const { day } = cell.closest("td").dataset;
    const isLength = row.dataset.measure === "minutes_held";
    const figures = "input.cell, .grid-shown";
    const write = (place, value) => {
      if (place && place.textContent !== value) place.textContent = value;
    };
    write(row.querySelector('[data-total="row"]'), sum([...row.querySelectorAll(figures)], isLength));
    if (row.dataset.measure !== "done") return;
    const done = (root, narrow = "") => {
      const places = [...root.querySelectorAll(`tr[data-measure="done"] td${narrow}`)];
      return sum(places.map((place) => place.querySelector(figures)).filter(Boolean), false);
    };
    const ofDay = `[data-day="${day}"]`;
    write(site.querySelector(`[data-total="site-day"]${ofDay}`), done(site, ofDay));
    write(site.querySelector('[data-total="site"]'), done(site));
    write(table.querySelector(`[data-total="day"]${ofDay}`), done(table, ofDay));
    write(table.querySelector('[data-total="all"]'), done(table));
  }

  window.weekGrid.totals = { read, write, refresh };
})();
