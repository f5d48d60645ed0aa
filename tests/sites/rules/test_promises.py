"""Promises held against opening hours, and what somebody found beside them."""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.models import FindingState
from sites.rules.opening import Span
from sites.rules.promises import (
    Keeping,
    edition_on,
    found_since,
    held,
    is_overdue,
    latest,
    missing,
    worse,
)
from tests.sites.rules.slots import day, slot, time

TODAY = dt.date(2021, 12, 14)
NAMES = {
    "medical": "consultations médicales",
    "unscheduled": "soins non programmés",
    "reception": "accueil et secrétariat",
}
# The centre of Castelsarrasin: nursing every day, doctors four days a week by appointment.
NURSING = [slot("7:30", 20, weekday=one, activity="nursing") for one in range(1, 8)]
DOCTORS = [slot(8, "18:30", weekday=one) for one in (1, 2, 4, 5)]
CENTRE = {"Castelsarrasin": [*NURSING, *DOCTORS]}
LONGER = (
    "Ouvert le lundi de 8 h à 18 h 30 (Castelsarrasin) ; "
    "il manque de 7 h à 8 h et de 18 h 30 à 20 h."
)


def promise(activity="medical", weekday=None, opens=None, closes=None, due=None):
    return SimpleNamespace(
        activity=activity,
        weekday=weekday,
        opens_at=opens and time(opens),
        closes_at=closes and time(closes),
        due_on=day(due),
    )


def told(places, on=TODAY, **promised):
    one = promise(**promised)
    found = held(one, places, named=NAMES.get(one.activity, one.activity), day=on)
    return found and (found.keeping, found.why.replace("\u00a0", " "))


@pytest.mark.parametrize(
    ("promised", "keeping", "why"),
    [
        (
            {"weekday": 6},
            Keeping.NOT_KEPT,
            "Aucun horaire de consultations médicales le samedi.",
        ),
        ({"activity": "unscheduled"}, Keeping.NOT_KEPT, "Aucun horaire de soins non programmés."),
        (
            {"weekday": 6, "opens": 9, "closes": "12:30"},
            Keeping.NOT_KEPT,
            "Aucun horaire de consultations médicales le samedi de 9 h à 12 h 30.",
        ),
        (
            {"activity": "reception", "weekday": 1},
            Keeping.NOT_KEPT,
            "Aucun horaire d’accueil et secrétariat le lundi.",
        ),
        (
            {},
            Keeping.KEPT,
            "Lundi, mardi, jeudi et vendredi (Castelsarrasin).",
        ),
        ({"activity": "nursing"}, Keeping.KEPT, "Du lundi au dimanche (Castelsarrasin)."),
        (
            {"weekday": 1},
            Keeping.KEPT,
            "Ouvert le lundi de 8 h à 18 h 30 (Castelsarrasin).",
        ),
        (
            {"weekday": 1, "opens": 9, "closes": 12},
            Keeping.KEPT,
            "Ouvert le lundi de 9 h à 12 h (Castelsarrasin).",
        ),
        (
            {"weekday": 1, "opens": 7, "closes": 20},
            Keeping.PARTLY,
            LONGER,
        ),
    ],
)
def test_hours_tell_whether_a_promise_is_kept_and_why(promised, keeping, why):
    assert told(CENTRE, **promised) == (keeping, why)


def test_a_promise_of_no_activity_is_for_people_to_judge():
    assert told(CENTRE, activity="") is None


def test_hours_of_two_places_add_up():
    places = {"Labourse": [slot(9, 11)], "Robecq": [slot(10, 12)]}
    keeping, why = told(places, weekday=2, opens=9, closes=12)
    assert keeping is Keeping.KEPT
    assert why == "Ouvert le mardi de 9 h à 11 h (Labourse) et de 10 h à 12 h (Robecq)."


def test_hours_that_ended_or_have_not_begun_keep_nothing():
    places = {"Labourse": [slot(9, 12, end="2021-12-13"), slot(9, 12, start="2021-12-15")]}
    assert told(places, weekday=2)[0] is Keeping.NOT_KEPT
    assert told(places, on=TODAY + dt.timedelta(1), weekday=2)[0] is Keeping.KEPT


@pytest.mark.parametrize(
    ("due", "keeping"),
    [("2021-12-15", Keeping.NOT_YET), ("2021-12-14", Keeping.NOT_KEPT), (None, Keeping.NOT_KEPT)],
)
def test_what_is_due_later_is_still_to_come(due, keeping):
    assert told({}, due=due)[0] is keeping


def test_what_is_due_later_and_open_already_is_kept():
    assert told(CENTRE, due="2022-12-31")[0] is Keeping.KEPT


MINUTES = st.integers(0, 24 * 60 - 1)


@st.composite
def spans(draw):
    first, last = sorted(draw(st.lists(MINUTES, min_size=2, max_size=2, unique=True)))
    return Span(*(dt.time(*divmod(minute, 60)) for minute in (first, last)))


def minutes_of(span):
    first = span.opens_at.hour * 60 + span.opens_at.minute
    return set(range(first, first + span.minutes))


@given(spans(), st.lists(spans(), max_size=6))
def test_what_is_missing_is_every_minute_promised_and_not_open(promised, found):
    open_minutes = set().union(*map(minutes_of, found))
    left = missing(promised, found)
    assert set().union(*map(minutes_of, left)) == minutes_of(promised) - open_minutes
    assert sum(part.minutes for part in left) == len(minutes_of(promised) - open_minutes)


@given(spans(), st.lists(spans(), max_size=6))
def test_a_promise_is_kept_partly_or_not_by_the_minutes_open(promised, found):
    slots = [
        SimpleNamespace(weekday=2, activity="medical", start=None, end=None, **vars(span))
        for span in found
    ]
    one = promise(weekday=2)
    one.opens_at, one.closes_at = promised.opens_at, promised.closes_at
    derived = held(one, {"Labourse": slots}, named="consultations médicales", day=TODAY)
    left = minutes_of(promised) - set().union(*map(minutes_of, found))
    expected = Keeping.PARTLY if left else Keeping.KEPT
    assert derived.keeping is (Keeping.NOT_KEPT if left == minutes_of(promised) else expected)


@pytest.mark.parametrize(
    ("stated", "derived", "expected"),
    [
        (None, None, None),
        (Keeping.KEPT, None, Keeping.KEPT),
        (None, Keeping.PARTLY, Keeping.PARTLY),
        (Keeping.KEPT, Keeping.NOT_KEPT, Keeping.NOT_KEPT),
        (Keeping.NOT_KEPT, Keeping.KEPT, Keeping.NOT_KEPT),
        (Keeping.NOT_YET, Keeping.PARTLY, Keeping.PARTLY),
        (Keeping.NOT_YET, Keeping.KEPT, Keeping.NOT_YET),
    ],
)
def test_the_less_favourable_counts(stated, derived, expected):
    assert worse(stated, derived) is expected


@pytest.mark.parametrize(
    ("due", "stated", "keeping", "expected"),
    [
        (None, None, None, False),
        ("2021-12-14", None, None, False),
        ("2021-12-13", None, None, True),
        ("2021-12-13", None, Keeping.NOT_KEPT, True),
        ("2021-12-13", Keeping.NOT_YET, Keeping.PARTLY, True),
        ("2021-12-13", Keeping.PARTLY, Keeping.PARTLY, False),
        ("2021-12-13", Keeping.KEPT, Keeping.KEPT, False),
    ],
)
def test_a_promise_is_late_once_its_day_is_past(due, stated, keeping, expected):
    assert is_overdue(day(due), stated=stated, keeping=keeping, day=TODAY) is expected


def edition(number, applies):
    return SimpleNamespace(edition=number, applies_from=day(applies))


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2019-03-31", None), ("2019-04-01", 1), ("2022-12-31", 1), ("2023-01-01", 3)],
)
def test_the_edition_in_force_is_the_latest_that_applies(on, expected):
    editions = [
        edition(1, "2019-04-01"),
        edition(3, "2023-01-01"),
        edition(2, "2023-01-01"),
        edition(4, None),
    ]
    found = edition_on(editions, day(on))
    assert (found and found.edition) == expected


FOUND = [
    SimpleNamespace(found_on=dt.date(2020, month, 1), state=state)
    for month, state in ((1, "not_kept"), (3, "kept"), (5, "not_kept"), (7, "not_kept"))
]


@pytest.mark.parametrize(
    ("on", "state", "since"),
    [
        ("2019-12-31", None, None),
        ("2020-02-01", "not_kept", "2020-01-01"),
        ("2020-04-01", "kept", "2020-03-01"),
        ("2020-12-31", "not_kept", "2020-05-01"),
    ],
)
def test_the_last_finding_holds_since_it_was_first_made_again(on, state, since):
    found = latest(FOUND, day(on))
    assert (found and found.state) == state
    assert found_since(FOUND, day(on)) == day(since)
    assert found_since(reversed(FOUND), day(on)) == day(since)


def test_states_are_those_of_findings():
    assert {one.value: one.label for one in Keeping} == dict(FindingState.choices)
