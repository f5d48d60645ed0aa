"""What an antenna may not pass, and what waives it."""

import pytest

from sites.rules.antennas import (
    Excess,
    Standing,
    hours_excess,
    read_hours,
    read_travel,
    travel_excess,
    waiver_on,
)
from tests.sites.rules.slots import day, slot, waiver

FIVE_MORNINGS = [slot(8, 12, weekday) for weekday in range(1, 6)]  # 20 hours
ONE_MORE = slot("12:00", "12:01", 5)
TODAY = day("2026-03-02")


@pytest.mark.parametrize(
    ("slots", "waivers", "standing"),
    [
        pytest.param([], [], Standing.WITHIN, id="no hours"),
        pytest.param(FIVE_MORNINGS, [], Standing.WITHIN, id="20 hours are allowed"),
        pytest.param([*FIVE_MORNINGS, ONE_MORE], [], Standing.BEYOND, id="one minute more"),
        pytest.param([*FIVE_MORNINGS, ONE_MORE], [waiver()], Standing.WAIVED, id="waived"),
        pytest.param(
            [*FIVE_MORNINGS, ONE_MORE], [waiver("travel")], Standing.BEYOND, id="other waiver"
        ),
        pytest.param(
            [*FIVE_MORNINGS, ONE_MORE],
            [waiver(end="2026-03-01")],
            Standing.BEYOND,
            id="waiver that ended the day before",
        ),
        pytest.param(
            [*FIVE_MORNINGS, slot(8, 12, 1, "reception")], [], Standing.WITHIN, id="shared time"
        ),
    ],
)
def test_hours_beside_the_limit(slots, waivers, standing):
    assert read_hours(slots, waivers, TODAY).standing is standing


@pytest.mark.parametrize(
    ("minutes", "standing"),
    [(None, Standing.UNKNOWN), (0, Standing.WITHIN), (30, Standing.WITHIN), (31, Standing.BEYOND)],
)
def test_travel_beside_the_limit(minutes, standing):
    assert read_travel(minutes, [waiver("hours")], TODAY).standing is standing


def test_last_waiver_decided_is_the_one_told():
    older, newer = waiver(decided_on="2025-01-01"), waiver(decided_on="2026-01-01")
    assert waiver_on([newer, older], "hours", TODAY) is newer


def test_excess_to_come_is_found_on_its_first_day():
    to_come = slot(14, 15, start="2026-09-01")
    assert hours_excess([*FIVE_MORNINGS, to_come], [], TODAY) == Excess(day("2026-09-01"), 21 * 60)


def test_excess_is_found_the_day_after_its_waiver_ends():
    slots = [*FIVE_MORNINGS, slot(14, 15)]
    assert hours_excess(slots, [waiver(end="2026-06-30")], TODAY) == Excess(
        day("2026-07-01"), 21 * 60
    )
    assert travel_excess(35, [waiver("travel", end="2026-06-30")], TODAY) == Excess(
        day("2026-07-01"), 35
    )


def test_excess_that_is_over_is_no_longer_told():
    over = slot(14, 15, end="2026-03-01")
    assert hours_excess([*FIVE_MORNINGS, over], [], TODAY) is None
    assert hours_excess([*FIVE_MORNINGS, over], [], day("2026-03-01")) is not None


def test_travel_that_nobody_measured_passes_no_limit():
    assert travel_excess(None, [], TODAY) is None
