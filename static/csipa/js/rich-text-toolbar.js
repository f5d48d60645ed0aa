/* The toolbar of a rich-text field: one stop of the Tab key, arrows inside, Escape to the text. */

const SVG = "http://www.w3.org/2000/svg";
const mac = /Mac|iPhone|iPad/.test(navigator.platform);
const CONTROL = mac ? "⌘" : "Ctrl";

const TOOLS = [
  [
    { name: "Gras", keys: `${CONTROL}+B`, letter: "G", mark: "bold", run: (c) => c.toggleBold() },
    { name: "Italique", keys: `${CONTROL}+I`, letter: "I", mark: "italic", run: (c) => c.toggleItalic() },
  ],
  [
    {
      name: "Liste à puces",
      keys: `${CONTROL}+Maj+8`,
      path: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
      mark: "bulletList",
      run: (c) => c.toggleBulletList(),
    },
    {
      name: "Liste numérotée",
      keys: `${CONTROL}+Maj+7`,
      path: "M9 5h8M9 10h8M9 15h8M3 4l1.5-1v5M2.8 12.4c1-1.2 2.7-.6 2.4.5-.2.8-1.4 1.5-2.4 2.6h2.6",
      mark: "orderedList",
      run: (c) => c.toggleOrderedList(),
    },
    {
      name: "Diminuer le retrait",
      keys: "Alt+Maj+←",
      path: "M17 4H9M17 8H9M17 12H9M17 16H3M6 6 3 8.5 6 11",
      run: (c) => c.liftListItem("listItem"),
      can: (c) => c.liftListItem("listItem"),
      stay: true,
    },
    {
      name: "Augmenter le retrait",
      keys: "Alt+Maj+→",
      path: "M17 4H9M17 8H9M17 12H9M17 16H3M3 6l3 2.5L3 11",
      run: (c) => c.sinkListItem("listItem"),
      can: (c) => c.sinkListItem("listItem"),
      stay: true,
    },
  ],
  [
    {
      name: "Retour à la ligne",
      keys: "Maj+Entrée",
      path: "M16 4v7H4M8 7l-4 4 4 4",
      run: (c) => c.setHardBreak(),
    },
  ],
  [
    {
      name: "Annuler",
      keys: `${CONTROL}+Z`,
      path: "M7 4 3 8l4 4M3 8h9a4.5 4.5 0 0 1 0 9H7",
      run: (c) => c.undo(),
      can: (c) => c.undo(),
      stay: true,
      history: true,
    },
    {
      name: "Rétablir",
      keys: mac ? "⌘+Maj+Z" : "Ctrl+Y",
      path: "m13 4 4 4-4 4M17 8H8a4.5 4.5 0 0 0 0 9h5",
      run: (c) => c.redo(),
      can: (c) => c.redo(),
      stay: true,
      history: true,
    },
  ],
];

function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  const attributes = {
    viewBox: "0 0 20 20",
    width: "20",
    height: "20",
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "1.75",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

function drawButton(tool) {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.setAttribute("aria-label", tool.name);
  button.title = `${tool.name} (${tool.keys})`;
  if (tool.letter) {
    button.append(tool.letter);
    button.dataset.mark = tool.mark;
  } else {
    button.append(icon(tool.path));
  }
  return button;
}

function buildButton(editor, tool, closeHistory) {
  const button = drawButton(tool);
  // The selection stays in the text while the mouse is on a button.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    // Each press is undone on its own, however quick.
    if (!tool.history) editor.view.dispatch(closeHistory(editor.state.tr));
    const chain = editor.chain();
    tool.run(tool.stay ? chain : chain.focus()).run();
  });
  return button;
}

/* Of lists inside one another, the button of the innermost is pressed. */
function innermostList({ selection: { $from } }) {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const { name } = $from.node(depth).type;
    if (name.endsWith("List")) return name;
  }
  return null;
}

function refresh(editor, buttons) {
  const list = innermostList(editor.state);
  for (const [button, tool] of buttons) {
    if (tool.mark) {
      const pressed = tool.mark.endsWith("List") ? tool.mark === list : editor.isActive(tool.mark);
      button.setAttribute("aria-pressed", String(pressed));
    }
    const usable = editor.isEditable && (!tool.can || tool.can(editor.can()));
    button.setAttribute("aria-disabled", String(!usable));
  }
}

function rove(toolbar, buttons, editor) {
  const list = [...buttons.keys()];
  list[0].tabIndex = 0;
  const go = (target) => {
    for (const button of list) button.tabIndex = button === target ? 0 : -1;
  };
  toolbar.addEventListener("focusin", (event) => go(event.target));
  toolbar.addEventListener("keydown", (event) => {
    const index = list.indexOf(document.activeElement);
    const moves = {
      ArrowRight: (index + 1) % list.length,
      ArrowLeft: (index - 1 + list.length) % list.length,
      Home: 0,
      End: list.length - 1,
    };
    if (event.key in moves) {
      event.preventDefault();
      list[moves[event.key]].focus();
    } else if (event.key === "Escape") {
      editor.commands.focus();
    }
  });
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      list.find((button) => button.tabIndex === 0).focus();
    }
  });
}

/* Lay the tools out by group, each as the button that `made` gives. */
function layOut(made) {
  const toolbar = document.createElement("div");
  toolbar.className = "rich-text-toolbar";
  for (const group of TOOLS) {
    const box = document.createElement("div");
    box.append(...group.map(made));
    toolbar.append(box);
  }
  return toolbar;
}

/* Return what the toolbar looks like before its editor comes: nothing in it can be reached. */
export function drawToolbar() {
  const toolbar = layOut((tool) => {
    const button = drawButton(tool);
    button.setAttribute("aria-disabled", String(Boolean(tool.can)));
    return button;
  });
  toolbar.inert = true;
  return toolbar;
}

/* Return the toolbar element of `editor`, announced under `name`. */
export function buildToolbar(kit, editor, name) {
  const buttons = new Map();
  const toolbar = layOut((tool) => {
    const button = buildButton(editor, tool, kit.pm.history.closeHistory);
    buttons.set(button, tool);
    return button;
  });
  toolbar.setAttribute("role", "toolbar");
  toolbar.setAttribute("aria-label", name);
  toolbar.setAttribute("aria-controls", editor.view.dom.id);
  rove(toolbar, buttons, editor);
  editor.on("transaction", () => refresh(editor, buttons));
  refresh(editor, buttons);
  return toolbar;
}
