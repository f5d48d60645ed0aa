/* What the editor writes and what it accepts to read: no attribute, eight tags, one form. */

const TAGS = { bulletList: "ul", orderedList: "ol" };

function escape(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function isBlank(paragraph) {
  return !paragraph.textContent.trim();
}

function inline(paragraph) {
  let html = "";
  let opened = [];
  const close = (kept) => {
    for (const tag of opened.slice(kept).reverse()) html += `</${tag}>`;
    opened = opened.slice(0, kept);
  };
  paragraph.forEach((node) => {
    if (node.type.name === "hardBreak") {
      html += "<br>";
      return;
    }
    const marks = node.marks.map((mark) => mark.type.name);
    const wanted = [];
    if (marks.includes("bold")) wanted.push("strong");
    if (marks.includes("italic")) wanted.push("em");
    const differs = opened.findIndex((tag, index) => tag !== wanted[index]);
    close(differs < 0 ? opened.length : differs);
    for (const tag of wanted.slice(opened.length)) html += `<${tag}>`;
    opened = wanted;
    html += escape(node.text);
  });
  close(0);
  return html.replace(/^[ ]+|(?:[ ]|<br>)+$/g, "");
}

function item(node) {
  const blocks = [];
  node.forEach((child) => {
    if (child.type.name !== "paragraph" || !isBlank(child)) blocks.push(child);
  });
  const paragraphs = blocks.filter((block) => block.type.name === "paragraph");
  if (paragraphs.length === 1 && blocks[0] === paragraphs[0]) {
    return inline(blocks[0]) + blocks.slice(1).map(block).join("");
  }
  return blocks.map(block).join("");
}

function block(node) {
  if (node.type.name === "paragraph") {
    return isBlank(node) ? "" : `<p>${inline(node)}</p>`;
  }
  const tag = TAGS[node.type.name];
  let items = "";
  node.forEach((child) => {
    const html = item(child);
    if (html) items += `<li>${html}</li>`;
  });
  return items && `<${tag}>${items}</${tag}>`;
}

/* Return the body that a document of the editor stands for; "" when it shows nothing. */
export function toHtml(doc) {
  let html = "";
  doc.forEach((node) => {
    html += block(node);
  });
  return html;
}

const TAG = /<(\/?)([a-z][\w:-]*)((?:[^"'<>]|"[^"]*"|'[^']*')*)>/gi;
const SWALLOWED = /<(script|style|title|xml|svg|math|iframe|object|noscript)\b[\s\S]*?<\/\1\s*>/gi;
const DROPPED = /^(script|style|img|svg|math|iframe|object|embed|link|meta|base|input|video|audio)$/;
const CELL = /^(table|thead|tbody|tfoot|tr|td|th|caption)$/;

function attribute(attributes, name) {
  const found = new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*')`, "i").exec(attributes);
  return found ? found[1].slice(1, -1).replace(/"/g, "&quot;") : "";
}

/* Rewrite one tag: no attribute is left that the browser would act on, not even a style, which the
 * page's policy refuses as soon as it is parsed. */
function rewriteTag(_source, slash, name, attributes) {
  const tag = name.toLowerCase();
  if (DROPPED.test(tag)) return "";
  if (/^h[1-6]$/.test(tag)) return slash ? "</strong></p>" : "<p><strong>";
  const kept = CELL.test(tag) ? "div" : tag;
  if (slash) return `</${kept}>`;
  const style = attribute(attributes, "style");
  const slice = attribute(attributes, "data-pm-slice");
  return `<${kept}${style && ` data-style="${style}"`}${slice && ` data-pm-slice="${slice}"`}>`;
}

function replaceWith(element, tag) {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

/* Word processors and Google Docs may say bold and italic, or not bold, in a style only. */
function readEmphasis(body) {
  for (const element of body.querySelectorAll(":is(b, strong, i, em, span, font)[data-style]")) {
    const { style } = element.dataset;
    const bold = /(?<![\w-])font-weight\s*:\s*(bold|[6-9]00)/i.test(style);
    const italic = /(?<![\w-])font-style\s*:\s*italic/i.test(style);
    const plain = /^(b|strong)$/i.test(element.tagName) && /(?<![\w-])font-weight\s*:\s*(normal|[1-5]00)/i.test(style);
    if (plain) element.replaceWith(...element.childNodes);
    for (const tag of [bold && "strong", italic && "em"].filter(Boolean)) {
      const made = body.ownerDocument.createElement(tag);
      made.append(...element.childNodes);
      element.append(made);
    }
  }
}

/* Word writes its lists as paragraphs whose style says which list and level they belong to. */
function gatherWordLists(body) {
  let list = null;
  for (const paragraph of body.querySelectorAll("p")) {
    const level = /mso-list:[^;]*level(\d+)/.exec(paragraph.dataset.style || "");
    if (!level) {
      list = null;
      continue;
    }
    const marker = [...paragraph.querySelectorAll("[data-style]")].find((span) =>
      /mso-list:\s*Ignore/i.test(span.dataset.style),
    );
    const tag = /^\s*(\d+|[a-z]{1,4})[.)]/i.test(marker?.textContent || "") ? "ol" : "ul";
    marker?.remove();
    list = listAt(list, paragraph, tag, Number(level[1]));
    list.element.append(replaceWith(paragraph, "li"));
  }
}

function listAt(list, paragraph, tag, level) {
  let current = list;
  while (current && current.level > level) current = current.parent;
  if (current?.level === level) return current;
  const element = paragraph.ownerDocument.createElement(tag);
  if (current) current.element.lastElementChild.append(element);
  else paragraph.before(element);
  return { element, level, parent: current };
}

/* Return HTML without what word processors add to say how it looked, and safe to parse. */
export function tidy(html) {
  const source = html.replace(SWALLOWED, "").replace(TAG, rewriteTag);
  const { body } = new DOMParser().parseFromString(source, "text/html");
  gatherWordLists(body);
  readEmphasis(body);
  return body.innerHTML;
}
