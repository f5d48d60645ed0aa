"""Until when councils elected before a general renewal can still sit."""

import datetime as dt

import pytest

from conventions.rules.renewals import installed_by


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
