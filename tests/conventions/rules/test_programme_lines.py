"""Objectives typed one a line, numbers of sheets, and where a sheet may stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.programme_lines import (
    Line,
    Scheme,
    Spot,
    place_fault,
    read_lines,
    renumbered,
)


def test_an_objective_without_a_number_takes_the_next_of_its_axis():
    typed = ["Accueillir des médecins", "1.2 Loger les internes", "Former"]
    assert [str(line) for line in read_lines(typed, axis="1")] == [
        "1.1 Accueillir des médecins",
        "1.2 Loger les internes",
        "1.3 Former",
    ]


def test_a_number_already_taken_is_passed_over():
    found = read_lines(["Former", "1.1 Accueillir"], axis="1")
    assert [line.code for line in found] == ["1.2", "1.1"]


@pytest.mark.parametrize(
    ("typed", "code", "title"),
    [
        ("1.2 Accueillir", "1.2", "Accueillir"),
        ("1.2. Accueillir", "1.2", "Accueillir"),
        ("1.2 – Accueillir", "1.2", "Accueillir"),
        ("3. Accueillir", "3", "Accueillir"),
        ("3) Accueillir", "3", "Accueillir"),
        ("II. Accueillir", "II", "Accueillir"),
        ("A1 Accueillir", "A1", "Accueillir"),
        ("2 médecins de plus", "9.1", "2 médecins de plus"),
        ("Dr. Martin vient", "9.1", "Dr. Martin vient"),
        ("1.2", "9.1", "1.2"),
    ],
)
def test_a_number_is_told_from_the_first_word_of_a_title(typed, code, title):
    assert read_lines([typed], axis="9") == [Line(code, title)]


def test_blank_lines_are_no_objectives():
    assert read_lines(["", "  "], axis="1") == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["1.1 Former", "1.1 Loger"], "Deux objectifs portent le numéro"),
        (["1.1.1.1.1.1.1.1 Former"], "trop long"),
        ([f"1.1 {'x' * 301}"], "trop long"),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(typed, said):
    with pytest.raises(ValueError, match=said):
        read_lines(typed, axis="1")


CODES = st.from_regex(r"\A([1-9](\.[1-9]){0,3}|[A-Z](\.[1-9])?|[IVX]{1,4})\Z")
TITLES = st.from_regex(r"\A[A-Z][a-zé]{1,10}( [a-zé]{1,8}){0,4}\Z")


@given(CODES, TITLES)
def test_an_objective_shown_to_be_typed_again_is_read_as_it_was(code, title):
    assert read_lines([str(Line(code, title))], axis="9") == [Line(code, title)]


def test_sheets_are_numbered_straight_through_or_under_their_axis():
    spots = [
        Spot(7, "1"),
        Spot(5, "1", "1.1"),
        Spot(6, "1", "1.1"),
        Spot(2, "2"),
        Spot(9),
        Spot(4),
    ]
    assert renumbered(spots, Scheme.STRAIGHT) == {
        7: "1", 5: "2", 6: "3", 2: "4", 9: "5", 4: "6",
    }  # fmt: skip
    assert renumbered(spots, Scheme.BY_AXIS) == {
        7: "1.1", 5: "1.1.1", 6: "1.1.2", 2: "2.1", 9: "1", 4: "2",
    }  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "1", "2", "1.1"]), st.sampled_from(["", "1.1", "2.1"]))
    ),
    st.sampled_from(Scheme),
)
def test_no_two_sheets_get_one_number(places, scheme):
    spots = [Spot(key, axis, objective) for key, (axis, objective) in enumerate(places)]
    numbers = renumbered(spots, scheme)
    assert len(set(numbers.values())) == len(spots)
    assert set(numbers) == {spot.key for spot in spots}


def test_a_sheet_stands_under_an_axis_of_its_programme_only():
    well = {"programme": 1, "axis_programme": 1, "axis": 3, "objective_axis": 3}
    assert place_fault(**well, has_objective=True) == ""
    nowhere = {"programme": 1, "axis_programme": None, "axis": None, "objective_axis": None}
    assert place_fault(**nowhere, has_objective=False) == ""
    assert "autre programme" in place_fault(**{**well, "programme": 2}, has_objective=False)
    assert "pas de cet axe" in place_fault(**{**well, "objective_axis": 4}, has_objective=True)
