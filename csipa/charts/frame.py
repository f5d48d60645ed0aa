"""What every chart shares: its numbers, its axis, its box; coordinates as finished strings."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from csipa.charts.data import Series, known, places, summary, written
from csipa.charts.geometry import Box, shown_labels, text_width
from csipa.charts.scale import Scale

TEXT = 13


def value_ticks(scale: Scale, box: Box) -> list[dict[str, Any]]:
    """Return the marks of the axis of values, left of the box; zero is drawn stronger."""
    return [
        {
            "text": written(tick, scale.places),
            "x": coordinate(box.left - 7),
            "y": coordinate(scale.position(tick, box.top, box.bottom)),
            "strong": tick == 0,
        }
        for tick in scale.ticks
    ]


@dataclass(frozen=True)
class Chart:
    """What the three kinds share: the numbers, the frame, the axis."""

    title: str
    description: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str
    width: int
    height: int

    @property
    def decimals(self) -> int:
        """Decimals that the most precise number needs; all are written with as many."""
        return places(known(self.series))

    @property
    def rows(self) -> list[Sequence]:
        """The numbers alone, a row per series."""
        return [one.values for one in self.series]

    def frame(self, scale: Scale, *, top: float = 0, right: float = 12) -> Box:
        """Return the box between the axis and `right`, below the unit and a legend of `top`."""
        widest = max(len(written(tick, scale.places)) for tick in scale.ticks)
        left = text_width("0" * widest, TEXT) + 14
        return Box(left, 30 + top, self.width - right, self.height + top - 30)

    def context(self, scale: Scale, box: Box) -> dict[str, Any]:
        """Return what the template of every kind needs."""
        count = len(self.labels)
        band = (box.right - box.left) / count
        named = f"{self.title}{self.labels}{self.rows}"
        return {
            "title": self.title,
            "description": " ".join(
                filter(None, [self.description, summary(self.labels, self.series, self.unit)])
            ),
            "unit": self.unit,
            "width": str(self.width),
            "height": coordinate(box.bottom + 30),
            "size": str(TEXT),
            "unit_y": coordinate(box.top - 16),
            "left": coordinate(box.left),
            "right": coordinate(box.right),
            "ticks": value_ticks(scale, box),
            "labels": [
                {"text": self.labels[rank], "x": coordinate(box.centre(rank, count))}
                for rank in shown_labels(self.labels, band, TEXT)
            ],
            "label_y": coordinate(box.bottom + 19),
            # Two charts of one page must not share the names of their hatchings.
            "key": hashlib.sha256(named.encode()).hexdigest()[:10],
        }

    def tip(self, rank: int, index: int) -> str:
        """Return what hovering a mark says."""
        one = self.series[rank]
        value = written(one.values[index], self.decimals, self.unit)
        return f"{one.label}, {self.labels[index]}\u00a0: {value}"


def coordinate(number: float) -> str:
    """Return a coordinate: a point, one decimal, whatever the language of the page."""
    return f"{number:.1f}".removesuffix(".0")
