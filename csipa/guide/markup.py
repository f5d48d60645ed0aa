"""Markdown of the guide to HTML: typeset, without raw HTML, without inline style.

One writer for two media. On the screen a page stands alone; in print all of them are one document,
so that headings go down and anchors bear the name of their page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from csipa.french.typography import typeset, typeset_html

_LINK = re.compile(r"([a-z0-9-]+)\.md(?:#(.+))?")
_PICTURE = re.compile(r"images/([a-z0-9-]+\.webp)")
_CODE = re.compile(r"<code[^>]*>.*?</code>", re.DOTALL)
# Stands for a piece of code while the text around it is typeset: no letter, no space.
_MASK = "\ue001"
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")
_ALIGNED = re.compile(r"text-align:(left|center|right)")


@dataclass(frozen=True)
class Heading:
    """A heading of a page: its level there (2 under the title), its anchor and its words."""

    level: int
    anchor: str
    title: str


@dataclass(frozen=True)
class Passage:
    """The text under one heading, or before the first (whose anchor is then empty)."""

    heading: Heading
    text: str


@dataclass(frozen=True)
class Medium:
    """Where a page is shown.

    `page` gives the address of an anchor of a page (None: not a page of the guide), `anchor` what
    an anchor of this page is called, `picture` the HTML of a picture with its alternative text;
    headings go `down` that many levels.
    """

    page: Callable[[str, str], str | None]
    picture: Callable[[str, str], str]
    anchor: Callable[[str], str] = str
    down: int = 0


@dataclass(frozen=True)
class Written:
    """A page in HTML, without its title, and what the page of contents and the search read."""

    title: str
    html: str
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]


def write(source: str, medium: Medium) -> Written:
    """Return a page of the guide in HTML."""
    parser = _parser()
    tokens = parser.parse(source)
    title, tokens = _without_title(tokens)
    headings = tuple(_name_headings(tokens, medium))
    passages = tuple(_passages(tokens, title, headings))
    for token in tokens:
        _set_aside_style(token)
        if token.type == "inline":
            _lead(token.children or [], medium)
    _stand_pictures_alone(tokens)
    html = parser.renderer.render(tokens, parser.options, {"medium": medium})
    return Written(title, _typeset(html), headings, passages)


def anchor_of(heading: str) -> str:
    """Return the anchor that forges give to a heading: « 1. Créer l’acte » is « 1-créer-lacte »."""
    return _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    own = {"image": _image, "table_open": _table_open, "table_close": _table_close}
    parser.renderer.rules |= own
    return parser


# The tokens before they are written -----------------------------------------------------------


def _without_title(tokens: list[Token]) -> tuple[str, list[Token]]:
    """Return the title of a page, which its frame shows, and all the rest."""
    if len(tokens) >= 3 and tokens[0].tag == "h1":
        return typeset(_words(tokens[1])), tokens[3:]
    return "", tokens


def _name_headings(tokens: list[Token], medium: Medium) -> Iterator[Heading]:
    """Give each heading its anchor and its level in the medium, and yield it."""
    seen: dict[str, int] = {}
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            anchor = anchor_of(_words(inside))
            count = seen[anchor] = seen.get(anchor, -1) + 1
            anchor = f"{anchor}-{count}" if count else anchor
            yield Heading(int(token.tag[1]), anchor, typeset(_words(inside)))
            token.attrSet("id", medium.anchor(anchor))
        if token.type.startswith("heading_"):
            token.tag = f"h{int(token.tag[1]) + medium.down}"


def _passages(tokens: list[Token], title: str, headings: Sequence[Heading]) -> Iterator[Passage]:
    """Cut the text of a page at its headings."""
    following = iter(headings)
    heading, texts, is_heading = Heading(1, "", title), list[str](), False
    for token in tokens:
        if token.type == "heading_open":
            yield Passage(heading, typeset(" ".join(texts)))
            heading, texts = next(following), []
        is_heading = token.type == "heading_open" or (is_heading and token.type == "inline")
        if token.type == "inline" and not is_heading:
            texts.append(_words(token))
        elif token.type == "fence":
            texts.append(token.content)
    yield Passage(heading, typeset(" ".join(texts)))


def _words(inline: Token) -> str:
    """Return the words of a line of text, its marks left out; pictures have none."""
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in inline.children or ()
        if child.type != "image"
    )


def _set_aside_style(token: Token) -> None:
    """Say by a class how a cell is aligned: the content policy refuses a style."""
    style = token.attrs.pop("style", "")
    if found := _ALIGNED.fullmatch(str(style)):
        token.attrJoin("class", f"align-{found[1]}")
    if token.type == "th_open":
        token.attrSet("scope", "col")


def _lead(children: list[Token], medium: Medium) -> None:
    """Lead each link where the medium has its page; one that leads out of the guide is text."""
    shown: list[bool] = []
    for child in children:
        if child.type == "link_open":
            address = _address(str(child.attrs.get("href", "")), medium)
            shown.append(address is not None)
            child.attrSet("href", address or "")
            child.hidden = address is None
        elif child.type == "link_close":
            child.hidden = not shown.pop()


def _address(href: str, medium: Medium) -> str | None:
    href = unquote(href)
    if href.startswith("#"):
        return f"#{medium.anchor(href[1:])}"
    if href.startswith(("https://", "http://")):
        return href
    found = _LINK.fullmatch(href)
    return medium.page(found[1], found[2] or "") if found else None


def _stand_pictures_alone(tokens: list[Token]) -> None:
    """Take the paragraph off a picture that is alone in it."""
    for before, inline, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.type == "paragraph_open" and [c.type for c in inline.children or ()] == ["image"]:
            before.hidden = after.hidden = True


# How some of them are written ---------------------------------------------------------------


def _image(tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    """Write a picture as the medium shows it; any other than one of ours is its words."""
    token = tokens[index]
    alternative = typeset(token.content)
    found = _PICTURE.fullmatch(str(token.attrs.get("src", "")))
    return env["medium"].picture(found[1], alternative) if found else escape(alternative)


def _table_open(*_: Any) -> str:
    # It scrolls by itself where the screen is narrow, from the keyboard too.
    return '<div class="guide-table" role="region" aria-label="Tableau" tabindex="0"><table>\n'


def _table_close(*_: Any) -> str:
    return "</table></div>\n"


def _typeset(html: str) -> str:
    """Typeset everything but code."""
    pieces = _CODE.findall(html)
    texts = typeset_html(_CODE.sub(_MASK, html)).split(_MASK)
    return "".join(map("".join, zip(texts, [*pieces, ""], strict=True)))
