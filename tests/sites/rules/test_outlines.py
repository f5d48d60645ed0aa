"""An outline is drawn with fewer points, none of them far from the true one."""

import math

from hypothesis import given
from hypothesis import strategies as st

from sites.rules.outlines import simplified, simplified_polygon


def circle(count):
    points = [
        [2 + math.cos(2 * math.pi * rank / count), 50 + math.sin(2 * math.pi * rank / count)]
        for rank in range(count)
    ]
    return [*points, points[0]]


def test_points_on_a_line_are_dropped():
    ring = [[0, 0], [1, 0], [2, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    assert simplified(ring, 0.01) == [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]


def test_finer_drawing_keeps_more_points():
    assert len(simplified(circle(500), 0.1)) < len(simplified(circle(500), 0.001)) < 501


def test_tiny_ring_keeps_its_corners():
    ring = [[0, 0], [1e-6, 0], [1e-6, 1e-6], [0, 1e-6], [0, 0]]
    assert len(simplified(ring, 1)) == 5


@given(st.integers(3, 200), st.floats(1e-5, 0.5))
def test_ring_stays_closed_with_three_corners(count, tolerance):
    (ring,) = simplified_polygon([circle(count)], tolerance)
    assert ring[0] == ring[-1]
    assert len(ring) >= 4
    assert set(ring) <= {tuple(point) for point in circle(count)}
