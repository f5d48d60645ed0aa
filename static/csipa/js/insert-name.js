/* « Insérer un nom »: from the caret of a long text to the names of the records, and back. */
import { insertAtCaret } from "./insert-at-caret.js";

const TEXT = "form textarea:not(.rich-text-source, :read-only, [data-no-names])";
const FIELDS = `${TEXT}, form [role=textbox][contenteditable=true]`;
const PAUSE = 150; // milliseconds without a key before the search is sent
const SHORTEST = 2;

const dialog = document.getElementById("insert-name");
const query = document.getElementById("insert-name-query");
const count = dialog.querySelector("[data-count]");
const results = dialog.querySelector("[data-results]");
const found = document.getElementById("insert-name-found").content.firstElementChild;

let waiting = 0;
let asked = new AbortController();
let answered = ""; // the words whose names are shown

const insert = insertAtCaret({
  accepts: (target) => target.matches(FIELDS),
  opener: document.getElementById("insert-name-opener").content.firstElementChild.cloneNode(true),
  dialog,
  shortcut: "N",
  opened: () => query.select(),
});

// The search -------------------------------------------------------------------------------

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
