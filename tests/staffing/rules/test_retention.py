"""How long the data of a candidate is kept."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.rules.retention import erased_from, is_due, is_near


def test_data_is_kept_two_years_after_the_last_contact():
    last = dt.date(2024, 3, 15)
    assert erased_from(last) == dt.date(2026, 3, 15)
    assert not is_due(last, today=dt.date(2026, 3, 14))
    assert is_due(last, today=dt.date(2026, 3, 15))


def test_a_contact_on_the_29th_of_february_is_kept_until_the_28th():
    assert erased_from(dt.date(2024, 2, 29)) == dt.date(2026, 2, 28)


@pytest.mark.parametrize(
    ("today", "near"), [((2026, 2, 12), False), ((2026, 2, 13), True), ((2026, 3, 15), False)]
)
def test_the_last_thirty_days_are_told(today, near):
    assert is_near(dt.date(2024, 3, 15), today=dt.date(*today)) is near


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 1500))
def test_a_candidate_is_never_both_due_and_near(last, days):
    today = last + dt.timedelta(days=days)
    assert not (is_due(last, today=today) and is_near(last, today=today))
