"""A ribbon: what a whole is made of from day to day, on a true axis of time.

Areas in steps, one on the other: full, hatched where something is missing or put off. A line tells
what the whole should be. What comes after today is drawn paler and dashed. The same drawing serves
a page and a PDF; on a page a script may move the marker, for which the group that holds it and the
drawing carry plain data.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from csipa.charts import looks
from csipa.charts.data import Series, check, places, written
from csipa.charts.frame import TEXT, coordinate, value_ticks
from csipa.charts.geometry import Box, text_width
from csipa.charts.parts import LEGEND_LINE, hatches, legend_of
from csipa.charts.scale import Scale, scale_for
from csipa.charts.time_axis import TimeAxis, time_ticks
from csipa.french.dates import long_date, long_date_html

WIDTH = 760
HEIGHT = 190
# Room above the box for the label of the marker and that of today.
_LABELS = 34
_TODAY = "aujourd’hui"
# « 1er » where no markup may raise its ending: MODIFIER LETTER SMALL E and R.
RAISED_FIRST = "1\u1d49\u02b3"


@dataclass(frozen=True)
class Step:
    """What holds from `start` on: a part per band, the first at the bottom, and the whole aimed at.

    Parts are not negative; `aim` is None where there is no line to draw.
    """

    start: dt.date
    parts: Sequence[Decimal | int]
    aim: Decimal | int | None = None


@dataclass(frozen=True)
class Ribbon:
    """What is drawn: names of the bands, steps in the order of time, days of the axis."""

    title: str
    bands: Sequence[str]
    steps: Sequence[Step]
    first: dt.date
    last: dt.date
    today: dt.date
    on: dt.date | None = None
    aim: str = ""
    unit: str = ""
    description: str = ""


def ribbon_chart(ribbon: Ribbon, *, width: int = WIDTH, height: int = HEIGHT) -> SafeString:
    """Return a ribbon as SVG, sizes in CSS pixels; without any step, a sentence.

    `on` has a marker if it is on the axis. Bands that are empty all along are left out of the
    legend. Raises ValueError when a step has not one part per band, when steps are not in order,
    when a part is negative or the axis has no length; TypeError for a float.
    """
    _check(ribbon)
    if not ribbon.steps:
        return SafeString(render_to_string("csipa/charts/_empty.html", {"title": ribbon.title}))
    scale = scale_for(_heights(ribbon))
    legend = _legend(ribbon, width)
    top = legend[-1]["bottom"] + _LABELS
    widest = max(text_width(written(tick, scale.places), TEXT) for tick in scale.ticks)
    box = Box(max(widest + 14, text_width(ribbon.unit, TEXT) + 6), top, width - 14, top + height)
    axis = TimeAxis(ribbon.first, ribbon.last, box.left, box.right)
    context = {
        **_frame(ribbon, scale, box, axis, width),
        "legend": legend,
        "hatches": hatches(len(ribbon.bands)),
        "areas": _areas(ribbon, scale, box, axis),
        "aims": _aims(ribbon, scale, box, axis),
    }
    return SafeString(render_to_string("csipa/charts/ribbon.svg", context).strip())


def ribbon_table(ribbon: Ribbon, *, caption: str, aim: str = "") -> dict[str, Any]:
    """Return the context of `csipa/charts/_table.html`: what holds from each day of change on."""
    columns = [
        Series(name, [step.parts[rank] for step in ribbon.steps])
        for rank, name in enumerate(ribbon.bands)
        if any(step.parts[rank] for step in ribbon.steps)
    ]
    if aim:
        columns.insert(0, Series(aim, [step.aim for step in ribbon.steps]))
    decimals = places([value for one in columns for value in one.values if value is not None])
    return {
        "caption": f"{caption} ({ribbon.unit})" if ribbon.unit else caption,
        "heading": "À partir du",
        "columns": [one.label for one in columns],
        "rows": [
            {
                "label": SafeString(long_date_html(step.start)),
                "cells": [written(one.values[rank], decimals) for one in columns],
            }
            for rank, step in enumerate(ribbon.steps)
        ],
        "totals": [],
    }


def _check(ribbon: Ribbon) -> None:
    if ribbon.last <= ribbon.first:
        raise ValueError(f"an axis from {ribbon.first} to {ribbon.last} has no length")
    for step in ribbon.steps:
        check(ribbon.bands, [Series(str(step.start), step.parts)])
        if any(part < 0 for part in step.parts):
            raise ValueError(f"{step.start}: a part of a whole cannot be negative")
    days = [step.start for step in ribbon.steps]
    if days != sorted(set(days)):
        raise ValueError("steps are not in the order of time")


def _heights(ribbon: Ribbon) -> list[Decimal]:
    """Return the greatest heights that the drawing must hold."""
    sums = [sum(map(Decimal, step.parts), Decimal(0)) for step in ribbon.steps]
    return [*sums, *(Decimal(step.aim) for step in ribbon.steps if step.aim is not None)]


def _spans(ribbon: Ribbon) -> list[tuple[dt.date, dt.date, Step, bool]]:
    """Return the pieces to draw: first day, day after the last, step, and whether it is to come."""
    found = []
    for rank, step in enumerate(ribbon.steps):
        following = ribbon.steps[rank + 1].start if rank + 1 < len(ribbon.steps) else ribbon.last
        start, end = max(step.start, ribbon.first), min(following, ribbon.last)
        for first, last, planned in (
            (start, min(end, ribbon.today), False),
            (max(start, ribbon.today), end, True),
        ):
            if first < last:
                found.append((first, last, step, planned))
    return found


def _areas(ribbon: Ribbon, scale: Scale, box: Box, axis: TimeAxis) -> list[dict[str, Any]]:
    decimals = places([part for step in ribbon.steps for part in step.parts])
    found = []
    for first, last, step, planned in _spans(ribbon):
        base = Decimal(0)
        for rank, part in enumerate(step.parts):
            if not part:
                continue
            low = scale.position(base, box.top, box.bottom)
            base += Decimal(part)
            high = scale.position(base, box.top, box.bottom)
            left, right = axis.position(first), axis.position(last)
            value = written(part, decimals, ribbon.unit)
            found.append(
                {
                    "x": coordinate(left),
                    "y": coordinate(high),
                    "width": coordinate(max(right - left, 0.5)),
                    "height": coordinate(low - high),
                    "colour": looks.colour(rank),
                    "hatch": str(rank) if looks.hatch(rank) else "",
                    "planned": planned,
                    "tip": f"{ribbon.bands[rank]}\u00a0: {value} à partir du "
                    f"{long_date(step.start)}",
                }
            )
    return found


def _aims(ribbon: Ribbon, scale: Scale, box: Box, axis: TimeAxis) -> list[dict[str, Any]]:
    """Return the line of the whole aimed at, in two pieces: until today, and after it."""
    paths = {False: "", True: ""}
    reached: dict[bool, dt.date | None] = {False: None, True: None}
    for first, last, step, planned in _spans(ribbon):
        if step.aim is None:
            continue
        height = coordinate(scale.position(Decimal(step.aim), box.top, box.bottom))
        joins = reached[planned] == first
        start = f"L{coordinate(axis.position(first))} {height}"
        paths[planned] += f"{start if joins else 'M' + start[1:]}"
        paths[planned] += f"L{coordinate(axis.position(last))} {height}"
        reached[planned] = last
    return [{"path": path, "planned": planned} for planned, path in paths.items() if path]


def _legend(ribbon: Ribbon, width: int) -> list[dict[str, Any]]:
    """Place the line, then the bands that are somewhere, in words."""
    bands = [
        rank for rank in range(len(ribbon.bands)) if any(step.parts[rank] for step in ribbon.steps)
    ]
    names = ([ribbon.aim] if ribbon.aim else []) + [ribbon.bands[rank] for rank in bands]
    ranks: list[int | None] = ([None] if ribbon.aim else []) + [*bands]
    entries = legend_of([Series(name, []) for name in names or [""]], width)
    for rank, entry in zip(ranks or [None], entries, strict=True):
        entry["is_line"] = rank is None and bool(ribbon.aim)
        entry["is_band"] = rank is not None
        entry["line_end"] = coordinate(float(entry["x"]) + 14)
        entry["colour"] = looks.colour(rank or 0)
        entry["hatch"] = str(rank) if rank and looks.hatch(rank) else ""
        entry["bottom"] = float(entry["y"]) + LEGEND_LINE / 2
    return entries


def _frame(ribbon: Ribbon, scale: Scale, box: Box, axis: TimeAxis, width: int) -> dict[str, Any]:
    named = f"{ribbon.title}{ribbon.bands}{ribbon.steps}{width}"
    return {
        "title": ribbon.title,
        "description": " ".join(filter(None, [ribbon.description, _in_words(ribbon)])),
        "unit": ribbon.unit,
        "unit_y": coordinate(box.top - 14),
        "width": str(width),
        "height": coordinate(box.bottom + 30),
        "size": str(TEXT),
        "left": coordinate(box.left),
        "right": coordinate(box.right),
        "top": coordinate(box.top),
        "bottom": coordinate(box.bottom),
        "ticks": value_ticks(scale, box),
        "days": [
            {"text": text, "x": coordinate(axis.position(day))}
            for day, text in time_ticks(axis, TEXT)
        ],
        "day_y": coordinate(box.bottom + 19),
        "tick_end": coordinate(box.bottom + 5),
        "now": _now(ribbon, box, axis),
        "marker": _marker(ribbon, box, axis),
        "first": ribbon.first.isoformat(),
        "last": ribbon.last.isoformat(),
        # Two ribbons of one page must not share the names of their hatchings.
        "key": hashlib.sha256(named.encode()).hexdigest()[:10],
    }


def _now(ribbon: Ribbon, box: Box, axis: TimeAxis) -> dict[str, str] | None:
    if not axis.holds(ribbon.today):
        return None
    x = axis.position(ribbon.today)
    half = _half()
    return {
        "text": _TODAY,
        "x": coordinate(x),
        "text_x": coordinate(min(max(x, box.left + half), box.right - half)),
        # Above the label of the marker, which no line then crosses.
        "y": coordinate(box.top - 21),
        "top": coordinate(box.top - 2),
    }


def _marker(ribbon: Ribbon, box: Box, axis: TimeAxis) -> dict[str, str] | None:
    """Return the marker around x = 0, and how far to move it; its text keeps inside the drawing."""
    if ribbon.on is None:
        return None
    shown = axis.holds(ribbon.on)
    x = axis.position(ribbon.on) if shown else box.left
    half = _half()
    return {
        "shown": "inline" if shown else "none",
        "text": long_date(ribbon.on).replace("1er", RAISED_FIRST),
        "x": coordinate(x),
        "text_x": coordinate(min(max(x, box.left + half), box.right - half)),
        "least": coordinate(box.left + half),
        "most": coordinate(box.right - half),
        "y": coordinate(box.top - 5),
        "top": coordinate(box.top - 2),
    }


def _half() -> float:
    """Return the room on each side of a label: both keep to it, so that one stands on the other."""
    return text_width(long_date(dt.date(2026, 9, 30)), TEXT) / 2


def _in_words(ribbon: Ribbon) -> str:
    """Return what the ribbon says of its day, or of its last one, for those who do not see it."""
    day = ribbon.on if ribbon.on is not None else min(ribbon.today, ribbon.last)
    step = next((step for step in reversed(ribbon.steps) if step.start <= day), None)
    if step is None:
        return f"Le {long_date(day)}\u00a0: rien encore."
    decimals = places([*step.parts, *([] if step.aim is None else [step.aim])])
    said = [
        f"{name} {written(part, decimals, ribbon.unit)}"
        for name, part in zip(ribbon.bands, step.parts, strict=True)
        if part
    ]
    if step.aim is not None and ribbon.aim:
        said.insert(0, f"{ribbon.aim} {written(step.aim, decimals, ribbon.unit)}")
    return f"Le {long_date(day)}\u00a0: {', '.join(said) or 'rien'}."
