"""Punctuation: what is wrong (space before a comma, unbalanced quotes), and what printing repairs.

Source: *Lexique* of the Imprimerie nationale. The « signs » that :mod:`csipa.french.typography`
puts right on paper are only told, one by one, so that a caller may gather them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csipa.french.lint.rules import SPACE, Remark
from csipa.french.typography import NBSP

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+"
    r"|(?<![\w-])[\w-]{1,64}\.(?:fr|com|org|eu|net)\b\S*"
)

# Faults: pattern and what replaces it.
_WRONG = (
    (re.compile(rf"(?<=\S){SPACE}+,"), ",", "Pas d’espace avant une virgule."),
    (re.compile(rf"(?<=[\w)»]){SPACE}+\.(?!\.|\w)"), ".", "Pas d’espace avant un point."),
    (re.compile(r"(?<=[^\W\d_]),(?=[^\W\d_])"), ", ", "Une espace suit la virgule."),
    (re.compile(r"(?<=[a-zà-ÿ»]);(?=[^\W\d_])"), f"{NBSP}; ", "Une espace suit le point-virgule."),
    (re.compile(r"(?<=[a-zà-ÿ)]{3})\.(?=[A-ZÀÉÈ][a-zà-ÿ’'])"), ". ", "Une espace suit le point."),
    (re.compile(r"(?<![.,;:]),[ \u00a0]?,|;[ \u00a0]?;"), None, "Signe écrit deux fois."),
    (re.compile(r"(?<![.…])\.\.(?![.…])"), ".", "Point écrit deux fois."),
    (re.compile(rf"[,;]{SPACE}?\.(?!\w|\.)"), None, "Deux signes se suivent."),
    (re.compile(rf"\({SPACE}+(?=\w)"), "(", "Pas d’espace après une parenthèse ouvrante."),
    (re.compile(rf"(?<=[\w.]){SPACE}+\)"), ")", "Pas d’espace avant une parenthèse fermante."),
)
# Signs that printing repairs.
_REPAIRED = (
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"), "’", "apostrophe droite"),
    (re.compile(r" {2,}"), " ", "espace double"),
    (re.compile(r"(?<=[\w)»’\"%€°.…]) ?(?=[:;!?](?:[ \u00a0\n)»]|$))"), NBSP, "espace insécable"),
    (re.compile(r"(?<=[^\s\u00a0]) ?(?=»)"), NBSP, "espace insécable"),
    (re.compile(r"(?<=«) ?(?=[^\s\u00a0])"), NBSP, "espace insécable"),
    (re.compile(r"(?<=\d) ?(?=[%€])"), NBSP, "espace insécable"),
    (re.compile(r"(?<=\b[nN]°) ?(?=\w)"), NBSP, "espace insécable"),
)
_ITEM = re.compile(r"(?:^|(?<=[\s;.:]))(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})°?\)")
_PAIRS = {")": "(", "»": "«", "]": "["}


def check(text: str) -> Iterator[Remark]:
    """Give a remark for each sign that is wrong, then for each that printing repairs."""
    addresses = [found.span() for found in _ADDRESS.finditer(text)]
    for pattern, replacement, message in _WRONG:
        for found in pattern.finditer(text):
            if not _inside(found.start(), addresses):
                yield Remark("punctuation", found.start(), found.end(), message, replacement)
    for pattern, replacement, message in _REPAIRED:
        for found in pattern.finditer(text):
            if not _inside(found.start(), addresses):
                yield Remark("signs", found.start(), found.end(), message, replacement)
    yield from _quotes(text)
    yield from _unbalanced(text)


def _quotes(text: str) -> Iterator[Remark]:
    """Give the straight quotes, two by two on a line; one that stays alone lacks its pair."""
    for line in re.finditer(r"[^\n]+", text):
        places = [line.start() + found.start() for found in re.finditer('"', line[0])]
        for start, end in zip(places[::2], places[1::2], strict=False):
            yield Remark("signs", start, start + 1, "guillemet droit", f"«{NBSP}")
            yield Remark("signs", end, end + 1, "guillemet droit", f"{NBSP}»")
        if len(places) % 2:
            yield _alone('"', places[-1])


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _unbalanced(text: str) -> Iterator[Remark]:
    """Give the brackets and quotes without their pair; « a) » and « 1°) » open a list item."""
    items = {found.end() - 1 for found in _ITEM.finditer(text)}
    opened: list[tuple[str, int]] = []
    for place, sign in enumerate(text):
        if sign in "(«[":
            opened.append((sign, place))
        elif sign in _PAIRS and place not in items:
            if opened and opened[-1][0] == _PAIRS[sign]:
                opened.pop()
            else:
                yield _alone(sign, place)
    for sign, place in opened:
        yield _alone(sign, place)


def _alone(sign: str, place: int) -> Remark:
    return Remark("unbalanced", place, place + 1, f"Le signe « {sign} » n’a pas son pendant.")
