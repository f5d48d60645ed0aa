"""The text of a body, block by block, and where each of its characters stands in the source.

The bodies of the exchange format are a closed subset of HTML (`p ul ol li strong em br`, no
attribute), so that a pattern is enough to read them.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_PIECE = re.compile(r"(?P<tag></?[a-zA-Z]+\s*/?>)|(?P<entity>&#?\w{1,31};)|(?P<text>[^<&]+|[<&])")
_INLINE = frozenset({"strong", "em"})
_NAME = re.compile(r"[a-zA-Z]+")


@dataclass(frozen=True)
class Block:
    """A run of text read as one: `starts[i]` and `ends[i]` are the source of character i.

    `item` is the rank of the list the block is an item of, from 0; None outside any list.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    item: int | None = None

    def source(self, start: int, end: int, markup: str) -> tuple[int, int] | None:
        """Return where characters `start` to `end` stand in the source; None across a tag."""
        if start == end:
            place = self.starts[start] if start < len(self.starts) else len(markup)
            return place, place
        first, last = self.starts[start], self.ends[end - 1]
        whole = all(self.ends[here] == self.starts[here + 1] for here in range(start, end - 1))
        return (first, last) if whole else None


def plain_block(text: str) -> Block:
    """Return the one block of a plain text."""
    return Block(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))


def blocks_of(markup: str) -> list[Block]:
    """Return the blocks of a body that hold something, in order; a body without a tag is one."""
    reader = _Reader()
    for piece in _PIECE.finditer(markup):
        if piece["tag"]:
            reader.tag(piece["tag"])
        else:
            reader.text(piece)
    reader.close()
    return reader.blocks


class _Reader:
    """Gathers characters until a tag ends their block."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lists: list[int] = []
        self.count = 0
        self._empty()

    def _empty(self) -> None:
        self.signs: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def text(self, piece: re.Match[str]) -> None:
        """Add the characters of a text or of an entity."""
        start, end = piece.span()
        if piece["entity"]:
            signs = html.unescape(piece["entity"])
            self.signs += signs
            self.starts += [start] * len(signs)
            self.ends += [end] * len(signs)
        else:
            self.signs += piece[0]
            self.starts += range(start, end)
            self.ends += range(start + 1, end + 1)

    def tag(self, tag: str) -> None:
        """End the block at any tag but those of emphasis; remember which list is open."""
        found = _NAME.search(tag)
        name = found[0].lower() if found else ""
        if name in _INLINE:
            return
        self.close()
        if name in {"ul", "ol"}:
            if tag.startswith("</"):
                if self.lists:
                    self.lists.pop()
            else:
                self.lists.append(self.count)
                self.count += 1

    def close(self) -> None:
        """Keep the block read so far if it holds something."""
        if "".join(self.signs).strip():
            item = self.lists[-1] if self.lists else None
            self.blocks.append(
                Block("".join(self.signs), tuple(self.starts), tuple(self.ends), item)
            )
        self._empty()
