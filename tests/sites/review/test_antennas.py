"""An antenna beside its limits, and the hours that others hold there."""

import datetime as dt
from collections import namedtuple

import pytest

from sites.review import antennas
from sites.review.antennas import contribute_held_hours, gauge_of, held_minutes
from sites.rules.antennas import Standing
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.sites.factories_projects import LimitWaiverFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 3)
Held = namedtuple("Held", "weekday starts ends")


@pytest.fixture
def antenna():
    """An antenna open 24 hours a week, eight hours on three days."""
    site = SiteFactory(antenna=True, travel_minutes=25)
    for weekday in (1, 2, 3):
        OpeningHoursFactory(site=site, weekday=weekday, opens_at=dt.time(8), closes_at=dt.time(16))
    return site


@pytest.fixture
def sources(monkeypatch):
    """No source of held hours but those of the test."""
    monkeypatch.setattr(antennas, "_SOURCES", [])


def test_gauge_tells_the_hours_and_the_travel_on_a_day(antenna, sources):
    gauge = gauge_of(antenna, day=TODAY)
    assert (gauge.hours.value, gauge.hours.standing) == (24 * 60, Standing.BEYOND)
    assert (gauge.travel.value, gauge.travel.standing) == (25, Standing.WITHIN)
    assert gauge.held == 0


def test_waiver_admits_what_passes_the_limit_while_it_is_in_force(antenna, sources):
    waiver = LimitWaiverFactory(site=antenna, end=TODAY)
    assert gauge_of(antenna, day=TODAY).hours.waiver == waiver
    after = gauge_of(antenna, day=TODAY + dt.timedelta(days=1))
    assert after.hours.standing is Standing.BEYOND


def test_centre_has_no_gauge():
    assert gauge_of(SiteFactory(), day=TODAY) is None


def test_hours_held_are_counted_apart_and_shared_time_once(antenna, sources):
    slots = [
        Held(5, dt.time(9), dt.time(12)),
        Held(5, dt.time(11), dt.time(13)),
        Held(6, dt.time(9), dt.time(10)),
    ]
    asked = []

    def held(site, *, today):
        asked.append((site, today))
        return slots

    contribute_held_hours(held)
    contribute_held_hours(held)
    gauge = gauge_of(antenna, day=TODAY)
    assert gauge.held == 5 * 60
    assert gauge.hours.value == 24 * 60
    assert asked == [(antenna, TODAY)]


def test_nothing_is_held_where_no_app_tells(antenna, sources):
    assert held_minutes(antenna, day=TODAY) == 0
