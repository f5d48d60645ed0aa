"""Weekly slots: their days, their length, what gets in their way."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.premises import (
    Opening,
    Slot,
    occurrences,
    outside,
    overlaps,
    slots_of,
    time_of,
    weekly_length,
)
from csipa.french.hours import said_length


def slot(weekday, start, end, room="", use=""):
    """Return a slot from its hours: `slot(2, 14, 18)` is Tuesday from 14 to 18."""
    times = [dt.time(int(hour), round(hour % 1 * 60)) for hour in (start, end)]
    return Slot(weekday=weekday, start=times[0], end=times[1], room=room, use=use)


HOURS = st.integers(0, 22)
SLOTS = st.lists(
    st.builds(
        lambda weekday, start, length: slot(weekday, start, min(start + length, 23)),
        st.integers(1, 7),
        HOURS,
        st.integers(1, 8),
    ),
    max_size=12,
)


def test_the_source_convention_falls_on_its_tuesdays():
    tuesdays = list(occurrences([slot(2, 14, 18)], dt.date(2026, 1, 26), dt.date(2026, 4, 28)))
    assert len(tuesdays) == 14
    assert (tuesdays[0].day, tuesdays[-1].day) == (dt.date(2026, 1, 27), dt.date(2026, 4, 28))


def test_public_holidays_are_told_and_not_skipped():
    mondays = list(occurrences([slot(1, 9, 12)], dt.date(2026, 3, 30), dt.date(2026, 4, 13)))
    assert [(one.day.day, one.holiday) for one in mondays] == [
        (30, False),
        (6, True),
        (13, False),
    ]


@given(SLOTS, st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)))
def test_any_week_holds_each_slot_once(slots, monday):
    found = list(occurrences(slots, monday, monday + dt.timedelta(6)))
    assert sorted(map(str, slots)) == sorted(str(one.slot) for one in found)
    assert all(one.day.isoweekday() == one.slot.weekday for one in found)
    assert all((a.day, a.slot.start) <= (b.day, b.slot.start) for a, b in pairwise(found))


def test_occurrences_stop_at_the_end_of_time_and_after_ten_years():
    last = list(occurrences([slot(5, 9, 12)], dt.date(9999, 12, 25), dt.date.max))
    assert [one.day.day for one in last] == [31]
    many = list(occurrences([slot(5, 9, 12)], dt.date(2026, 1, 1), dt.date.max))
    assert len(many) < 530


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (slot(2, 9, 12), slot(2, 12, 14), False),
        (slot(2, 9, 12), slot(2, 11.5, 14), True),
        (slot(2, 9, 12), slot(3, 9, 12), False),
        (slot(2, 9, 12, "A"), slot(2, 9, 12, "B"), False),
        (slot(2, 9, 12, "A"), slot(2, 10, 11, "A"), True),
        (slot(2, 9, 12), slot(2, 10, 11, "A"), True),
    ],
)
def test_slots_meet_when_they_share_a_room_and_a_minute(one, other, meet):
    assert overlaps([one, other]) == ([(one, other)] if meet else [])
    assert bool(overlaps([other, one])) == meet


@given(SLOTS)
def test_the_week_is_never_longer_than_its_slots_and_as_long_when_none_meet(slots):
    total = sum((one.length for one in slots), dt.timedelta())
    assert weekly_length(slots) <= total
    assert (weekly_length(slots) == total) == (not overlaps(slots))


def test_what_two_slots_share_counts_once():
    length = weekly_length([slot(2, 9, 12), slot(2, 11, 13), slot(2, 9.5, 10), slot(4, 8, 9.5)])
    assert said_length(length).replace("\u00a0", " ") == "5 h 30"
    assert said_length(dt.timedelta(hours=4)).replace("\u00a0", " ") == "4 h"


def test_a_slot_outside_the_opening_hours_is_told():
    morning = Opening(weekday=2, start=dt.time(9), end=dt.time(12))
    noon = Opening(weekday=2, start=dt.time(12), end=dt.time(14))
    inside, across = slot(2, 11, 13), slot(2, 13, 15)
    assert outside([inside, across, slot(3, 9, 10)], [noon, morning]) == [across, slot(3, 9, 10)]


def test_without_opening_hours_the_usual_day_is_the_measure():
    told = outside([slot(1, 8, 20), slot(1, 7.5, 9), slot(6, 9, 12), slot(7, 9, 12)], [])
    assert told == [slot(1, 7.5, 9), slot(7, 9, 12)]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("09:00", dt.time(9)),
        ("9h", dt.time(9)),
        ("9 h 30", dt.time(9, 30)),
        ("14:30:00", dt.time(14, 30)),
        ("24:00", None),
        ("midi", None),
        ("", None),
    ],
)
def test_hours_are_read_as_people_write_them(text, time):
    assert time_of(text) == time


def test_the_slots_of_a_file_are_read_and_those_that_make_no_sense_left():
    lines = [
        {"weekday": 2, "start": "09:00", "end": "12:30", "use": "consultation", "room": "Cabinet"},
        {"weekday": "Mardi", "start": "14h", "end": "18h"},
        {"weekday": 8, "start": "09:00", "end": "12:30"},
        {"weekday": 2, "start": "12:00", "end": "09:00"},
        {"weekday": None},
    ]
    assert slots_of({"slots": lines}) == [
        slot(2, 9, 12.5, "Cabinet", "consultation"),
        slot(2, 14, 18),
    ]
    assert slots_of(None) == slots_of({}) == []
    assert str(slot(2, 14, 18.5)).replace("\u00a0", " ") == "mardi de 14 h à 18 h 30"
