"""Activity as open data: months validated, small counts that nothing gives back, two ledgers."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from consultations.models import MonthLock, MonthlyTotal, SessionState
from consultations.review.open_data import ACTIVITY, SESSIONS
from consultations.rules.months import last_day
from csipa.opendata.datasets import Reading
from tests.consultations.factories import MONDAY, MonthlyTotalFactory
from tests.consultations.factories_sessions import SessionCountFactory, SessionFactory, at
from tests.opendata.checking import faults_of
from tests.opendata.tables import csv_of, rows_of
from tests.sites.factories import RoomFactory, SiteFactory
from tests.staffing.factories import ProfessionFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 9, 1)
JULY = dt.date(2026, 7, 1)


def professions(number=3):
    return [
        ProfessionFactory(name=f"métier {rank}", plural="métiers", position=rank)
        for rank in range(1, number + 1)
    ]


def validated(site, month=MONDAY, state="validated"):
    MonthLock.objects.create(site=site, month=month, last_day=last_day(month), state=state)
    return site


def counted(site, profession, done, month=MONDAY, **more):
    MonthlyTotalFactory(site=site, profession=profession, month=month, done=done, entries=1, **more)


def read(table):
    """Return the rows and what is left out; the file passes its schema."""
    reading = Reading(DAY)
    content = csv_of(table, reading)
    assert faults_of(content, table) == []
    return rows_of(content), reading.left_out


def told(table=ACTIVITY):
    """Return what each row tells of its count."""
    return [row["consultations"] for row in read(table)[0]]


def test_a_validated_month_is_told_by_profession_and_kinds_are_added():
    first, second, _ = professions()
    site = validated(SiteFactory(name="Labourse"))
    counted(site, second, 40)
    counted(site, first, 100)
    counted(site, first, 20, kind="remote")
    rows, left = read(ACTIVITY)
    assert left == []
    assert [(row["mois"], row["profession"], row["consultations"]) for row in rows] == [
        ("2026-06", "métier 1", "120"),
        ("2026-06", "métier 2", "40"),
    ]
    assert rows[0]["commune_insee"] == site.commune_id


@pytest.mark.parametrize("state", ["open", "closed", "checked"])
def test_months_not_validated_are_left_out_and_told(state):
    one = professions()[0]
    site = validated(SiteFactory(), state=state)
    counted(site, one, 100)
    counted(site, one, 100, JULY)
    rows, (left,) = read(ACTIVITY)
    assert rows == []
    assert left.what == site.name
    assert left.why == "2\u00a0mois ne sont pas validés (06/2026 à 07/2026)."


def test_a_small_count_is_withheld_with_another():
    first, second, third = professions()
    site = validated(SiteFactory())
    counted(site, first, 4)
    counted(site, second, 30)
    counted(site, third, 90)
    assert told() == ["s", "s", "90"]


def test_the_parts_of_a_small_month_are_all_withheld():
    first, second, _ = professions()
    site = validated(SiteFactory())
    counted(site, first, 4)
    counted(site, second, 0)
    assert told() == ["s", "s"]


def test_zero_names_nobody_and_a_day_that_nobody_entered_makes_no_row():
    first, second, _ = professions()
    site = validated(SiteFactory())
    counted(site, first, 0)
    MonthlyTotalFactory(site=site, profession=second, month=MONDAY, closed=20)
    assert told() == ["0"]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=4))
@examples(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_total_of_a_month_gives_no_small_count_back(counts):
    MonthlyTotal.objects.all().delete()
    MonthLock.objects.all().delete()
    site = validated(_one_site())
    for profession, done in zip(_trades(), counts, strict=False):
        counted(site, profession, done)
    below = settings.SMALL_COUNTS_BELOW
    rows = told()
    hidden = [done for done, text in zip(counts, rows, strict=True) if text == "s"]
    shown = [done for done, text in zip(counts, rows, strict=True) if text != "s"]
    assert not any(0 < done < below for done in shown)
    if not hidden:
        return
    left = sum(counts) - sum(shown)
    assert left == sum(hidden)
    # Either the whole month is small and nothing of it is told, or what is left is no small count.
    assert not shown if sum(counts) < below else (len(hidden) > 1 and left >= below)


def _one_site():
    """Return the one site of the property, made once."""
    model = SiteFactory._meta.model
    return model.objects.filter(name="Labourse").first() or SiteFactory(name="Labourse")


def _trades():
    return [
        ProfessionFactory(name=f"métier {rank}", plural="métiers", position=rank)
        for rank in range(1, 5)
    ]


def held(site, done, day=MONDAY, hour=9, **more):
    """Hold a session of unscheduled care and count it."""
    room = site.rooms.first() or RoomFactory(site=site)
    session = SessionFactory(
        snp=True, room=room, starts_at=at(day, hour), state=SessionState.HELD, **more
    )
    SessionCountFactory(session=session, done=done)


def test_sessions_are_another_table_never_added():
    site = validated(SiteFactory())
    counted(site, professions()[0], 100)
    held(site, 12)
    held(site, 14, hour=14)
    ((row,), left) = read(SESSIONS)
    assert (row["mois"], row["seances"], row["consultations"]) == ("2026-06", "2", "26")
    assert left == []
    assert told() == ["100"]


def test_sessions_cancelled_or_without_a_count_are_not_told():
    site = validated(SiteFactory())
    SessionFactory(snp=True, room=RoomFactory(site=site), starts_at=at(MONDAY, 9))
    assert read(SESSIONS) == ([], [])


def test_sessions_of_a_month_not_validated_are_left_out():
    held(SiteFactory(), 30)
    rows, (left,) = read(SESSIONS)
    assert rows == []
    assert left.why == "1\u00a0mois n’est pas validé (06/2026)."


def test_totals_of_months_and_of_sites_give_no_small_session_back():
    sites = [validated(validated(SiteFactory()), JULY) for _ in range(3)]
    for rank, site in enumerate(sites):
        held(site, 5 if rank == 0 else 30)
        held(site, 20 + rank, day=JULY)
    shown = told(SESSIONS)
    # A hidden number lies on a cycle of hidden ones: two by line and by column at least.
    for line in (shown[:3], shown[3:]):
        assert line.count("s") != 1
    for column in zip(shown[:3], shown[3:], strict=True):
        assert column.count("s") != 1
    assert shown[0] == "s"


@pytest.mark.parametrize(("table", "expected"), [(ACTIVITY, 4), (SESSIONS, 3)])
def test_activity_is_read_in_as_many_queries_whatever_its_length(table, expected):
    counts = []
    for _ in range(3):
        site = validated(SiteFactory())
        counted(site, professions()[0], 100)
        held(site, 30)
        with CaptureQueriesContext(connection) as queries:
            csv_of(table)
        counts.append(len(queries))
    assert counts == [expected] * 3
