"""Numbers: how they are printed, and the form in which they travel."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.numbering import (
    TRANSMISSIBLE_FORM,
    NumberError,
    format_number,
    transmissible,
)


@pytest.mark.parametrize(
    ("pattern", "printed"),
    [
        pytest.param("{year} {seq:03d}", "2026 008", id="year-space-rank"),
        pytest.param("{year}_{seq:03d}", "2026_008", id="underscore"),
        pytest.param("{seq}/{yy}", "8/26", id="rank-first"),
        pytest.param("D-{seq:05d}", "D-00008", id="no-year"),
    ],
)
def test_a_number_is_printed_by_the_pattern_of_its_series(pattern, printed):
    assert format_number(pattern, year=2026, sequence=8) == printed


def test_a_rank_longer_than_the_pattern_is_printed_whole():
    assert format_number("{year} {seq:03d}", year=2026, sequence=12345) == "2026 12345"


@pytest.mark.parametrize(
    "pattern",
    ["", "2026", "{year}", "{seq.__class__}", "{seq!r}", "{seq:>10}", "{0}", "{seq} {seq}"],
)
def test_a_pattern_without_one_rank_or_with_anything_else_is_refused(pattern):
    with pytest.raises(NumberError, match="forme de numéro"):
        format_number(pattern, year=2026, sequence=1)


@pytest.mark.parametrize(
    ("number", "form"),
    [
        pytest.param("2026 008", "2026_008", id="space"),
        pytest.param("2024/CC007", "2024_CC007", id="slash"),
        pytest.param("2019 – 063", "2019_063", id="dash"),
        pytest.param("Délib 36/2023", "DELIB_36_2023", id="accents"),
    ],
)
def test_a_number_travels_in_capitals_digits_and_underscores(number, form):
    assert transmissible(number) == form


@pytest.mark.parametrize("number", ["", "8", "–", "A" * 16])
def test_a_number_that_has_no_transmissible_form_says_so(number):
    with pytest.raises(NumberError, match="ne peut pas être transmis"):
        transmissible(number)


@given(st.integers(2000, 2099), st.integers(1, 99_999))
def test_the_transmissible_form_is_its_own_transmissible_form(year, sequence):
    form = transmissible(format_number("{year} {seq:03d}", year=year, sequence=sequence))
    assert re.match(TRANSMISSIBLE_FORM, form)
    assert transmissible(form) == form
