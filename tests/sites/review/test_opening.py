"""The week of a site, its closures to come, its doors."""

import datetime as dt

import pytest

from sites.models import Activity, Site
from sites.review.opening import (
    calendar_of,
    closures_from,
    hours_changes,
    hours_of,
    open_days,
    said_door,
    with_openings,
)
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.sites.factories_projects import ClosureFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 3)  # a Tuesday
WEEK = {"first": dt.date(2026, 7, 13), "last": dt.date(2026, 7, 19)}


def at(text):
    return dt.datetime.fromisoformat(f"2026-{text}")


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.fixture
def site():
    """A site open on Tuesdays from 9 to 12 and on Thursdays from 14 to 18."""
    site = SiteFactory()
    OpeningHoursFactory(site=site)
    OpeningHoursFactory(
        site=site, weekday=4, opens_at=dt.time(14), closes_at=dt.time(18), activity="nursing"
    )
    return site


def test_week_is_told_activity_by_activity_in_their_usual_order(site):
    OpeningHoursFactory(site=site, activity="reception", closes_at=dt.time(13))
    hours = hours_of(site, day=TODAY)
    assert [(one.activity, plain(one.total)) for one in hours.activities] == [
        (Activity.RECEPTION, "4 h"),
        (Activity.MEDICAL, "3 h"),
        (Activity.NURSING, "4 h"),
    ]
    assert plain(hours.total) == "8 h"
    assert plain(str(hours.activities[0].lines[0])) == "mardi 9 h–13 h"


def test_hours_that_change_are_those_of_the_day_asked_for(site):
    OpeningHoursFactory(site=site, weekday=5, start=dt.date(2026, 9, 1))
    assert hours_changes(site) == [dt.date(2026, 9, 1)]
    assert hours_of(site, day=dt.date(2026, 8, 31)).minutes == 7 * 60
    assert hours_of(site, day=dt.date(2026, 9, 1)).minutes == 10 * 60


def test_days_open_in_the_week_of_the_14_of_july(site):
    assert open_days(site, **WEEK) == [dt.date(2026, 7, 16)]
    assert open_days(site, **WEEK, activity="medical") == []


def test_site_is_open_from_its_first_day_to_the_day_before_it_closes(site):
    site.opened_on, site.closed_on = dt.date(2026, 7, 9), dt.date(2026, 7, 16)
    found = open_days(site, first=dt.date(2026, 7, 6), last=dt.date(2026, 7, 31))
    assert found == [dt.date(2026, 7, 9)]


def test_site_that_never_opened_has_no_day_open(site):
    site.opened_on = None
    assert open_days(site, **WEEK) == []


def test_closures_are_told_until_their_last_day_and_the_next_comes_first(site):
    later = ClosureFactory(site=site, start=dt.date(2026, 12, 24), end=dt.date(2026, 12, 31))
    sooner = ClosureFactory(site=site, start=dt.date(2026, 8, 3), end=dt.date(2026, 8, 7))
    assert closures_from(site, day=dt.date(2026, 8, 7)) == [sooner, later]
    assert closures_from(site, day=dt.date(2026, 8, 8)) == [later]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        pytest.param("03-03T09:00", "Ouvert en ce moment, jusqu’à 12 h.", id="open"),
        pytest.param(
            "03-03T08:59",
            "Fermé en ce moment : prochaine ouverture aujourd’hui à 9 h.",
            id="later today",
        ),
        pytest.param(
            "03-03T12:00",
            "Fermé en ce moment : prochaine ouverture le jeudi 5 mars 2026 à 14 h.",
            id="another day",
        ),
    ],
)
def test_doors_are_told_in_a_sentence(site, moment, said):
    assert plain(said_door(site, now=at(moment))) == said


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        pytest.param(
            {"opened_on": None, "planned_on": dt.date(2025, 12, 31)},
            "Pas encore ouvert, ouverture prévue le 31 décembre 2025.",
            id="planned",
        ),
        pytest.param({"opened_on": None}, "Pas encore ouvert.", id="no date"),
        pytest.param(
            {"opened_on": dt.date(2026, 4, 1)},
            "Pas encore ouvert : prochaine ouverture le jeudi 2 avril 2026 à 14 h.",
            id="opens on a known day",
        ),
        pytest.param(
            {"closed_on": dt.date(2026, 3, 3)},
            "Fermé définitivement depuis le 3 mars 2026.",
            id="closed",
        ),
    ],
)
def test_doors_of_a_site_that_is_not_open(site, dates, said):
    for name, value in dates.items():
        setattr(site, name, value)
    assert plain(said_door(site, now=at("03-03T09:00"))) == said


def test_doors_of_a_site_without_hours():
    assert plain(said_door(SiteFactory(), now=at("03-03T09:00"))) == (
        "Fermé en ce moment : aucune ouverture à venir d’après les horaires et les fermetures."
    )


def test_sites_are_read_in_as_many_queries_whatever_their_number(django_assert_num_queries):
    for _ in range(4):
        ClosureFactory(site=OpeningHoursFactory().site)
    rows = list(Site.objects.all())
    with django_assert_num_queries(2):
        for site in with_openings(rows):
            calendar_of(site).open_days(dt.date(2026, 1, 1), dt.date(2026, 1, 31))
            hours_of(site, day=TODAY)
            closures_from(site, day=TODAY)
