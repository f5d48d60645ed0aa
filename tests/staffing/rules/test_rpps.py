"""The key of RPPS numbers, the usual plural of professions, more than one full time."""

import datetime as dt
from decimal import Decimal

import pytest

from staffing.rules.capacity import Stretch, stretches_above
from staffing.rules.professions import usual_plural
from staffing.rules.rpps import has_right_key
from tests.staffing.rules.test_capacity import FIRST, Held, day


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        pytest.param("10101201233", True, id="key of Luhn"),
        pytest.param("10101201234", False, id="the published example"),
        pytest.param("1010120123", False, id="ten digits"),
        pytest.param("1010120123A", False, id="a letter"),
        pytest.param("١٠١٠١٢٠١٢٣٥", False, id="digits of elsewhere"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_the_key_of_an_rpps_number(number, is_right):
    assert has_right_key(number) is is_right


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("médecin généraliste", "médecins généralistes"),
        ("sage-femme", "sages-femmes"),
        ("infirmier en pratique avancée", "infirmiers en pratique avancée"),
        ("chargé d’accueil", "chargés d’accueil"),
        ("assistant médical", "assistants médicaux"),
        ("", ""),
    ],
)
def test_the_plural_that_is_proposed(name, plural):
    assert usual_plural(name) == plural


def test_two_posts_of_one_person_make_more_than_a_full_time_where_they_meet():
    lines = [Held(FIRST, day(10), Decimal(1)), Held(day(8), None, Decimal("0.5"), "Relais")]
    assert stretches_above(lines) == [Stretch(day(8), day(10), Decimal("1.5"))]
    assert stretches_above(lines[:1]) == []


def test_more_than_a_full_time_may_have_no_end_and_change_on_the_way():
    lines = [Held(FIRST, None, Decimal(1)) for _ in range(2)]
    lines.append(Held(FIRST, day(3), Decimal("0.1")))
    assert stretches_above(lines) == [
        Stretch(FIRST, day(3), Decimal("2.1")),
        Stretch(day(4), None, Decimal(2)),
    ]


def test_one_person_replaced_on_the_same_day_by_as_much_is_one_stretch():
    lines = [
        Held(FIRST, None, Decimal(1)),
        Held(FIRST, day(3), Decimal("0.5")),
        Held(day(4), day(9), Decimal("0.5")),
    ]
    assert stretches_above(lines) == [Stretch(FIRST, day(9), Decimal("1.5"))]
    assert stretches_above([Held(FIRST, dt.date.max, Decimal(2))])[0].end is None
