"""On which days a profession receives, and why not on the others."""

import datetime as dt
from dataclasses import dataclass

import pytest

from consultations.rules.closed_days import FOR_GOOD, HOLIDAY, NOT_YET, is_open_day, why_closed
from sites.rules.opening import Calendar

JULY = dt.date(2026, 7, 1)
TUESDAY, HOLIDAY_TUESDAY = dt.date(2026, 7, 7), dt.date(2026, 7, 14)


@dataclass
class Slot:
    activity: str
    weekday: int
    start: dt.date | None = None
    end: dt.date | None = None
    opens_at: dt.time = dt.time(9)
    closes_at: dt.time = dt.time(12)


@dataclass
class Closed:
    start: dt.date
    end: dt.date
    activity: str = ""
    reason: str = ""


def calendar(*closures, slots=None, **bounds):
    usual = [Slot("medical", 2), Slot("medical", 4), Slot("midwifery", 1)]
    return Calendar(
        slots=usual if slots is None else slots, closures=closures, **{"first": JULY, **bounds}
    )


def why(found, day, activity="medical"):
    return why_closed(found, day, activity)


def test_antenna_open_tuesdays_and_thursdays_says_so():
    assert why(calendar(), TUESDAY) == ""
    assert why(calendar(), dt.date(2026, 7, 6)) == "fermé le lundi"


def test_hours_are_those_of_the_activity_of_the_profession():
    assert why(calendar(), dt.date(2026, 7, 6), "midwifery") == ""
    assert why(calendar(), TUESDAY, "midwifery") == "fermé le mardi"


@pytest.mark.parametrize("activity", ["nursing", ""])
def test_activity_without_hours_is_that_of_the_whole_site(activity):
    found = calendar()
    assert why(found, TUESDAY, activity) == ""
    assert why(found, dt.date(2026, 7, 8), activity) == "fermé le mercredi"


def test_holiday_is_told_on_a_day_that_would_be_open():
    assert why(calendar(), HOLIDAY_TUESDAY) == HOLIDAY
    assert why(calendar(), HOLIDAY_TUESDAY, "midwifery") == "fermé le mardi"


def test_closure_is_told_with_its_reason():
    week = Closed(TUESDAY, TUESDAY + dt.timedelta(days=3), reason="Congés d’été")
    assert why(calendar(week), TUESDAY) == "fermeture\u00a0: congés d’été"
    assert why(calendar(Closed(TUESDAY, TUESDAY)), TUESDAY) == "fermeture"


def test_closure_of_another_activity_closes_nothing():
    assert why(calendar(Closed(TUESDAY, TUESDAY, "midwifery", "Congés")), TUESDAY) == ""


def test_before_the_opening_and_after_the_end_there_is_no_site():
    found = calendar(last=TUESDAY)
    assert why(found, dt.date(2026, 6, 30)) == NOT_YET
    assert why(found, TUESDAY + dt.timedelta(days=2)) == FOR_GOOD
    assert why(Calendar(slots=()), TUESDAY) == NOT_YET


def test_site_whose_hours_were_never_typed_is_not_said_closed():
    found = calendar(Closed(TUESDAY, TUESDAY), slots=[])
    assert why(found, dt.date(2026, 7, 8)) == ""
    assert why(found, TUESDAY) == "fermeture"
    assert why(found, HOLIDAY_TUESDAY) == HOLIDAY
    assert not is_open_day(found, dt.date(2026, 7, 8), "medical")
