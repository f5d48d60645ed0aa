"""Odd numbers are asked about; usual ones, small ones and unknown ones are not."""

import datetime as dt
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules.bounds import (
    FLOOR,
    NEEDED,
    SPREAD,
    WEEKS,
    Past,
    Session,
    alike,
    bounds,
    capacity,
    rounded,
    usual_range,
)

TUESDAY = dt.date(2026, 6, 2)
WEEK = dt.timedelta(weeks=1)
COUNTS = st.lists(st.integers(0, 200), max_size=30)


def session(**known):
    return Session(**{"day": TUESDAY, "open_minutes": 180, **known})


def tuesdays(*numbers, minutes=180):
    return [
        Past(TUESDAY - rank * WEEK, minutes, number) for rank, number in enumerate(numbers, start=1)
    ]


def told(number, *past, **known):
    found = bounds("Robecq", session(**known), past, is_closed=False)
    return found.question(number)


def test_number_far_from_the_median_is_asked_about_in_one_sentence():
    past = tuesdays(15, 13, 17, 13, 17, 15, 15, 18, 12)
    assert told(45, *past) == (
        "45 est inhabituel\u00a0: d’ordinaire 8 à 22 le mardi à Robecq. Gardez-vous cette "
        "valeur\u00a0?"
    )
    assert told(22, *past) == told(8, *past) == ""
    assert told(7, *past) != ""


def test_small_counts_that_never_varied_are_not_nagged_about():
    past = tuesdays(2, 2, 2, 2, 2, 2)
    assert told(0, *past) == told(7, *past) == ""
    assert "d’ordinaire 0 à 7" in told(8, *past)


def test_five_counts_say_nothing():
    assert told(900, *tuesdays(1, 1, 1, 1, 1)) == ""


@pytest.mark.parametrize(
    "other",
    [
        Past(TUESDAY - WEEK - dt.timedelta(days=1), 180, 9),
        Past(TUESDAY - WEEK, 420, 9),
        Past(TUESDAY - (WEEKS + 1) * WEEK, 180, 9),
        Past(TUESDAY, 180, 9),
        Past(TUESDAY + WEEK, 180, 9),
    ],
    ids=["weekday", "length", "long ago", "itself", "later"],
)
def test_what_is_not_alike_is_left_out(other):
    assert alike(session(), [other, *tuesdays(4)]) == [4]


def test_nothing_is_usual_on_a_public_holiday():
    assert told(45, *tuesdays(*[15] * 8), is_holiday=True) == ""


def test_hours_that_were_held_take_the_place_of_those_of_the_doors():
    past = [*tuesdays(*[15] * 8), *tuesdays(*[40] * 8, minutes=480)]
    assert told(42, *past) != ""
    assert told(42, *past, held_minutes=475) == ""


def test_more_than_the_hours_allow_is_asked_about_when_nothing_is_known_of_the_past():
    assert told(19, each_minutes=20, heads=2) == (
        "19 est inhabituel\u00a0: 3\u00a0h d’ouverture pour 2\u00a0personnes, à 20\u00a0minutes "
        "par consultation, en permettent 18. Gardez-vous cette valeur\u00a0?"
    )
    assert told(18, each_minutes=20, heads=2) == ""
    assert "3\u00a0h tenues" in told(10, each_minutes=20, heads=2, held_minutes=180)


def test_what_is_usual_is_not_asked_about_even_beyond_the_hours():
    assert told(25, *tuesdays(*[24] * 8), each_minutes=20, heads=1) == ""


@pytest.mark.parametrize(
    "known",
    [{}, {"heads": 1}, {"each_minutes": 20}, {"each_minutes": 20, "heads": 1, "open_minutes": 0}],
)
def test_capacity_that_cannot_be_known_bounds_nothing(known):
    assert capacity(session(**known)) is None


def test_number_on_a_closed_day_is_asked_about_but_not_a_zero():
    found = bounds("Robecq", session(open_minutes=0), [], is_closed=True)
    assert found.question(5) == (
        "D’après ses horaires, le site de Robecq ne reçoit personne à ce titre le "
        "mardi\u00a02\u00a0juin\u00a02026. Gardez-vous 5\u00a0?"
    )
    assert found.question(0) == ""


@given(COUNTS)
def test_range_is_that_of_the_definition_counted_one_by_one(past):
    span = usual_range(past)
    if len(past) < NEEDED:
        assert span is None
        return
    middle = median(past)
    spread = max(SPREAD * median(abs(one - middle) for one in past), FLOOR)
    inside = [number for number in range(1200) if abs(number - middle) <= spread]
    assert span == (inside[0], inside[-1])


@given(COUNTS.filter(lambda past: len(past) >= NEEDED), st.integers(0, 999))
def test_order_of_the_past_and_one_slip_change_little(past, slip):
    assert usual_range(past) == usual_range(past[::-1])
    low, high = usual_range([*[20] * (2 * len(past)), slip])
    assert (low, high) == (20 - FLOOR, 20 + FLOOR)


@given(st.integers(0, 1440))
def test_length_is_rounded_to_the_nearest_half_hour(minutes):
    assert rounded(minutes) % 30 == 0
    assert -15 <= rounded(minutes) - minutes <= 15
