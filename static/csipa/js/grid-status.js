// What became of the cells, in one line that is read aloud when it changes, and seldom changes.
window.weekGrid = window.weekGrid || {};
(() => {
  const { element } = window.weekGrid;
  const QUIET = 700; // ms: a save that is quicker says nothing before its end
  const FRAIL = "Ce navigateur ne garde rien\u00a0: ne fermez pas la page avant l’enregistrement.";

  const cells = (count) => `${count}\u00a0${count > 1 ? "cases" : "case"}`;

  function clock(moment) {
    return `${moment.getHours()}\u00a0h\u00a0${String(moment.getMinutes()).padStart(2, "0")}`;
  }

  class Status {
    constructor(form, queue, sheet) {
      Object.assign(this, { form, queue, sheet, timer: 0 });
      this.place = document.getElementById("grid-status");
      this.text = element("span");
      this.links = element("span", { className: "grid-status-links" });
      this.place.replaceChildren(this.text, this.links);
      this.quiet = this.place.dataset.quiet || "Chaque case s’enregistre quand vous la quittez.";
    }

    refresh() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.say(), QUIET);
    }

    say() {
      const [calm, text] = this.told();
      const kind = calm === "saved" || calm === "quiet" ? this.worst() ?? calm : calm;
      const shown = [text, ...this.held()].join(" ");
      if (this.text.textContent === shown) return;
      this.place.dataset.kind = kind;
      this.text.textContent = shown;
      this.links.replaceChildren(...this.ways());
    }

    told() {
      const { state } = this.queue;
      const waiting = this.queue.waiting();
      const some = cells(waiting.length);
      if (state.refusal) return ["refused", state.refusal];
      if (!state.session && waiting.length) {
        return ["refused", `Vous n’êtes plus connecté. Ce qui est tapé est gardé ici\u00a0: ${some}.`];
      }
      if (waiting.some((entry) => entry.unstored)) return ["waiting", `En attente\u00a0: ${some}. ${FRAIL}`];
      if (waiting.length && (!state.network || !navigator.onLine)) {
        return ["waiting", `En attente du réseau\u00a0: ${some}.`];
      }
      if (waiting.length) return ["waiting", `Enregistrement\u00a0: ${some}.`];
      if (state.savedAt) return ["saved", `Enregistré à ${clock(state.savedAt)}.`];
      return ["quiet", this.quiet];
    }

    // What waits for the person, by week: this one, then the others.
    held() {
      const held = this.queue.held();
      const here = held.filter((entry) => this.sheet.byName.has(entry.name));
      const told = [
        ["refused", "Refusé"],
        ["question", "À confirmer"],
        ["conflict", "À choisir"],
      ].flatMap(([kind, words]) => {
        const found = here.filter((entry) => entry.held === kind);
        if (found.length && here.length > 1) return [`${words}\u00a0: ${cells(found.length)}.`];
        return found.map((entry) => `${words}\u00a0: ${this.labelOf(entry)}${entry.message ? `. ${entry.message}` : "."}`);
      });
      const elsewhere = held.length - here.length;
      return elsewhere ? [...told, `Dans une autre semaine\u00a0: ${cells(elsewhere)}.`] : told;
    }

    // What is drawn when all that could leave has left.
    worst() {
      const kinds = this.queue.held().map((entry) => entry.held);
      if (kinds.includes("refused")) return "refused";
      return kinds.length ? "waiting" : undefined;
    }

    labelOf(entry) {
      return this.sheet.byName.get(entry.name).getAttribute("aria-label");
    }

    ways() {
      const { state } = this.queue;
      const here = location.pathname + location.search;
      const found = [];
      if (state.refusal) found.push(["Recharger la page", here]);
      else if (!state.session) {
        const login = this.form.dataset.login || "/admin/login/";
        found.push(["Se reconnecter", `${login}?next=${encodeURIComponent(here)}`]);
      }
      const away = this.queue.held().filter((entry) => !this.sheet.byName.has(entry.name));
      for (const week of new Set(away.map((entry) => entry.week))) {
        found.push([`Voir la semaine ${Number(week.slice(-2))}`, `?semaine=${encodeURIComponent(week)}`]);
      }
      return found.map(([textContent, href]) => element("a", { textContent, href }));
    }
  }

  window.weekGrid.Status = Status;
})();
