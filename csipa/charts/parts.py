"""The parts of a chart as the templates read them: lines, bars, their numbers, the legend."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from csipa.charts import looks
from csipa.charts.data import Series, written
from csipa.charts.frame import TEXT, Chart, coordinate
from csipa.charts.geometry import Box, Rectangle, points, spread, text_width
from csipa.charts.scale import Scale

LEGEND_LINE = 20


def line(chart: Chart, scale: Scale, box: Box, rank: int) -> dict[str, Any]:
    """Return the pieces of the line of series `rank` and a mark on each of its numbers."""
    values = chart.series[rank].values
    pieces = points(box, scale, values)
    ranks = [index for index, value in enumerate(values) if value is not None]
    return {
        "colour": looks.colour(rank),
        "dash": looks.dash(rank),
        "paths": [
            "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in piece) for piece in pieces
        ],
        "marks": [
            {"path": looks.marker(rank, x, y), "tip": chart.tip(rank, index)}
            for index, (x, y) in zip(ranks, (p for piece in pieces for p in piece), strict=True)
        ],
    }


def names(scale: Scale, box: Box, series: Sequence[Series]) -> list[dict[str, str]]:
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
            "x": coordinate(box.right + 18),
            "y": coordinate(height),
            "mark": looks.marker(rank, box.right + 8, height),
            "colour": looks.colour(rank),
        }
        for (rank, _x, _y), height in zip(ends, heights, strict=True)
    ]


def bar(chart: Chart, one: Rectangle) -> dict[str, Any]:
    """Return a bar with its look; a flat one is still seen."""
    return {
        "x": coordinate(one.x + 0.5),
        "y": coordinate(one.y),
        "width": coordinate(max(one.width - 1, 0.5)),
        "height": coordinate(max(one.height - 1, 0.8)),
        "colour": looks.colour(one.series),
        "hatch": str(one.series) if looks.hatch(one.series) else "",
        "tip": chart.tip(one.series, one.index),
    }


def bar_values(chart: Chart, rectangles: Sequence[Rectangle]) -> list[dict[str, str]]:
    """Write each number above its bar if all of them fit."""
    texts = [
        written(chart.series[one.series].values[one.index], chart.decimals) for one in rectangles
    ]
    fits = all(
        text_width(text, TEXT) < one.width + 4 for text, one in zip(texts, rectangles, strict=True)
    )
    return [
        {"text": text, "x": coordinate(one.x + one.width / 2), "y": coordinate(one.y - 5)}
        for text, one in zip(texts, rectangles, strict=True)
        if fits
    ]


def sum_of(column: Sequence) -> Decimal:
    """Return the sum of the parts that are known."""
    return sum((value for value in column if value is not None), Decimal(0))


def sums(chart: Chart, scale: Scale, box: Box, columns: Sequence[Sequence]) -> list[dict[str, str]]:
    """Write the sum above each bar whose parts are all known, if all the sums fit."""
    count = len(columns)
    texts = [written(sum_of(column), chart.decimals) for column in columns]
    if any(text_width(text, TEXT) > box.band(0, count)[1] for text in texts):
        return []
    return [
        {
            "text": text,
            "x": coordinate(box.centre(index, count)),
            "y": coordinate(scale.position(sum_of(column), box.top, box.bottom) - 5),
        }
        for index, (text, column) in enumerate(zip(texts, columns, strict=True))
        if None not in column
    ]


def legend_of(series: Sequence[Series], width: int) -> list[dict[str, Any]]:
    """Place the names of the series in lines from the top left."""
    entries = []
    x, y = 0.0, 10.0
    for rank, one in enumerate(series):
        room = 22 + text_width(one.label, TEXT) + 18
        if x and x + room > width:
            x, y = 0.0, y + LEGEND_LINE
        entries.append(
            {
                "text": one.label,
                "x": coordinate(x),
                "y": coordinate(y),
                "text_x": coordinate(x + 20),
                "mark": looks.marker(rank, x + 7, y),
                "box_y": coordinate(y - 6),
                "colour": looks.colour(rank),
                "hatch": str(rank) if looks.hatch(rank) else "",
            }
        )
        x += room
    return entries


def legend_height(legend: Sequence[dict[str, Any]]) -> float:
    """Return how much room a legend takes above the drawing; none without a legend."""
    return float(legend[-1]["y"]) + 12 if legend else 0


def hatches(count: int) -> list[dict[str, str]]:
    """Return the hatchings that the bars of `count` series refer to."""
    return [
        {"rank": str(rank), "path": looks.hatch(rank), "colour": looks.colour(rank)}
        for rank in range(count)
        if looks.hatch(rank)
    ]
