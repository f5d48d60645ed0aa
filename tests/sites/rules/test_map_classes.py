"""Classes of maps hold every value, in words; a change is worked out from two censuses."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.rules.map_classes import CHANGE, POPULATION, change_percent, spread_classes


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (0, "moins de 500"),
        (499, "moins de 500"),
        (500, "500 à 999"),
        (2000, "de 2\u00a0000"),
        (25224, "10\u00a0000 et plus"),
    ],
)
def test_population_falls_in_the_class_that_names_it(people, words):
    assert words in POPULATION.labels[POPULATION.rank(people)]


def test_unknown_is_in_no_class():
    assert POPULATION.rank(None) is None


def test_change_between_two_censuses():
    assert change_percent(276_759, 275_028).quantize(Decimal("0.01")) == Decimal("-0.63")
    assert change_percent(0, 10) is None
    assert change_percent(None, 10) is None
    assert CHANGE.labels[CHANGE.rank(Decimal("-5.2"))].startswith("baisse de plus")
    assert CHANGE.labels[CHANGE.rank(Decimal("0"))].startswith("à peu près stable")
    assert CHANGE.labels[CHANGE.rank(Decimal("17.8"))].startswith("hausse de 5")


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_spread_classes_hold_every_value_and_none_is_empty(values):
    classes = spread_classes(values, "habitants")
    held = {classes.rank(value) for value in values}
    assert held == set(range(len(classes.labels)))
    assert len(classes.labels) <= 5


def test_classes_are_said_by_their_values():
    assert spread_classes([10, 20, 30, 40, 50], "%").labels == tuple(
        f"{value}\u00a0%" for value in (10, 20, 30, 40, 50)
    )
    assert spread_classes([Decimal("1.5")] * 3).labels == ("1,5",)
    with pytest.raises(ValueError, match="value"):
        spread_classes([])
