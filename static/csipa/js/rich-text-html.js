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

function replaceWith(element, tag) {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

/* Word writes its lists as paragraphs that say in their style which list and level they belong to. */
function gatherWordLists(body) {
  let list = null;
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const level = /mso-list:[^;]*level(\d+)/.exec(paragraph.getAttribute("style") || "");
    if (!level) {
      list = null;
      continue;
    }
    const marker = [...paragraph.querySelectorAll("span")].find((span) =>
      /mso-list:\s*Ignore/i.test(span.getAttribute("style") || ""),
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

/* Return pasted HTML without what its word processor added to say how it looked. */
export function tidyPaste(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const element of page.querySelectorAll("script,style,img,svg,iframe,object,title,link,meta")) {
    element.remove();
  }
  gatherWordLists(page.body);
  for (const heading of page.body.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
    const strong = replaceWith(heading, "strong");
    const paragraph = page.createElement("p");
    strong.replaceWith(paragraph);
    paragraph.append(strong);
  }
  return page.body.innerHTML;
}
