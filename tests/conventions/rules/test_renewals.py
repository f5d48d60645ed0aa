"""Until when councils elected before a general renewal can still sit."""

import datetime as dt

import pytest

from conventions.rules.mandates import Term
from conventions.rules.power_records import PowerCase
from conventions.rules.powers import missing_links
from conventions.rules.renewals import installed_by, overdue_since, renewal_year, surely_over_after


@pytest.mark.parametrize(
    ("year", "commune", "day"),
    [
        (2014, False, dt.date(2014, 5, 2)),
        (2020, False, dt.date(2020, 7, 17)),
        (2020, True, dt.date(2020, 7, 5)),
        (2026, False, dt.date(2026, 4, 24)),
        (2026, True, dt.date(2026, 3, 29)),
        (2032, False, None),
    ],
)
def test_the_last_day_of_installation_of_each_renewal(year, commune, day):
    assert installed_by(year, commune=commune) == day


@pytest.mark.parametrize("year", [2014, 2020, 2026])
def test_groupings_sit_on_a_friday_and_communes_on_a_sunday_at_the_latest(year):
    grouping, commune = installed_by(year), installed_by(year, commune=True)
    assert (grouping.weekday(), commune.weekday()) == (4, 6)
    assert commune < grouping


@pytest.mark.parametrize(
    ("first", "day", "commune", "limit"),
    [
        (dt.date(2020, 7, 8), dt.date(2026, 4, 24), False, None),
        (dt.date(2020, 7, 8), dt.date(2026, 4, 25), False, dt.date(2026, 4, 24)),
        (dt.date(2020, 5, 25), dt.date(2026, 3, 30), True, dt.date(2026, 3, 29)),
        (dt.date(2026, 4, 17), dt.date(2026, 12, 1), False, None),
        (dt.date(2014, 4, 20), dt.date(2026, 12, 1), False, dt.date(2020, 7, 17)),
        (dt.date(2026, 4, 17), dt.date(2032, 5, 1), False, dt.date(2032, 4, 30)),
    ],
)
def test_a_council_is_surely_another_once_the_last_day_to_install_it_has_passed(
    first, day, commune, limit
):
    assert overdue_since(first, day, commune=commune) == limit


def test_a_decision_signed_after_a_renewal_waits_for_the_new_mandate_to_be_recorded():
    case = PowerCase(body="president", nature="arrete", mandates=(Term(dt.date(2020, 7, 8)),))
    assert [link.code for link in missing_links(case, dt.date(2026, 5, 4))] == [
        "renewal-not-recorded"
    ]


def test_a_mandate_whose_end_is_unknown_goes_on_as_long_as_no_renewal_is_surely_over():
    case = PowerCase(body="president", nature="arrete", mandates=(Term(dt.date(2026, 4, 17)),))
    assert missing_links(case, dt.date(2030, 1, 1)) == []


@pytest.mark.parametrize(
    ("first", "year"),
    [
        (dt.date(2022, 5, 31), 2026),
        (dt.date(2026, 3, 14), 2026),
        (dt.date(2026, 3, 20), 2032),
        (dt.date(2019, 12, 31), 2020),
        (dt.date(2020, 5, 25), 2026),
        (dt.date(2014, 4, 17), 2020),
    ],
)
def test_councils_are_renewed_every_six_years(first, year):
    assert renewal_year(first) == year
    assert surely_over_after(first).year == year
