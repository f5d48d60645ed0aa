"""Rents reviewed by an index: how much, when, by which quarter."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.index_reviews import (
    ANNIVERSARY,
    Quarter,
    YearlyDay,
    index_of,
    latest_published,
    published_on,
    quarter_of,
    review_day,
    reviewed_rent,
    reviews,
    said_day,
)

INDEXES = st.decimals(1, 5000, places=2)


def days(*words, start=dt.date(2026, 2, 1), until=dt.date(2029, 12, 31)):
    """Return the days on which a rent is to be reviewed."""
    return [review.day.isoformat() for review in reviews(*words, start=start, until=until)]


def test_a_rent_follows_its_index_to_the_cent():
    assert reviewed_rent(Decimal(300), Decimal("145.17"), Decimal("146.68")) == Decimal("303.12")
    assert reviewed_rent(Decimal("0.01"), Decimal(2), Decimal(1)) == Decimal("0.01")


@given(st.decimals(0, 100_000, places=2), INDEXES)
def test_an_index_that_does_not_move_leaves_the_rent(rent, index):
    assert reviewed_rent(rent, index, index) == rent


@given(st.decimals(0, 100_000, places=2), INDEXES, INDEXES)
def test_the_rent_moves_as_the_index_does(rent, base, new):
    reviewed = reviewed_rent(rent, base, new)
    assert abs(reviewed * base - rent * new) <= base * Decimal("0.005")


@pytest.mark.parametrize(("base", "new"), [("0", "145"), ("145", "0"), ("-1", "145")])
def test_an_index_is_above_zero(base, new):
    with pytest.raises(ValueError, match="nombre positif"):
        reviewed_rent(Decimal(300), Decimal(base), Decimal(new))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("IRL", "IRL"),
        ("l’IRL publié par l’INSEE", "IRL"),
        ("Indice de référence des loyers", "IRL"),
        ("indice des activités tertiaires (ILAT)", "ILAT"),
        ("Indice des loyers commerciaux", "ILC"),
        ("icc", "ICC"),
    ],
)
def test_an_index_is_known_by_its_initials_or_its_name(text, code):
    assert index_of(text).code == code
    assert index_of(text).source


@pytest.mark.parametrize("text", ["", "taux légal", "girl", "indice"])
def test_another_text_names_no_index(text):
    assert index_of(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2", (2, None)),
        ("T2", (2, None)),
        ("2025-T2", (2, 2025)),
        ("T2 2025", (2, 2025)),
        ("2T2025", (2, 2025)),
        ("2e trimestre 2025", (2, 2025)),
        ("Deuxième trimestre", (2, None)),
        ("1er trimestre 2026", (1, 2026)),
        ("IRL du 4e trimestre 2024", (4, 2024)),
        ("", (None, None)),
        ("5", (None, None)),
        ("2025", (None, None)),
    ],
)
def test_a_quarter_is_read_as_people_write_it(text, expected):
    assert quarter_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-02-01", YearlyDay(2, 1, 2027)),
        ("01/02", YearlyDay(2, 1)),
        ("1/2/2027", YearlyDay(2, 1, 2027)),
        ("1er février", YearlyDay(2, 1)),
        ("le 1er fevrier de chaque année", YearlyDay(2, 1)),
        ("15\u00a0mars\u00a02027", YearlyDay(3, 15, 2027)),
        ("29/02", YearlyDay(2, 29)),
        ("date anniversaire", ANNIVERSARY),
        ("", ANNIVERSARY),
        ("31/02", None),
        ("12/13", None),
        ("2027-02-30", None),
        ("quand on voudra", None),
    ],
)
def test_a_day_of_review_is_read_as_people_write_it(text, expected):
    assert review_day(text) == expected


def test_an_irl_rent_is_reviewed_each_year_by_the_same_quarter():
    found = list(reviews("IRL", "2", "01/02", start=dt.date(2026, 2, 1), until=dt.date(2028, 2, 1)))
    assert [one.day for one in found] == [dt.date(2027, 2, 1), dt.date(2028, 2, 1)]
    assert (found[0].base, found[0].quarter) == (Quarter(2025, 2), Quarter(2026, 2))
    assert (found[1].base, found[1].quarter) == (Quarter(2026, 2), Quarter(2027, 2))
    assert found[0].published_on == dt.date(2026, 7, 16)
    assert found[0].lapses_on == dt.date(2028, 2, 1)
    assert found[0].quarter.label == "2e trimestre 2026"


def test_the_law_sets_no_such_limit_for_other_indexes():
    (review,) = reviews("ILC", "2025-T1", "", start=dt.date(2026, 2, 1), until=dt.date(2027, 2, 1))
    assert review.lapses_on is None


def test_no_review_comes_before_a_newer_index():
    assert days("IRL", "2", "01/03", start=dt.date(2026, 2, 1))[0] == "2027-03-01"
    assert days("IRL", "2025-T2", "01/10", start=dt.date(2025, 11, 1))[0] == "2026-10-01"


def test_without_a_day_the_anniversary_is_the_day():
    assert days("IRL", "2", "") == ["2027-02-01", "2028-02-01", "2029-02-01"]
    assert days("IRL", "2", "", start=dt.date(2024, 2, 29))[:2] == ["2025-02-28", "2026-02-28"]


def test_a_first_day_that_is_named_is_the_first():
    assert days("IRL", "2", "2028-02-01") == ["2028-02-01", "2029-02-01"]


@pytest.mark.parametrize("words", [("", "2", "01/02"), ("IRL", "2", "quand on voudra")])
def test_nothing_is_reviewed_without_an_index_or_a_day_that_can_be_read(words):
    assert days(*words) == []


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.sampled_from([None, 1, 2, 3, 4]))
def test_the_last_index_published_is_out_and_the_next_is_not(day, number):
    index = index_of("IRL")
    latest = latest_published(number, day, index)
    following = Quarter(latest.year + 1, latest.number)
    assert published_on(latest, index) <= day < published_on(following, index)


def test_the_day_is_said_for_every_year():
    assert said_day(review_day("1/2"), None) == "le 1er février de chaque année"
    assert said_day(ANNIVERSARY, dt.date(2026, 3, 15)) == "le 15 mars de chaque année"
    assert said_day(ANNIVERSARY, None) == "à chaque anniversaire de la prise d’effet"
