"""A query put into SQL once: the rows are those of today, the work is not done twice."""

import datetime as dt
from threading import Thread

import pytest
from django.db import connection
from django.db.models import Count, Prefetch
from django.db.models.sql.compiler import SQLCompiler

from csipa.prepared import prepared
from sites.models import Room, Site
from tests.sites.factories import RoomFactory, SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_sites():
    """Return a reader of its own to each test, with nothing kept."""

    @prepared
    def read(day, *, most=None):
        """Return the sites open since `day`."""
        rooms = Prefetch("rooms", Room.objects.order_by("name"), to_attr="known")
        rows = Site.objects.filter(opened_on__gte=day).select_related("commune")
        rows = rows.annotate(room_count=Count("rooms")).prefetch_related(rooms)
        return rows.order_by("opened_on")[:most]

    return read


DAY = dt.date(2026, 1, 1)


def test_rows_are_read_anew_each_time_with_what_they_carry(open_sites, django_assert_num_queries):
    assert open_sites(DAY) == []
    site = SiteFactory(opened_on=DAY)
    RoomFactory(site=site, name="Bureau")
    with django_assert_num_queries(2):
        (found,) = open_sites(DAY)
        assert (found, found.room_count) == (site, 1)
        assert found.commune.name == site.commune.name
        assert [room.name for room in found.known] == ["Bureau"]
    Site.objects.filter(pk=site.pk).update(opened_on=DAY - dt.timedelta(days=1))
    assert open_sites(DAY) == []


def test_other_values_ask_another_question(open_sites):
    early, late = SiteFactory(opened_on=DAY), SiteFactory(opened_on=DAY.replace(month=6))
    assert open_sites(DAY) == [early, late]
    assert open_sites(DAY.replace(month=2)) == [late]
    assert open_sites(DAY, most=1) == [early]
    assert open_sites(DAY) == [early, late]


def test_the_sql_is_written_once(open_sites, monkeypatch):
    SiteFactory(opened_on=DAY, name="Un")
    open_sites(DAY)
    written = []
    stock = SQLCompiler.as_sql

    def counted(self, *args, **kwargs):
        written.append(self.query.model)
        return stock(self, *args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "as_sql", counted)
    assert len(open_sites(DAY)) == 1
    assert written == [Room]  # the prefetch only, whose keys are never twice the same


def test_what_is_asked_of_nothing_is_nothing():
    @prepared
    def read(keys):
        """Return some sites."""
        return Site.objects.filter(pk__in=keys)

    assert read(()) == read(()) == []


def test_rows_found_may_be_asked_for_more(open_sites):
    site = SiteFactory(opened_on=DAY)
    (found,) = open_sites(DAY)
    assert found.rooms.count() == 0
    assert type(found).objects.get(pk=found.pk) == site


@pytest.mark.django_db(transaction=True)
def test_each_thread_reads_through_its_own_connection(open_sites):
    SiteFactory(opened_on=DAY)
    open_sites(DAY)
    found = []

    def read():
        found.append((len(open_sites(DAY)), connection.connection is not None))
        connection.close()

    thread = Thread(target=read)
    thread.start()
    thread.join()
    assert found == [(1, True)]
