"""What the report cuts, hides and compares."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules.report import (
    Step,
    cuts_columns,
    growth,
    hidden_parts,
    steps_of,
    usual_period,
    wrong_period,
)

D = dt.date


@pytest.mark.parametrize(
    ("first", "last", "step", "columns"),
    [
        (D(2026, 6, 3), D(2026, 6, 3), Step.MONTH, 1),
        (D(2026, 1, 1), D(2026, 12, 31), Step.MONTH, 12),
        (D(2025, 12, 15), D(2026, 12, 15), Step.MONTH, 13),
        (D(2025, 11, 30), D(2026, 12, 1), Step.QUARTER, 5),
        (D(2023, 11, 1), D(2026, 10, 31), Step.QUARTER, 13),
        (D(2020, 1, 1), D(2026, 12, 31), Step.YEAR, 7),
    ],
)
def test_a_period_is_cut_so_that_one_line_holds_it(first, last, step, columns):
    found, cut = steps_of(first, last)
    assert (found, len(cut)) == (step, columns)
    assert cut[0][0] == first.replace(day=1)
    assert cut[-1][-1] == last.replace(day=1)


def test_columns_that_hold_less_than_their_days_are_told():
    assert not cuts_columns(D(2026, 1, 1), D(2026, 10, 31), Step.MONTH)
    assert cuts_columns(D(2026, 1, 2), D(2026, 10, 31), Step.MONTH)
    assert cuts_columns(D(2026, 1, 1), D(2026, 10, 30), Step.MONTH)
    assert cuts_columns(D(2026, 1, 1), D(2026, 10, 31), Step.QUARTER)
    assert not cuts_columns(D(2026, 1, 1), D(2026, 12, 31), Step.YEAR)


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ([20, 30], [False, False]),
        ([4, 20, 30], [True, True, False]),
        ([50], [False]),
        ([5], [True]),
        ([5, None, 0], [True, True, True]),
        ([4, 3], [True, True]),
        ([0, 0], [False, False]),
        ([None, None], [False, False]),
        ([0, 40], [False, False]),
    ],
)
def test_small_parts_of_a_printed_total_are_hidden_and_cannot_be_found_again(parts, hidden):
    assert hidden_parts(parts, below=11) == hidden


@given(st.lists(st.none() | st.integers(0, 60), min_size=1, max_size=6), st.integers(2, 20))
def test_what_the_total_and_the_parts_left_give_back_is_never_small(parts, below):
    hidden = hidden_parts(parts, below=below)
    known = [value or 0 for value in parts]
    lost = [value for value, hide in zip(known, hidden, strict=True) if hide]
    assert not any(0 < value < below for value, hide in zip(known, hidden, strict=True) if not hide)
    assert not lost or sum(lost) >= below or sum(known) < below
    # One number alone under its total is no secret.
    assert len(lost) != 1 or len(parts) == 1


def test_a_change_is_told_where_it_means_something():
    assert growth(110, 100) == Decimal(10)
    assert growth(90, 100) == Decimal(-10)
    assert growth(90, 0) is None
    assert growth(90, None) is None


def test_a_wrong_period_says_why():
    assert "échangez" in wrong_period(D(2026, 2, 1), D(2026, 1, 1))
    assert "plus courte" in wrong_period(D(2010, 1, 1), D(2026, 1, 1))
    assert "ancienne" in wrong_period(D(1, 1, 1), D(1, 2, 1))
    assert wrong_period(D(2026, 1, 1), D(2026, 1, 1)) == ""


def test_the_usual_period_is_the_year_up_to_the_last_month_that_is_over():
    assert usual_period(D(2026, 11, 22)) == (D(2026, 1, 1), D(2026, 10, 31))
    assert usual_period(D(2026, 1, 5)) == (D(2025, 1, 1), D(2025, 12, 31))
