"""Months closed, checked, validated and reopened, with their trace."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError

from consultations.actions.months import DaysMissing, MonthRefused, take_step
from consultations.actions.recording import LOCKED, record
from consultations.models import ActivityCount, MonthEvent, MonthLock
from consultations.rules.cells import CellKey, Measure
from consultations.rules.merging import Change
from consultations.rules.months import MonthStep
from tests.consultations.factories import (
    MONDAY,
    ActivityCountFactory,
    RecordingLineFactory,
    UserFactory,
)
from tests.sites.factories import OpeningHoursFactory, SiteFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 7, 3, 9, tzinfo=dt.UTC)


@pytest.fixture
def site():
    return SiteFactory(name="Robecq")


def step(site, name, month=MONDAY, now=NOW, by=None, reason=""):
    return take_step(site, month, MonthStep(name), by=by or UserFactory(), now=now, reason=reason)


def test_month_goes_from_open_to_validated_and_each_step_keeps_who_and_when(site):
    by = UserFactory()
    states = [step(site, name, by=by).state for name in ("close", "check", "validate")]
    assert states == ["closed", "checked", "validated"]
    lock = MonthLock.objects.get()
    assert [(one.step, one.by, one.at) for one in lock.events.all()] == [
        ("close", by, NOW),
        ("check", by, NOW),
        ("validate", by, NOW),
    ]
    assert lock.history.first().history_user == by


@pytest.mark.parametrize("name", ["check", "validate", "reopen"])
def test_step_that_the_month_is_not_ready_for_is_refused_and_leaves_no_trace(site, name):
    with pytest.raises(MonthRefused, match="mois"):
        step(site, name, reason="Pour voir")
    assert not MonthEvent.objects.exists()


def test_second_closing_is_told_that_it_is_done(site):
    step(site, "close")
    with pytest.raises(MonthRefused, match="déjà clos"):
        step(site, "close")


def test_reopening_takes_a_reason_and_figures_may_change_again(site):
    step(site, "close")
    with pytest.raises(MonthRefused, match="motif"):
        step(site, "reopen", reason="  ")
    step(site, "reopen", reason="Le 12 a été oublié")
    assert MonthEvent.objects.get(step="reopen").reason == "Le 12 a été oublié"
    ActivityCountFactory(site=site)


def test_reason_that_names_a_patient_is_refused(site):
    step(site, "close")
    with pytest.raises(MonthRefused, match="le nom d’une personne"):
        step(site, "reopen", reason="Dossier de Mme Dupont")
    assert MonthLock.objects.get().state == "closed"


def test_reason_longer_than_what_is_kept_is_refused(site):
    step(site, "close")
    with pytest.raises(MonthRefused, match="300"):
        step(site, "reopen", reason="x" * 301)


@pytest.mark.parametrize(
    ("now", "closes"),
    [
        (dt.datetime(2026, 6, 29, 21, 59, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 6, 29, 22, 1, tzinfo=dt.UTC), True),
    ],
    ids=["the day before, 23:59 in Paris", "its last day, 00:01 in Paris"],
)
def test_month_closes_from_its_last_day_on(site, now, closes):
    if closes:
        assert step(site, "close", now=now).state == "closed"
    else:
        with pytest.raises(MonthRefused, match="à partir du 30\u00a0juin\u00a02026"):
            step(site, "close", now=now)


@pytest.mark.parametrize("day", [3, 30], ids=["weeks later", "on the last evening"])
def test_closing_with_days_missing_asks_for_the_reason_and_keeps_it(site, day):
    line = RecordingLineFactory(site=site)
    OpeningHoursFactory(site=site)
    for number in (2, 9, 16, 23):
        ActivityCountFactory(site=site, profession=line.profession, date=dt.date(2026, 6, number))
    now = NOW if day == 3 else dt.datetime(2026, 6, 30, 18, tzinfo=dt.UTC)
    with pytest.raises(DaysMissing, match=r"à Robecq\. Saisissez cette journée"):
        step(site, "close", now=now)
    step(site, "close", now=now, reason="Médecin parti sans laisser son compte")
    assert MonthEvent.objects.get().reason.startswith("Médecin parti")


def test_closed_month_refuses_figures_by_the_action_and_by_the_database(site):
    count = ActivityCountFactory(site=site, date=MONDAY)
    step(site, "close")
    key = CellKey.of(site.pk, MONDAY, count.profession_id, count.kind)
    outcome = record(
        [Change(key, Measure.DONE, 99)], by=UserFactory(), now=NOW, today=dt.date(2026, 7, 3)
    )
    assert [message for _, message in outcome.refused] == [LOCKED]
    with pytest.raises(IntegrityError):
        ActivityCount.objects.update(done=99)


def test_month_of_another_site_stays_open(site):
    step(site, "close")
    ActivityCountFactory(date=MONDAY)


def test_trace_never_changes(site):
    step(site, "close")
    with pytest.raises(DatabaseError):
        MonthEvent.objects.update(reason="Autre chose")
