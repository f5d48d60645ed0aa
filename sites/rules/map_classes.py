"""Classes of a map of communes: what each holds, in words, and the change between two censuses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from csipa.french.numbers import decimal

Number = Decimal | int


@dataclass(frozen=True)
class Classes:
    """Classes from the lowest to the highest; `bounds` are the first values of all but the lowest.

    A value equal to a bound belongs to the class above it.
    """

    labels: tuple[str, ...]
    bounds: tuple[Decimal, ...]

    def rank(self, value: Number | None) -> int | None:
        """Return the class of a value, counted from 0; None for a value that is not known."""
        return None if value is None else bisect_right(self.bounds, Decimal(value))


# 2 000 inhabitants make a commune urban for the INSEE; the other bounds are round ones.
POPULATION = Classes(
    (
        "moins de 500\u00a0habitants",
        "de 500 à 999",
        "de 1\u00a0000 à 1\u00a0999",
        "de 2\u00a0000 à 9\u00a0999",
        "10\u00a0000 et plus",
    ),
    tuple(map(Decimal, (500, 1000, 2000, 10000))),
)
CHANGE = Classes(
    (
        "baisse de plus de 5 %",
        "baisse de 1 à 5 %",
        "à peu près stable (de −1 à 1\u00a0%)",
        "hausse de 1 à 5 %",
        "hausse de 5 % et plus",
    ),
    tuple(map(Decimal, ("-5", "-1", "1", "5"))),
)


def change_percent(before: int | None, after: int | None) -> Decimal | None:
    """Return the change from a census to another in %, (after − before) ÷ before × 100.

    None when one is not known, or when nobody lived there before.
    """
    if before is None or after is None or before <= 0:
        return None
    return Decimal(after - before) / Decimal(before) * 100


def spread_classes(values: Sequence[Number], unit: str = "") -> Classes:
    """Return up to five classes that hold about as many values each, for figures of any measure.

    Their bounds are values that are there, so that no class is empty; equal values stay together.
    One class where all are equal. Raises ValueError without any value.
    """
    if not values:
        raise ValueError("classes need a value")
    ordered = sorted(Decimal(one) for one in values)
    starts = {ordered[len(ordered) * part // 5] for part in range(1, 5)}
    bounds = tuple(sorted(start for start in starts if start > ordered[0]))
    lows = (ordered[0], *bounds)
    labels = []
    for low, top in zip(lows, (*bounds, None), strict=True):
        held = [one for one in ordered if one >= low and (top is None or one < top)]
        labels.append(_range(held[0], held[-1], unit))
    return Classes(tuple(labels), bounds)


def _range(low: Decimal, high: Decimal, unit: str) -> str:
    ending = f"\u00a0{unit}" if unit else ""
    if low == high:
        return f"{_written(low)}{ending}"
    return f"de {_written(low)} à {_written(high)}{ending}"


def _written(value: Decimal) -> str:
    exponent = int(value.normalize().as_tuple().exponent)
    return decimal(value, min(2, max(0, -exponent)))
