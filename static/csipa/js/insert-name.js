// « Insérer un nom »: from the caret of a long text to the names of the records, and back.
(() => {
  const TEXT = "form textarea:not(.rich-text-source, :read-only, [data-no-names])";
  const FIELDS = `${TEXT}, form [role=textbox][contenteditable=true]`;
  const PAUSE = 150; // milliseconds without a key before the search is sent
  const SHORTEST = 2;

  const dialog = document.getElementById("insert-name");
  const query = document.getElementById("insert-name-query");
  const count = dialog.querySelector("[data-count]");
  const results = dialog.querySelector("[data-results]");
  const found = document.getElementById("insert-name-found").content.firstElementChild;
  const opener = document
    .getElementById("insert-name-opener")
    .content.firstElementChild.cloneNode(true);

  let field = null; // where the name will go
  let caret = [0, 0]; // and at which place of a text area: closing the dialog may move it
  let waiting = 0;
  let asked = new AbortController();
  let answered = ""; // the words whose names are shown

  // The button -------------------------------------------------------------------------------

  function offer(target) {
    field = target;
    target.setAttribute("aria-keyshortcuts", "Alt+N");
    (target.closest(".rich-text") ?? target).after(opener);
  }

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(FIELDS)) offer(target);
    else if (target !== opener && !dialog.contains(target)) opener.remove();
  });
  // A press on the button leaves the caret and the keyboard of a telephone where they are.
  opener.addEventListener("mousedown", (event) => event.preventDefault());
  opener.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const isShortcut = event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyN";
    const target = event.target.closest?.(FIELDS);
    if (!isShortcut || !target) return;
    event.preventDefault();
    offer(target);
    open();
  });

  // The search -------------------------------------------------------------------------------

  function open() {
    caret = [field.selectionStart, field.selectionEnd];
    // An editor learns by this event where its caret went; it may still be on its way.
    document.dispatchEvent(new Event("selectionchange"));
    dialog.showModal();
    query.select();
  }

  async function search() {
    clearTimeout(waiting);
    asked.abort();
    asked = new AbortController();
    const words = query.value.trim();
    if (words === answered) return;
    if (words.length < SHORTEST) {
      show({ names: [], more: false }, words);
      count.textContent = "";
      return;
    }
    try {
      const address = `${dialog.dataset.url}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal: asked.signal });
      // Whoever was logged out meanwhile is sent to the login page.
      if (answer.redirected) fail("Votre session est close : reconnectez-vous dans un autre onglet.");
      else if (!answer.ok) fail("La recherche n’a pas abouti.");
      else show(await answer.json(), words);
    } catch (error) {
      if (error.name !== "AbortError") fail("Le serveur ne répond pas : réessayez.");
    }
  }

  function fail(sentence) {
    show({ names: [], more: false }, "");
    count.textContent = sentence;
  }

  function show({ names, more }, words) {
    answered = words;
    results.replaceChildren(...names.map(item));
    results.scrollTop = 0;
    if (more) count.textContent = `Les ${names.length} premiers noms : précisez pour voir les autres.`;
    else if (names.length > 1) count.textContent = `${names.length} noms trouvés.`;
    else count.textContent = names.length ? "Un nom trouvé." : "Aucun nom ne répond à ces mots.";
  }

  function item({ label, kind, forms }, rank) {
    const line = found.cloneNode(true);
    const group = line.querySelector("[data-forms]");
    line.querySelector("p").id = `insert-name-${rank}`;
    line.querySelector("[data-label]").textContent = label;
    line.querySelector("[data-kind]").textContent = kind;
    group.setAttribute("aria-labelledby", `insert-name-${rank}`);
    for (const form of forms) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = form;
      group.append(button);
    }
    return line;
  }

  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  });
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    await search();
    results.querySelector("button")?.focus();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    clearTimeout(waiting);
    asked.abort();
  });

  // The choice -------------------------------------------------------------------------------

  // Left and right go from form to form, up and down from record to record.
  function neighbour(key) {
    const buttons = [...results.querySelectorAll("button")];
    const place = buttons.indexOf(document.activeElement);
    if (place < 0) return key === "ArrowDown" ? buttons[0] : undefined;
    if (key === "ArrowRight") return buttons[place + 1];
    if (key === "ArrowLeft") return buttons[place - 1] ?? query;
    const line = buttons[place].closest("li");
    if (key === "ArrowDown") return line.nextElementSibling?.querySelector("button");
    if (key === "ArrowUp") return line.previousElementSibling?.querySelector("button") ?? query;
    return undefined;
  }

  dialog.addEventListener("keydown", (event) => {
    const next = neighbour(event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  results.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) insert(button.textContent);
  });

  // A name never sticks to the words around it.
  function spaced(name, before, after) {
    const start = /[\p{L}\p{N},;.:!?)\]»%]$/u.test(before) ? " " : "";
    const end = /^[\p{L}\p{N}(«]/u.test(after) ? " " : "";
    return start + name + end;
  }

  function insert(name) {
    dialog.close();
    if (!field.matches("textarea")) {
      const detail = (before, after) => spaced(name, before, after);
      field.dispatchEvent(new CustomEvent("rich-text:insert", { detail }));
      return;
    }
    const [start, end] = caret;
    const text = spaced(name, field.value.slice(0, start), field.value.slice(end));
    field.focus();
    field.setSelectionRange(start, end);
    // The old command is the only one that the browser can undo.
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
})();
