/* « Insérer un champ »: the list of placeholders, searched where one writes. The list is the one
 * that the page shows without this script. */
import { insertAtCaret } from "./insert-at-caret.js";

const dialog = document.getElementById("insert-placeholder");
const query = document.getElementById("placeholder-query");
const count = dialog.querySelector("[data-count]");
const results = dialog.querySelector("[data-results]");

/* The text area of a rich text holds the mark; what is typed in is the editor beside it. */
function accepts(target) {
  if (target.matches("textarea:not(.rich-text-source, :read-only)")) {
    return "placeholders" in target.dataset;
  }
  const isEditor = target.matches("[role=textbox][contenteditable=true]");
  return isEditor && Boolean(target.closest(".rich-text")?.querySelector("[data-placeholders]"));
}

const insert = insertAtCaret({
  accepts,
  opener: document.getElementById("placeholder-opener").content.firstElementChild.cloneNode(true),
  dialog,
  shortcut: "C",
  opened: () => query.select(),
});

const bare = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[’']/g, " ");

function item(source) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "placeholder-choice";
  button.dataset.text = `{${source.dataset.placeholder}}`;
  const name = document.createElement("code");
  name.textContent = button.dataset.text;
  const told = document.createElement("span");
  told.append(...source.querySelector("dd").cloneNode(true).childNodes);
  button.append(name, told);
  return { button, words: bare(source.textContent) };
}

const families = [...document.querySelectorAll("#placeholders [data-family]")].map((list, rank) => {
  const group = document.createElement("div");
  const heading = document.createElement("h3");
  const { family } = list.dataset;
  heading.id = `placeholder-family-${rank}`;
  heading.textContent = family;
  group.setAttribute("role", "group");
  group.setAttribute("aria-labelledby", heading.id);
  group.append(heading);
  const items = [...list.querySelectorAll("[data-placeholder]")].map(item);
  group.append(...items.map(({ button }) => button));
  return { group, items, words: bare(family) };
});
results.append(...families.map(({ group }) => group));

const shown = () => [...results.querySelectorAll("button:not([hidden])")];

function search() {
  const words = bare(query.value).split(/\s+/).filter(Boolean);
  for (const { group, items, words: family } of families) {
    for (const { button, words: told } of items) {
      button.hidden = !words.every((word) => told.includes(word) || family.includes(word));
    }
    group.hidden = items.every(({ button }) => button.hidden);
  }
  results.scrollTop = 0;
  const found = shown().length;
  if (found > 1) count.textContent = `${found} champs.`;
  else count.textContent = found ? "Un champ." : "Aucun champ ne répond à ces mots.";
}

query.addEventListener("input", search);
dialog.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  shown()[0]?.focus();
});
dialog.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = shown();
  const place = buttons.indexOf(document.activeElement);
  const next = place + step < 0 ? query : buttons[place + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
results.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button) insert(button.dataset.text);
});
search();
