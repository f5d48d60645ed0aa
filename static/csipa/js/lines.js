// Lines edited on the page of their parent: add, move by button or by hand, delete and undo.
// The server numbers the lines again whatever happens here; without this script, ranks are typed.
(() => {
  const PREFIX = /__prefix__/g;
  const NUMBER = /__number__/g;

  class LineSet {
    constructor(root) {
      this.root = root;
      this.name = root.dataset.lineName;
      this.prefix = root.dataset.lineSet;
      this.list = root.querySelector("[data-lines]");
      this.blank = root.querySelector("template[data-blank-line]");
      this.addButton = root.querySelector("[data-add-line]");
      this.voice = root.querySelector("[data-announce]");
      this.total = document.getElementById(`id_${this.prefix}-TOTAL_FORMS`);
      this.ordered = "ordered" in root.dataset;
      root.addEventListener("click", (event) => this.click(event));
      if (this.ordered) this.watchDragging();
      for (const line of this.lines()) this.showRemoval(line);
      this.refresh();
    }

    lines() {
      return [...this.list.querySelectorAll(":scope > [data-line]")];
    }

    kept() {
      return this.lines().filter((line) => !this.isRemoved(line));
    }

    removalBox(line) {
      return line.querySelector("input[name$='-DELETE']");
    }

    isRemoved(line) {
      return Boolean(this.removalBox(line)?.checked);
    }

    // Numbers, names and buttons follow the order of the page.
    refresh() {
      const kept = this.kept();
      kept.forEach((line, index) => this.number(line, index + 1, kept.length));
      if (this.addButton) {
        this.addButton.hidden = kept.length >= Number(this.root.dataset.max);
      }
    }

    number(line, number, count) {
      for (const place of line.querySelectorAll("[data-line-number]")) place.textContent = number;
      const named = new RegExp(`, ${RegExp.escape?.(this.name) ?? this.name} \\d+$`);
      for (const input of line.querySelectorAll("[aria-label]")) {
        const label = input.getAttribute("aria-label");
        input.setAttribute("aria-label", label.replace(named, `, ${this.name} ${number}`));
      }
      if (!this.ordered) return;
      const rank = line.querySelector("input[name$='-ORDER']");
      if (rank) rank.value = number;
      const up = line.querySelector("[data-line-up]");
      const down = line.querySelector("[data-line-down]");
      up?.setAttribute("aria-disabled", String(number === 1));
      down?.setAttribute("aria-disabled", String(number === count));
    }

    click(event) {
      const line = event.target.closest("[data-line]");
      if (event.target.closest("[data-add-line]")) this.add();
      if (!line || !this.list.contains(line)) return;
      if (event.target.closest("[data-line-up]")) this.step(line, -1);
      if (event.target.closest("[data-line-down]")) this.step(line, 1);
      if (event.target.closest("[data-line-delete]")) this.toggleRemoval(line);
    }

    add() {
      const index = Number(this.total.value);
      const number = this.kept().length + 1;
      const holder = document.createElement("template");
      holder.innerHTML = this.blank.innerHTML
        .replace(PREFIX, index)
        .replace(NUMBER, number);
      const line = holder.content.querySelector("[data-line]");
      this.root.querySelector("[data-no-line]")?.remove();
      this.list.append(line);
      this.total.value = index + 1;
      this.changed(`Ajout : ${this.name} ${number}`);
      // The stock scripts of widgets listen to this event on each new line.
      line.dispatchEvent(
        new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: this.prefix } }),
      );
      const inputs = line.querySelectorAll("input:not([type=hidden]), select, textarea");
      [...inputs].find((input) => input.checkVisibility())?.focus();
    }

    step(line, by) {
      const kept = this.kept();
      const place = kept.indexOf(line);
      const other = kept[place + by];
      if (!other) return;
      if (by < 0) other.before(line);
      else other.after(line);
      this.moved(line);
      line.querySelector(by < 0 ? "[data-line-up]" : "[data-line-down]").focus();
    }

    moved(line) {
      const kept = this.kept();
      const place = kept.indexOf(line) + 1;
      this.changed(`${this.name} : rang ${place} sur ${kept.length}`);
      line.classList.add("line-moved");
      setTimeout(() => line.classList.remove("line-moved"), 900);
      // Editors inside an element that moved in the page may need to know.
      line.dispatchEvent(new CustomEvent("line:moved", { bubbles: true }));
    }

    toggleRemoval(line) {
      const box = this.removalBox(line);
      box.checked = !box.checked;
      this.showRemoval(line);
      const number = line.querySelector("[data-line-number]")?.textContent;
      const deed = box.checked ? "sera supprimé à l’enregistrement" : "est gardé";
      this.changed(`${this.name} ${number} : ${deed}`);
    }

    showRemoval(line) {
      const removed = this.isRemoved(line);
      line.classList.toggle("line-removed", removed);
      const button = line.querySelector("[data-line-delete]");
      button?.setAttribute("aria-pressed", String(removed));
      const text = button?.querySelector("[data-line-delete-text]");
      if (text) text.textContent = removed ? "Annuler la suppression" : "Supprimer";
    }

    changed(message) {
      this.refresh();
      const sentence = message.charAt(0).toUpperCase() + message.slice(1);
      if (this.voice) this.voice.textContent = sentence;
      this.root.dispatchEvent(new CustomEvent("lines:changed", { bubbles: true }));
    }

    // Fold or unfold every card, the line in hand staying where it is on the screen.
    fold(line, folded) {
      if (!line) return;
      const before = line.getBoundingClientRect().top;
      this.list.classList.toggle("lines-folded", folded);
      window.scrollBy({ top: line.getBoundingClientRect().top - before, behavior: "instant" });
    }

    watchDragging() {
      let dragged = null;
      this.list.addEventListener("dragstart", (event) => {
        if (!event.target.closest?.("[data-drag]")) return;
        dragged = event.target.closest("[data-line]");
        dragged.classList.add("line-dragged");
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", "");
        event.dataTransfer.setDragImage(dragged, 0, 0);
        // Once the browser has its picture: long cards are folded to their headings.
        setTimeout(() => this.fold(dragged, true));
      });
      this.list.addEventListener("dragover", (event) => {
        if (!dragged) return;
        event.preventDefault();
        const over = event.target.closest("[data-line]");
        if (!over || over === dragged || !this.list.contains(over)) return;
        const box = over.getBoundingClientRect();
        if (event.clientY < box.top + box.height / 2) over.before(dragged);
        else over.after(dragged);
      });
      this.list.addEventListener("drop", (event) => dragged && event.preventDefault());
      this.list.addEventListener("dragend", () => {
        if (!dragged) return;
        dragged.classList.remove("line-dragged");
        this.fold(dragged, false);
        this.moved(dragged);
        dragged = null;
      });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const root of document.querySelectorAll("[data-line-set]")) new LineSet(root);
  });
})();
