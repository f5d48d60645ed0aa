"""Fifteen days to tell the agency, and the changes that nobody told."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.models import ChangeNature
from sites.rules.declarations import (
    USUAL_ENCLOSURES,
    Change,
    DeclarationState,
    Told,
    days_left,
    due_on,
    last_working_day,
    late_from,
    overrun,
    state_of,
    still_to_tell,
)
from tests.sites.rules.slots import day

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))


@pytest.mark.parametrize(
    ("happened", "due"),
    [
        ("2026-02-02", "2026-02-17"),
        ("2024-02-20", "2024-03-06"),
        ("2026-12-20", "2027-01-04"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_the_fifteenth_day_after_the_change_is_the_last(happened, due):
    assert due_on(day(happened)) == day(due)


@pytest.mark.parametrize(
    ("on", "working"),
    [("2026-02-17", "2026-02-17"), ("2026-05-10", "2026-05-07"), ("2027-01-01", "2026-12-31")],
)
def test_the_last_working_day_before_a_sunday_or_a_holiday(on, working):
    assert last_working_day(day(on)) == day(working)


@given(DAYS, DAYS)
def test_a_declaration_is_late_once_no_day_is_left(happened, today):
    late = state_of(happened, sent_on=None, received_on=None, today=today) is DeclarationState.LATE
    assert late == (days_left(happened, today=today) < 0)
    assert late == (happened <= late_from(today)) == (today > due_on(happened))


def test_the_first_day_of_the_calendar_is_no_fault():
    assert late_from(dt.date.min) == dt.date.min


@pytest.mark.parametrize(
    ("sent", "received", "state", "too_late"),
    [
        (None, None, DeclarationState.LATE, 0),
        ("2026-02-10", None, DeclarationState.SENT, 0),
        ("2026-02-18", None, DeclarationState.SENT, 1),
        ("2026-02-10", "2026-02-17", DeclarationState.RECEIVED, 0),
        ("2026-02-16", "2026-02-19", DeclarationState.RECEIVED, 2),
    ],
)
def test_what_counts_is_the_day_of_reception(sent, received, state, too_late):
    days = {"sent_on": day(sent), "received_on": day(received)}
    happened = dt.date(2026, 2, 2)
    assert state_of(happened, **days, today=dt.date(2026, 3, 1)) is state
    assert overrun(happened, **days) == too_late


def test_every_nature_has_its_usual_enclosures_and_no_other():
    assert set(USUAL_ENCLOSURES) == set(ChangeNature)


CENTRE, ANTENNA, OTHER = 1, 2, 9
OPENED = Change(ANTENNA, CENTRE, "antenna_opened", dt.date(2026, 2, 2))


def left(**known):
    nothing = {"told": [], "set_aside": [], "editions_sent": []}
    return still_to_tell([OPENED], **{**nothing, **known})


@pytest.mark.parametrize("distance", [-30, 0, 30])
def test_a_declaration_close_by_is_that_of_the_change(distance):
    told = Told(ANTENNA, "antenna_opened", OPENED.day + dt.timedelta(distance))
    assert left(told=[told]) == []


@pytest.mark.parametrize(
    "told",
    [
        Told(ANTENNA, "antenna_opened", OPENED.day + dt.timedelta(31)),
        Told(ANTENNA, "antenna_opened", OPENED.day - dt.timedelta(31)),
        Told(CENTRE, "antenna_opened", OPENED.day),
        Told(ANTENNA, "antenna_moved", OPENED.day),
    ],
)
def test_a_declaration_of_something_else_tells_nothing(told):
    assert left(told=[told]) == [OPENED]


def test_what_is_set_aside_is_set_aside_for_that_day_alone():
    assert left(set_aside=[Told(ANTENNA, "antenna_opened", OPENED.day)]) == []
    other_day = Told(ANTENNA, "antenna_opened", OPENED.day + dt.timedelta(1))
    assert left(set_aside=[other_day]) == [OPENED]


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        ((CENTRE, OPENED.day), []),
        ((CENTRE, OPENED.day - dt.timedelta(1)), [OPENED]),
        ((OTHER, OPENED.day), [OPENED]),
    ],
)
def test_an_edition_sent_since_tells_the_change(edition, expected):
    assert left(editions_sent=[edition]) == expected


def test_the_oldest_change_comes_first():
    changes = [Change(1, 1, "quality", dt.date(2026, 1, rank)) for rank in (3, 1, 2)]
    found = still_to_tell(changes, told=[], set_aside=[], editions_sent=[])
    assert [change.day.day for change in found] == [1, 2, 3]
