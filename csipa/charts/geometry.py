"""Where things stand on a drawing: pure arithmetic in the units of the drawing, y downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from csipa.charts.scale import Scale

Value = Decimal | int | None
# Mean width of a letter, as a share of its size, in the faces that are used.
LETTER = 0.54


@dataclass(frozen=True)
class Box:
    """The rectangle in which values are drawn."""

    left: float
    top: float
    right: float
    bottom: float

    def band(self, index: int, count: int) -> tuple[float, float]:
        """Return the left edge and the width of the band of label `index`, of `count`."""
        width = (self.right - self.left) / count
        return self.left + index * width, width

    def centre(self, index: int, count: int) -> float:
        """Return the middle of the band of label `index`."""
        left, width = self.band(index, count)
        return left + width / 2


@dataclass(frozen=True)
class Rectangle:
    """A bar; `index` is its label, `series` its rank."""

    x: float
    y: float
    width: float
    height: float
    index: int
    series: int


def text_width(text: str, size: float) -> float:
    """Return about how wide `text` is when its letters are `size` high."""
    return len(text) * size * LETTER


def points(box: Box, scale: Scale, values: Sequence[Value]) -> list[list[tuple[float, float]]]:
    """Return the pieces of a line: a null value ends one, and is on none."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            pieces.append([])
        else:
            y = scale.position(Decimal(value), box.top, box.bottom)
            pieces[-1].append((box.centre(index, len(values)), y))
    return [piece for piece in pieces if piece]


def bars(box: Box, scale: Scale, series: Sequence[Sequence[Value]]) -> list[Rectangle]:
    """Return the bars of each label side by side; none for a null value, a flat one for zero."""
    zero = scale.position(Decimal(0), box.top, box.bottom)
    found = []
    for rank, values in enumerate(series):
        for index, value in enumerate(values):
            if value is None:
                continue
            left, band = box.band(index, len(values))
            width = band * 0.76 / len(series)
            y = scale.position(Decimal(value), box.top, box.bottom)
            x = left + band * 0.12 + rank * width
            found.append(Rectangle(x, min(y, zero), width, abs(zero - y), index, rank))
    return found


def stacks(box: Box, scale: Scale, series: Sequence[Sequence[Value]]) -> list[Rectangle]:
    """Return the pieces of one bar per label, the first series at the bottom.

    Raises ValueError for a negative value: it has no place in a sum of parts.
    """
    heights = [Decimal(0)] * len(series[0])
    found = []
    for rank, values in enumerate(series):
        for index, value in enumerate(values):
            if value is None:
                continue
            if value < 0:
                raise ValueError(f"a part of a whole cannot be {value}")
            left, band = box.band(index, len(values))
            base = scale.position(heights[index], box.top, box.bottom)
            heights[index] += Decimal(value)
            y = scale.position(heights[index], box.top, box.bottom)
            found.append(Rectangle(left + band * 0.16, y, band * 0.68, base - y, index, rank))
    return found


def shown_labels(labels: Sequence[str], band: float, size: float) -> list[int]:
    """Return the ranks of the labels to write so that none touches the next, the first included."""
    widest = max(text_width(label, size) for label in labels) + size / 2
    step = max(1, -int(-widest // band))
    return list(range(0, len(labels), step))


def spread(heights: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Return `heights` moved apart by at least `gap`, in the same order, between top and bottom.

    When there is no room for all, the gap shrinks.
    """
    if not heights:
        return []
    gap = min(gap, (bottom - top) / max(1, len(heights) - 1))
    order = sorted(range(len(heights)), key=lambda rank: heights[rank])
    placed = list(heights)
    floor = top
    for rank in order:
        placed[rank] = max(placed[rank], floor)
        floor = placed[rank] + gap
    ceiling = bottom
    for rank in reversed(order):
        placed[rank] = min(placed[rank], ceiling)
        ceiling = placed[rank] - gap
    return placed
