"""« Mois »: how far they have come, one of them, and its steps by who may take them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.models import MonthEvent, MonthLock
from tests.consultations.factories import (
    ActivityCountFactory,
    MonthEventFactory,
    MonthLockFactory,
    RecordingLineFactory,
    SiteRecordingFactory,
)
from tests.consultations.pages import account, read
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.staffing.factories import PersonFactory

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)
NOW = dt.datetime(2026, 7, 3, 9, tzinfo=dt.UTC)
VIEW = "view_monthlock"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def line():
    site = SiteFactory(name="Robecq", opened_on=dt.date(2026, 6, 16))
    OpeningHoursFactory(site=site)
    return RecordingLineFactory(site=site)


def enter(line, *days, **fields):
    for day in days:
        ActivityCountFactory(
            site=line.site, profession=line.profession, date=dt.date(2026, 6, day), **fields
        )


def index(client, user):
    client.force_login(user)
    return client.get(reverse("admin:consultations_months"))


def sheet(client, user, site, month="2026-06"):
    client.force_login(user)
    return client.get(reverse("admin:consultations_months_month", args=[site.pk, month]))


def take(client, user, site, step, reason=""):
    client.force_login(user)
    address = reverse("admin:consultations_months_step", args=[site.pk, "2026-06"])
    return client.post(address, {"step": step, "reason": reason})


def test_secretary_closes_the_head_of_service_validates_and_the_figures_stand(client, line):
    enter(line, 16, 23, 30)
    secretary, head = account(VIEW, "close_month"), account(VIEW, "check_month", "validate_month")
    answer = take(client, secretary, line.site, "close")
    assert answer.status_code == 302
    assert "ses chiffres ne changent plus" in read(client.get(answer.url))
    for step in ("check", "validate"):
        assert take(client, head, line.site, step).status_code == 302
    assert MonthLock.objects.get().state == "validated"
    told = read(sheet(client, head, line.site))
    assert "Clôture le 3 juillet 2026 à 11 h 00, par Marie Duval" in told
    assert "Validation le" in told


@pytest.mark.parametrize(
    ("right", "step"),
    [
        ("close_month", "check"),
        ("check_month", "validate"),
        ("validate_month", "close"),
        ("close_month", "reopen"),
        ("close_month", "nonsense"),
    ],
)
def test_step_without_its_right_is_forbidden(client, line, right, step):
    assert take(client, account(VIEW, right), line.site, step).status_code == 403
    assert not MonthEvent.objects.exists()


def test_month_of_a_site_that_is_not_theirs_is_not_found(client, line):
    user = account(VIEW, "close_month", sites=[SiteFactory()])
    assert take(client, user, line.site, "close").status_code == 404
    assert sheet(client, user, line.site).status_code == 404


def test_step_is_never_taken_by_a_link(client, line):
    client.force_login(account(VIEW, "close_month"))
    address = reverse("admin:consultations_months_step", args=[line.site_id, "2026-06"])
    assert client.get(address, {"step": "close"}).status_code == 405


def test_closing_without_days_asks_why_keeps_what_was_typed_and_then_the_reason(client, line):
    enter(line, 16, 23)
    user = account(VIEW, "close_month")
    assert "Pourquoi clore sans ces journées" in read(sheet(client, user, line.site))
    refused = take(client, user, line.site, "close")
    assert not MonthEvent.objects.exists()
    assert "mardi 30 à Robecq. Saisissez cette journée" in read(refused)
    named = take(client, user, line.site, "close", reason="Voir Mme Dupont")
    assert "le nom d’une personne" in read(named)
    assert 'value="Voir Mme Dupont"' in named.content.decode()
    take(client, user, line.site, "close", reason="Médecin absent")
    assert "« Médecin absent »" in read(sheet(client, user, line.site))


def test_closed_month_says_why_and_who_can_reopen_it(client, line):
    MonthLockFactory(site=line.site, state="closed")
    account(VIEW, "reopen_month")
    told = read(sheet(client, account(VIEW), line.site))
    assert "Marie Duval peut le rouvrir, avec un motif." in told
    assert "La vérification revient à" in told
    assert "Rouvrir le mois" not in told


def test_reopening_takes_a_reason_and_leaves_its_trace(client, line):
    MonthLockFactory(site=line.site, state="validated")
    user = account(VIEW, "reopen_month")
    assert "Un mois se rouvre avec un motif" in read(take(client, user, line.site, "reopen"))
    take(client, user, line.site, "reopen", reason="Le 12 a été oublié")
    assert MonthLock.objects.get().state == "open"
    assert "Réouverture" in read(sheet(client, user, line.site))


def test_month_that_is_not_over_waits_for_its_last_day(client, line):
    told = read(sheet(client, account(VIEW, "close_month"), line.site, "2026-07"))
    assert "pourra être clos à partir du 31 juillet 2026" in told
    assert "Clore le mois" not in told


def test_figures_are_those_that_the_site_asks_for(client, line):
    enter(line, 16, done=12, unscheduled=4)
    enter(line, 23, done=3)
    SiteRecordingFactory(site=line.site, shows_refused=False)
    told = read(sheet(client, account(VIEW), line.site))
    assert "Médecins généralistes Consultation sur place 2 15 4" in told
    assert "Refus faute" not in told
    assert "comptées à part" in told


def test_unusual_values_of_a_person_are_shown_to_those_who_may_see_people(client, line):
    enter(line, 16, done=45, confirmed=True)
    person = PersonFactory(first_name="Anne", last_name="Petit")
    enter(line, 23, done=51, confirmed=True, person=person)
    told = read(sheet(client, account(VIEW), line.site))
    assert "Mardi 16 : 45, médecins généralistes" in told
    assert "1 autre par personne" in told
    assert "Petit" not in told
    assert " : 51" not in told.partition("Valeurs inhabituelles")[2]
    everything = read(sheet(client, account(VIEW, "see_people"), line.site))
    assert "Mardi 23 : 51" in everything
    assert "Petit" in everything


def test_table_tells_which_months_are_to_close_and_which_are_late(client, line):
    told = read(index(client, account(VIEW)))
    assert "À clore, Robecq, Juin 2026" in told
    assert "en retard" not in told
    SiteRecordingFactory(site=line.site, closing_days=2)
    assert "en retard" in read(index(client, account(VIEW)))


def test_table_tells_a_month_closed_without_all_its_days(client, line):
    MonthLockFactory(site=line.site, state="checked")
    assert "Vérifié, Robecq, Juin 2026 incomplet" in read(index(client, account(VIEW)))


def test_month_closed_after_its_delay_says_so(client, line):
    lock = MonthLockFactory(site=line.site, state="closed")
    MonthEventFactory(lock=lock, at=dt.datetime(2026, 7, 20, 9, tzinfo=dt.UTC))
    assert "clos en retard" in read(sheet(client, account(VIEW), line.site))


def test_pages_are_closed_to_whoever_has_no_right_on_months(client, line):
    assert index(client, account("view_activitycount")).status_code == 403
    assert sheet(client, account("view_activitycount"), line.site).status_code == 403


def test_pages_ask_little_of_the_database(client, line, django_assert_max_num_queries):
    enter(line, 16, 23, confirmed=True)
    lock = MonthLockFactory(site=line.site)
    MonthEventFactory.create_batch(3, lock=lock)
    user = account(VIEW, "close_month")
    client.force_login(user)
    with django_assert_max_num_queries(18):
        client.get(reverse("admin:consultations_months"))
    with django_assert_max_num_queries(18):
        client.get(reverse("admin:consultations_months_month", args=[line.site_id, "2026-06"]))
