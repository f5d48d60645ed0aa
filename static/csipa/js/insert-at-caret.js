/* A text put at the caret of the field being written: the button over the field, its shortcut, the
 * dialog where the text is chosen, and the way back. Names and placeholders both go this way.
 */

/* Make the button and the shortcut open the dialog; return the function that puts a text in.
 *
 * `accepts` tells a field that takes such texts; `shortcut` is the letter pressed with Alt;
 * `opened` is called once the dialog is. */
export function insertAtCaret({ accepts, opener, dialog, shortcut, opened }) {
  let field = null; // where the text will go
  let caret = [0, 0]; // and at which place of a text area: closing the dialog may move it

  function offer(target) {
    field = target;
    target.setAttribute("aria-keyshortcuts", `Alt+${shortcut}`);
    (target.closest(".rich-text") ?? target).after(opener);
  }

  function open() {
    caret = [field.selectionStart, field.selectionEnd];
    // An editor learns by this event where its caret went; it may still be on its way.
    document.dispatchEvent(new Event("selectionchange"));
    dialog.showModal();
    // Not `autofocus`: the console of a page opened at one of its parts would speak of it.
    dialog.querySelector("input[type=text]").focus();
    opened();
  }

  document.addEventListener("focusin", ({ target }) => {
    if (accepts(target)) offer(target);
    else if (target !== opener && !dialog.contains(target)) opener.remove();
  });
  // A press on the button leaves the caret and the keyboard of a telephone where they are.
  opener.addEventListener("mousedown", (event) => event.preventDefault());
  opener.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const asked = event.altKey && !event.ctrlKey && !event.metaKey;
    if (!asked || event.code !== `Key${shortcut}`) return;
    const target = fieldAround(event.target);
    if (!target || !accepts(target)) return;
    event.preventDefault();
    offer(target);
    open();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());

  return (text) => {
    dialog.close();
    if (!field.matches("textarea")) {
      const detail = (before, after) => spaced(text, before, after);
      field.dispatchEvent(new CustomEvent("rich-text:insert", { detail }));
      return;
    }
    const [start, end] = caret;
    const put = spaced(text, field.value.slice(0, start), field.value.slice(end));
    field.focus();
    field.setSelectionRange(start, end);
    // The old command is the only one that the browser can undo.
    if (document.execCommand("insertText", false, put)) return;
    field.setRangeText(put, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

function fieldAround(target) {
  return target.closest?.("textarea, [role=textbox][contenteditable=true]");
}

// What is put in never sticks to the words around it.
function spaced(text, before, after) {
  const start = /[\p{L}\p{N},;.:!?)\]»%}]$/u.test(before) ? " " : "";
  const end = /^[\p{L}\p{N}(«{]/u.test(after) ? " " : "";
  return start + text + end;
}
