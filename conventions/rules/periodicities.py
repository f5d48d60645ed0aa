"""How often a commitment is due, as its own words tell it: « chaque trimestre », « par an »."""

from __future__ import annotations

import re

_UNITS = {
    "weekly": r"semaine",
    "monthly": r"mois",
    "quarterly": r"trimestre",
    "yearly": r"ann[ée]e|an",
}
_EVERY = {
    code: re.compile(
        rf"\b(?:chaque (?:{unit})|(?:tous|toutes) les (?:{unit})s?|une fois par (?:{unit}))\b",
        re.IGNORECASE,
    )
    for code, unit in _UNITS.items()
}


def periodicity_in(text: str) -> str:
    """Return how often a commitment says it is due (codes of `Periodicity`), empty if it does not.

    >>> periodicity_in("remettre chaque trimestre le nombre de consultations")
    'quarterly'
    """
    plain = text.replace("\u00a0", " ")
    return next((code for code, said in _EVERY.items() if said.search(plain)), "")
