"""Exact euros: rounding to the cent, shares that make the whole, sums in full."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from csipa.french.numbers import amount, in_words, plural

CENT = Decimal("0.01")
_LARGEST_IN_WORDS = 999_999


def to_cent(value: Decimal | Fraction) -> Decimal:
    """Return euros rounded to the cent, a half cent going up, away from zero."""
    if isinstance(value, Fraction):
        cents = abs(value) * 100
        whole = (2 * cents.numerator + cents.denominator) // (2 * cents.denominator)
        return Decimal(whole if value >= 0 else -whole).scaleb(-2)
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def apportion(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Share euros by weights so that the parts make the total to the cent (largest remainder).

    The cents that rounding leaves go to the parts that lose most by it, then to the first of
    them. Raises ValueError for a negative weight, or when no weight is above zero.

    >>> apportion(Decimal("100.00"), [Decimal(1)] * 3)
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    if any(weight < 0 for weight in weights) or not sum(weights):
        raise ValueError("Une répartition demande des parts positives.")
    cents = int(to_cent(total) * 100)
    whole = Fraction(sum(weights, Decimal(0)))
    exact = [cents * Fraction(weight) / whole for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    by_loss = sorted(range(len(exact)), key=lambda rank: (parts[rank] - exact[rank], rank))
    for rank in by_loss[: cents - sum(parts)]:
        parts[rank] += 1
    return [Decimal(part).scaleb(-2) for part in parts]


def in_full(euros: Decimal) -> str:
    """Return « trois cents euros (300,00 €) », as a contract writes a sum.

    Below zero or beyond 999 999 € the figures stand alone.
    """
    words = in_letters(euros)
    return f"{words} ({amount(euros)})" if words else amount(euros)


def in_letters(euros: Decimal) -> str:
    """Return « trois cents euros et cinquante centimes », "" below zero or beyond 999 999 €."""
    exact = to_cent(euros)
    whole, cents = divmod(int(exact * 100), 100)
    if not 0 <= whole <= _LARGEST_IN_WORDS:
        return ""
    words = f"{in_words(whole)} {plural(whole, 'euro', 'euros')}"
    if cents:
        words += f" et {in_words(cents)} {plural(cents, 'centime', 'centimes')}"
    return words
