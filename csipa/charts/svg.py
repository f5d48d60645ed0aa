"""From numbers to an accessible SVG, the same for a page and for a PDF.

Presentation attributes only: a style or a class would be refused by the page's policy or ignored
by the PDF. Text and lines of the frame take the colour of the surrounding text. Every number
reaches the template as a finished string: a localised comma would break a coordinate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from csipa.charts.data import Series, check, known
from csipa.charts.frame import TEXT, Chart
from csipa.charts.geometry import bars, stacks, text_width
from csipa.charts.parts import (
    bar,
    bar_values,
    hatches,
    legend_height,
    legend_of,
    line,
    names,
    sum_of,
    sums,
)
from csipa.charts.scale import scale_for

WIDTH = 600
HEIGHT = 300


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
    chart = Chart(title, description, labels, series, unit, width, height)
    check(labels, series)
    if not known(series):
        return _empty(title)
    scale = scale_for(known(series))
    widest = max(text_width(one.label, TEXT) for one in series)
    direct = len(series) > 1 and widest < width * 0.3
    legend = [] if direct or len(series) < 2 else legend_of(series, width)
    box = chart.frame(scale, top=legend_height(legend), right=widest + 24 if direct else 18)
    context = chart.context(scale, box) | {
        "legend": legend,
        "lines": [line(chart, scale, box, rank) for rank in range(len(series))],
        "names": names(scale, box, series) if direct else [],
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
    chart = Chart(title, description, labels, series, unit, width, height)
    check(labels, series)
    if not known(series):
        return _empty(title)
    scale = scale_for(known(series))
    legend = legend_of(series, width) if len(series) > 1 else []
    box = chart.frame(scale, top=legend_height(legend))
    rectangles = bars(box, scale, chart.rows)
    context = chart.context(scale, box) | {
        "legend": legend,
        "hatches": hatches(len(series)),
        "bars": [bar(chart, one) for one in rectangles],
        "values": bar_values(chart, rectangles),
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
    chart = Chart(title, description, labels, series, unit, width, height)
    check(labels, series)
    if not known(series):
        return _empty(title)
    columns = list(zip(*chart.rows, strict=True))
    scale = scale_for([sum_of(column) for column in columns])
    legend = legend_of(series, width)
    box = chart.frame(scale, top=legend_height(legend))
    context = chart.context(scale, box) | {
        "legend": legend,
        "hatches": hatches(len(series)),
        # A part of nothing would be a line on the part below it.
        "bars": [
            bar(chart, one)
            for one in stacks(box, scale, chart.rows)
            if series[one.series].values[one.index]
        ],
        "values": sums(chart, scale, box, columns),
    }
    return _render("bar", context)


def _empty(title: str) -> SafeString:
    return render_to_string("csipa/charts/_empty.html", {"title": title})


def _render(kind: str, context: dict[str, Any]) -> SafeString:
    return SafeString(render_to_string(f"csipa/charts/{kind}.svg", context).strip())
