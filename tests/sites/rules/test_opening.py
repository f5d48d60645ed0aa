"""Hours open in a week, openings on a day, days open in a period."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.french.dates import public_holidays
from sites.rules.opening import (
    Calendar,
    Span,
    activities,
    change_days,
    days_between,
    merged,
    week_of,
    weekly_minutes,
)
from tests.sites.rules.slots import closure, day, slot, time

NURSING = [slot("7:30", "20", weekday, "nursing") for weekday in range(1, 8)]
MEDICAL = [slot("8", "18:30", weekday) for weekday in range(1, 5)]
TUESDAY, THURSDAY = 2, 4
WEEK = (day("2026-07-13"), day("2026-07-19"))


@pytest.mark.parametrize(
    ("slots", "activity", "hours"),
    [
        pytest.param(NURSING, "", 87.5, id="nursing every day"),
        pytest.param(MEDICAL, "", 42, id="medical four days"),
        pytest.param([*NURSING, *MEDICAL], "", 87.5, id="medical is within the hours of nursing"),
        pytest.param([*NURSING, *MEDICAL], "medical", 42, id="each activity has its own"),
        pytest.param([*NURSING, *MEDICAL], "midwifery", 0, id="activity without hours"),
        pytest.param([], "", 0, id="no hours"),
    ],
)
def test_hours_a_week_count_shared_time_once(slots, activity, hours):
    assert weekly_minutes(slots, day("2021-12-14"), activity) == hours * 60


def test_slots_count_from_their_first_to_their_last_day():
    slots = [slot(9, 12, end="2026-03-31"), slot(9, 13, start="2026-04-01")]
    assert [weekly_minutes(slots, day(on)) for on in ("2026-03-31", "2026-04-01")] == [180, 240]
    assert change_days(slots) == [day("2026-04-01")]


def test_a_slot_without_end_of_time_changes_nothing_after_it():
    assert change_days([slot(9, 12, start="2026-01-01", end="9999-12-31")]) == [day("2026-01-01")]


def test_spans_that_touch_or_meet_become_one():
    spans = [Span(time(14), time(18)), Span(time(9), time(12)), Span(time(11), time("12:30"))]
    assert merged([*spans, Span(time(18), time(19))]) == [
        Span(time(9), time("12:30")),
        Span(time(14), time(19)),
    ]


def test_activities_come_once_and_only_those_in_force():
    slots = [*MEDICAL, *NURSING, slot(9, 12, activity="midwifery", end="2025-01-01")]
    assert activities(slots, day("2026-01-01")) == ["medical", "nursing"]


at = dt.datetime.fromisoformat
moments = st.integers(0, 24 * 60 - 1).map(lambda minute: dt.time(minute // 60, minute % 60))


@st.composite
def any_slot(draw):
    opens, closes = sorted(draw(st.lists(moments, min_size=2, max_size=2, unique=True)))
    first = draw(st.none() | st.dates(dt.date(2026, 7, 6), dt.date(2026, 7, 20)))
    return slot(
        f"{opens:%H:%M}",
        f"{closes:%H:%M}",
        draw(st.integers(1, 7)),
        draw(st.sampled_from(["medical", "nursing"])),
        first and str(first),
    )


@given(st.lists(any_slot(), max_size=8), st.sampled_from(["", "medical"]))
def test_hours_a_week_are_those_of_a_count_minute_by_minute(slots, activity):
    on = dt.date(2026, 7, 12)
    open_minutes = {
        (one.weekday, minute)
        for one in slots
        if activity in ("", one.activity) and (one.start is None or one.start <= on)
        for minute in range(
            one.opens_at.hour * 60 + one.opens_at.minute,
            one.closes_at.hour * 60 + one.closes_at.minute,
        )
    }
    assert weekly_minutes(slots, on, activity) == len(open_minutes)
    week = week_of(slots, on, activity)
    assert sum(span.minutes for spans in week.values() for span in spans) == len(open_minutes)


@given(
    st.lists(any_slot(), max_size=6),
    st.datetimes(at("2026-07-06"), at("2026-07-20")),
)
def test_place_is_open_when_a_slot_of_the_day_holds_the_minute(slots, moment):
    closures = [closure("2026-07-16", "2026-07-17", "nursing"), closure("2026-07-18", "2026-07-18")]
    calendar = Calendar(slots=slots, closures=closures)
    on = moment.date()
    of_all_week = {
        activity
        for activity in ("medical", "nursing")
        if {s.weekday for s in slots if s.activity == activity and (s.start or on) <= on}
        == set(range(1, 8))
    }
    expected = any(
        one.weekday == on.isoweekday()
        and (one.start is None or one.start <= on)
        and one.opens_at <= moment.time() < one.closes_at
        and not any(c.start <= on <= c.end and c.activity in ("", one.activity) for c in closures)
        and (on not in public_holidays(on.year) or one.activity in of_all_week)
        for one in slots
    )
    assert calendar.is_open(moment) is expected


@given(
    st.lists(any_slot(), max_size=4),
    st.datetimes(at("2026-07-06"), at("2026-07-12")),
)
def test_nothing_opens_before_the_next_opening(slots, moment):
    calendar = Calendar(slots=slots)
    found = calendar.next_opening(moment)
    openings = [
        dt.datetime.combine(on, span.opens_at)
        for on in days_between(moment.date(), dt.date(2026, 8, 10))
        for span in calendar.spans_on(on)
    ]
    later = [one for one in openings if one >= moment]
    assert found == (min(later) if later else None)


def test_antenna_of_tuesdays_and_thursdays_has_one_day_in_the_week_of_the_14_of_july():
    calendar = Calendar(slots=[slot(9, 12, TUESDAY), slot(14, 18, THURSDAY)])
    assert calendar.open_days(*WEEK) == [day("2026-07-16")]


def test_who_opens_seven_days_out_of_seven_opens_on_public_holidays():
    calendar = Calendar(slots=[*NURSING, slot(9, 12, TUESDAY)])
    assert len(calendar.open_days(*WEEK)) == 7
    assert calendar.open_days(*WEEK, activity="medical") == []


def test_closure_of_an_activity_leaves_the_others_open():
    calendar = Calendar(
        slots=[slot(9, 12, THURSDAY), slot(9, 17, THURSDAY, "reception")],
        closures=[closure("2026-07-16", "2026-07-16", "medical")],
    )
    assert calendar.open_days(*WEEK) == [day("2026-07-16")]
    assert calendar.open_days(*WEEK, activity="medical") == []
    assert calendar.spans_on(day("2026-07-16")) == [Span(time(9), time(17))]


def test_place_opens_from_its_first_to_its_last_day():
    calendar = Calendar(slots=NURSING, first=day("2026-07-14"), last=day("2026-07-16"))
    assert calendar.open_days(*WEEK) == [day(f"2026-07-{on}") for on in (14, 15, 16)]


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        pytest.param("2026-07-16T08:59", "2026-07-16T09:00", id="before it opens"),
        pytest.param("2026-07-16T09:00", "2026-07-16T09:00", id="when it opens"),
        pytest.param("2026-07-16T12:00", "2026-07-21T09:00", id="past closing, closure in between"),
    ],
)
def test_next_opening(moment, opening):
    calendar = Calendar(
        slots=[slot(9, 12, TUESDAY), slot(9, 12, THURSDAY)],
        closures=[closure("2026-07-17", "2026-07-20")],
    )
    assert calendar.next_opening(at(moment)) == at(opening)


@pytest.mark.parametrize("moment", ["2026-07-16", "9999-12-31"])
def test_place_that_never_opens_has_no_next_opening(moment):
    assert Calendar(slots=[], last=None).next_opening(at(moment)) is None
    assert Calendar(slots=MEDICAL, last=day("2025-01-01")).next_opening(at(moment)) is None


def test_next_opening_keeps_the_time_zone():
    moment = dt.datetime(2026, 7, 16, tzinfo=dt.UTC)
    found = Calendar(slots=NURSING).next_opening(moment)
    assert found == dt.datetime(2026, 7, 16, 7, 30, tzinfo=dt.UTC)


def test_reversed_period_has_no_day():
    assert Calendar(slots=NURSING).open_days(*reversed(WEEK)) == []
