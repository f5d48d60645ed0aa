"""Weeks as ISO 8601 numbers them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules.weeks import NotAWeek, Week, read_week

days = st.dates(dt.date(2000, 1, 3), dt.date(2199, 12, 22))


@given(days)
def test_week_of_a_day_holds_it_and_is_read_again_from_its_name(day):
    week = Week.of(day)
    assert day in week.days
    assert [one.isoweekday() for one in week.days] == [1, 2, 3, 4, 5, 6, 7]
    assert read_week(str(week)) == week


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2026, 6, 1), "2026-W23"),
        (dt.date(2027, 1, 3), "2026-W53"),
        (dt.date(2024, 12, 30), "2025-W01"),
    ],
)
def test_week_is_of_the_year_of_its_thursday(day, name):
    assert str(Week.of(day)) == name


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-W00", "2025-W53", "2026-w23", "1999-W52", "2200-W01", "٢٠٢٦-W23"]
)
def test_text_that_names_no_week_is_refused(text):
    with pytest.raises(NotAWeek):
        read_week(text)


def test_weeks_follow_each_other_until_the_years_of_activity_end():
    week = read_week("2026-W53")
    assert str(week.moved(1)) == "2027-W01"
    assert week.moved(1).moved(-1) == week
    assert read_week("2199-W52").moved(1) is None
    assert read_week("2000-W01").moved(-1) is None
