"""When periods and hours meet."""

import datetime as dt
from types import SimpleNamespace

import pytest

from sites.rules.periods import hours_overlap, periods_overlap


def period(start, end):
    return SimpleNamespace(
        start=start and dt.date.fromisoformat(start), end=end and dt.date.fromisoformat(end)
    )


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        pytest.param((None, None), (None, None), True, id="both without end"),
        pytest.param((None, "2026-01-31"), ("2026-02-01", None), False, id="next day"),
        pytest.param(
            (None, "2026-02-01"), ("2026-02-01", None), True, id="same last and first day"
        ),
        pytest.param(("2026-01-01", "2026-12-31"), ("2026-03-01", "2026-03-02"), True, id="inside"),
        pytest.param(("2026-04-01", None), ("2026-03-01", "2026-03-31"), False, id="before"),
    ],
)
def test_periods_share_a_day_or_not_in_both_directions(one, other, meet):
    assert periods_overlap(period(*one), period(*other)) is meet
    assert periods_overlap(period(*other), period(*one)) is meet


def slot(opens=9, closes=12, weekday=2, activity="medical", start=None, end=None):
    return SimpleNamespace(
        weekday=weekday,
        activity=activity,
        opens_at=dt.time(opens),
        closes_at=dt.time(closes),
        start=start,
        end=end,
    )


@pytest.mark.parametrize(
    ("other", "meet"),
    [
        pytest.param(slot(), True, id="the same"),
        pytest.param(slot(11, 14), True, id="one hour in common"),
        pytest.param(slot(12, 14), False, id="end to end"),
        pytest.param(slot(weekday=3), False, id="another day"),
        pytest.param(slot(activity="nursing"), False, id="another activity"),
        pytest.param(slot(start=dt.date(2027, 1, 1)), True, id="one without end"),
    ],
)
def test_hours_double_each_other_or_not(other, meet):
    assert hours_overlap(slot(), other) is meet


def test_hours_of_two_seasons_do_not_double_each_other():
    summer = slot(start=dt.date(2026, 6, 1), end=dt.date(2026, 8, 31))
    assert not hours_overlap(summer, slot(start=dt.date(2026, 9, 1)))
