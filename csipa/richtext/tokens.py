"""Cut HTML into tags, comments and text, in one pass and in linear time whatever the input.

No parser of the standard library is used: a body may come from anyone, html.parser takes quadratic
time on some inputs, and a position must be given for each fault. A `<` that opens nothing known
comes back as MALFORMED with that one character, so that no text is ever swallowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

ALLOWED = frozenset({"p", "ul", "ol", "li", "strong", "em", "br"})
LISTS = frozenset({"ul", "ol"})
MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 20

# Elements whose content a browser does not read as HTML: it is skipped as a whole.
_RAW_TEXT_NAMES = "script style title textarea xmp iframe noembed noframes noscript plaintext"
RAW_TEXT = frozenset(_RAW_TEXT_NAMES.split())

# Control characters, direction overrides (they show another text than the one stored), BOM,
# halves of surrogate pairs and non-characters: none of them is a letter of a text.
FORBIDDEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)

# No quoted value may hold "<": an attempt then never runs beyond the next "<", hence linear time.
_TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:_-]*)"""
    r"""(?P<attributes>(?:(?=[\s/>])(?:[^"'<>]|"[^"<]*"|'[^'<]*')*)?)>"""
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'<>/=]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'<>=`]+))?"""
)
_DECLARATION = re.compile(r"<[!?][^<>]*>")


class Kind(Enum):
    """What a token is."""

    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    COMMENT = "comment"
    RAW = "raw"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the source; `offset` counts characters from 0, `name` is in lower case."""

    kind: Kind
    offset: int
    source: str
    name: str = ""
    attributes: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """Return the attributes as (name in lower case, value without its quotes)."""
        return [
            (match["name"].lower(), (match["value"] or "").strip("\"'"))
            for match in _ATTRIBUTE.finditer(self.attributes)
        ]


def tokens(html: str) -> Iterator[Token]:
    """Yield the tokens of `html`; their sources put end to end give `html` back."""
    return _Reader(html).read()


class _Reader:
    """Walks through the source; remembers which closers are known to be absent further on."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.absent: set[str] = set()

    def read(self) -> Iterator[Token]:
        position = 0
        while position < len(self.html):
            bracket = self._next_markup(position)
            if bracket > position:
                yield Token(Kind.TEXT, position, self.html[position:bracket])
            if bracket == len(self.html):
                return
            token = self._markup(bracket)
            yield token
            position = bracket + len(token.source)
            if token.kind is Kind.OPEN and token.name in RAW_TEXT:
                end = self._raw_end(token.name, position)
                if end > position:
                    yield Token(Kind.RAW, position, self.html[position:end], token.name)
                position = end

    def _next_markup(self, start: int) -> int:
        """Return where the next "<" that could open something stands, or the end."""
        while (found := self.html.find("<", start)) >= 0:
            following = self.html[found + 1 : found + 2]
            if following in ("/", "!", "?") or (following.isascii() and following.isalpha()):
                return found
            start = found + 1
        return len(self.html)

    def _markup(self, start: int) -> Token:
        if self.html.startswith("<!--", start):
            end = self._find("-->", start + 4)
            if end is not None:
                return Token(Kind.COMMENT, start, self.html[start : end + 3])
        elif match := _DECLARATION.match(self.html, start):
            return Token(Kind.COMMENT, start, match[0])
        elif match := _TAG.match(self.html, start):
            kind = Kind.CLOSE if match["close"] else Kind.OPEN
            return Token(kind, start, match[0], match["name"].lower(), match["attributes"])
        return Token(Kind.MALFORMED, start, self.html[start])

    def _raw_end(self, name: str, start: int) -> int:
        if name in self.absent:
            return len(self.html)
        match = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.html, start)
        if match is None:
            self.absent.add(name)
            return len(self.html)
        return match.start()

    def _find(self, closer: str, start: int) -> int | None:
        if closer in self.absent:
            return None
        found = self.html.find(closer, start)
        if found < 0:
            self.absent.add(closer)
            return None
        return found
