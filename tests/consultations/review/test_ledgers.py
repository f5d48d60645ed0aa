"""What is read of the sessions of unscheduled care."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.models import Session
from consultations.review.cpts import Territories, territory_of
from consultations.review.ledgers import facts_of, read_ledgers, snp_sessions, to_count
from consultations.rules.ledgers import Fate
from sites.models import Site
from tests.consultations.factories import MONDAY, MonthlyTotalFactory
from tests.consultations.factories_sessions import (
    SessionCommuneFactory,
    SessionCountFactory,
    SessionFactory,
    at,
)
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

NOW = at(MONDAY + dt.timedelta(days=300), 12)
ALL, SESSIONS = Site.objects.all, Session.objects.all


def day(number):
    """Return a day of June 2026."""
    return MONDAY + dt.timedelta(days=number - 1)


def test_facts_tell_the_fate_and_the_count_of_a_session():
    count = SessionCountFactory(done=9, no_show=1, without_gp=4)
    session = count.session
    territory = TerritoryFactory(kind="cpts")
    TerritoryCommuneFactory(territory=territory, commune=session.site.commune)
    SessionCommuneFactory(count=count, commune=session.site.commune, number=5)
    SessionCommuneFactory(count=count, number=2)
    Session.objects.update(state="held", cleaned_on=MONDAY)
    [fact] = facts_of(snp_sessions(SESSIONS()), now=NOW)
    assert (fact.fate, fact.minutes, fact.is_cleaned) == (Fate.HELD, 180, True)
    assert (fact.count.inside, fact.count.outside, fact.count.unknown) == (5, 2, 2)
    assert (fact.count.done, fact.count.no_show) == (9, 1)


def test_the_last_evening_of_a_period_belongs_to_it():
    session = SessionFactory(snp=True, starts_at=at(day(30), 19))
    SessionFactory(snp=True, starts_at=at(day(31), 9))
    assert list(snp_sessions(SESSIONS(), first=day(1), last=day(30))) == [session]
    assert not snp_sessions(SESSIONS(), first=day(2), last=day(29)).exists()


def test_what_is_over_and_not_counted_is_to_count_the_oldest_first():
    late = SessionFactory(snp=True, starts_at=at(day(9), 9))
    early = SessionFactory(snp=True, starts_at=at(day(2), 9), state="held")
    SessionFactory(snp=True, starts_at=at(day(3), 9), state="cancelled", cancel_reason="Congé")
    SessionFactory(starts_at=at(day(4), 9))
    SessionCountFactory(session__starts_at=at(day(5), 9))
    assert list(to_count(SESSIONS(), now=NOW)) == [early, late]
    assert list(to_count(SESSIONS(), now=late.ends_at - dt.timedelta(minutes=1))) == [early]
    assert list(to_count(Session.objects.filter(site=late.site_id), now=NOW)) == [late]


def test_both_ledgers_keep_to_the_months_and_the_sites_asked_for():
    count = SessionCountFactory(session__starts_at=at(day(5), 9), done=12)
    SessionCountFactory(session__starts_at=at(day(6), 9), done=7)
    SessionCountFactory(session__starts_at=at(day(35), 9), done=100)
    Session.objects.update(state="held")
    mine = Site.objects.filter(pk=count.session.site_id)
    MonthlyTotalFactory(site=mine.get(), done=40)
    MonthlyTotalFactory(site=mine.get(), month=dt.date(2026, 7, 1), done=500)
    MonthlyTotalFactory(done=60)
    found = read_ledgers(
        mine, Session.objects.filter(site__in=mine), first=day(15), last=day(16), now=NOW
    )
    assert (found.ledgers.csipa, found.ledgers.snp) == (40, 12)
    found = read_ledgers(ALL(), SESSIONS(), first=day(1), last=day(30), now=NOW)
    assert (found.ledgers.csipa, found.ledgers.snp) == (100, 19)
    assert [one.done for one in found.by_site.values()] == [12, 7]
    assert len(found.by_convention) == 2
    assert {month: one.done for month, one in found.by_month.items()} == {MONDAY: 19}


def test_both_ledgers_cost_the_same_whatever_they_hold():
    def cost():
        with CaptureQueriesContext(connection) as captured:
            read_ledgers(ALL(), SESSIONS(), first=day(1), last=day(60), now=NOW)
        return len(captured)

    SessionCommuneFactory(count__session__starts_at=at(day(5), 9))
    few = cost()
    for number in range(6, 14):
        SessionCommuneFactory(count__session__starts_at=at(day(number), 9))
    assert cost() == few <= 6


def test_the_territory_is_that_of_the_day():
    home, left, joined = CommuneFactory.create_batch(3)
    territory = TerritoryFactory(kind="cpts")
    TerritoryCommuneFactory(territory=territory, commune=home)
    TerritoryCommuneFactory(territory=territory, commune=left, end=day(10))
    TerritoryCommuneFactory(territory=territory, commune=joined, start=day(11))
    found = Territories([home.pk])
    assert found.of(home.pk, day(10)) == {home.pk, left.pk}
    assert found.of(home.pk, day(11)) == {home.pk, joined.pk}
    assert found.of(joined.pk, day(10)) is None


def test_only_a_cpts_draws_the_territory():
    session = SessionFactory(snp=True)
    TerritoryCommuneFactory(territory__kind="epci", commune=session.site.commune)
    assert territory_of(session) is None
