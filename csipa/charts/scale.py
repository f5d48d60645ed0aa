"""The value axis: round steps, and from a value to a height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

MAX_INTERVALS = 5
_STEPS = tuple(map(Decimal, ("1", "1.5", "2", "2.5", "3", "4", "5")))


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`, both multiples of `step`; zero is always on it."""

    low: Decimal
    high: Decimal
    step: Decimal

    @cached_property
    def ticks(self) -> list[Decimal]:
        """The marks of the axis, from the lowest."""
        count = int((self.high - self.low) / self.step)
        return [self.low + rank * self.step for rank in range(count + 1)]

    @property
    def places(self) -> int:
        """Decimals that the marks need."""
        return max(0, -int(self.step.normalize().as_tuple().exponent))

    def position(self, value: Decimal, top: float, bottom: float) -> float:
        """Return the height of `value` when the axis is drawn from `bottom` up to `top`."""
        share = float((value - self.low) / (self.high - self.low))
        return bottom - share * (bottom - top)


def scale_for(values: Sequence[Decimal | int]) -> Scale:
    """Return the axis with the smallest round step on which `values` and zero hold.

    A step is 1, 1.5, 2, 2.5, 3, 4 or 5 times a power of ten, whole when every value is whole.
    """
    exact = [Decimal(value) for value in values]
    low, high = min([*exact, Decimal(0)]), max([*exact, Decimal(0)])
    whole = all(value == value.to_integral_value() for value in exact)
    if low == high:
        return Scale(Decimal(0), Decimal(1), Decimal(1))
    magnitude = Decimal(10) ** (((high - low) / MAX_INTERVALS).adjusted())
    candidates = [step * magnitude * tens for tens in (1, 10) for step in _STEPS]
    for step in candidates:
        if whole and step != step.to_integral_value():
            continue
        first, last = (low / step).__floor__(), (high / step).__ceil__()
        if last - first <= MAX_INTERVALS:
            break
    return Scale(first * step, last * step, step)
