"""Departures year by year add up to what was stated, however they are spread."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.rules.retirements import (
    Expected,
    Spread,
    at_most_by_age,
    by_year,
    heads_of_share,
    horizon,
    steps,
)

LIEVIN = dt.date(2018, 5, 23)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))


def test_five_within_two_years_are_spread_over_their_days():
    (one,) = steps([(Decimal(5), 2)], LIEVIN)
    assert one == Expected(Decimal(5), LIEVIN, dt.date(2020, 5, 23))
    found = by_year([one], Spread.EVEN)
    assert [round(part, 2) for part in found.values()] == [
        Decimal("1.53"),
        Decimal("2.50"),
        Decimal("0.98"),
    ]
    assert list(found) == [2018, 2019, 2020]


def test_five_within_two_years_may_all_be_at_the_end():
    assert by_year(steps([(Decimal(5), 2)], LIEVIN), Spread.END) == {2020: Decimal("5.0")}


@pytest.mark.parametrize(("spread", "years"), [(Spread.EVEN, 5), (Spread.END, 1)])
def test_five_years_from_the_first_of_january_end_with_the_fifth(spread, years):
    found = by_year(steps([(Decimal(37), 5)], dt.date(2025, 1, 1)), spread)
    assert (max(found), len(found)) == (2029, years)


def test_longer_horizon_includes_the_shorter():
    found = steps([(Decimal(12), 5), (Decimal(5), 2)], LIEVIN)
    assert [one.total for one in found] == [5, 7]
    assert found[1].start == found[0].end
    assert by_year(found, Spread.END) == {
        2020: Decimal("5.0"),
        2021: Decimal(0),
        2022: Decimal(0),
        2023: Decimal("7.0"),
    }


def test_longer_horizon_with_fewer_departures_adds_none():
    assert len(steps([(Decimal(5), 2), (Decimal(4), 5)], LIEVIN)) == 1


def test_nothing_stated_gives_no_year():
    assert steps([], LIEVIN) == []
    assert by_year([], Spread.EVEN) == {}


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 20)), min_size=1, max_size=4),
    DAYS,
    st.sampled_from(Spread),
)
def test_years_add_up_to_the_largest_total_reached(totals, day, spread):
    expected = steps([(Decimal(total), years) for total, years in totals], day)
    found = by_year(expected, spread)
    assert round(sum(found.values()), 9) == sum(one.total for one in expected)
    assert all(part >= 0 for part in found.values())
    assert sorted(found) == list(range(min(found), max(found) + 1)) if found else True


@given(DAYS, st.integers(1, 20))
def test_every_day_of_a_span_is_in_one_year(day, years):
    one = Expected(Decimal(1), day, horizon(day, years))
    assert sum(one.days_in(year) for year in range(1999, 2090)) == one.days


def test_half_of_fifty_five_doctors_is_at_most_twenty_eight():
    assert heads_of_share(Decimal(50), Decimal(55)) == 28
    bound = at_most_by_age(Decimal(28), dt.date(2018, 1, 1))
    assert bound.end == dt.date(2028, 1, 1)
    assert round(sum(by_year([bound], Spread.EVEN).values()), 9) == 28


@pytest.mark.parametrize(("years", "end"), [(1, dt.date(2021, 2, 28)), (4, dt.date(2024, 2, 29))])
def test_horizon_of_a_leap_day(years, end):
    assert horizon(dt.date(2020, 2, 29), years) == end
