"""The retention of a text: when its use ends, what then, when anybody may read it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.retention import (
    AFTER_25_YEARS,
    AFTER_50_YEARS,
    AT_ONCE,
    END,
    EXECUTORY,
    SIGNATURE,
    Life,
    Rule,
    retention_of,
)

SIGNED = dt.date(2026, 1, 15)


def rule(**fields):
    return Rule(**{"years": 1, "counted_from": SIGNATURE, "fate": "C", "access": AT_ONCE, **fields})


def test_a_decision_is_useful_a_year_then_kept_and_opens_at_once():
    found = retention_of(rule(), Life(signed=SIGNED, latest=dt.date(2026, 3, 1)))
    assert (found.since, found.useful_until) == (SIGNED, dt.date(2027, 1, 14))
    assert (found.fate, found.access, found.readable_from) == ("C", "AR038", SIGNED)


@pytest.mark.parametrize(
    ("counted_from", "day"),
    [(SIGNATURE, dt.date(2026, 1, 15)), (EXECUTORY, dt.date(2026, 2, 1)), (END, None)],
)
def test_a_life_is_counted_from_what_the_rule_says_and_waits_for_it(counted_from, day):
    found = retention_of(
        rule(counted_from=counted_from), Life(signed=SIGNED, executory=dt.date(2026, 2, 1))
    )
    assert found.since == day
    assert (found.useful_until is None) is (day is None)


def test_a_convention_is_useful_ten_years_after_its_real_end():
    life = Life(signed=SIGNED, ended=dt.date(2028, 2, 29))
    found = retention_of(rule(years=10, counted_from=END, fate="T"), life)
    assert found.useful_until == dt.date(2038, 2, 27)
    assert found.readable_from == SIGNED


def test_a_text_about_one_person_opens_fifty_years_after_its_latest_document():
    life = Life(signed=SIGNED, latest=dt.date(2026, 3, 2), individual=True)
    for access in (AT_ONCE, AFTER_25_YEARS, AFTER_50_YEARS):
        found = retention_of(rule(access=access), life)
        assert (found.access, found.readable_from) == ("AR048", dt.date(2076, 3, 2))


def test_twenty_five_years_stay_twenty_five_when_nobody_is_named():
    found = retention_of(rule(access=AFTER_25_YEARS), Life(signed=SIGNED))
    assert (found.access, found.readable_from) == ("AR039", dt.date(2051, 1, 15))


def test_nothing_is_foreseen_of_a_text_without_a_date():
    found = retention_of(rule(access=AFTER_50_YEARS), Life())
    assert (found.since, found.useful_until, found.readable_from) == (None, None, None)
    assert not found.is_over(dt.date(2999, 1, 1))


def test_the_last_useful_day_is_not_over_the_next_one_is():
    found = retention_of(rule(), Life(signed=SIGNED))
    assert not found.is_over(dt.date(2027, 1, 14))
    assert found.is_over(dt.date(2027, 1, 15))


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 150))
def test_a_longer_life_never_ends_sooner(signed, years):
    shorter = retention_of(rule(years=years), Life(signed=signed)).useful_until
    longer = retention_of(rule(years=years + 1), Life(signed=signed)).useful_until
    assert signed - dt.timedelta(days=1) <= shorter < longer
