"""Where things stand on a map: pure arithmetic, from degrees to the units of the drawing.

The projection is equirectangular, degrees of longitude shortened by the cosine of the mean
latitude: over a few tens of kilometres nothing is moved by more than the width of a line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csipa.charts.geometry import Box, text_width

Point = tuple[float, float]
"""Longitude and latitude, in degrees (WGS 84)."""


@dataclass(frozen=True)
class Projection:
    """From degrees to a drawing whose y goes downwards; `scale` is in units for a degree north."""

    longitude: float
    latitude: float
    squeeze: float
    scale: float
    left: float
    top: float

    def place(self, point: Point) -> tuple[float, float]:
        """Return where a point stands."""
        longitude, latitude = point
        x = self.left + (longitude - self.longitude) * self.squeeze * self.scale
        return x, self.top + (self.latitude - latitude) * self.scale


def fitted(points: Iterable[Point], box: Box) -> tuple[Projection, float]:
    """Return the projection that puts `points` between the sides of `box`, and how low it goes.

    The width is filled, unless the drawing would then pass the bottom of the box: it is made
    smaller and centred. Raises ValueError without any point.
    """
    known = list(points)
    if not known:
        raise ValueError("a map needs a point")
    west, east = min(x for x, _ in known), max(x for x, _ in known)
    south, north = min(y for _, y in known), max(y for _, y in known)
    squeeze = math.cos(math.radians((south + north) / 2))
    # A single point has no width: a hundredth of a degree, about a kilometre, stands for it.
    wide = max((east - west) * squeeze, 0.01)
    high = max(north - south, 0.005)
    scale = min((box.right - box.left) / wide, (box.bottom - box.top) / high)
    left = (box.left + box.right - (east - west) * squeeze * scale) / 2
    top = box.top
    return Projection(west, north, squeeze, scale, left, top), top + (north - south) * scale


def radius(weight: float, largest: float, most: float, least: float) -> float:
    """Return the radius of a circle whose area is proportional to `weight`, `most` for `largest`.

    Never under `least`, so that the smallest is still seen.
    """
    if weight <= 0 or largest <= 0:
        return least
    return max(least, most * math.sqrt(weight / largest))


def sector(x: float, y: float, size: float, share: float) -> str:
    """Return the path of the part of a circle that `share` (0 to 1) fills, clockwise from the top.

    Empty for nothing; a whole circle for everything.
    """
    if share <= 0:
        return ""
    if share >= 1:
        half = f"a{size:.1f} {size:.1f} 0 1 0"
        return f"M{x - size:.1f} {y:.1f}{half} {2 * size:.1f} 0{half} {-2 * size:.1f} 0z"
    angle = 2 * math.pi * share
    end_x, end_y = x + size * math.sin(angle), y - size * math.cos(angle)
    large = 1 if share > 0.5 else 0
    return (
        f"M{x:.1f} {y:.1f}V{y - size:.1f}A{size:.1f} {size:.1f} 0 {large} 1 "
        f"{end_x:.1f} {end_y:.1f}z"
    )


@dataclass(frozen=True)
class Circle:
    """A circle on the drawing, with the name that may be written beside it."""

    x: float
    y: float
    size: float
    name: str = ""


def names_that_fit(
    circles: Sequence[Circle], box: Box, size: float, *, most: int
) -> list[tuple[int, float, float, str]]:
    """Choose which names to write, the first circles first: none touches another, nor a circle.

    A name stands right of its circle, or else left, above, below, or at one of its corners. Returns
    the rank of the circle, where the text stands (the middle of its height), and its anchor
    (« start », « middle » or « end »).
    """
    taken: list[tuple[float, float, float, float]] = []
    written = []
    for rank, one in enumerate(circles):
        if len(written) == most:
            break
        width = text_width(one.name, size)
        for anchor, x, y in _places_of(one, size):
            left = x - width * _BEFORE[anchor]
            frame = (left, y - size * 0.6, left + width, y + size * 0.5)
            if left < box.left or left + width > box.right:
                continue
            if any(_meet(frame, other) for other in taken):
                continue
            if any(_covers(frame, other) for other in circles if other is not one):
                continue
            taken.append(frame)
            written.append((rank, x, y, anchor))
            break
    return written


# How much of the width of a text stands before its anchor.
_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}


def _places_of(one: Circle, size: float) -> list[tuple[str, float, float]]:
    """Return where a name may stand, the best place first."""
    above, below = one.y - one.size - size * 0.6, one.y + one.size + size * 0.7
    # A corner of the circle: as near as the side of a square drawn in it.
    corner = one.size * math.sqrt(0.5)
    east, west = one.x + corner + 3, one.x - corner - 3
    high, low = one.y - corner - size * 0.3, one.y + corner + size * 0.4
    return [
        ("start", one.x + one.size + 3, one.y),
        ("end", one.x - one.size - 3, one.y),
        ("middle", one.x, above),
        ("middle", one.x, below),
        ("start", east, high),
        ("start", east, low),
        ("end", west, high),
        ("end", west, low),
        ("start", one.x - corner, above),
        ("end", one.x + corner, above),
        ("start", one.x - corner, below),
        ("end", one.x + corner, below),
        ("start", one.x, above),
        ("end", one.x, above),
        ("start", one.x, below),
        ("end", one.x, below),
    ]


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _covers(frame: tuple[float, ...], circle: Circle) -> bool:
    x = min(max(circle.x, frame[0]), frame[2])
    y = min(max(circle.y, frame[1]), frame[3])
    return math.hypot(circle.x - x, circle.y - y) < circle.size
