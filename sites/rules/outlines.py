"""Outlines of communes: fewer points to draw, by the method of Douglas and Peucker.

D. Douglas, T. Peucker, « Algorithms for the reduction of the number of points required to
represent a digitized line », The Canadian Cartographer 10, 1973.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]
# Degrees; about thirty metres, less than a line of a drawing of an agglomeration.
TOLERANCE = 0.0003
# A closed ring of three corners.
_LEAST = 4


def simplified_polygon(
    rings: Sequence[Sequence[Sequence[float]]], tolerance: float = TOLERANCE
) -> Polygon:
    """Return a polygon with the points that matter at `tolerance` (degrees), each ring closed."""
    return [simplified(ring, tolerance) for ring in rings]


def simplified(ring: Sequence[Sequence[float]], tolerance: float = TOLERANCE) -> Ring:
    """Return a closed ring of which no point left out is further than `tolerance` from the line.

    A ring too small to keep three corners keeps all its points.
    """
    points: Ring = [(float(point[0]), float(point[1])) for point in ring]
    if len(points) <= _LEAST:
        return points
    # A closed ring has no ends: it is cut at the point furthest from the first one.
    middle = max(range(len(points)), key=lambda rank: math.dist(points[0], points[rank]))
    kept = [*_line(points[: middle + 1], tolerance)[:-1], *_line(points[middle:], tolerance)]
    return kept if len(kept) >= _LEAST else points


def _line(points: Ring, tolerance: float) -> Ring:
    """Return the points of an open line that matter, its two ends first and last."""
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, rank = 0.0, first
        for between in range(first + 1, last):
            away = _distance(points[between], points[first], points[last])
            if away > far:
                far, rank = away, between
        if far > tolerance:
            keep[rank] = True
            spans += [(first, rank), (rank, last)]
    return [point for point, kept in zip(points, keep, strict=True) if kept]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return how far a point is from a segment."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    if length == 0:
        return math.dist(point, start)
    share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length
    share = min(1.0, max(0.0, share))
    return math.dist(point, (start[0] + share * along[0], start[1] + share * along[1]))
