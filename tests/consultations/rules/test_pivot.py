"""Sums of activity, their shares, and two-way tables: plain Python."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules.cells import Measure
from consultations.rules.pivot import (
    NOTHING,
    Dimension,
    Line,
    Sums,
    grouped,
    percentage,
    pivot,
    summed,
)

JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
MONTH, SITE, PROFESSION, KIND = Dimension
numbers = st.integers(0, 500)
asked = st.frozensets(st.sampled_from([one for one in Measure if one is not Measure.DONE]))
sums = st.builds(
    lambda measures, **values: Sums(**values).noting(dict.fromkeys(measures, values["done"])),
    asked,
    done=numbers,
    unscheduled=numbers,
    without_gp=numbers,
    refused=numbers,
    no_show=numbers,
    minutes_held=numbers,
    entries=st.integers(0, 30),
    closed=st.integers(0, 30),
)
lines = st.lists(
    st.builds(
        Line,
        st.integers(1, 3),
        st.sampled_from([JUNE, JULY]),
        st.integers(1, 3),
        st.sampled_from(["consultation", "remote"]),
        sums,
    ),
    max_size=12,
)


def in_order(_, values):
    return sorted(values, key=str)


def test_a_measure_nobody_noted_is_unknown_and_not_zero():
    found = Sums(done=10, entries=1).noting({Measure.UNSCHEDULED: 10})
    assert found.value(Measure.UNSCHEDULED) == 0
    assert found.value(Measure.REFUSED) is None
    assert (found.waiting_share, found.no_show_share, found.per_hour_held) == (None, None, None)


def test_a_measure_noted_on_a_day_without_consultations_counts():
    assert Sums(refused=2).noting({}).value(Measure.REFUSED) == 2


def test_nothing_entered_is_unknown_and_a_confirmed_zero_is_zero():
    assert NOTHING.value(Measure.DONE) is None
    assert Sums(entries=1).value(Measure.DONE) == 0
    assert Sums(closed=3).value(Measure.DONE) is None


def test_a_share_leaves_out_the_days_on_which_it_was_not_noted():
    noting = Sums(done=30, unscheduled=5, entries=2).noting({Measure.UNSCHEDULED: 20})
    silent = Sums(done=100, entries=1).noting({})
    together = noting + silent
    assert together.done == 130
    assert together.share(Measure.UNSCHEDULED) == 25


def test_waiting_demand_and_appointments_not_kept_are_parts_of_what_was_wanted():
    noted = {Measure.REFUSED: 60, Measure.NO_SHOW: 60}
    found = Sums(done=60, refused=20, no_show=15, entries=1).noting(noted)
    assert (found.waiting_share, found.no_show_share) == (25, 20)


def test_consultations_stand_against_days_and_hours():
    found = Sums(done=30, minutes_held=450, entries=4).noting({Measure.MINUTES: 30})
    assert (found.per_day, found.per_hour_held) == (Decimal("7.5"), 4)
    hourless = Sums(done=30, entries=4).noting({})
    assert (found + hourless).per_hour_held == 4


@pytest.mark.parametrize(("part", "whole"), [(None, 5), (1, 0), (None, 0)])
def test_a_percentage_of_nothing_or_of_the_unknown_is_unknown(part, whole):
    assert percentage(part, whole) is None


@given(sums, sums, sums)
def test_sums_add_up_in_any_order(one, two, three):
    assert (one + two) + three == one + (two + three)
    assert one + two == two + one
    assert one + NOTHING == one


@given(lines, st.lists(st.sampled_from(Dimension), max_size=4, unique=True))
def test_groups_add_up_to_the_whole(found, by):
    groups = grouped(found, by)
    assert sum(groups.values(), NOTHING) == summed(found)


@given(lines)
def test_the_totals_of_a_table_are_those_of_its_cells(found):
    table = pivot(found, MONTH, PROFESSION, in_order)
    for row in table.rows:
        cells = [table.cell(row, column) for column in table.columns]
        assert sum(cells, NOTHING) == table.row_totals[row]
    assert sum(table.column_totals.values(), NOTHING) == table.total == summed(found)


def test_a_table_of_one_dimension_has_no_column():
    found = [Line(1, JUNE, 1, "remote", Sums(done=3, entries=1))]
    table = pivot(found, SITE, None, in_order)
    assert (table.rows, table.columns, table.cells) == ([1], [], {})
    assert table.row_totals[1].done == 3


def test_a_place_without_lines_is_an_empty_cell():
    found = [
        Line(1, JUNE, 1, "remote", Sums(done=3, entries=1)),
        Line(2, JULY, 1, "remote", Sums(done=4, entries=1)),
    ]
    table = pivot(found, SITE, MONTH, in_order)
    assert table.counts(Measure.DONE) == [[3, None], [None, 4]]
