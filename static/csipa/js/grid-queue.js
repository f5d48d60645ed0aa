// Cells typed that the server does not have yet. Each is kept in this browser before anything else,
// under its user and its week, goes with those left at about the same time, and stays until the
// server has said what became of it. An entry that is held waits for an answer of the person.
window.weekGrid = window.weekGrid || {};
(() => {
  const TOGETHER = 300; // ms during which cells gather before they go
  const MOST = 100; // cells in one request
  const FIRST_DELAY = 2000;
  const LONGEST_DELAY = 60000;
  const PATIENCE = 20000;
  const GONE = "Votre session a changé\u00a0: rechargez la page.";

  // What localStorage holds of one user; every cell has a key of its own, so that two tabs never
  // overwrite each other's cells.
  class Shelf {
    constructor(owner) {
      this.prefix = `csipa-grid:${owner}:`;
    }

    keep(entry) {
      try {
        localStorage.setItem(this.prefix + entry.name, JSON.stringify(entry));
        return true;
      } catch {
        return false;
      }
    }

    drop(name) {
      try {
        localStorage.removeItem(this.prefix + name);
      } catch {
        // Nothing was ever kept where storage is refused.
      }
    }

    all() {
      try {
        return Object.keys(localStorage)
          .filter((key) => key.startsWith(this.prefix))
          .map((key) => JSON.parse(localStorage.getItem(key)));
      } catch {
        return [];
      }
    }
  }

  class CellQueue {
    constructor({ address, owner, week, token, heard, changed }) {
      Object.assign(this, { address, week, token, heard, changed });
      this.shelf = new Shelf(owner);
      this.entries = new Map();
      this.state = { network: true, session: true, refusal: "", savedAt: null };
      this.delay = FIRST_DELAY;
      this.alone = false;
      this.busy = false;
      this.timer = 0;
      window.addEventListener("online", () => this.flush());
      window.addEventListener("pagehide", () => this.leave());
      window.addEventListener("beforeunload", (event) => {
        if (this.waiting().some((entry) => entry.unstored)) event.preventDefault();
      });
    }

    // Those that a page closed too early left behind; what the person was asked is asked again by
    // the server, which knows what the cell shows now.
    restore() {
      for (const entry of this.shelf.all()) {
        if (entry.held === "conflict") entry.held = "";
        this.entries.set(entry.name, entry);
      }
      this.schedule(0);
      return [...this.entries.values()];
    }

    waiting() {
      return [...this.entries.values()].filter((entry) => !entry.held && !entry.draft);
    }

    held() {
      return [...this.entries.values()].filter((entry) => entry.held);
    }

    get(name) {
      return this.entries.get(name);
    }

    // `base` is what the cell showed; an entry that waits keeps the one it began with. A conflict
    // stays one whatever is typed next: only a choice gives it a newer base.
    put(name, value, base, { confirmed = false, held = "", message = "", draft = false } = {}) {
      const before = this.entries.get(name);
      if (before?.held === "conflict") {
        if (value === before.theirs.value) return this.yield(name);
        this.store({ ...before, value, draft });
        return this.changed();
      }
      const flying = Boolean(before?.flying);
      const start = before ? before.base : base;
      if (value === start && !flying && !held) return this.drop(name);
      this.store({ name, value, base: start, confirmed, held, message, draft, flying, week: this.week });
      this.schedule(TOGETHER);
      return this.changed();
    }

    store(entry) {
      const { flying, unstored, ...kept } = entry;
      this.entries.set(entry.name, { ...kept, flying, unstored: !this.shelf.keep(kept) });
    }

    drop(name) {
      this.entries.delete(name);
      this.shelf.drop(name);
      this.changed();
    }

    confirm(name) {
      this.retry(name, { confirmed: true });
    }

    retry(name, changes = {}) {
      this.store({ ...this.entries.get(name), ...changes, held: "", message: "" });
      this.schedule(TOGETHER);
      this.changed();
    }

    // The person saw both values and keeps their own: what the other typed is now the base.
    insist(name) {
      const { theirs, ...entry } = this.entries.get(name);
      this.store({ ...entry, base: theirs.value, held: "", message: "" });
      this.schedule(0);
      this.changed();
    }

    // The person keeps what the other typed.
    yield(name) {
      const { theirs } = this.entries.get(name);
      this.drop(name);
      this.heard({ name, state: "saved", value: theirs.value }, null);
    }

    schedule(wait) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), wait);
    }

    async flush() {
      if (this.busy) return;
      const ready = this.waiting().slice(0, this.alone ? 1 : MOST);
      if (!ready.length) return;
      clearTimeout(this.timer);
      this.busy = true;
      for (const entry of ready) entry.flying = true;
      const outcome = await this.ask(ready);
      for (const { name } of ready) {
        const entry = this.entries.get(name);
        if (entry) entry.flying = false;
      }
      this.busy = false;
      this.take(outcome, ready);
      this.changed();
    }

    async ask(ready) {
      try {
        const response = await fetch(this.address, this.request(ready, AbortSignal.timeout(PATIENCE)));
        const told = await response.json().catch(() => null);
        return { status: response.status, told };
      } catch {
        return { status: 0, told: null };
      }
    }

    request(ready, signal) {
      const cells = ready.map(({ name, value, base, confirmed }) => ({ name, value, base, confirmed }));
      return {
        method: "POST",
        credentials: "same-origin",
        redirect: "error",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ cells }),
        signal,
      };
    }

    take({ status, told }, ready) {
      this.state.network = true;
      this.state.session = status !== 401;
      if (status === 200 && told?.cells?.length) {
        this.delay = FIRST_DELAY;
        this.alone = false;
        for (const answer of told.cells) this.settle(answer, ready);
        if (told.cells.length < ready.length) this.later();
        else if (this.waiting().length) this.schedule(TOGETHER);
      } else if (status === 403 && told?.message) {
        this.refuse(ready, told.message);
      } else if (status === 403) {
        this.state.refusal = GONE;
      } else if (status === 400 || status === 413) {
        this.refuse(ready, told?.message || "Le serveur n’a pas compris cette saisie.");
      } else {
        this.later();
      }
    }

    // A refusal for one site must not fall on the cells of another: they then go one by one.
    refuse(ready, message) {
      if (ready.length > 1) this.alone = true;
      else this.hold(ready[0], { name: ready[0].name, state: "refused", message });
      if (this.waiting().length) this.schedule(0);
    }

    later() {
      this.state.network = false;
      this.schedule(this.delay);
      this.delay = Math.min(this.delay * 2, LONGEST_DELAY);
    }

    settle(answer, ready) {
      const sent = ready.find((entry) => entry.name === answer.name);
      const entry = this.entries.get(answer.name);
      if (!sent || !entry) return this.heard(answer, null);
      const same = entry.value === sent.value;
      if (answer.state === "saved") {
        this.state.savedAt = new Date();
        if (same) this.drop(answer.name);
        else this.store({ ...entry, base: answer.value });
        return this.heard(answer, sent);
      }
      if (same || answer.state === "conflict") this.hold(entry, answer);
      return undefined;
    }

    hold(entry, answer) {
      const { state: held, message = "", theirs } = answer;
      const now = this.entries.get(entry.name);
      this.store({ ...now, held, message, theirs, confirmed: false, later: false });
      this.heard(answer, entry);
    }

    // The page is going: one last try that outlives it. The shelf keeps everything until a later
    // page has heard the answer; the same value sent twice changes nothing.
    leave() {
      const ready = this.waiting().slice(0, MOST);
      if (!ready.length || !this.state.session) return;
      fetch(this.address, { ...this.request(ready), keepalive: true }).catch(() => {});
    }
  }

  window.weekGrid.CellQueue = CellQueue;
})();
