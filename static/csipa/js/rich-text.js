/* The rich-text field: an editor laid over a text area, which stays the field that the form sends.
 *
 * The editor weighs more than the rest of the page: each text is first shown as it reads, in the
 * frame of its editor, which comes when somebody begins to work. From then on the text area follows
 * every change and the editor follows the text area. A body that nobody changed is sent as it came,
 * to the letter. Without this script the text area is used as it is.
 */
import { buildToolbar, drawToolbar } from "./rich-text-toolbar.js";
import { tidy, toHtml } from "./rich-text-html.js";

const SELECTOR = "textarea[data-rich-text]";
const mounted = new WeakSet();
const shown = new WeakMap(); // of each text, its frame and what its editor will need
let count = 0;

function findLabel(textarea) {
  const label = textarea.labels[0];
  if (label && !label.id) label.id = `rich-text-label-${count}`;
  return label;
}

/* The name, help and error of the text area become those of the editor. */
function describe(textarea, label) {
  const attributes = { role: "textbox", "aria-multiline": "true", id: `rich-text-${count}` };
  if (textarea.hasAttribute("aria-label") || !label) {
    attributes["aria-label"] = textarea.getAttribute("aria-label") || "Texte";
  } else {
    attributes["aria-labelledby"] = label.id;
  }
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  return attributes;
}

function extensions(kit) {
  const ListItem = kit.ListItem.extend({
    // Tab must leave the field: it would otherwise indent the item and hold the keyboard.
    addKeyboardShortcuts() {
      return {
        Enter: () => this.editor.commands.splitListItem(this.name),
        "Alt-Shift-ArrowRight": () => this.editor.commands.sinkListItem(this.name),
        "Alt-Shift-ArrowLeft": () => this.editor.commands.liftListItem(this.name),
      };
    },
  });
  const OrderedList = kit.Node.create({
    name: "orderedList",
    group: "block list",
    content: "listItem+",
    parseHTML: () => [{ tag: "ol" }],
    renderHTML: () => ["ol", 0],
    addCommands: () => ({
      toggleOrderedList:
        () =>
        ({ commands }) =>
          commands.toggleList("orderedList", "listItem"),
    }),
    addKeyboardShortcuts() {
      return { "Mod-Shift-7": () => this.editor.commands.toggleOrderedList() };
    },
  });
  const NoBreakSpace = kit.Extension.create({
    name: "noBreakSpace",
    addKeyboardShortcuts() {
      return {
        "Mod-Shift-Space": () =>
          this.editor.commands.command(({ tr }) => Boolean(tr.insertText("\u00a0"))),
      };
    },
  });
  return [
    kit.Document,
    kit.Paragraph,
    kit.Text,
    kit.Bold,
    kit.Italic,
    kit.HardBreak,
    kit.BulletList,
    OrderedList,
    ListItem,
    kit.UndoRedo,
    NoBreakSpace,
  ];
}

function build(kit, textarea, surface, attributes) {
  return new kit.Editor({
    element: surface,
    extensions: extensions(kit),
    content: tidy(textarea.value),
    editable: !textarea.disabled && !textarea.readOnly,
    // The style that it would inject is refused by the page's policy; ours is in rich-text.css.
    injectCSS: false,
    enableInputRules: ["bulletList"],
    enablePasteRules: false,
    editorProps: {
      attributes: { ...attributes, class: "rich-text-page" },
      transformPastedHTML: tidy,
    },
  });
}

/* Keep the text area and the editor equal, whichever of them changes. */
function synchronise(editor, textarea) {
  let source = textarea.value;
  let untouched = editor.state.doc;
  let writing = false;

  const write = () => {
    const { doc } = editor.state;
    const html = doc.eq(untouched) ? source : toHtml(doc);
    if (textarea.value === html) return;
    writing = true;
    textarea.value = html;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    textarea.dispatchEvent(new Event("change", { bubbles: true }));
    writing = false;
  };
  const read = () => {
    if (writing) return;
    source = textarea.value;
    editor.commands.setContent(tidy(source), { emitUpdate: false });
    untouched = editor.state.doc;
  };

  editor.on("update", write);
  textarea.addEventListener("input", read);
  textarea.form?.addEventListener("reset", () => setTimeout(read));
  // The browser may bring back what was typed before the page was left.
  window.addEventListener("pageshow", () => {
    if (textarea.value !== source && editor.state.doc.eq(untouched)) read();
  });
  // A refused text may hold what the editor does not show: what is seen is what will be sent.
  if (textarea.getAttribute("aria-invalid") === "true" && textarea.value) {
    untouched = null;
    textarea.value = toHtml(editor.state.doc);
  }
}

/* Another script may put a text at the caret: the event's detail is a function that is told what
 * comes before and after in the paragraph, and returns it. It is undone on its own. */
function takeInsertions(kit, editor) {
  editor.view.dom.addEventListener("rich-text:insert", ({ detail }) => {
    const { $from, $to } = editor.state.selection;
    const before = $from.parent.textBetween(0, $from.parentOffset, "", "\n");
    const after = $to.parent.textBetween($to.parentOffset, $to.parent.content.size, "", "\n");
    editor.view.dispatch(kit.pm.history.closeHistory(editor.state.tr));
    editor
      .chain()
      .command(({ tr }) => Boolean(tr.insertText(detail(before, after))))
      .focus()
      .run();
  });
}

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

/* Show a text as it reads, in the frame and under the name that its editor will have. */
function show(textarea) {
  const wasIn = document.activeElement === textarea;
  count += 1;
  const label = findLabel(textarea);
  const attributes = describe(textarea, label);
  const named = attributes["aria-label"] || label.textContent.trim().replace(/\s*:$/, "");
  const frame = element("div", "rich-text");
  const surface = element("div", "rich-text-surface");
  const page = element("div", "rich-text-page");
  for (const [name, value] of Object.entries(attributes)) page.setAttribute(name, value);
  page.tabIndex = 0;
  surface.append(page);
  textarea.after(frame);
  frame.append(drawToolbar(), surface, textarea);
  // Out of sight, not out of the page: a label, a link to the field or a script may focus it.
  textarea.classList.add("rich-text-source");
  textarea.tabIndex = -1;
  textarea.setAttribute("aria-hidden", "true");
  const waiting = new AbortController();
  shown.set(textarea, { frame, attributes, named, waiting });

  const read = () => {
    page.innerHTML = tidy(textarea.value);
  };
  const { signal } = waiting;
  textarea.addEventListener("input", read, { signal });
  textarea.form?.addEventListener("reset", () => setTimeout(read), { signal });
  // The browser may bring back what was typed before the page was left.
  window.addEventListener("pageshow", read, { signal });
  frame.addEventListener("pointerenter", mountAll, { signal });
  // The text area takes the keys until the editor does.
  page.addEventListener("focus", () => textarea.focus(), { signal });
  textarea.addEventListener("focus", mountAll, { signal });
  read();
  if (wasIn) textarea.focus();
}

function mount(kit, textarea) {
  if (mounted.has(textarea)) return;
  mounted.add(textarea);
  const wasIn = document.activeElement === textarea;
  const typed = textarea.value;
  const { frame, attributes, named, waiting } = shown.get(textarea);
  waiting.abort();
  const surface = element("div", "rich-text-surface");
  const editor = build(kit, textarea, surface, attributes);
  const toolbar = buildToolbar(kit, editor, `Mise en forme\u00a0: ${named}`);
  frame.replaceChildren(toolbar, surface, textarea);

  textarea.addEventListener("focus", () => editor.commands.focus());
  synchronise(editor, textarea);
  takeInsertions(kit, editor);
  // Somebody may have begun to type before the editor came: the space after a word is theirs too.
  if (wasIn) {
    editor.commands.setTextSelection(editor.state.doc.content.size);
    editor.view.focus();
    if (/\S\s$/.test(typed)) editor.commands.insertContent(" ");
  }
  frame.dataset.ready = "";
}

function fields(root) {
  return [...root.querySelectorAll(SELECTOR)].filter(
    (textarea) =>
      !mounted.has(textarea) &&
      !textarea.closest(".empty-form") &&
      !textarea.name.includes("__prefix__"),
  );
}

function showAll() {
  for (const textarea of fields(document)) if (!shown.has(textarea)) show(textarea);
}

async function mountAll() {
  showAll();
  const found = fields(document);
  if (!found.length) return;
  const kit = await import(found[0].dataset.richText);
  for (const textarea of found) mount(kit, textarea);
}

showAll();
for (const beginning of ["pointerdown", "keydown"]) {
  document.addEventListener(beginning, mountAll, { once: true });
}
document.addEventListener("formset:added", mountAll);
// A refused text may hold what is not shown: what its editor shows is what will be sent.
if (fields(document).some((textarea) => textarea.getAttribute("aria-invalid") === "true")) mountAll();
