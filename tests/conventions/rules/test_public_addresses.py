"""Permanent addresses: ASCII, short, one for one number."""

from __future__ import annotations

import re

import pytest
from django.core.validators import validate_slug
from hypothesis import assume, given
from hypothesis import strategies as st

from conventions.rules.numbering import NumberError, format_number, number_key
from conventions.rules.public_addresses import LONGEST, public_address

NATURES = st.sampled_from(["decision", "deliberation", "arrete"])
NUMBERS = st.text(alphabet="abcXYZéÉœ0123456789 _/-–.°", min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("year", "nature", "number", "expected"),
    [
        (2026, "decision", "2026 008", "2026-decision-2026-008"),
        (2024, "decision", "2024_445", "2024-decision-2024-445"),
        (2024, "deliberation", "2024/CC007", "2024-deliberation-2024-cc007"),
        (2026, "arrete", "N° 2026_A001", "2026-arrete-2026-a001"),
        (2026, "decision", "Été n°4", "2026-decision-ete-n-4"),
    ],
)
def test_an_address_is_read_aloud(year, nature, number, expected):
    assert public_address(year, nature, number) == expected


@given(year=st.integers(1000, 9999), nature=NATURES, number=NUMBERS)
def test_an_address_is_a_slug_that_fits_its_column(year, nature, number):
    assume(number_key(number))
    address = public_address(year, nature, number)
    validate_slug(address)
    assert address.isascii()
    assert address == address.lower()
    assert len(address) <= LONGEST
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", address)


@given(
    years=st.tuples(st.integers(1000, 9999), st.integers(1000, 9999)),
    natures=st.tuples(NATURES, NATURES),
    numbers=st.tuples(NUMBERS, NUMBERS),
)
def test_two_acts_share_an_address_only_under_the_same_number(years, natures, numbers):
    assume(all(number_key(number) for number in numbers))
    first, second = (public_address(*act) for act in zip(years, natures, numbers, strict=True))
    same = (
        years[0] == years[1]
        and natures[0] == natures[1]
        and number_key(numbers[0]) == number_key(numbers[1])
    )
    assert (first == second) == same


@given(ranks=st.lists(st.integers(1, 99999), min_size=2, max_size=2, unique=True))
def test_a_series_gives_each_rank_its_own_address(ranks):
    addresses = {
        public_address(
            2026, "decision", format_number("{year} {seq:03d}", year=2026, sequence=rank)
        )
        for rank in ranks
    }
    assert len(addresses) == 2


@pytest.mark.parametrize("number", ["", "  ", "n°", "–", "8" * 100])
def test_a_number_without_letter_nor_figure_or_too_long_has_no_address(number):
    with pytest.raises(NumberError, match="adresse publique"):
        public_address(2026, "decision", number)
