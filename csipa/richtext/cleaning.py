"""Turn any HTML into the canonical subset: what is kept is text, emphasis, paragraphs and lists.

A tree of our own is built from the tokens, in linear time and with bounded nesting, then nh3 has
the last word. The other way round would be a trap: nh3 takes minutes on a megabyte of open tags.
"""

from __future__ import annotations

import html as html_entities
import re
from collections import Counter
from dataclasses import dataclass

import nh3

from csipa.richtext.blocks import Item, List, Paragraph, to_html, to_lines
from csipa.richtext.tokens import (
    ALLOWED,
    FORBIDDEN_CHARACTERS,
    LISTS,
    MAX_DEPTH,
    Kind,
    Token,
    tokens,
)

# A level of list nests two tags; p, strong and em may stand in the last item.
MAX_LIST_LEVELS = (MAX_DEPTH - 3) // 2

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "th", "caption"})
_BLOCK_NAMES = (
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption "
    "figure footer form head header hgroup hr html main menu nav p pre section summary table "
    "tbody td tfoot thead tr"
)
_BLOCKS = _HEADINGS | frozenset(_BLOCK_NAMES.split())
_STRONG = frozenset({"strong", "b"}) | _HEADINGS
_EM = frozenset({"em", "i", "cite", "dfn", "var"})
_STYLED = frozenset({"b", "strong", "i", "em", "span", "font"})
_MARKS = _STRONG | _EM | _STYLED
_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(normal|[1-5]00)", re.IGNORECASE)
_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*italic", re.IGNORECASE)
_NOT_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*normal", re.IGNORECASE)


def clean(html: str) -> str:
    """Return `html` reduced to the subset in its one canonical form; a second cleaning is idle.

    Text outside a block becomes a paragraph, headings become strong paragraphs, other tags leave
    their text, scripts and styles leave nothing, blank paragraphs go, no-break spaces stay.
    """
    written = to_html(parse(html))
    # nh3 writes U+00A0 as an entity; ours is the character.
    return nh3.clean(written, tags=set(ALLOWED), attributes={}).replace("&nbsp;", "\u00a0")


def to_text(html: str) -> str:
    """Return the plain text: a line per paragraph, list items marked « – » or numbered."""
    return "\n".join(to_lines(parse(html)))


def parse(html: str) -> Item:
    """Return the tree of `html`, whatever `html` holds."""
    builder = _Builder()
    for token in tokens(html):
        builder.take(token)
    return builder.finish()


@dataclass(frozen=True, slots=True)
class _Mark:
    """An open tag and the look of the text inside it."""

    name: str
    strong: bool
    em: bool


_PLAIN = _Mark("", strong=False, em=False)


class _Builder:
    """Grows the tree; `lists` is the open lists, outermost first."""

    def __init__(self) -> None:
        self.body = Item()
        self.lists: list[List] = []
        self.ignored_lists = 0
        self.paragraph: Paragraph | None = None
        self.marks: list[_Mark] = []
        self.open_marks: Counter[str] = Counter()
        self.pending: list[str] = []

    def take(self, token: Token) -> None:
        """Add one token to the tree."""
        if token.kind is Kind.TEXT:
            self.pending.append(html_entities.unescape(token.source))
        elif token.kind is Kind.MALFORMED:
            self.pending.append(token.source)
        elif token.kind is Kind.OPEN:
            self._flush()
            self._opening(token)
        elif token.kind is Kind.CLOSE:
            self._flush()
            self._closing(token.name)

    def finish(self) -> Item:
        """Close what is open and return the body without its blank parts."""
        self._flush()
        self._end_paragraph()
        _prune(self.body)
        return self.body

    @property
    def item(self) -> Item:
        """What receives the next block; text straight in a list makes an item of its own."""
        if not self.lists:
            return self.body
        if not self.lists[-1].items:
            self.lists[-1].items.append(Item())
        return self.lists[-1].items[-1]

    def _flush(self) -> None:
        """Add the text read since the last tag."""
        text = FORBIDDEN_CHARACTERS.sub("", "".join(self.pending))
        self.pending.clear()
        if self.paragraph is None:
            if not text.strip(" \t\r\n\f"):
                return
            self.paragraph = Paragraph()
            self.item.blocks.append(self.paragraph)
        look = self.marks[-1] if self.marks else _PLAIN
        self.paragraph.add_text(text, strong=look.strong, em=look.em)

    def _opening(self, token: Token) -> None:
        name = token.name
        if name == "br":
            if self.paragraph is not None:
                self.paragraph.add_break()
            return
        if name in _BLOCKS or name in LISTS or name == "li":
            self._end_paragraph()
        if name in LISTS:
            self._open_list(name)
        elif name == "li" and self.lists:
            self.lists[-1].items.append(Item())
        if name in _MARKS:
            self.marks.append(_mark(token, self.marks[-1] if self.marks else _PLAIN))
            self.open_marks[name] += 1

    def _closing(self, name: str) -> None:
        if name in _BLOCKS or name in LISTS or name == "li":
            self._end_paragraph()
        if name in LISTS:
            self._close_list()
        while self.open_marks[name]:
            closed = self.marks.pop().name
            self.open_marks[closed] -= 1
            if closed == name:
                return

    def _open_list(self, name: str) -> None:
        if len(self.lists) == MAX_LIST_LEVELS:
            self.ignored_lists += 1
            return
        opened = List(name)
        self.item.blocks.append(opened)
        self.lists.append(opened)

    def _close_list(self) -> None:
        if self.ignored_lists:
            self.ignored_lists -= 1
        elif self.lists:
            self.lists.pop()

    def _end_paragraph(self) -> None:
        if self.paragraph is not None:
            self.paragraph.close()
            self.paragraph = None


def _mark(token: Token, around: _Mark) -> _Mark:
    """Return the look that an opening tag gives to what follows, inside the look around it."""
    style = dict(token.pairs()).get("style", "") if token.name in _STYLED else ""
    strong = around.strong or token.name in _STRONG
    em = around.em or token.name in _EM
    # Google Docs wraps all that it copies in a `b` whose style says that it is not bold.
    if _BOLD.search(style) or _NOT_BOLD.search(style):
        strong = _NOT_BOLD.search(style) is None
    if _ITALIC.search(style) or _NOT_ITALIC.search(style):
        em = _NOT_ITALIC.search(style) is None
    return _Mark(token.name, strong, em)


def _prune(item: Item) -> None:
    """Drop blank paragraphs, then items and lists left with nothing."""
    for block in item.blocks:
        if isinstance(block, List):
            for child in block.items:
                _prune(child)
            block.items = [child for child in block.items if child.blocks]
    item.blocks = [
        block
        for block in item.blocks
        if (block.items if isinstance(block, List) else not block.is_blank())
    ]
