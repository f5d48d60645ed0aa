"""The size of a CPTS and its nearest thresholds."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.derived import Input
from csipa.french.numbers import decimal
from sites.rules.community_size import (
    THRESHOLDS,
    crossing,
    in_force,
    size_derived,
    size_of,
    sizes_by_year,
    thresholds_around,
    warning,
)

VAL_DE_LYS = 45_922


@pytest.mark.parametrize(
    ("population", "size"),
    [
        (0, 1),
        (39_999, 1),
        (40_000, 2),
        (79_999, 2),
        (80_000, 3),
        (174_999, 3),
        (175_000, 4),
        (1_000_000, 4),
    ],
)
def test_a_threshold_belongs_to_the_size_that_it_begins(population, size):
    assert size_of(population) == size


def test_val_de_lys_romane_is_of_size_two_well_above_its_threshold():
    nearest, other = thresholds_around(VAL_DE_LYS)
    assert size_of(VAL_DE_LYS) == 2
    assert (nearest.inhabitants, nearest.gap) == (40_000, 5_922)
    assert decimal(nearest.percent, 1) == "14,8"
    assert (other.inhabitants, other.gap) == (80_000, 45_922 - 80_000)
    assert warning(VAL_DE_LYS) == ""


def test_just_above_a_threshold_a_smaller_census_would_change_the_size():
    said = warning(41_000)
    assert "à moins de 5\u00a0% d’un seuil" in said
    assert "1\u00a0000\u00a0habitants de plus que le seuil de 40\u00a0000, soit 2,5\u00a0%" in said
    assert "passer sous 40\u00a0000 habitants, la CPTS passera en taille 1" in said


def test_just_below_a_threshold_a_larger_census_would_change_the_size():
    said = warning(79_000)
    assert "1\u00a0000\u00a0habitants de moins que le seuil de 80\u00a0000" in said
    assert "passer à 80\u00a0000 habitants, la CPTS passera en taille 3" in said


def test_the_end_of_the_margin_still_warns():
    assert warning(42_000)
    assert warning(38_000)
    assert not warning(42_001)
    assert not warning(37_999)


def test_on_the_threshold_itself_one_inhabitant_less_would_change_the_size():
    said = warning(40_000)
    assert "exactement le seuil de 40\u00a0000 habitants" in said
    assert "passera en taille 1" in said


def test_the_first_and_the_last_sizes_have_one_threshold_only():
    assert [one.inhabitants for one in thresholds_around(10)] == [40_000]
    assert [one.inhabitants for one in thresholds_around(500_000)] == [175_000]


def test_the_legal_population_of_a_day_is_that_of_three_years_before():
    years = [2021, 2022, 2023]
    assert in_force(years, dt.date(2025, 12, 31)) == 2022
    assert in_force(years, dt.date(2026, 1, 1)) == 2023
    assert in_force(years, dt.date(2030, 1, 1)) == 2023


def test_before_every_known_census_the_first_one_serves():
    assert in_force([2021, 2022], dt.date(2018, 1, 1)) == 2021
    assert in_force([], dt.date(2018, 1, 1)) is None


def test_a_census_that_crosses_a_threshold_is_told_with_the_day_it_applies():
    years = sizes_by_year({2022: 39_900, 2021: 40_200, 2023: 39_800})
    assert [(row.year, row.size, row.changed) for row in years] == [
        (2021, 2, False),
        (2022, 1, True),
        (2023, 1, False),
    ]
    assert crossing(years) == (
        "La taille a changé\u00a0: le recensement 2022 l’a fait passer en taille 1 "
        "(39\u00a0900\u00a0habitants, applicables au 1er\u00a0janvier\u00a02025)."
    )


def test_a_size_that_never_changed_says_nothing():
    assert crossing(sizes_by_year({2018: 46_000, 2023: VAL_DE_LYS})) == ""


def test_the_size_shows_its_inputs_or_says_what_it_takes():
    shown = size_derived(VAL_DE_LYS, [Input("population municipale", "45\u00a0922\u00a0habitants")])
    assert shown.text == "taille 2"
    assert "45\u00a0922" in shown.note
    assert size_derived(None, [], missing="Donnez une population.").text == ""


@given(st.integers(0, 1_000_000))
def test_the_thresholds_around_enclose_the_population(population):
    for one in thresholds_around(population):
        assert (one.gap >= 0) == (size_of(population) >= one.above)
        assert one.inhabitants in THRESHOLDS
        assert one.inhabitants + one.gap == population
    nearest = min(Decimal(abs(population - one)) / one for one in THRESHOLDS)
    assert thresholds_around(population)[0].percent <= nearest * 100 or size_of(population) in (
        1,
        4,
    )


@given(st.integers(1, 1_000_000))
def test_a_warning_comes_exactly_when_five_per_cent_could_change_the_size(population):
    crossed = any(abs(population - one) * 100 <= 5 * one for one in THRESHOLDS)
    assert bool(warning(population)) == crossed
