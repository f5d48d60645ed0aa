"""What changed between two wordings, word by word, paragraphs and lists kept apart.

Dropping what was added gives the old wording back, dropping what was struck gives the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

PARAGRAPH, BULLET, NUMBERED = "p", "ul", "ol"

_TOKEN = re.compile(r"\s+|[^\W_]+(?:[’'\u2011-][^\W_]+)*|.", re.DOTALL)
# Below this likeness two paragraphs are not one that changed, but one struck and one added.
_LIKENESS = 0.45
# Beyond, paragraphs are paired in their order: a contract does not change so much at once.
_MOST_PAIRS = 2500


class Mark(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    STRUCK = "struck"
    ADDED = "added"


@dataclass(frozen=True)
class Words:
    """Characters of one look; « \\n » alone is a line break."""

    text: str
    strong: bool = False
    em: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph or a list item: `kind` is "p", "ul" or "ol", `level` how many lists hold it.

    A "p" of level 1 and more goes on the item before it. Words of one look that follow one another
    are one.
    """

    kind: str
    words: tuple[Words, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """Return the characters without their look."""
        return "".join(words.text for words in self.words)


@dataclass(frozen=True)
class Run:
    """Words of one look that share one fate."""

    mark: Mark
    words: Words


@dataclass(frozen=True)
class MarkedBlock:
    """A block with the fate of each of its words; `mark` is that of the block as a whole."""

    kind: str
    level: int
    mark: Mark
    runs: tuple[Run, ...]


def block(kind: str, words: Iterable[Words], level: int = 0) -> Block:
    """Return a block whose words of one look are put together; empty ones are dropped."""
    return Block(kind, tuple(_joined(words)), level)


def changes(old: Sequence[Block], new: Sequence[Block]) -> list[MarkedBlock]:
    """Return the blocks of both wordings in one order, each word struck, added or kept."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    marked: list[MarkedBlock] = []
    for name, start, end, new_start, new_end in matcher.get_opcodes():
        if name == "equal":
            marked += [whole(one, Mark.KEPT) for one in old[start:end]]
        else:
            marked += _replaced(old[start:end], new[new_start:new_end])
    return marked


def whole(one: Block, mark: Mark) -> MarkedBlock:
    """Return a block all of whose words share one fate."""
    return MarkedBlock(one.kind, one.level, mark, tuple(Run(mark, words) for words in one.words))


def new_wording(marked: Iterable[MarkedBlock]) -> list[Block]:
    """Return the blocks without what was struck."""
    return [
        block(one.kind, (run.words for run in one.runs if run.mark is not Mark.STRUCK), one.level)
        for one in marked
        if one.mark is not Mark.STRUCK
    ]


def is_changed(marked: Iterable[MarkedBlock]) -> bool:
    """Tell whether anything was struck or added."""
    return any(
        one.mark is not Mark.KEPT or any(run.mark is not Mark.KEPT for run in one.runs)
        for one in marked
    )


def _replaced(old: Sequence[Block], new: Sequence[Block]) -> list[MarkedBlock]:
    """Pair the blocks that are one wording of the other; the rest is struck or added."""
    marked: list[MarkedBlock] = []
    seen_old = seen_new = 0
    for before, after in [*_pairs(old, new), (len(old), len(new))]:
        marked += [whole(one, Mark.STRUCK) for one in old[seen_old:before]]
        marked += [whole(one, Mark.ADDED) for one in new[seen_new:after]]
        if before < len(old) and after < len(new):
            marked.append(_reworded(old[before], new[after]))
        seen_old, seen_new = before + 1, after + 1
    return marked


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the pairs, both in order, whose likeness adds up to the most."""
    if len(old) * len(new) > _MOST_PAIRS:
        couples = enumerate(zip(old, new, strict=False))
        return [(rank, rank) for rank, couple in couples if _likeness(*couple)]
    best: list[list[float]] = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(before, after) for after in new] for before in old]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            paired = alike[row][column]
            taken = paired + best[row + 1][column + 1] if paired else 0.0
            best[row][column] = max(taken, best[row + 1][column], best[row][column + 1])
    pairs, row, column = [], 0, 0
    while row < len(old) and column < len(new):
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            pairs.append((row, column))
            row, column = row + 1, column + 1
    return pairs


def _likeness(before: Block, after: Block) -> float:
    """Return how much of two blocks is the same, from 0 to 1; 0 when one is not the other."""
    if (before.kind, before.level) != (after.kind, after.level):
        return 0.0
    matcher = SequenceMatcher(None, _solid(before), _solid(after), autojunk=False)
    ratio = matcher.ratio()
    return ratio if ratio >= _LIKENESS else 0.0


def _solid(one: Block) -> list[str]:
    """Return the words and signs of a block, without its spaces."""
    return [token for token in _TOKEN.findall(one.text) if not token.isspace()]


def _reworded(before: Block, after: Block) -> MarkedBlock:
    old, new = _tokens(before), _tokens(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    # Struck and added words of each piece; in what is kept they are the same.
    pieces = [
        (old[start:end], new[new_start:new_end])
        for _, start, end, new_start, new_end in matcher.get_opcodes()
    ]
    runs: list[Run] = []
    for struck, added in _gathered(pieces):
        if struck == added:
            runs += [Run(Mark.KEPT, words) for words in _joined(struck)]
        else:
            runs += [Run(Mark.STRUCK, words) for words in _joined(struck)]
            runs += [Run(Mark.ADDED, words) for words in _joined(added)]
    return MarkedBlock(after.kind, after.level, Mark.KEPT, tuple(runs))


Piece = tuple[list[Words], list[Words]]


def _gathered(pieces: Sequence[Piece]) -> list[Piece]:
    """Put together changes that only spaces part, so that a phrase is struck or added whole."""
    gathered: list[Piece] = []
    for rank, piece in enumerate(pieces):
        struck, added = piece
        is_space = all(token.text.isspace() for token in struck)
        joins = struck != added or (is_space and rank < len(pieces) - 1)
        if joins and gathered and gathered[-1][0] != gathered[-1][1]:
            gathered[-1] = (gathered[-1][0] + struck, gathered[-1][1] + added)
        else:
            gathered.append(piece)
    return gathered


def _tokens(one: Block) -> list[Words]:
    return [
        Words(token, words.strong, words.em)
        for words in one.words
        for token in _TOKEN.findall(words.text)
    ]


def _joined(words: Iterable[Words]) -> list[Words]:
    """Put together the words of one look that follow one another, empty ones aside."""
    said = (one for one in words if one.text)
    return [
        Words("".join(one.text for one in same), strong, em)
        for (strong, em), same in groupby(said, key=lambda one: (one.strong, one.em))
    ]
