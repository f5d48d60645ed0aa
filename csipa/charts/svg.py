"""From numbers to an accessible SVG, the same for a page and for a PDF.

Presentation attributes only: a style or a class would be refused by the page's policy or ignored
by the PDF. Text and lines of the frame take the colour of the surrounding text. Every number
reaches the template as a finished string: a localised comma would break a coordinate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from csipa.charts import looks
from csipa.charts.data import Series, check, known, places, summary, written
from csipa.charts.geometry import (
    Box,
    Rectangle,
    bars,
    points,
    shown_labels,
    spread,
    stacks,
    text_width,
)
from csipa.charts.scale import Scale, scale_for

WIDTH = 600
HEIGHT = 300
TEXT = 13
_LINE = 20


@dataclass(frozen=True)
class _Chart:
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
        return places(known(self.series))

    @property
    def rows(self) -> list[Sequence]:
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
            "height": _f(box.bottom + 30),
            "size": str(TEXT),
            "unit_y": _f(box.top - 16),
            "left": _f(box.left),
            "right": _f(box.right),
            "ticks": [
                {
                    "text": written(tick, scale.places),
                    "x": _f(box.left - 7),
                    "y": _f(scale.position(tick, box.top, box.bottom)),
                    "strong": tick == 0,
                }
                for tick in scale.ticks
            ],
            "labels": [
                {"text": self.labels[rank], "x": _f(box.centre(rank, count))}
                for rank in shown_labels(self.labels, band, TEXT)
            ],
            "label_y": _f(box.bottom + 19),
            # Two charts of one page must not share the names of their hatchings.
            "key": hashlib.sha256(named.encode()).hexdigest()[:10],
        }

    def tip(self, rank: int, index: int) -> str:
        """Return what hovering a mark says."""
        one = self.series[rank]
        value = written(one.values[index], self.decimals, self.unit)
        return f"{one.label}, {self.labels[index]}\u00a0: {value}"


def line_chart(
    *,
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    description: str = "",
    unit: str = "",
    width: int = WIDTH,
    height: int = HEIGHT,
) -> SafeString:
    """Return lines as SVG; a null value leaves a gap. Names stand at the end of the lines.

    `unit` follows the numbers (« ETP », « % »); sizes are in CSS pixels, `height` without the
    legend. Without any number: a sentence. Raises ValueError when a series has not one finite
    number per label, TypeError for a float.
    """
    chart = _Chart(title, description, labels, series, unit, width, height)
    check(labels, series)
    if not known(series):
        return _empty(title)
    scale = scale_for(known(series))
    widest = max(text_width(one.label, TEXT) for one in series)
    direct = len(series) > 1 and widest < width * 0.3
    legend = [] if direct or len(series) < 2 else _legend(series, width)
    box = chart.frame(scale, top=_legend_height(legend), right=widest + 24 if direct else 18)
    context = chart.context(scale, box) | {
        "legend": legend,
        "lines": [_line(chart, scale, box, rank) for rank in range(len(series))],
        "names": _names(scale, box, series) if direct else [],
    }
    return _render("line", context)


def bar_chart(
    *,
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    description: str = "",
    unit: str = "",
    width: int = WIDTH,
    height: int = HEIGHT,
) -> SafeString:
    """Return bars side by side as SVG; a null value has no bar, zero has a flat one.

    Arguments and errors as for `line_chart`.
    """
    chart = _Chart(title, description, labels, series, unit, width, height)
    check(labels, series)
    if not known(series):
        return _empty(title)
    scale = scale_for(known(series))
    legend = _legend(series, width) if len(series) > 1 else []
    box = chart.frame(scale, top=_legend_height(legend))
    rectangles = bars(box, scale, chart.rows)
    context = chart.context(scale, box) | {
        "legend": legend,
        "hatches": _hatches(len(series)),
        "bars": [_bar(chart, one) for one in rectangles],
        "values": _bar_values(chart, rectangles),
    }
    return _render("bar", context)


def stacked_bar_chart(
    *,
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    description: str = "",
    unit: str = "",
    width: int = WIDTH,
    height: int = HEIGHT,
) -> SafeString:
    """Return one bar per label, cut into the series, as SVG.

    The sum is written above the bars of which every part is known. Arguments and errors as for
    `line_chart`; ValueError for a negative number.
    """
    chart = _Chart(title, description, labels, series, unit, width, height)
    check(labels, series)
    if not known(series):
        return _empty(title)
    columns = list(zip(*chart.rows, strict=True))
    scale = scale_for([_sum(column) for column in columns])
    legend = _legend(series, width)
    box = chart.frame(scale, top=_legend_height(legend))
    context = chart.context(scale, box) | {
        "legend": legend,
        "hatches": _hatches(len(series)),
        "bars": [_bar(chart, one) for one in stacks(box, scale, chart.rows)],
        "values": _sums(chart, scale, box, columns),
    }
    return _render("bar", context)


def _line(chart: _Chart, scale: Scale, box: Box, rank: int) -> dict[str, Any]:
    values = chart.series[rank].values
    pieces = points(box, scale, values)
    ranks = [index for index, value in enumerate(values) if value is not None]
    return {
        "colour": looks.colour(rank),
        "dash": looks.dash(rank),
        "paths": ["M" + "L".join(f"{_f(x)} {_f(y)}" for x, y in piece) for piece in pieces],
        "marks": [
            {"path": looks.marker(rank, x, y), "tip": chart.tip(rank, index)}
            for index, (x, y) in zip(ranks, (p for piece in pieces for p in piece), strict=True)
        ],
    }


def _names(scale: Scale, box: Box, series: Sequence[Series]) -> list[dict[str, str]]:
    """Place the name of each line where the line ends."""
    ends = []
    for rank, one in enumerate(series):
        pieces = points(box, scale, one.values)
        if pieces:
            ends.append((rank, *pieces[-1][-1]))
    heights = spread([y for _rank, _x, y in ends], TEXT + 3, box.top, box.bottom)
    return [
        {
            "text": series[rank].label,
            "x": _f(box.right + 18),
            "y": _f(height),
            "mark": looks.marker(rank, box.right + 8, height),
            "colour": looks.colour(rank),
        }
        for (rank, _x, _y), height in zip(ends, heights, strict=True)
    ]


def _bar(chart: _Chart, one: Rectangle) -> dict[str, Any]:
    return {
        "x": _f(one.x + 0.5),
        "y": _f(one.y),
        "width": _f(max(one.width - 1, 0.5)),
        "height": _f(max(one.height - 1, 0.8)),
        "colour": looks.colour(one.series),
        "hatch": str(one.series) if looks.hatch(one.series) else "",
        "tip": chart.tip(one.series, one.index),
    }


def _bar_values(chart: _Chart, rectangles: Sequence[Rectangle]) -> list[dict[str, str]]:
    """Write each number above its bar if all of them fit."""
    texts = [
        written(chart.series[one.series].values[one.index], chart.decimals) for one in rectangles
    ]
    fits = all(
        text_width(text, TEXT) < one.width + 4 for text, one in zip(texts, rectangles, strict=True)
    )
    return [
        {"text": text, "x": _f(one.x + one.width / 2), "y": _f(one.y - 5)}
        for text, one in zip(texts, rectangles, strict=True)
        if fits
    ]


def _sum(column: Sequence) -> Decimal:
    """Return the sum of the parts that are known."""
    return sum((value for value in column if value is not None), Decimal(0))


def _sums(
    chart: _Chart, scale: Scale, box: Box, columns: Sequence[Sequence]
) -> list[dict[str, str]]:
    """Write the sum above each bar whose parts are all known, if all the sums fit."""
    count = len(columns)
    texts = [written(_sum(column), chart.decimals) for column in columns]
    if any(text_width(text, TEXT) > box.band(0, count)[1] for text in texts):
        return []
    return [
        {
            "text": text,
            "x": _f(box.centre(index, count)),
            "y": _f(scale.position(_sum(column), box.top, box.bottom) - 5),
        }
        for index, (text, column) in enumerate(zip(texts, columns, strict=True))
        if None not in column
    ]


def _legend(series: Sequence[Series], width: int) -> list[dict[str, Any]]:
    """Place the names of the series in lines from the top left."""
    entries = []
    x, y = 0.0, 10.0
    for rank, one in enumerate(series):
        room = 22 + text_width(one.label, TEXT) + 18
        if x and x + room > width:
            x, y = 0.0, y + _LINE
        entries.append(
            {
                "text": one.label,
                "x": _f(x),
                "y": _f(y),
                "text_x": _f(x + 20),
                "mark": looks.marker(rank, x + 7, y),
                "box_y": _f(y - 6),
                "colour": looks.colour(rank),
                "dash": looks.dash(rank),
                "hatch": str(rank) if looks.hatch(rank) else "",
            }
        )
        x += room
    return entries


def _legend_height(legend: Sequence[dict[str, Any]]) -> float:
    return float(legend[-1]["y"]) + 12 if legend else 0


def _hatches(count: int) -> list[dict[str, str]]:
    return [
        {"rank": str(rank), "path": looks.hatch(rank), "colour": looks.colour(rank)}
        for rank in range(count)
        if looks.hatch(rank)
    ]


def _empty(title: str) -> SafeString:
    return render_to_string("csipa/charts/_empty.html", {"title": title})


def _render(kind: str, context: dict[str, Any]) -> SafeString:
    return SafeString(render_to_string(f"csipa/charts/{kind}.svg", context).strip())


def _f(number: float) -> str:
    """Return a coordinate: a point, one decimal, whatever the language of the page."""
    return f"{number:.1f}".removesuffix(".0")
