"""Two values of one indicator side by side: another territory, or another day."""

from __future__ import annotations

from decimal import Decimal

from csipa.french.numbers import plural
from sites.rules.diagnosis import signed
from sites.rules.indicators import Unit

_TENTH = Decimal("0.1")
_WHOLE_UNITS = {Unit.INHABITANTS: "habitant", Unit.HEADS: "personne", Unit.COMMUNES: "commune"}


def gap(first: Decimal | None, second: Decimal | None, unit: Unit) -> str:
    """Return how far `second` is from `first`: « +1 200 habitants », « −2,4 points », « égal ».

    Shares differ in points, never in percent. Empty when one of the two is missing.
    """
    if first is None or second is None:
        return ""
    value = second - first
    if unit is Unit.PERCENT:
        shown = signed(value, 1)
        return f"{shown}\u00a0{_word(value, 'point', 'points')}" if shown != "0,0" else "égal"
    if unit in _WHOLE_UNITS:
        shown = signed(value, 0)
        word = _word(value, _WHOLE_UNITS[unit], unit.value)
        return f"{shown}\u00a0{word}" if shown != "0" else "égal"
    shown = signed(value, 1)
    if shown == "0,0":
        return "égal"
    return f"{shown}\u00a0{unit.value}" if unit is Unit.FTE else shown


def _word(value: Decimal, singular: str, many: str) -> str:
    return plural(value.quantize(_TENTH), singular, many)
