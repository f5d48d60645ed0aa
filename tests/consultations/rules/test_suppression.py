"""Small counts: what is hidden, and that no total gives it back."""

import random
import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.rules.suppression import hidden_in_table

BELOW = 11
TOTAL = "total"
counts = st.one_of(st.none(), st.integers(0, 14), st.integers(0, 200))


def tables(rows, columns):
    return st.integers(1, columns).flatmap(
        lambda width: st.lists(
            st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=rows
        )
    )


def published(table, hidden, *, row_totals=True, column_totals=True):
    """Return what readers know: every place of the table with its number, or None if hidden."""
    seen = {}
    for row, line in enumerate(table):
        for column, value in enumerate(line):
            seen[row, column] = None if (row, column) in hidden.cells else value or 0
    columns = range(len(table[0]))
    for row, line in enumerate(table):
        shown = row_totals and row not in hidden.row_totals
        seen[row, TOTAL] = sum(one or 0 for one in line) if shown else None
    for column in columns:
        shown = column_totals and column not in hidden.column_totals
        seen[TOTAL, column] = sum(line[column] or 0 for line in table) if shown else None
    whole = sum(one or 0 for line in table for one in line)
    grand = row_totals and column_totals and not hidden.grand_total
    seen[TOTAL, TOTAL] = whole if grand else None
    return seen


def equations(table):
    rows, columns = [*range(len(table)), TOTAL], [*range(len(table[0])), TOTAL]
    for row in rows:
        yield [(row, column) for column in columns]
    for column in columns:
        yield [(row, column) for row in rows]


def given_back(table, seen):
    """Return the hidden places whose number follows from the rest, by elimination."""
    unknown = [place for place, value in seen.items() if value is None]
    matrix = []
    for *parts, total in equations(table):
        line = [Fraction(0)] * len(unknown)
        for place in [*parts, total]:
            if seen[place] is None:
                line[unknown.index(place)] = Fraction(-1 if place == total else 1)
        matrix.append(line)
    rank = 0
    for column in range(len(unknown)):
        pivot = next((n for n in range(rank, len(matrix)) if matrix[n][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        head = matrix[rank][column]
        matrix[rank] = [one / head for one in matrix[rank]]
        for other in range(len(matrix)):
            if other != rank and matrix[other][column]:
                factor = matrix[other][column]
                matrix[other] = [
                    a - factor * b for a, b in zip(matrix[other], matrix[rank], strict=True)
                ]
        rank += 1
    alone = [[n for n, one in enumerate(line) if one] for line in matrix]
    return {unknown[found[0]] for found in alone if len(found) == 1}


def hidden_in_row(counts, *, below):
    return hidden_in_table([counts], below=below, shows_column_totals=False)


def test_a_row_hides_its_small_count_and_one_more_cell():
    hidden = hidden_in_row([4, 20, 30], below=BELOW)
    assert hidden.cells == {(0, 0), (0, 1)}
    assert not hidden.row_totals
    assert not hidden.grand_total


@pytest.mark.parametrize("row", [[11, 20, 30], [0, 20, 30], [None, 20, 30], [0, 0], []])
def test_nothing_is_hidden_where_nothing_is_small(row):
    assert not hidden_in_row(row, below=BELOW)


def test_a_zero_names_nobody_and_protects_nobody():
    assert hidden_in_row([4, 0, 50], below=BELOW).cells == {(0, 0), (0, 2)}


def test_two_small_counts_are_not_told_together():
    assert hidden_in_row([4, 5, 30], below=BELOW).cells == {(0, 0), (0, 1), (0, 2)}
    assert hidden_in_row([6, 5, 30], below=BELOW).cells == {(0, 0), (0, 1)}


def test_a_small_count_that_is_alone_hides_its_total():
    hidden = hidden_in_row([4, None], below=BELOW)
    assert hidden.cells == {(0, 0)}
    assert hidden.row_totals == {0}


def test_the_total_of_a_site_stays_where_another_cell_protects():
    hidden = hidden_in_table(
        [[4, 3], [40, 30]], below=BELOW, shows_column_totals=False, open_row_totals=True
    )
    assert hidden.cells == {(0, 0), (0, 1)}
    assert not hidden.row_totals


def test_a_table_hides_a_square_around_its_small_count():
    hidden = hidden_in_table([[4, 20, 30], [15, 50, 60], [70, 80, 90]], below=BELOW)
    assert hidden.cells == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert not hidden.row_totals
    assert not hidden.column_totals


def test_two_squares_joined_by_one_cell_do_not_give_it_back():
    """Each line hides two cells, yet adding two rows and taking two columns gives the fifth."""
    table = [
        [6, 6, 5, 90],
        [6, 6, 90, 90],
        [90, 90, 6, 6],
        [90, 90, 6, 6],
    ]
    hidden = hidden_in_table(table, below=BELOW)
    assert not given_back(table, published(table, hidden)) & hidden.cells


@pytest.mark.parametrize("below", [0, 1])
def test_a_threshold_of_zero_hides_nothing(below):
    assert not hidden_in_table([[1, 2], [3, 4]], below=below)


@settings(max_examples=300, deadline=None)
@given(tables(5, 5))
def test_no_hidden_count_of_a_table_is_given_back(table):
    hidden = hidden_in_table(table, below=BELOW)
    assert not given_back(table, published(table, hidden))
    small = {
        (row, column)
        for row, line in enumerate(table)
        for column, value in enumerate(line)
        if value is not None and 0 < value < BELOW
    }
    assert small <= hidden.cells


@settings(max_examples=200, deadline=None)
@given(tables(5, 5), st.booleans(), st.booleans())
def test_no_hidden_count_is_given_back_whatever_totals_are_open(table, rows, columns):
    hidden = hidden_in_table(table, below=BELOW, open_row_totals=rows, open_column_totals=columns)
    assert not given_back(table, published(table, hidden))


@settings(max_examples=200, deadline=None)
@given(tables(5, 5))
def test_no_hidden_count_is_given_back_without_the_totals_of_columns(table):
    hidden = hidden_in_table(table, below=BELOW, shows_column_totals=False)
    seen = published(table, hidden, column_totals=False)
    told = given_back(table, seen)
    assert not told & hidden.cells
    assert not told & {(row, TOTAL) for row in hidden.row_totals}


@settings(max_examples=200, deadline=None)
@given(tables(5, 5))
def test_what_is_hidden_in_a_line_is_not_few_even_together(table):
    hidden = hidden_in_table(table, below=BELOW)
    seen = published(table, hidden)
    for *parts, total in equations(table):
        lost = [place for place in parts if seen[place] is None]
        if lost and seen[total] is not None:
            rest = seen[total] - sum(seen[place] or 0 for place in parts)
            assert rest >= BELOW


@settings(max_examples=100, deadline=None)
@given(tables(4, 4))
def test_nothing_is_hidden_without_a_small_count(table):
    large = [[None if one is None else (one and one + BELOW) for one in line] for line in table]
    assert not hidden_in_table(large, below=BELOW)


def test_a_large_table_full_of_small_counts_is_hidden_in_a_moment():
    chance = random.Random(11)
    table = [[chance.randint(0, 20) for _ in range(10)] for _ in range(60)]
    start = time.process_time()
    hidden = hidden_in_table(table, below=BELOW)
    assert time.process_time() - start < 5
    assert len(hidden.cells) > 250
