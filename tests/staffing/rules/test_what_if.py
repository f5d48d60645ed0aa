"""What goes with whoever leaves: FTE, hours, consultations, and who is already announced."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from staffing.rules.fte import HeldLine
from staffing.rules.what_if import losses, monthly_consultations, weekly_hours

D = Decimal
GP, CENTRE, ANTENNA = 1, 10, 20
START, LAST = dt.date(2024, 6, 3), dt.date(2026, 3, 31)
DAY = dt.timedelta(days=1)


def held(site, person, fte, *, start=START, end=None):
    return HeldLine((GP, site), 1, person, start, end, D(fte))


def test_half_a_doctor_is_some_two_hundred_and_thirty_consultations_a_month():
    hours = weekly_hours(D("0.5"), D(35))
    assert hours == D("17.5")
    assert monthly_consultations(hours, 20) == D("52.5") * (D(52) / D(12))
    assert round(monthly_consultations(hours, 20), 1) == D("227.5")


def test_each_site_loses_what_the_person_held_there():
    lines = [held(CENTRE, 1, "0.3"), held(ANTENNA, 1, "0.2"), held(CENTRE, 2, "0.5")]
    centre, antenna = losses(lines, {1}, LAST)
    assert (centre.before, centre.lost, centre.left, centre.is_empty) == (
        D("0.8"),
        D("0.3"),
        D("0.5"),
        False,
    )
    assert (antenna.site, antenna.left, antenna.is_empty, antenna.empty_until) == (
        ANTENNA,
        0,
        True,
        None,
    )


def test_a_successor_of_the_next_day_counts_in_what_is_left():
    lines = [held(CENTRE, 1, 1), held(CENTRE, 2, "0.5", start=LAST + DAY)]
    (loss,) = losses(lines, {1}, LAST)
    assert (loss.left, loss.heads_left, loss.arrivals) == (D("0.5"), 1, ())


def test_a_later_successor_is_told_with_the_day_of_arrival():
    lines = [held(CENTRE, 1, 1), held(CENTRE, 2, "0.5", start=LAST + DAY * 32)]
    (loss,) = losses(lines, {1}, LAST)
    assert (loss.is_empty, loss.empty_until) == (True, LAST + DAY * 32)
    assert [one.fte for one in loss.arrivals] == [D("0.5")]


def test_who_leaves_the_same_day_is_not_left():
    lines = [held(CENTRE, 1, 1), held(CENTRE, 2, 1, end=LAST)]
    (loss,) = losses(lines, {1}, LAST)
    assert (loss.before, loss.lost, loss.left) == (2, 1, 0)


def test_who_has_already_left_loses_nothing():
    assert losses([held(CENTRE, 1, 1, end=LAST - DAY)], {1}, LAST) == []
    assert losses([held(CENTRE, 1, 1)], {9}, LAST) == []


@given(st.lists(st.sampled_from(["0.1", "0.5", "1"]), min_size=1, max_size=6), st.data())
def test_lost_and_left_make_what_there_was_when_nothing_else_moves(quotas, data):
    lines = [held(CENTRE, rank, fte) for rank, fte in enumerate(quotas)]
    leaving = data.draw(st.sets(st.integers(0, len(quotas) - 1), min_size=1))
    (loss,) = losses(lines, leaving, LAST)
    assert loss.lost + loss.left == loss.before
    assert loss.heads_left == len(quotas) - len(leaving)


def test_the_sites_of_the_profession_that_lose_nothing_are_told_too():
    lines = [held(ANTENNA, 1, "0.2"), held(CENTRE, 2, 1)]
    antenna, centre = losses(lines, {1}, LAST)
    assert (antenna.site, antenna.lost, antenna.is_empty) == (ANTENNA, D("0.2"), True)
    assert (centre.site, centre.lost, centre.left) == (CENTRE, 0, 1)
