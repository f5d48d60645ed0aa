"""Words struck out of what goes public, wherever they stand and however they are written.

CRPA L. 312-1-2: what names people is published once these mentions are taken away. A word is found
whatever its capitals, accents, spaces, hyphens and apostrophes, across the tags of a body, and in
the two halves of a name; never inside a longer word. The words go, nothing hides them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import unescape
from itertools import pairwise
from typing import Any

from csipa.french.numbers import amount

Data = dict[str, Any]

REMOVED = "[occulté]"
FEWEST_SIGNS = 3
"""Letters and figures below which words are found everywhere."""

# Values that are codes: what they print is said by the program.
_CODES = frozenset(
    (
        *("format", "nature", "kind", "verb", "gender", "relation", "renewal", "form"),
        *("legal_form", "status", "mode", "state", "to"),
    )
)
# Values of a fixed shape: they are taken away whole.
_SHAPED = frozenset(["siren", "siret", "rna", "insee_code", "subject_matter", "held_at"])
_SUMS = frozenset({"amount", "valued_at"})

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\u0131": "i"})
# Marks that combine, formats and controls are not seen; nor are the fillers of Hangul.
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_BLANKS = frozenset("\t\n\r\f")
# Bare tags only, as bodies have them: « <jean.dupont@x.fr> » in an object is a text.
_TAG = r"</?(?:p|ul|ol|li|strong|em|br|b|i|span|sup|sub)\s*/?>"
_PIECE = re.compile(rf"(?P<tag>{_TAG})|&#?[a-zA-Z0-9]{{1,31}};|.", re.DOTALL | re.IGNORECASE)
_TAGS = re.compile(_TAG, re.IGNORECASE)
_INLINE = re.compile(r"</?(?:strong|em|b|i|span|sup|sub)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_GAP = r"[\W_]{1,4}"
_LOOSE = r"[\W_]{0,3}"
_LONG_NUMBER = 8
_PHONE = 10
_FROM_ABROAD = re.compile(r"(?:00)?330?(?=[1-9]\d{8}$)")


def fold(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return `text` without capitals, accents, tags nor entities, and where each sign came from.

    White space, however long, is one space: a page shows no more of it.
    """
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(text):
        for sign in _folded(piece):
            if sign.isspace() and signs and signs[-1] == " ":
                continue
            signs.append(" " if sign.isspace() else sign)
            places.append(piece.span())
    return "".join(signs), places


def _folded(piece: re.Match[str]) -> str:
    if piece["tag"] is not None:
        return "" if _INLINE.match(piece["tag"]) else " "
    written = piece[0] if len(piece[0]) == 1 else unescape(piece[0])
    spelt = unicodedata.normalize("NFKD", written).casefold().translate(_LETTERS)
    return "".join(sign for sign in unicodedata.normalize("NFKD", spelt) if _is_seen(sign))


def _is_seen(sign: str) -> bool:
    return sign in _BLANKS or not (unicodedata.category(sign) in _UNSEEN or sign in _FILLERS)


def signs_of(words: str) -> int:
    """Return how many letters and figures `words` hold."""
    return sum(len(word) for word in _WORD.findall(fold(words)[0]))


def pattern_of(words: str) -> re.Pattern[str]:
    """Return what finds `words` in a folded text; what has neither letter nor figure is nowhere."""
    found = _WORD.findall(fold(words)[0])
    if not found:
        return re.compile(r"(?!)")
    figures = "".join(found)
    if figures.isdigit() and len(figures) >= _LONG_NUMBER:
        core = _spaced(figures)
    else:
        core = _phrase(found)
    return re.compile(rf"(?<![^\W_]){core}(?![^\W_])")


def _spaced(figures: str) -> str:
    """Return a long number however it is grouped; that of a telephone, from here and abroad."""
    national = _FROM_ABROAD.sub("0", figures)
    if national.startswith("0") and len(national) == _PHONE:
        start = rf"(?:0|(?:00)?33{_LOOSE}(?:0{_LOOSE})?)"
        return start + _LOOSE.join(national[1:])
    return _LOOSE.join(figures)


def _phrase(words: Sequence[str]) -> str:
    written = _grouped(words[0])
    for before, word in pairwise(words):
        thousands = before.isdigit() and word.isdigit() and len(word) == 3
        written += (_LOOSE if thousands else _GAP) + _grouped(word)
    return written


def _grouped(word: str) -> str:
    """Return a word as it is, a number with or without a gap between its thousands."""
    if not (word.isascii() and word.isdigit()):
        return re.escape(word)
    first = len(word) % 3
    groups = [word[:first], *(word[rank : rank + 3] for rank in range(first, len(word), 3))]
    return r"[\W_]?".join(filter(None, groups))


def spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where any of `words` stands in `text`: parts that neither touch nor overlap."""
    folded, places = fold(text)
    found = sorted(
        (places[match.start()][0], places[match.end() - 1][1])
        for one in words
        for match in pattern_of(one).finditer(folded)
    )
    apart: list[tuple[int, int]] = []
    for start, end in found:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def holds(text: str, words: str) -> int:
    """Return how many times `words` stand in `text`."""
    return len(spans(text, [words]))


def strike(text: str, words: Sequence[str]) -> str:
    """Return `text` with « [occulté] » in the place of `words`; the tags of a body stay whole."""
    written, last = [], 0
    for start, end in spans(text, words):
        tags = "".join(_TAGS.findall(text[start:end]))
        written += [text[last:start], REMOVED, tags]
        last = end
    return "".join(written) + text[last:]


def redact(data: Data, words: Sequence[str]) -> Data:
    """Return an act of the exchange format without `words`; codes and figures of counts stay."""
    return {key: _redacted(value, key, "", words) for key, value in data.items()} if words else data


def _redacted(value: Any, key: str, parent: str, words: Sequence[str]) -> Any:
    if isinstance(value, dict):
        inner = {name: _redacted(one, name, key, words) for name, one in value.items()}
        return _without_name(value, inner, words) if "last_name" in value else inner
    if isinstance(value, list):
        return [_redacted(one, key, parent, words) for one in value]
    if not isinstance(value, str) or _is_code(key, parent):
        return value
    if key in _SHAPED or key in _SUMS:
        return None if spans(_printed(key, value), words) else value
    return strike(value, words)


def _is_code(key: str, parent: str) -> bool:
    return key in _CODES or (key, parent) == ("body", "authority")


def _printed(key: str, value: str) -> str:
    return f"{value} {amount(Decimal(value))}" if key in _SUMS else value


def _without_name(person: Data, inner: Data, words: Sequence[str]) -> Data:
    """Strike a name that is kept in two halves, when both make the words."""
    untouched = all(inner.get(key) == person.get(key) for key in ("first_name", "last_name"))
    if untouched and any(spans(name, words) for name in names_of(person)):
        return {**inner, "first_name": "", "last_name": REMOVED}
    return inner


def names_of(person: Data) -> list[str]:
    """Return how a person may be called: first name and name, in both orders, with a title."""
    title, first, last = (person.get(key) or "" for key in ("title", "first_name", "last_name"))
    called = [(first, last), (last, first), (title, first, last), (title, last)]
    return [" ".join(filter(None, parts)) for parts in called]


def texts_of(value: Any, key: str = "", parent: str = "") -> Iterator[str]:
    """Yield each text of some data that is neither a code nor a key, whatever its depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts_of(inner, name, key)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner, key, parent)
    elif isinstance(value, str) and not _is_code(key, parent):
        yield _printed(key, value) if key in _SUMS else value


def count_in(value: Any, words: str) -> int:
    """Return how many times `words` stand in the texts of some data, names in two halves too."""
    return sum(holds(text, words) for text in texts_of(value)) + sum(
        any(spans(name, [words]) for name in names_of(person))
        and not any(holds(str(person.get(key) or ""), words) for key in ("first_name", "last_name"))
        for person in people_of(value)
    )


def people_of(value: Any) -> Iterator[Data]:
    """Yield each person of some data whose name is kept in two halves."""
    if isinstance(value, dict):
        if "last_name" in value:
            yield value
        for inner in value.values():
            yield from people_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from people_of(inner)
