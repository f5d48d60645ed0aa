"""The axis of values is round, holds every value, and zero."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.charts.scale import MAX_INTERVALS, scale_for


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        pytest.param([7], "0 2 4 6 8", id="whole numbers refuse one and a half"),
        pytest.param([470], "0 100 200 300 400 500", id="hundreds"),
        pytest.param([680], "0 150 300 450 600 750", id="one and a half"),
        pytest.param([1230], "0 250 500 750 1000 1250", id="two and a half"),
        pytest.param([14], "0 3 6 9 12 15", id="three"),
        pytest.param([18], "0 4 8 12 16 20", id="four"),
        pytest.param([41000], "0 10000 20000 30000 40000 50000", id="ten thousands"),
        pytest.param([3], "0 1 2 3", id="few"),
        pytest.param([0, 0], "0 1", id="zeros only"),
        pytest.param([-3, 12], "-3 0 3 6 9 12", id="both signs"),
        pytest.param([-4], "-4 -3 -2 -1 0", id="negative only"),
        pytest.param([Decimal("4.5")], "0 1 2 3 4 5", id="full-time equivalents"),
        pytest.param([Decimal("0.7")], "0 0.15 0.30 0.45 0.60 0.75", id="below one"),
    ],
)
def test_the_marks_are_round(values, ticks):
    assert scale_for(values).ticks == [Decimal(tick) for tick in ticks.split()]


@given(st.lists(st.decimals(-(10**7), 10**7, places=2), min_size=1, max_size=12))
def test_every_value_is_on_an_axis_of_few_marks(values):
    scale = scale_for(values)
    assert scale.low <= min(*values, 0)
    assert scale.high >= max(*values, 0)
    assert 0 in scale.ticks
    assert len(scale.ticks) <= MAX_INTERVALS + 1
    # At least a third of the axis is used.
    assert max(map(abs, values)) * 3 >= max(scale.high, -scale.low) or not any(values)


@given(st.integers(1, 10**9))
def test_marks_of_whole_numbers_are_whole(value):
    assert all(tick == int(tick) for tick in scale_for([value]).ticks)


def test_a_value_is_as_high_as_its_share_of_the_axis():
    scale = scale_for([100])
    assert scale.position(Decimal(0), 10, 210) == 210
    assert scale.position(Decimal(25), 10, 210) == 160
    assert scale.position(Decimal(100), 10, 210) == 10
