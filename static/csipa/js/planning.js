// Arrows go from one cell of the planning to the next; without it, Tab reaches every link.
"use strict";

(() => {
  const table = document.querySelector("[data-planning]");
  if (!table) return;
  const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

  table.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    const cell = event.target.closest("td");
    if (!move || !cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...cell.querySelectorAll("a")];
    const within = links[links.indexOf(event.target.closest("a")) + move[0]];
    const next = within || linkFrom(cell, move);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  // The first link that is found going straight on, from the end nearest to where one comes from.
  function linkFrom(cell, [down, right]) {
    const rows = [...table.tBodies[0].rows];
    let row = rows.indexOf(cell.parentElement) + down;
    let column = cell.cellIndex + right;
    while (rows[row] && rows[row].cells[column]) {
      const links = [...rows[row].cells[column].querySelectorAll("a")].filter(
        (link) => link.offsetParent !== null,
      );
      if (links.length) return down < 0 ? links[links.length - 1] : links[0];
      row += down;
      column += right;
    }
    return null;
  }
})();
