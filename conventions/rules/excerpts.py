"""The part of a text that shows why it answers a search, its words told apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from conventions.rules.search_stems import stems_of

# Characters before the first word found, and of the whole excerpt: some two lines of a page.
_BEFORE = 70
_LONGEST = 240
_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"\s+")

Piece = tuple[str, bool]


def marked(text: str, stems: Collection[str]) -> list[Piece]:
    """Cut `text` in pieces, each with whether it is a word of the search; joined, they are it."""
    pieces: list[Piece] = []
    end = 0
    for start, stop in _found(text, stems):
        if start > end:
            pieces.append((text[end:start], False))
        pieces.append((text[start:stop], True))
        end = stop
    if end < len(text):
        pieces.append((text[end:], False))
    return pieces


def excerpt(texts: Iterable[str], stems: Collection[str]) -> list[Piece]:
    """Return the passage that holds most of the words of a search, nothing where none does.

    It is of one text, some two lines long, and opens or ends with « … » where it is cut.
    """
    best, most = "", 0
    for text in texts:
        if (told := len(_stems_in(text) & set(stems))) > most:
            best, most = text, told
    return marked(_cut(_GAP.sub(" ", best).strip(), stems), stems) if most else []


def _stems_in(text: str) -> set[str]:
    return {stem for word in _WORD.findall(text) for stem in stems_of(word)}


def _found(text: str, stems: Collection[str]) -> list[tuple[int, int]]:
    """Return where each word of the search stands in `text`."""
    wanted = set(stems)
    return [word.span() for word in _WORD.finditer(text) if wanted & set(stems_of(word[0]))]


def _cut(text: str, stems: Collection[str]) -> str:
    """Return what surrounds the first word found, cut between words."""
    if len(text) <= _LONGEST:
        return text
    first = _found(text, stems)[0][0]
    start = text.rfind(" ", 0, max(0, first - _BEFORE)) + 1
    stop = text.find(" ", start + _LONGEST)
    passage = text[start:] if stop < 0 else f"{text[start:stop]} …"
    return f"… {passage}" if start else passage
