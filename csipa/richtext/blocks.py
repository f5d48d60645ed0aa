"""The tree of a body: paragraphs of runs, lists of items; written back in one canonical way."""

from __future__ import annotations

import html as html_entities
import re
from dataclasses import dataclass, field

# HTML's own white space: U+00A0 is not part of it and is kept.
_SPACES = re.compile("[ \t\r\n\f]+")
_SPACE = " \t\r\n\f"


@dataclass(slots=True)
class Run:
    """Characters of one look; a `text` of "\\n" alone is a line break."""

    text: str
    strong: bool = False
    em: bool = False


@dataclass(slots=True)
class Paragraph:
    """Runs in reading order, white space already collapsed."""

    runs: list[Run] = field(default_factory=list)

    def add_text(self, text: str, *, strong: bool, em: bool) -> None:
        """Append `text`; no double space, none at the start of a line."""
        text = _SPACES.sub(" ", text)
        if not self.runs or self.runs[-1].text.endswith((" ", "\n")):
            text = text.lstrip(" ")
        if not text:
            return
        last = self.runs[-1] if self.runs else None
        if last and last.text != "\n" and (last.strong, last.em) == (strong, em):
            last.text += text
        else:
            self.runs.append(Run(text, strong, em))

    def add_break(self) -> None:
        """Append a line break, unless the paragraph has not begun."""
        self._trim()
        if self.runs:
            self.runs.append(Run("\n"))

    def close(self) -> None:
        """Drop the spaces and breaks that end the paragraph."""
        self._trim()
        while self.runs and self.runs[-1].text == "\n":
            self.runs.pop()
            self._trim()

    def is_blank(self) -> bool:
        """Tell whether nothing would be seen; no-break spaces alone are nothing."""
        return all(not run.text.strip() for run in self.runs)

    def _trim(self) -> None:
        while self.runs and self.runs[-1].text != "\n":
            self.runs[-1].text = self.runs[-1].text.rstrip(" ")
            if self.runs[-1].text:
                return
            self.runs.pop()


@dataclass(slots=True)
class Item:
    """What a list item, or the body itself, holds: paragraphs and lists in order."""

    blocks: list[Paragraph | List] = field(default_factory=list)


@dataclass(slots=True)
class List:
    """A list; `name` is "ul" or "ol"."""

    name: str
    items: list[Item] = field(default_factory=list)


def to_html(body: Item) -> str:
    """Write the body as HTML: no white space between blocks, entities only for & < >."""
    return "".join(_block(block) for block in body.blocks)


def to_lines(item: Item, depth: int = 0) -> list[str]:
    """Write the body as lines of plain text; each level of lists is two spaces further right."""
    lines = []
    for block in item.blocks:
        if isinstance(block, Paragraph):
            lines.extend("".join(run.text for run in block.runs).split("\n"))
        else:
            for rank, child in enumerate(block.items, start=1):
                mark = "–\u00a0" if block.name == "ul" else f"{rank}.\u00a0"
                lines.extend(_marked(to_lines(child), mark))
    return lines


def _marked(lines: list[str], mark: str) -> list[str]:
    return [mark + line if index == 0 else f"  {line}" for index, line in enumerate(lines or [""])]


def _block(block: Paragraph | List) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_inline(block)}</p>"
    return f"<{block.name}>{''.join(map(_item, block.items))}</{block.name}>"


def _item(item: Item) -> str:
    paragraphs = [block for block in item.blocks if isinstance(block, Paragraph)]
    if len(paragraphs) == 1 and item.blocks[0] is paragraphs[0]:
        rest = "".join(map(_block, item.blocks[1:]))
        return f"<li>{_inline(paragraphs[0])}{rest}</li>"
    return f"<li>{''.join(map(_block, item.blocks))}</li>"


def _inline(paragraph: Paragraph) -> str:
    written: list[str] = []
    opened: list[str] = []
    for run in paragraph.runs:
        if run.text == "\n":
            written.append("<br>")
            continue
        wanted = ["strong"] * run.strong + ["em"] * run.em
        kept = sum(1 for old, new in zip(opened, wanted, strict=False) if old == new)
        kept = kept if opened[:kept] == wanted[:kept] else 0
        written.extend(f"</{name}>" for name in reversed(opened[kept:]))
        written.extend(f"<{name}>" for name in wanted[kept:])
        opened = wanted
        written.append(html_entities.escape(run.text, quote=False))
    written.extend(f"</{name}>" for name in reversed(opened))
    return "".join(written)
