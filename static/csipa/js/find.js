// « Rechercher »: from any page, by keyboard, to whatever the person may see or do.
const PAUSE = 180; // milliseconds without a key before the words are sent
const WRITTEN_IN = `input:not([type=checkbox], [type=radio], [type=button], [type=submit]),
  textarea, select, [contenteditable=true]`;

const dialog = document.getElementById("find");
if (dialog) box(dialog);

function box(dialog) {
  const query = document.getElementById("find-query");
  const told = document.getElementById("find-told");
  const list = document.getElementById("find-list");
  let waiting = 0;
  let asked = new AbortController();
  let answered = null; // the words whose answers are shown
  let active = null;

  // The search -----------------------------------------------------------------------------

  const words = () => query.value.trim();

  async function search() {
    clearTimeout(waiting);
    asked.abort();
    if (words() === answered) return;
    asked = new AbortController();
    const sent = words();
    list.setAttribute("aria-busy", "true");
    try {
      const address = `${dialog.dataset.url}?q=${encodeURIComponent(sent)}`;
      const answer = await fetch(address, { signal: asked.signal });
      // Whoever was logged out meanwhile is sent to the login page.
      if (answer.redirected) fail("Votre session est close : reconnectez-vous dans un autre onglet.");
      else if (!answer.ok) fail("La recherche n’a pas abouti : réessayez.");
      else show(await answer.text(), sent);
    } catch (error) {
      if (error.name !== "AbortError") fail("Le serveur ne répond pas : réessayez.");
    }
  }

  function fail(sentence) {
    fill([]);
    answered = null;
    told.textContent = sentence;
  }

  function show(text, sent) {
    const found = new DOMParser().parseFromString(text, "text/html");
    fill(found.querySelectorAll("[role=group]"));
    answered = sent;
    told.textContent = found.querySelector("[data-told]")?.textContent ?? "";
    if (sent) activate(list.querySelector("[role=option]"));
  }

  function fill(groups) {
    activate(null);
    list.replaceChildren(...groups);
    list.hidden = groups.length === 0;
    list.scrollTop = 0;
    list.removeAttribute("aria-busy");
    query.setAttribute("aria-expanded", String(!list.hidden));
  }

  // The choice -----------------------------------------------------------------------------

  function activate(option) {
    active?.setAttribute("aria-selected", "false");
    active = option;
    if (!option) {
      query.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    query.setAttribute("aria-activedescendant", option.id);
  }

  function move(step) {
    const options = [...list.querySelectorAll("[role=option]")];
    if (!options.length) return;
    const place = active ? options.indexOf(active) + step : step > 0 ? 0 : -1;
    activate(options.at(place % options.length));
    // The heading of the first of a group comes with it.
    const heading = active.previousElementSibling;
    if (heading?.matches(".find-group")) heading.scrollIntoView({ block: "nearest" });
    active.scrollIntoView({ block: "nearest" });
  }

  function take(event) {
    if (!active || words() !== answered) {
      if (!words()) event.preventDefault();
      return; // the form leads to the page of results
    }
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) window.open(active.href, "_blank", "noopener");
    else active.click();
  }

  query.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") take(event);
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  });
  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  });
  list.addEventListener("pointermove", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option && option !== active) activate(option);
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option?.dataset.action !== "theme") return;
    event.preventDefault();
    document.querySelector("[data-theme-toggle]").click();
    const name = document.querySelector("[data-theme-name]").textContent;
    told.textContent = `Thème ${name}.`;
  });

  // Opening and closing --------------------------------------------------------------------

  function open() {
    if (dialog.open || document.querySelector("dialog[open]")) return;
    dialog.showModal();
    // Not `autofocus`: a page that puts the cursor somewhere would be told of in the console.
    query.focus();
    query.select();
    search();
  }

  dialog.addEventListener("close", () => {
    clearTimeout(waiting);
    asked.abort();
    // What was changed meanwhile comes first the next time.
    if (answered === "") answered = null;
  });
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || target.closest("[data-find-close]")) dialog.close();
  });
  // A page that the browser keeps comes back as it was before.
  window.addEventListener("pagehide", () => dialog.close());

  for (const opener of document.querySelectorAll("[data-find-open]")) {
    opener.addEventListener("click", open);
  }
  document.addEventListener("keydown", (event) => {
    const asksWithK = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const asksWithSlash = event.key === "/" && !event.ctrlKey && !event.metaKey;
    if (event.altKey || !(asksWithK || asksWithSlash)) return;
    if (asksWithSlash && event.target.closest(WRITTEN_IN)) return;
    event.preventDefault();
    open();
  });
  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    for (const keys of document.querySelectorAll("[data-find-keys]")) keys.textContent = "⌘ K";
  }
}
