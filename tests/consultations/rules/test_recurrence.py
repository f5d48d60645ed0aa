"""The days of a series."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules.recurrence import LONGEST, MOST_DAYS, WrongSeries, weekly_days

MONDAY = dt.date(2026, 1, 26)
LAST = dt.date(2026, 4, 28)


def test_a_year_of_one_weekday_is_the_longest():
    assert len(weekly_days(MONDAY, MONDAY + dt.timedelta(days=LONGEST), weekdays=[1])) == 53


def test_every_tuesday_of_a_convention_is_there_to_its_last_day():
    days = weekly_days(MONDAY, LAST, weekdays=[2])
    assert days[0] == dt.date(2026, 1, 27)
    assert days[-1] == LAST
    assert len(days) == 14


def test_days_are_skipped_and_weeks_too():
    easter = dt.date(2026, 4, 6)
    every = weekly_days(MONDAY, LAST, weekdays=[1, 4], skipping=[easter])
    assert easter not in every
    other = weekly_days(MONDAY, LAST, weekdays=[1], every=2)
    assert {(b - a).days for a, b in pairwise(other)} == {14}


def test_weeks_are_counted_from_the_one_of_the_first_day():
    thursday = dt.date(2026, 6, 4)
    days = weekly_days(thursday, dt.date(2026, 6, 18), weekdays=[1, 4], every=2)
    assert days == [thursday, dt.date(2026, 6, 15), dt.date(2026, 6, 18)]


@pytest.mark.parametrize(
    ("first", "last", "weekdays", "every"),
    [
        pytest.param(LAST, MONDAY, [1], 1, id="reversed"),
        pytest.param(MONDAY, MONDAY.replace(year=2036), [1], 1, id="ten years"),
        pytest.param(MONDAY, MONDAY + dt.timedelta(days=LONGEST + 1), [1], 1, id="a day more"),
        pytest.param(MONDAY, MONDAY + dt.timedelta(days=LONGEST), range(1, 8), 1, id="too many"),
        pytest.param(MONDAY, LAST, [], 1, id="no weekday"),
        pytest.param(MONDAY, LAST, [8], 1, id="no such weekday"),
        pytest.param(MONDAY, LAST, [1], 0, id="no week"),
        pytest.param(MONDAY, MONDAY, [3], 1, id="no such day within"),
    ],
)
def test_what_makes_no_series_is_refused_in_a_sentence(first, last, weekdays, every):
    with pytest.raises(WrongSeries, match=r"\.$"):
        weekly_days(first, last, weekdays=weekdays, every=every)


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    st.integers(7, MOST_DAYS - 1),
    st.sets(st.integers(1, 7), min_size=1),
)
def test_a_series_holds_all_its_weekdays_and_no_other(first, length, weekdays):
    days = weekly_days(first, first + dt.timedelta(days=length), weekdays=weekdays)
    assert {day.isoweekday() for day in days} == weekdays
    assert days == sorted(set(days))
    assert len(days) >= (length + 1) // 7 * len(weekdays)
