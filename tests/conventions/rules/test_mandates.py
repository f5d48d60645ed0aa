"""Mandates end on the eve of the next installation, and powers with them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.mandates import Standing, Term, running, standing, terms

OLD, NEW = dt.date(2020, 7, 8), dt.date(2026, 4, 17)
EVE = dt.date(2026, 4, 16)


def test_a_mandate_ends_on_the_eve_of_the_next_installation():
    assert terms([NEW, OLD]) == [Term(OLD, EVE), Term(NEW, None)]


def test_nothing_recorded_gives_no_mandate():
    assert terms([]) == []
    assert running([], OLD) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(OLD - dt.timedelta(days=1), None, id="before-the-first"),
        pytest.param(OLD, Term(OLD, EVE), id="day-of-installation"),
        pytest.param(EVE, Term(OLD, EVE), id="eve-of-the-next"),
        pytest.param(NEW, Term(NEW), id="day-of-the-next"),
        pytest.param(dt.date(2031, 1, 1), Term(NEW), id="open-end"),
    ],
)
def test_the_mandate_that_runs_on_a_day(day, expected):
    assert running(terms([OLD, NEW]), day) == expected


@given(st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2080, 1, 1)), min_size=1), st.dates())
def test_at_most_one_mandate_runs_and_none_is_left_out(installations, day):
    mandates = terms(installations)
    holding = [mandate for mandate in mandates if mandate.holds_on(day)]
    assert len(holding) == (1 if day >= min(installations) else 0)
    assert running(mandates, day) == (holding[0] if holding else None)


FORCE, ENDED = dt.date(2022, 6, 2), dt.date(2024, 1, 1)


@pytest.mark.parametrize(
    ("day", "force", "ended", "expected"),
    [
        pytest.param(dt.date(2022, 6, 1), FORCE, None, Standing.NOT_YET, id="eve-of-force"),
        pytest.param(FORCE, FORCE, None, Standing.IN_FORCE, id="day-of-force"),
        pytest.param(dt.date(2023, 12, 31), FORCE, ENDED, Standing.IN_FORCE, id="eve-of-repeal"),
        pytest.param(ENDED, FORCE, ENDED, Standing.ENDED, id="day-of-repeal"),
        pytest.param(EVE, FORCE, None, Standing.IN_FORCE, id="last-day-of-mandate"),
        pytest.param(NEW, FORCE, None, Standing.LAPSED, id="day-of-next-council"),
        pytest.param(NEW, FORCE, ENDED, Standing.LAPSED, id="lapse-tells-more-than-repeal"),
        pytest.param(NEW, None, None, Standing.LAPSED, id="lapsed-whatever-is-unknown"),
        pytest.param(FORCE, None, None, Standing.UNKNOWN, id="never-known-as-executory"),
        pytest.param(ENDED, None, ENDED, Standing.ENDED, id="repealed-unknown"),
    ],
)
def test_what_a_power_is_worth_on_a_day(day, force, ended, expected):
    assert standing(Term(OLD, EVE), enforceable_on=force, ended_on=ended, day=day) is expected


@given(st.dates(OLD, dt.date(2040, 1, 1)))
def test_no_power_outlives_its_mandate(day):
    worth = standing(Term(OLD, EVE), enforceable_on=OLD, ended_on=None, day=day)
    assert (worth is Standing.LAPSED) == (day > EVE)
