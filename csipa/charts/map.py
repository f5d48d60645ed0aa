"""A map of points drawn by us: size for a quantity, colour and filling for a class.

Classes are steps of one colour, ever further from the ground; how much of the circle is filled
tells them apart too, so that nothing rests on colour alone; the legend says each in words. On a
page every point leads to its row of the table; on paper the drawing is one image with its
description.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from csipa.charts import looks
from csipa.charts.frame import TEXT, coordinate
from csipa.charts.geometry import Box, text_width
from csipa.charts.map_geometry import (
    Circle,
    Point,
    Projection,
    fitted,
    names_that_fit,
    radius,
    sector,
)

MOST_CLASSES = 5
_LINE = 22


@dataclass(frozen=True)
class Place:
    """A point of the map; `tip` is what it says, in full. `rank` is its class, None if unknown."""

    name: str
    point: Point
    weight: int | None
    rank: int | None
    tip: str
    address: str = ""


@dataclass(frozen=True)
class Landmark:
    """A place marked over the others; `tip` says what it is."""

    point: Point
    tip: str


@dataclass(frozen=True)
class MapLegend:
    """What a map says in words: what classes mean, from the lowest, and what sizes mean.

    `sizes` are weights with their words; `marks` is what landmarks are, empty without any.
    """

    classes: Sequence[str]
    sizes: Sequence[tuple[int, str]] = ()
    size: str = ""
    unknown: str = "non renseigné"
    marks: str = ""


@dataclass(frozen=True)
class MapSize:
    """How wide the drawing is, how high at most, and the radius of the largest circle."""

    width: int = 960
    height: int = 720
    largest: float = 26
    least: float = 4.5
    names: int = 24


NARROW = MapSize(width=360, height=420, largest=15, least=3.5, names=7)


def point_map(
    *,
    title: str,
    places: Sequence[Place],
    legend: MapLegend,
    outlines: Sequence[Sequence[Sequence[Point]]] = (),
    landmarks: Sequence[Landmark] = (),
    description: str = "",
    size: MapSize = MapSize(),
    is_print: bool = False,
    is_still: bool = False,
) -> SafeString:
    """Return a map as SVG. `outlines` are polygons, each a list of rings of points.

    `is_print` gives one image without links, in the colours of paper, `is_still` one in those of
    the page. Without any place: a sentence. Raises ValueError for more than five classes, or a rank
    that is none of them.
    """
    count = len(legend.classes)
    if count > MOST_CLASSES:
        raise ValueError(f"{count} classes: {MOST_CLASSES} at most can be told apart")
    if any(one.rank is not None and not 0 <= one.rank < count for one in places):
        raise ValueError("a place is in a class that the legend does not have")
    if not places:
        return SafeString(render_to_string("csipa/charts/_empty.html", {"title": title}))
    edge = size.largest + 6
    box = Box(edge, edge, size.width - edge, size.height - edge)
    corners = [point for polygon in outlines for ring in polygon for point in ring]
    projection, bottom = fitted([*(one.point for one in places), *corners], box)
    heaviest = max((one.weight or 0 for one in places), default=0)
    ordered = sorted(places, key=lambda one: (-(one.weight or 0), one.name))
    circles = [_circle(one, projection, heaviest, size) for one in ordered]
    words = _legend(legend, heaviest, size, bottom + edge + 6, is_print=is_print)
    named = names_that_fit(circles, Box(2, 0, size.width - 2, size.height), TEXT, most=size.names)
    context = {
        "title": title,
        "description": description,
        "width": str(size.width),
        "height": coordinate(words["bottom"]),
        "size": str(TEXT),
        "is_image": is_print or is_still,
        # A landmark is seen over a full circle: the paper shows around it.
        "paper": looks.PAPER if is_print else looks.either(looks.PAPER, looks.DARK_PAPER),
        "outlines": [_outline(polygon, projection) for polygon in outlines],
        "places": [
            _drawn(one, circle, count, is_print=is_print)
            for one, circle in zip(ordered, circles, strict=True)
        ],
        "names": [
            {"text": circles[rank].name, "x": coordinate(x), "y": coordinate(y), "anchor": anchor}
            for rank, x, y, anchor in named
        ],
        "landmarks": [
            {"path": _cross(*projection.place(one.point)), "tip": one.tip} for one in landmarks
        ],
        "legend": words,
        "key": hashlib.sha256(f"{title}{size}{len(places)}".encode()).hexdigest()[:10],
    }
    return SafeString(render_to_string("csipa/charts/map.svg", context).strip())


def class_look(rank: int | None, count: int, *, is_print: bool = False) -> tuple[str, float]:
    """Return the colour of a class and the share of its circle that is filled.

    Of several classes the lowest is empty and the highest full; a class alone is full. What is
    unknown has no colour of its own. Paper is white: a page has a colour for each scheme.
    """
    if rank is None:
        return "currentColor", 0
    share = rank / (count - 1) if count > 1 else 1
    return looks.step(share, is_print=is_print), share


def _circle(one: Place, projection: Projection, heaviest: int, size: MapSize) -> Circle:
    x, y = projection.place(one.point)
    return Circle(x, y, radius(one.weight or 0, heaviest, size.largest, size.least), one.name)


def _drawn(one: Place, circle: Circle, count: int, *, is_print: bool) -> dict[str, Any]:
    disc = _disc(circle, one.rank, count, is_print=is_print)
    return {**disc, "tip": one.tip, "address": one.address}


def _disc(circle: Circle, rank: int | None, count: int, *, is_print: bool) -> dict[str, Any]:
    colour, share = class_look(rank, count, is_print=is_print)
    return {
        "x": coordinate(circle.x),
        "y": coordinate(circle.y),
        "radius": coordinate(circle.size),
        "colour": colour,
        "filled": sector(circle.x, circle.y, circle.size, share),
        "unknown": rank is None,
    }


def _outline(polygon: Sequence[Sequence[Point]], projection: Projection) -> str:
    rings = []
    for ring in polygon:
        placed = (projection.place(point) for point in ring)
        rings.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed) + "z")
    return "".join(rings)


def _cross(x: float, y: float) -> str:
    """Return the outline of a cross over a point, as pharmacies and care centres have."""
    return f"M{x - 2:.1f} {y - 6:.1f}h4v4h4v4h-4v4h-4v-4h-4v-4h4z"


def _legend(
    legend: MapLegend, heaviest: int, size: MapSize, top: float, *, is_print: bool
) -> dict[str, Any]:
    """Place the words under the map, in lines that the width allows."""
    count, x, y = len(legend.classes), 0.0, top
    classes: list[dict[str, Any]] = []
    entries: list[tuple[str, int | None]] = [
        *((words, rank) for rank, words in enumerate(legend.classes)),
        *([(legend.unknown, None)] if legend.unknown else []),
    ]
    for words, rank in entries:
        room = 24 + text_width(words, TEXT) + 20
        if x and x + room > size.width:
            x, y = 0.0, y + _LINE
        disc = _disc(Circle(x + 9, y, 7), rank, count, is_print=is_print)
        classes.append(
            {**disc, "text": words, "text_x": coordinate(x + 22), "text_y": coordinate(y)}
        )
        x += room
    marks = None
    if legend.marks:
        room = 24 + text_width(legend.marks, TEXT)
        if x and x + room > size.width:
            x, y = 0.0, y + _LINE
        marks = {
            "path": _cross(x + 9, y),
            "text": legend.marks,
            "x": coordinate(x + 22),
            "y": coordinate(y),
        }
    sizes, y = _sizes(legend, heaviest, size, y)
    return {"classes": classes, "marks": marks, "sizes": sizes, "bottom": y + 14}


def _sizes(
    legend: MapLegend, heaviest: int, size: MapSize, above: float
) -> tuple[dict[str, Any] | None, float]:
    """Draw a circle for each weight that the legend names, and how low that goes."""
    if not legend.sizes:
        return None, above
    y = above + _LINE
    words_y, x = y, 0.0
    circles = []
    y += _LINE / 2 + size.largest
    for weight, words in legend.sizes:
        here = radius(weight, heaviest, size.largest, size.least)
        room = 2 * here + 8 + text_width(words, TEXT) + 20
        if x and x + room > size.width:
            x, y = 0.0, y + 2 * size.largest
        circles.append(
            {
                "x": coordinate(x + here + 1),
                "y": coordinate(y),
                "radius": coordinate(here),
                "text": words,
                "text_x": coordinate(x + 2 * here + 8),
            }
        )
        x += room
    return {"text": legend.size, "y": coordinate(words_y), "circles": circles}, y + size.largest
