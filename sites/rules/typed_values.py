"""A value as people type it in a grid: « 1 200 », « 46,7 % », « ≈ 120 », « au moins 50 »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from csipa.french.typography import NBSP
from sites.rules.diagnosis import bare

# What the column of a stated figure holds.
MOST_DIGITS = 11
MOST_DECIMALS = 3
EXACT = "exact"
_SIGNS = {"about": "≈", "at_least": "≥", "at_most": "≤"}
_WORDS = {
    "about": ("≈", "~", "environ", "env."),
    "at_least": ("≥", ">=", "au moins"),
    "at_most": ("≤", "<=", "au plus"),
}
_NUMBER = re.compile(r"(-|−)?(\d+|\d{1,3}(?: \d{3})+)(?:[,.](\d+))?(?: ?%)?", re.ASCII)


class NotAValue(ValueError):
    """The text is no value; the message says so in French."""


@dataclass(frozen=True, slots=True)
class TypedValue:
    """A number and how exact it is, a code of `csipa.models.Precision`."""

    value: Decimal
    precision: str = EXACT

    @property
    def text(self) -> str:
        """Return it as one types it: « ≈ 1 200,5 »; `parse_value` reads it back."""
        figures = bare(self.value)
        sign = _SIGNS.get(self.precision, "")
        return f"{sign}{NBSP}{figures}" if sign else figures


def parse_value(text: str) -> TypedValue | None:
    """Read a value; None for an empty text. Raises NotAValue.

    Spaces part thousands, a comma or a point decimals; a per cent sign at the end is let go.
    """
    plain = re.sub(r"[\s\u00a0\u202f]+", " ", text).strip().lower()
    if not plain:
        return None
    precision, plain = _precision(plain)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise NotAValue(
            f"«{NBSP}{text.strip()}{NBSP}» n’est pas un nombre{NBSP}: écrivez par exemple "
            f"«{NBSP}1{NBSP}200{NBSP}», «{NBSP}46,7{NBSP}» ou «{NBSP}≈{NBSP}120{NBSP}»."
        )
    whole, places = found[2].replace(" ", ""), (found[3] or "").rstrip("0")
    if len(whole.lstrip("0")) > MOST_DIGITS or len(places) > MOST_DECIMALS:
        raise NotAValue(
            f"«{NBSP}{text.strip()}{NBSP}» est trop long{NBSP}: {MOST_DIGITS} chiffres et "
            f"{MOST_DECIMALS} décimales au plus."
        )
    value = Decimal(f"{whole}.{places}" if places else whole)
    return TypedValue(-value if found[1] and value else value, precision)


def without_zeros(value: Decimal) -> Decimal:
    """Return a number without useless decimals: « 84,000 » reads as thousands."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _precision(plain: str) -> tuple[str, str]:
    for precision, words in _WORDS.items():
        for word in words:
            if plain.startswith(word):
                return precision, plain.removeprefix(word).strip()
    return EXACT, plain
