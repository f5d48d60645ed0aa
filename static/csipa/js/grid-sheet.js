// The week grid as rows and columns: which cells may be typed in, and where each key leads.
window.weekGrid = window.weekGrid || {};
(() => {
  const NAME = /^c-((\d+)-(\d{4}-\d\d-\d\d)-.+-\d+)-([a-z_]+)$/;

  class Sheet {
    constructor(form) {
      this.form = form;
      this.cells = [...form.querySelectorAll("input.cell")].filter((cell) => NAME.test(cell.name));
      this.byName = new Map(this.cells.map((cell) => [cell.name, cell]));
      this.columns = this.group((cell) => this.dayOf(cell));
      this.days = [...this.columns.keys()].sort();
      this.lines = this.group((cell) => NAME.exec(cell.name)[1]);
      // Cells that may not be typed in say why elsewhere; no key stops there.
      for (const cell of this.cells) if (!this.isOpen(cell)) cell.tabIndex = -1;
    }

    group(key) {
      const groups = new Map();
      for (const cell of this.cells) {
        const found = groups.get(key(cell));
        if (found) found.push(cell);
        else groups.set(key(cell), [cell]);
      }
      return groups;
    }

    isOpen(cell) {
      return !cell.readOnly && !cell.disabled;
    }

    dayOf(cell) {
      return NAME.exec(cell.name)[3];
    }

    measureOf(cell) {
      return NAME.exec(cell.name)[4];
    }

    isLength(cell) {
      return this.measureOf(cell) === "minutes_held";
    }

    // The cells of the same line and day: « f » closes them together.
    beside(cell) {
      return this.lines.get(NAME.exec(cell.name)[1]).filter((other) => other !== cell);
    }

    baseField(cell) {
      return this.form.elements[`b${cell.name.slice(1)}`];
    }

    openOf(day) {
      return this.columns.get(day).filter((cell) => this.isOpen(cell));
    }

    rowOf(cell) {
      return [...cell.closest("tr").querySelectorAll("input.cell")].filter((one) => this.isOpen(one));
    }

    sideways(cell, step) {
      const row = this.rowOf(cell);
      return row[row.indexOf(cell) + step];
    }

    updown(cell, step, passed = []) {
      const column = this.openOf(this.dayOf(cell)).filter((one) => !passed.includes(one));
      return column[column.indexOf(cell) + step];
    }

    // Down the column through all the sites, then the top of the next open day; `step` -1 goes back.
    // A line that was just closed asks for nothing else that day.
    onward(cell, step) {
      const near = this.updown(cell, step, cell.value === "f" && step > 0 ? this.beside(cell) : []);
      if (near) return near;
      const days = step > 0 ? this.days : [...this.days].reverse();
      const later = days.slice(days.indexOf(this.dayOf(cell)) + 1);
      const next = later.map((day) => this.openOf(day)).find((column) => column.length);
      return next?.at(step > 0 ? 0 : -1);
    }

    edge(cell, step, { whole }) {
      const cells = whole ? this.cells.filter((one) => this.isOpen(one)) : this.rowOf(cell);
      return cells.at(step > 0 ? -1 : 0);
    }

    // Where somebody who opens the page begins: the first blank cell of the day asked for, else of
    // the week.
    start() {
      const asked = this.form.querySelector("thead .is-chosen")?.dataset.day;
      const days = this.days.filter((day) => this.openOf(day).length);
      const ordered = days.includes(asked) ? [asked, ...days] : days;
      const blank = ordered.map((day) => this.openOf(day).find((cell) => !cell.value));
      return blank.find(Boolean) ?? (days.length ? this.openOf(ordered.at(-1))[0] : undefined);
    }

    // Undefined where the key moves nothing.
    goal(cell, event) {
      const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
      if (altKey || metaKey) return undefined;
      if (key === "Enter") return this.onward(cell, shiftKey ? -1 : 1);
      if (shiftKey) return undefined;
      if (key === "ArrowUp" || key === "ArrowDown") return this.updown(cell, key === "ArrowDown" ? 1 : -1);
      if (key === "ArrowLeft" || key === "ArrowRight") return this.sideways(cell, key === "ArrowRight" ? 1 : -1);
      if (key === "Home" || key === "End") return this.edge(cell, key === "End" ? 1 : -1, { whole: ctrlKey });
      return undefined;
    }
  }

  window.weekGrid.Sheet = Sheet;
})();
