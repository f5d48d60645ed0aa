"""Numbers: how they are printed, and the form in which they travel."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.numbering import (
    TRANSMISSIBLE_FORM,
    NumberError,
    format_number,
    number_key,
    parse_number,
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


SEPARATORS = st.text("AZ -_/–.°é7", max_size=4)
PATTERNS = st.builds(
    lambda first, before, rank, after, last: f"{first}{before}{rank}{after}{last}",
    SEPARATORS,
    st.sampled_from(["", "{year}", "{yy} ", "{year}-"]),
    st.sampled_from(["{seq}", "{seq:03d}", "{seq:05d}"]),
    st.sampled_from(["", "/{yy}", "{year}", " ({yy}"]),
    SEPARATORS,
)


@given(PATTERNS, st.integers(2000, 2099), st.integers(1, 99_999))
def test_reading_a_number_undoes_printing_it(pattern, year, sequence):
    printed = format_number(pattern, year=year, sequence=sequence)
    shows_year = "year" in pattern or "yy" in pattern
    assert parse_number(pattern, printed) == (year if shows_year else None, sequence)


@given(PATTERNS, st.text("0123456789 /_-NAé°", max_size=14))
def test_what_is_read_is_another_spelling_of_what_is_printed(pattern, number):
    if read := parse_number(pattern, number):
        year, sequence = read
        printed = format_number(pattern, year=year or 2026, sequence=sequence)
        assert parse_number(pattern, printed) == read


@pytest.mark.parametrize(
    ("pattern", "number", "read"),
    [
        pytest.param("{year} {seq:03d}", "2026_8", (2026, 8), id="signs-and-zeros"),
        pytest.param("{year} {seq:03d}", "2019 – 063", (2019, 63), id="dash"),
        pytest.param("{seq}/{year}", "N°36/2023", (2023, 36), id="sign-in-front"),
        pytest.param("n° {seq}-{yy}", "12/25", (2025, 12), id="sign-in-the-pattern"),
        pytest.param("{year}/CC{seq:03d}", "2024/cc007", (2024, 7), id="case"),
        pytest.param("D-{seq}", "D 4", (None, 4), id="no-year"),
        pytest.param("{year} {seq:03d}", "12/2025", None, id="rank-first"),
        pytest.param("{year} {seq:03d}", "2026 000", None, id="no-rank-zero"),
        pytest.param("{year} {seq:03d}", "2026 8 bis", None, id="bis"),
        pytest.param("{year}-{seq}-{yy}", "2025-4-26", None, id="two-years"),
        pytest.param("{year} {seq:03d}", "", None, id="nothing"),
    ],
)
def test_a_number_is_read_whatever_its_signs(pattern, number, read):
    assert parse_number(pattern, number) == read


def test_a_bad_pattern_reads_nothing():
    with pytest.raises(NumberError, match="forme de numéro"):
        parse_number("{year}", "2026")


@pytest.mark.parametrize(
    "spelling",
    ["Délib 2024_445", "délib. 2024 445", "N° DELIB 2024–445", " n°delib-2024/445 "],
)
def test_spellings_of_one_number_share_their_key(spelling):
    assert number_key(spelling) == "delib 2024 445"


def test_two_numbers_do_not_share_their_key():
    assert number_key("2024 445") != number_key("2024 44 5")
