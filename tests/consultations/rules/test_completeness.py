"""Days expected, missing, late; no holiday and no closure is ever asked for."""

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules.completeness import (
    DayReport,
    Expected,
    Tally,
    expected_days,
    report,
    said_days,
)
from csipa.french.dates import public_holidays
from sites.rules.opening import Calendar

DAY = dt.timedelta(days=1)
JUNE = dt.date(2026, 6, 1)


@dataclass(frozen=True)
class Slot:
    weekday: int
    activity: str = "medical"
    opens_at: dt.time = dt.time(9)
    closes_at: dt.time = dt.time(12)
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True)
class Closed:
    start: dt.date
    end: dt.date
    activity: str = ""


ANTENNA = Calendar(slots=[Slot(2), Slot(4)], first=dt.date(2024, 6, 3))
DOCTORS = Expected(1, "medical")


def entered(*days, line=1, after=0):
    return {(line, day): day + after * DAY for day in days}


def tally(days, entry_days=7):
    return Tally(tuple(days), entry_days)


def test_antenna_open_on_tuesday_and_thursday_has_one_day_in_the_week_of_14_july_2026():
    monday = dt.date(2026, 7, 13)
    assert expected_days(ANTENNA, DOCTORS, monday, monday + 6 * DAY) == [dt.date(2026, 7, 16)]


def test_days_of_a_closure_and_outside_the_period_of_the_line_are_not_expected():
    closed = Calendar(slots=[Slot(2)], closures=[Closed(JUNE, JUNE + 6 * DAY)])
    line = Expected(1, "medical", start=dt.date(2026, 6, 10), end=dt.date(2026, 6, 20))
    assert expected_days(closed, line, JUNE, dt.date(2026, 6, 30)) == [dt.date(2026, 6, 16)]


def test_activity_without_hours_of_its_own_follows_the_site():
    line = Expected(1, "midwifery")
    assert len(expected_days(ANTENNA, line, JUNE, JUNE + 6 * DAY)) == 2


def test_missing_days_are_named_as_people_say_them():
    found = report(ANTENNA, [DOCTORS], entered(dt.date(2026, 6, 9)), JUNE, JUNE + 10 * DAY)
    assert tally(found).sentence("Robecq") == (
        "Il manque 3\u00a0journées\u00a0: mardi\u00a02, jeudi\u00a04 et jeudi\u00a011 à Robecq"
    )
    assert (tally(found).expected, tally(found).entered, tally(found).percent) == (4, 1, 25)


def test_long_list_says_how_many_and_since_when():
    found = report(ANTENNA, [DOCTORS], {}, JUNE, JUNE + 29 * DAY)
    assert tally(found).sentence("Le Doulieu") == (
        "Il manque 9\u00a0journées au Doulieu, depuis le mardi\u00a02\u00a0juin"
    )


@pytest.mark.parametrize(
    ("lines", "given", "told"),
    [
        ([], {}, "Rien n’était attendu à Robecq"),
        ([DOCTORS], entered(dt.date(2026, 6, 2), dt.date(2026, 6, 4)), "Rien ne manque à Robecq"),
    ],
)
def test_nothing_missing_and_nothing_expected_are_not_the_same(lines, given, told):
    found = tally(report(ANTENNA, lines, given, JUNE, JUNE + 6 * DAY))
    assert found.sentence("Robecq") == told


def test_day_of_which_one_line_is_missing_is_missing():
    nurses = Expected(2, "nursing")
    found = report(ANTENNA, [DOCTORS, nurses], entered(dt.date(2026, 6, 2)), JUNE, JUNE + 2 * DAY)
    assert found == [DayReport(dt.date(2026, 6, 2), (1, 2), (2,))]


@pytest.mark.parametrize(("after", "late"), [(0, 0), (7, 0), (8, 1)])
def test_day_is_late_beyond_the_days_that_the_site_allows(after, late):
    found = report(ANTENNA, [DOCTORS], entered(dt.date(2026, 6, 2), after=after), JUNE, JUNE + DAY)
    assert tally(found, entry_days=7).late == late


def test_last_line_to_come_says_when_the_day_came():
    days = entered(dt.date(2026, 6, 2)) | entered(dt.date(2026, 6, 2), line=2, after=9)
    (found,) = report(ANTENNA, [DOCTORS, Expected(2)], days, JUNE, JUNE + DAY)
    assert found.entered_on == dt.date(2026, 6, 11)
    assert tally([found]).punctuality() == "1\u00a0journée saisie en retard"


def test_punctuality_is_not_said_of_nothing():
    assert tally([]).punctuality() == ""


def test_days_of_two_months_are_said_with_their_months():
    assert said_days([dt.date(2026, 7, 1), dt.date(2026, 6, 30)]) == (
        "mardi\u00a030\u00a0juin et mercredi\u00a01er\u00a0juillet"
    )


ACTIVITIES = ["medical", "nursing"]
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
SLOTS = st.lists(
    st.builds(
        Slot,
        weekday=st.integers(1, 7),
        activity=st.sampled_from(ACTIVITIES),
        start=st.none() | DAYS,
        end=st.none() | DAYS,
    ),
    max_size=6,
)
CLOSURES = st.lists(
    st.builds(
        lambda start, length, activity: Closed(start, start + length * DAY, activity),
        DAYS,
        st.integers(0, 20),
        st.sampled_from(["", *ACTIVITIES]),
    ),
    max_size=3,
)


def naive(calendar, line, day):
    """One day, from the words of the rule."""
    if (line.start and day < line.start) or (line.end and line.end < day):
        return False
    told = any(slot.activity == line.activity for slot in calendar.slots)
    for slot in calendar.slots:
        if told and slot.activity != line.activity:
            continue
        if not (slot.start or day) <= day <= (slot.end or day) or slot.weekday != day.isoweekday():
            continue
        if any(
            c.start <= day <= c.end and c.activity in ("", slot.activity) for c in calendar.closures
        ):
            continue
        week = {
            other.weekday
            for other in calendar.slots
            if other.activity == slot.activity and (other.start or day) <= day <= (other.end or day)
        }
        if day in public_holidays(day.year) and len(week) < 7:
            continue
        return True
    return False


@given(
    SLOTS,
    CLOSURES,
    st.sampled_from([*ACTIVITIES, "midwifery"]),
    st.none() | DAYS,
    st.none() | DAYS,
    DAYS,
    st.integers(0, 60),
    st.sets(st.integers(0, 60)),
)
def test_report_is_that_of_a_count_day_by_day(
    slots, closures, activity, start, end, first, length, typed
):
    calendar = Calendar(slots=slots, closures=closures)
    line = Expected(5, activity, start, end)
    last = first + length * DAY
    come = {(5, first + rank * DAY): first + rank * DAY for rank in typed}
    found = Tally(tuple(report(calendar, [line], come, first, last)), 7)
    days = [first + rank * DAY for rank in range(length + 1)]
    expected = [day for day in days if naive(calendar, line, day)]
    assert [one.day for one in found.days] == expected
    assert found.missing == [day for day in expected if (5, day) not in come]
    assert found.entered + len(found.missing) == found.expected
    assert (found.percent == 100) == (bool(expected) and not found.missing)
