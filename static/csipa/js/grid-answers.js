// What the server answered to a cell, told below its line, and the choice between two values.
window.weekGrid = window.weekGrid || {};
(() => {
  const NAMES = { refused: "Refusé", question: "À confirmer", conflict: "Deux valeurs", wait: "En attente" };

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function button(text, act, className = "button") {
    const made = element("button", { type: "button", className, textContent: text });
    made.addEventListener("click", act);
    return made;
  }

  function inWords(value) {
    if (value === "") return "rien";
    return value === "f" ? "fermé" : value;
  }

  // The part of a label that tells cells of one line apart comes first in the note.
  const idOf = (cell) => `note-${cell.name}`;

  // The note of a cell is a row of its own under the line: it covers no other figure.
  function noteRow(cell) {
    const line = cell.closest("tr");
    const next = line.nextElementSibling;
    if (next?.matches(".grid-notes")) return next.firstElementChild;
    const place = element("td", { colSpan: line.cells.length });
    line.after(element("tr", { className: "grid-notes" }, place));
    return place;
  }

  // Keep the other descriptions of the cell: why it is locked, that a zero is confirmed.
  function describe(cell, name, on) {
    const ids = (cell.getAttribute("aria-describedby") || "").split(/\s+/).filter((id) => id && id !== name);
    if (on) ids.push(name);
    if (ids.length) cell.setAttribute("aria-describedby", ids.join(" "));
    else cell.removeAttribute("aria-describedby");
  }

  function clear(cell) {
    const note = document.getElementById(idOf(cell));
    delete cell.dataset.fate;
    cell.removeAttribute("aria-invalid");
    if (!note) return;
    const row = note.closest("tr");
    const held = note.contains(document.activeElement);
    note.remove();
    describe(cell, idOf(cell), false);
    if (!row.querySelector(".grid-note")) row.remove();
    if (held) cell.focus();
  }

  // `actions` are pairs of words and what they do. Escape gives the keyboard back to the cell.
  function tell(cell, state, message, actions) {
    clear(cell);
    cell.dataset.fate = state;
    if (state === "refused") cell.setAttribute("aria-invalid", "true");
    const told = `${cell.getAttribute("aria-label")}\u00a0: ${message}`;
    const note = element(
      "div",
      { id: idOf(cell), className: `grid-note is-${state}` },
      element("p", {}, element("strong", { textContent: `${NAMES[state]}\u00a0: ` }), told),
      ...actions.map(([words, act]) => button(words, act)),
    );
    note.dataset.day = cell.closest("td").dataset.day;
    note.classList.toggle("is-chosen", cell.closest("td").classList.contains("is-chosen"));
    note.addEventListener("keydown", (event) => {
      if (event.key === "Escape") cell.focus();
    });
    noteRow(cell).append(note);
    describe(cell, idOf(cell), true);
  }

  let dialog = null;
  function build() {
    const title = element("h2", { id: "grid-dialog-title", tabIndex: -1, autofocus: true });
    const text = element("p", { id: "grid-dialog-text" });
    const mine = button("", () => dialog.close("mine"));
    const theirs = button("", () => dialog.close("theirs"));
    dialog = element(
      "dialog",
      { className: "grid-dialog" },
      title,
      text,
      element("div", { className: "toolbar" }, mine, theirs, button("Plus tard", () => dialog.close(""))),
    );
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.setAttribute("aria-describedby", text.id);
    dialog.parts = { title, text, mine, theirs };
    document.body.append(dialog);
  }

  // Ask which of two values stays; resolve to "mine", "theirs", or "" when put off. The title has
  // the focus at first: keys meant for a cell choose nothing.
  function choose(label, value, { value: other, by, at }) {
    if (!dialog) build();
    const { title, text, mine, theirs } = dialog.parts;
    title.textContent = label;
    text.textContent = `Vous\u00a0: ${inWords(value)}. ${by}\u00a0: ${inWords(other)}${at ? ` ${at}` : ""}. Laquelle de ces valeurs garder\u00a0?`;
    mine.textContent = `Garder ${inWords(value)} (vous)`;
    theirs.textContent = `Garder ${inWords(other)} (${by})`;
    dialog.returnValue = "";
    dialog.showModal();
    title.focus();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    });
  }

  Object.assign(window.weekGrid, { element, button, inWords, describe, notes: { tell, clear }, choose });
})();
