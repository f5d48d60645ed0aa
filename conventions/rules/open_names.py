"""Takes the names of people out of what is told of a convention to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable

from conventions.rules.redaction import FEWEST_SIGNS, REMOVED, strike

PERSON = "personne physique"
# Words that go with a name and are nobody's.
_TITLES = "docteur docteure docteurs madame monsieur mademoiselle maître professeur professeure mme"
_TRADES = (
    "médecin infirmier infirmière sage femme kinésithérapeute pharmacien pharmacienne psychologue "
    "orthophoniste diététicien diététicienne praticien praticienne interne généraliste libéral "
    "libérale cabinet société les des aux"
)
_COMMON = frozenset(f"{_TITLES} {_TRADES}".split())
_MARK = re.escape(REMOVED)


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a text where every word of `names` is struck out, titles and trades aside.

    Capitals and accents do not count; several words in a row are struck once.

    >>> without_names("Convention avec le docteur Anne Duval", ["docteur Anne DUVAL"])
    'Convention avec le docteur [occulté]'
    """
    words = sorted({word for name in names for word in _words(name)})
    return re.sub(rf"{_MARK}(?:[^\w\[]+{_MARK})+", REMOVED, strike(text, words))


def _words(name: str) -> list[str]:
    found = re.findall(r"[^\W\d_]+", name)
    return [one for one in found if len(one) >= FEWEST_SIGNS and one.lower() not in _COMMON]
