"""How far two values of one indicator are from each other."""

from decimal import Decimal

import pytest

from sites.rules.comparison import gap
from sites.rules.indicators import Unit


@pytest.mark.parametrize(
    ("first", "second", "unit", "expected"),
    [
        ("11.3", "30", Unit.PERCENT, "+18,7 points"),
        ("30", "28.9", Unit.PERCENT, "−1,1 point"),
        ("282000", "70000", Unit.INHABITANTS, "−212 000 habitants"),
        ("3", "4", Unit.HEADS, "+1 personne"),
        ("10", "10", Unit.COMMUNES, "égal"),
        ("114.3", "103.9", Unit.NONE, "−10,4"),
        ("2", "2.5", Unit.FTE, "+0,5 ETP"),
        ("11.31", "11.33", Unit.PERCENT, "égal"),
    ],
)
def test_the_difference_is_told_in_its_unit(first, second, unit, expected):
    assert gap(Decimal(first), Decimal(second), unit).replace("\u00a0", " ") == expected


def test_there_is_no_difference_with_what_is_missing():
    assert gap(None, Decimal(3), Unit.HEADS) == ""
    assert gap(Decimal(3), None, Unit.HEADS) == ""
