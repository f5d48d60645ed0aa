"""Null is a gap, zero is a flat bar, and nothing runs over anything."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.charts import looks
from csipa.charts.geometry import Box, bars, points, shown_labels, spread, stacks, text_width
from csipa.charts.scale import scale_for

BOX = Box(left=50, top=10, right=450, bottom=210)
SCALE = scale_for([100])


@pytest.mark.parametrize(
    ("values", "pieces"),
    [
        pytest.param([0, 50, 100, 25], [[(100, 210), (200, 110), (300, 10), (400, 160)]], id="all"),
        pytest.param([0, None, 100, 25], [[(100, 210)], [(300, 10), (400, 160)]], id="a gap"),
        pytest.param([None, None, None, 25], [[(400, 160)]], id="one point"),
        pytest.param([None] * 4, [], id="nothing"),
    ],
)
def test_a_null_value_breaks_a_line(values, pieces):
    assert points(BOX, SCALE, values) == pieces


def test_a_null_value_has_no_bar_and_zero_has_a_flat_one():
    found = bars(BOX, SCALE, [[None, 0, 50, -0]])
    assert [(one.index, one.height) for one in found] == [(1, 0), (2, 100), (3, 0)]


def test_bars_of_one_label_stand_side_by_side():
    first, second = bars(BOX, SCALE, [[40], [60]])
    assert first.x + first.width == pytest.approx(second.x)
    assert second.x + second.width < BOX.right


def test_a_negative_bar_hangs_below_zero():
    scale = scale_for([-50, 50])
    down, up = bars(BOX, scale, [[-50, 50]])
    assert up.y + up.height == down.y
    assert down.height == up.height


def test_parts_of_a_whole_stand_on_one_another():
    found = stacks(BOX, SCALE, [[10, 20], [None, 30], [40, 50]])
    first = [one for one in found if one.index == 0]
    assert [(one.series, one.height) for one in first] == [(0, 20), (2, 80)]
    assert first[1].y + first[1].height == pytest.approx(first[0].y)
    assert first[0].y + first[0].height == BOX.bottom


def test_a_negative_part_is_refused():
    with pytest.raises(ValueError, match="-1"):
        stacks(BOX, SCALE, [[Decimal(-1)]])


@given(st.integers(1, 60), st.integers(40, 800))
def test_labels_never_touch(count, width):
    labels = [f"mois {rank}" for rank in range(count)]
    band = width / count
    shown = shown_labels(labels, band, 13)
    assert shown[0] == 0
    widest = max(text_width(label, 13) for label in labels)
    assert all((later - earlier) * band > widest for earlier, later in pairwise(shown))


@given(st.lists(st.floats(0, 200), max_size=9))
def test_names_at_the_end_of_lines_do_not_overlap(heights):
    placed = spread(heights, 16, 0, 200)
    ordered = sorted(placed)
    assert all(b - a > 15.99 for a, b in pairwise(ordered))
    assert all(-0.01 <= height <= 200.01 for height in placed)
    assert sorted(range(len(heights)), key=lambda rank: (heights[rank], placed[rank])) == sorted(
        range(len(heights)), key=lambda rank: placed[rank]
    )


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["#ffffff", "#f4f6f9", "#1a2029", "#12161d"])
@pytest.mark.parametrize("colour", looks.COLOURS)
def test_a_colour_is_seen_on_light_and_on_dark(colour, ground):
    lighter, darker = sorted([luminance(colour), luminance(ground)], reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


def test_thirty_series_are_told_apart_without_colour_and_with_it():
    seen = {(looks.colour(rank), looks.marker(rank, 0, 0)) for rank in range(30)}
    assert len(seen) == 30
