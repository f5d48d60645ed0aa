// The week grid under the fingers: keys as in a spreadsheet, each cell saved when it is left.
// Without this script the form is sent as a whole.
(() => {
  const { Sheet, CellQueue, notes, choose, describe, inWords, totals } = window.weekGrid;
  const form = document.getElementById("week-grid");
  if (!form?.querySelector("input.cell")) return;
  const COUNT = /^(?:\d{1,3}|f)?$/;
  const LENGTH = /^(?:f|\d{1,2}|\d{1,2}[.,]\d{1,2}|\d{1,2}\s*[h:]\s*(?:\d{1,2})?)?$/;
  const NOT_A_COUNT = "tapez un nombre de 0 à 999, ou f pour fermé.";
  const NOT_A_LENGTH = "tapez une durée comme 7,5 ou 7\u00a0h\u00a030, ou f pour fermé.";
  const NUDGE = "Sur la case\u00a0: Entrée pour confirmer, ou tapez un autre nombre.";

  const sheet = new Sheet(form);
  const queue = new CellQueue({
    address: form.dataset.cells,
    owner: form.dataset.owner,
    week: form.dataset.week,
    token: form.elements.csrfmiddlewaretoken.value,
    heard,
    changed: () => status.refresh(),
  });
  const status = new window.weekGrid.Status(form, queue, sheet);
  let entered = null; // what the cell held when the keyboard came in
  let editing = false; // F2: arrows move in the text

  const clean = (cell) => cell.value.replace(/\u00a0/g, " ").trim().toLowerCase();
  const baseOf = (cell) => sheet.baseField(cell)?.value ?? "";
  const known = (cell) => queue.get(cell.name)?.value ?? baseOf(cell);

  function setBase(cell, value) {
    const field = sheet.baseField(cell);
    if (field) field.value = value;
  }

  // Blank, zero and closed are three facts, drawn and said apart.
  function draw(cell) {
    const number = totals.read(cell.value, sheet.isLength(cell));
    const state = { "": "blank", f: "closed" }[clean(cell)] ?? (number === 0 ? "zero" : "number");
    cell.dataset.state = state;
    for (const mark of ["closed", "zero"]) describe(cell, `mark-${mark}`, state === mark);
    totals.refresh(cell);
  }

  function show(cell, value) {
    cell.value = value;
    draw(cell);
  }

  function wrong(cell) {
    const length = sheet.isLength(cell);
    if ((length ? LENGTH : COUNT).test(clean(cell))) return "";
    return `«\u00a0${cell.value}\u00a0»\u00a0: ${length ? NOT_A_LENGTH : NOT_A_COUNT}`;
  }

  // « f » closes the line of the day, and a number opens it again: the blank cells beside follow.
  function spread(cell, before, after) {
    if (before === after || (before !== "f" && after !== "f")) return;
    const [from, to] = after === "f" ? ["", "f"] : ["f", ""];
    for (const other of sheet.beside(cell)) {
      if (queue.get(other.name) || baseOf(other) !== from || clean(other) !== from) continue;
      setBase(other, to);
      show(other, to);
    }
  }

  function commit(cell) {
    const value = clean(cell);
    const entry = queue.get(cell.name);
    if (value === known(cell) && !entry?.draft) {
      if (!entry && cell.dataset.fate !== "saved") notes.clear(cell);
      return undefined;
    }
    const before = known(cell);
    const message = wrong(cell);
    notes.clear(cell);
    if (message) {
      queue.put(cell.name, value, baseOf(cell), { held: "refused", message });
      return tell(cell);
    }
    spread(cell, entry?.draft ? baseOf(cell) : before, value);
    queue.put(cell.name, value, baseOf(cell));
    tryAgain(sheet.beside(cell));
    return tell(cell);
  }

  // Figures of a line may be refused together: one put right, the others are offered again.
  function tryAgain(cells) {
    for (const cell of cells) {
      if (queue.get(cell.name)?.held !== "refused" || wrong(cell)) continue;
      queue.retry(cell.name);
      tell(cell);
    }
  }

  // What the cell held before anything was typed, once more.
  function giveBack(cell) {
    if (cell.value !== entered) {
      show(cell, entered);
      commit(cell);
    } else if (queue.get(cell.name)) {
      forget(cell);
    }
    cell.select();
  }

  function forget(cell) {
    const entry = queue.get(cell.name);
    if (entry?.held === "conflict") return;
    queue.drop(cell.name);
    notes.clear(cell);
    spread(cell, entry?.value ?? "", baseOf(cell));
    show(cell, baseOf(cell));
    entered = cell.value;
  }

  function confirm(cell) {
    notes.clear(cell);
    queue.confirm(cell.name);
  }

  // Tell beside the cell what its entry waits for.
  function tell(cell) {
    const entry = queue.get(cell.name);
    if (!entry) return notes.clear(cell);
    if (!entry.held) {
      notes.clear(cell);
      cell.dataset.fate = "waiting";
      return undefined;
    }
    if (entry.held === "refused") {
      return notes.tell(cell, "refused", entry.message, [["Rendre la valeur d’avant", () => forget(cell)]]);
    }
    if (entry.held === "question") {
      return notes.tell(cell, "question", `${entry.message} ${NUDGE}`, [
        [`Confirmer ${inWords(entry.value)}`, () => confirm(cell)],
        ["Corriger", () => cell.focus()],
      ]);
    }
    const { by, at, value } = entry.theirs;
    const text = `vous ${inWords(entry.value)}, ${by} ${inWords(value)}${at ? ` ${at}` : ""}.`;
    notes.tell(cell, "conflict", text, [["Choisir", () => decide(cell)]]);
    return ask();
  }

  // What the server said of a cell; `sent` is null where it was not this page that asked.
  function heard(answer, sent) {
    const cell = sheet.byName.get(answer.name);
    if (!cell) return;
    if (answer.state !== "saved") {
      if (answer.state === "refused" && sent) spread(cell, sent.value, baseOf(cell));
      return tell(cell);
    }
    setBase(cell, answer.value);
    notes.clear(cell);
    const untouched = !sent || clean(cell) === sent.value;
    if (untouched && !queue.get(cell.name)) {
      show(cell, answer.value);
      if (document.activeElement === cell) entered = answer.value;
      cell.dataset.fate = "saved";
    }
  }

  let asking = false;
  // Nobody is asked in the middle of a figure: the choice waits until the cell is left.
  function ask() {
    const active = document.activeElement;
    if (asking || (sheet.byName.has(active?.name) && active.value !== entered)) return;
    const next = queue.held().find((entry) => entry.held === "conflict" && !entry.later && sheet.byName.has(entry.name));
    if (next) decide(sheet.byName.get(next.name));
  }

  async function decide(cell) {
    if (asking) return;
    asking = true;
    const back = document.activeElement;
    const entry = queue.get(cell.name);
    const chosen = await choose(cell.getAttribute("aria-label"), entry.value, entry.theirs);
    asking = false;
    if (chosen === "mine") {
      setBase(cell, entry.theirs.value);
      notes.clear(cell);
      queue.insist(cell.name);
    } else if (chosen === "theirs") {
      spread(cell, entry.value, entry.theirs.value);
      queue.yield(cell.name);
    } else {
      entry.later = true;
    }
    (back?.isConnected && back !== document.body ? back : cell).focus();
    ask();
  }

  form.addEventListener("focusin", ({ target }) => {
    if (!sheet.byName.has(target.name)) return;
    entered = target.value;
    editing = false;
    target.select();
  });
  form.addEventListener("click", ({ target }) => {
    if (sheet.byName.has(target.name) && target.value === entered && !editing) target.select();
  });
  form.addEventListener("focusout", ({ target }) => {
    if (!sheet.byName.has(target.name) || !sheet.isOpen(target)) return;
    commit(target);
    setTimeout(ask);
  });
  form.addEventListener("input", ({ target }) => {
    if (!sheet.byName.has(target.name)) return;
    queue.put(target.name, clean(target), baseOf(target), { draft: true });
    draw(target);
  });

  function type(cell, text) {
    cell.value = text;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function enter(cell, event) {
    const unchanged = cell.value === entered;
    if (unchanged && !event.shiftKey && queue.get(cell.name)?.held === "question") confirm(cell);
    const next = sheet.onward(cell, event.shiftKey ? -1 : 1);
    if (next) go(next);
    else commit(cell);
  }

  function go(cell) {
    form.dispatchEvent(new CustomEvent("grid:day", { detail: sheet.dayOf(cell) }));
    cell.focus();
  }

  const TYPED = {
    f: (cell) => type(cell, "f"),
    F: (cell) => type(cell, "f"),
    Delete: (cell) => type(cell, ""),
    F2: (cell) => {
      editing = true;
      cell.setSelectionRange(cell.value.length, cell.value.length);
    },
    Escape: giveBack,
    Enter: enter,
  };

  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!sheet.byName.has(cell.name) || event.isComposing) return;
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (plain && /^\d$/.test(event.key) && clean(cell) === "f") cell.select();
    if (plain && event.key in TYPED && !(editing && event.key === "Delete")) {
      event.preventDefault();
      TYPED[event.key](cell, event);
      return;
    }
    if (editing && /^(Arrow(Left|Right)|Home|End)$/.test(event.key)) return;
    const goal = sheet.goal(cell, event);
    if (goal || /^Arrow(Up|Down)$/.test(event.key)) event.preventDefault();
    if (goal) go(goal);
  });

  // « Fermé » on a whole day is the server's: the form then goes as it does without a script.
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "close-day") return;
    event.preventDefault();
    if (sheet.byName.has(document.activeElement?.name)) commit(document.activeElement);
    queue.flush();
  });
  document.addEventListener("visibilitychange", () => {
    const active = document.activeElement;
    if (document.hidden && sheet.byName.has(active?.name)) commit(active);
  });

  function restore() {
    let unfinished = null;
    for (const entry of queue.restore()) {
      const cell = sheet.byName.get(entry.name);
      if (!cell) continue;
      if (entry.value === baseOf(cell)) {
        queue.drop(entry.name);
        continue;
      }
      show(cell, entry.value);
      if (entry.draft) unfinished = cell;
      tell(cell);
    }
    status.refresh();
    return unfinished;
  }

  // A link may lead to one cell; a figure left half typed comes before.
  const named = sheet.byName.get(decodeURIComponent(location.hash.slice(1)));
  const asked = restore() ?? (named && sheet.isOpen(named) ? named : null);
  const first = asked ?? sheet.start();
  window.weekGrid.page = { form, sheet, commit, type, asked };
  const wide = matchMedia("(min-width: 40.01rem)").matches;
  if (first && (asked || (wide && document.activeElement === document.body))) go(first);
})();
