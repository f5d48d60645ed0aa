"""The search of the guide: titles and texts, without accents, by beginnings and stems of words.

The guide is some 25,000 words: they are indexed in memory, again when a page changed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]

from csipa.guide.contents import Entry, Version, contents, version_of
from csipa.guide.markup import Heading, Passage
from csipa.guide.reading import read

MOST = 20
LONGEST_QUERY = 200
# What is shown of a text around the first word found, in signs.
_BEFORE, _AFTER = 70, 170
# Weight of a word found in the title of a page, in a heading, in a text.
_TITLE, _HEADING, _TEXT = 9, 4, 1
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
# Words that tell nothing of what is looked for.
_IDLE = frozenset(
    (
        *("a", "au", "aux", "c", "ce", "ces", "comment", "d", "dans", "de", "des", "du", "elle"),
        *("en", "est", "et", "faire", "il", "ils", "j", "je", "l", "la", "le", "les", "leur", "m"),
        *("ma", "mes", "mon", "n", "ne", "nos", "notre", "nous", "on", "ou", "par", "pas", "pour"),
        *("qu", "quand", "que", "quel", "quelle", "qui", "quoi", "s", "sa", "se", "ses", "si"),
        *("son", "sont", "sur", "t", "ta", "un", "une", "vos", "votre", "vous", "y"),
    )
)


@dataclass(frozen=True)
class Piece:
    """A run of an excerpt; `is_hit` where it is a word that was looked for."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Hit:
    """A page that was found, its part of the work, and the heading that answers best."""

    entry: Entry
    part: str
    heading: Heading
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True)
class _Wanted:
    """A word that is looked for, folded, and its stem."""

    beginning: str
    stem: str

    def is_in(self, words: frozenset[str]) -> bool:
        """Tell whether it is among words and stems."""
        return f"={self.stem}" in words or any(word.startswith(self.beginning) for word in words)


@dataclass(frozen=True)
class _Indexed:
    """A passage with its words."""

    entry: Entry
    part: str
    passage: Passage
    of_page: frozenset[str]
    of_heading: frozenset[str]
    of_text: frozenset[str]


def search(query: str) -> list[Hit]:
    """Return the pages that hold every word of `query`, the best first, each once."""
    wanted = _wanted(query[:LONGEST_QUERY])
    if not wanted:
        return []
    entries = contents().entries
    index = _index(tuple((entry, version_of(entry.path)) for entry in entries))
    best: dict[Entry, tuple[int, _Indexed]] = {}
    for one in index:
        score = _score(one, wanted)
        if score > best.get(one.entry, (0, one))[0]:
            best[one.entry] = (score, one)
    found = sorted(best.values(), key=lambda pair: -pair[0])[:MOST]
    return [
        Hit(one.entry, one.part, one.passage.heading, _excerpt(one.passage.text, wanted))
        for _, one in found
    ]


def fold(text: str) -> str:
    """Return a text in small letters, without accents or ligatures."""
    lowered = unicodedata.normalize("NFD", text.casefold().translate(_LIGATURES))
    return "".join(sign for sign in lowered if not unicodedata.combining(sign))


def _wanted(query: str) -> list[_Wanted]:
    """Return the words of a query that tell something; all of them when none does."""
    words = list(dict.fromkeys(_WORD.findall(query.casefold())))
    telling = [word for word in words if fold(word) not in _IDLE] or words
    stemmer = snowballstemmer.stemmer("french")
    return [_Wanted(fold(word), fold(stemmer.stemWord(word))) for word in telling]


def _score(one: _Indexed, wanted: list[_Wanted]) -> int:
    """Weigh a passage; 0 where a word is missing."""
    total = 0
    for word in wanted:
        weight = (
            _TITLE * word.is_in(one.of_page)
            + _HEADING * word.is_in(one.of_heading)
            + _TEXT * word.is_in(one.of_text)
        )
        if not weight:
            return 0
        total += weight
    return total


@lru_cache(maxsize=1)
def _index(pages: tuple[tuple[Entry, Version], ...]) -> list[_Indexed]:
    """Index the pages of the list as they are by now."""
    stemmer = snowballstemmer.stemmer("french")
    stems: dict[str, str] = {}

    def words(text: str) -> frozenset[str]:
        found = set(_WORD.findall(text.casefold()))
        for word in found - stems.keys():
            stems[word] = f"={fold(stemmer.stemWord(word))}"
        return frozenset(map(fold, found)) | {stems[word] for word in found}

    places = contents().places
    return [
        _Indexed(
            entry,
            places[entry.slug].part.title,
            passage,
            words(entry.title),
            words(passage.heading.title) if passage.heading.level > 1 else frozenset(),
            words(passage.text),
        )
        for entry, _ in pages
        for passage in read(entry).passages
    ]


def _excerpt(text: str, wanted: list[_Wanted]) -> tuple[Piece, ...]:
    """Return what stands around the first word found, the words found told apart."""
    stemmer = snowballstemmer.stemmer("french")

    def is_hit(word: str) -> bool:
        lowered = word.casefold()
        of_word = frozenset({fold(lowered), f"={fold(stemmer.stemWord(lowered))}"})
        return any(one.is_in(of_word) for one in wanted)

    spans = [(found.start(), found.end(), is_hit(found[0])) for found in _WORD.finditer(text)]
    first = next((start for start, _, hit in spans if hit), 0)
    begin = _cut(text, first - _BEFORE)
    end = _cut(text, first + _AFTER)
    pieces, at = [Piece("… " if begin else "")], begin
    for start, stop, hit in spans:
        if hit and begin <= start and stop <= end:
            pieces += [Piece(text[at:start]), Piece(text[start:stop], is_hit=True)]
            at = stop
    pieces += [Piece(text[at:end].rstrip()), Piece(" …" if end < len(text) else "")]
    return tuple(piece for piece in pieces if piece.text)


def _cut(text: str, at: int) -> int:
    """Return the end of the word before a place, within the text."""
    if at <= 0:
        return 0
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", 0, at)
    return space + 1 if space >= 0 else at
