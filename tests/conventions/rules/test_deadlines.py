"""Delays in full days, with their known examples."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.deadlines import enforceable_on, last_day
from csipa.french.dates import is_working_day

DAY = dt.date(2026, 1, 15)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-01-16", "2026-03-17"),
        ("2025-12-29", "2026-03-02"),
        ("2025-12-31", "2026-03-02"),
        ("2026-01-13", "2026-03-16"),
        ("2026-03-13", "2026-05-15"),
        ("2026-03-06", "2026-05-07"),
        ("2026-08-31", "2026-11-02"),
        ("2026-10-31", "2027-01-04"),
        ("2027-12-29", "2028-03-01"),
        ("2007-10-01", "2007-12-03"),
        ("2017-01-09", "2017-03-10"),
    ],
)
def test_the_appeal_may_be_filed_until_that_day(start, end):
    assert last_day(dt.date.fromisoformat(start)).isoformat() == end


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)))
def test_a_delay_ends_on_a_working_day_two_months_later_at_least(start):
    end = last_day(start)
    assert is_working_day(end)
    assert (end - start).days >= 59


@pytest.mark.parametrize(
    ("received", "published", "expected"),
    [(16, 16, 16), (16, 20, 20), (21, 16, 21), (None, 16, None), (16, None, None), (10, 11, 15)],
)
def test_an_act_takes_force_when_both_conditions_are_met_and_it_is_signed(
    received, published, expected
):
    def january(day):
        return day and dt.date(2026, 1, day)

    found = enforceable_on(
        signed=DAY, received=january(received), published=january(published), notified=None
    )
    assert found == january(expected)


def test_an_individual_act_takes_force_when_it_is_notified():
    dates = {"signed": DAY, "received": DAY, "published": DAY, "individual": True}
    assert enforceable_on(**dates, notified=None) is None
    assert enforceable_on(**dates, notified=dt.date(2026, 1, 20)) == dt.date(2026, 1, 20)


def test_an_act_that_is_not_transmitted_needs_no_receipt():
    found = enforceable_on(
        signed=DAY, received=None, published=DAY, notified=None, to_transmit=False
    )
    assert found == DAY


def test_an_act_that_is_not_signed_is_not_in_force():
    assert enforceable_on(signed=None, received=DAY, published=DAY, notified=None) is None
