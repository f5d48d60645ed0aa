"""The page that anybody may read: sessions to come, and nobody's name."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import Session, SiteRecording
from tests.consultations.factories import MONDAY, SiteRecordingFactory
from tests.consultations.factories_sessions import SessionFactory, at
from tests.conventions.factories import PartyFactory
from tests.sites.factories import OrganisationFactory, RoomFactory, SiteFactory
from tests.staffing.factories import PersonFactory

pytestmark = pytest.mark.django_db

NOW = at(MONDAY, 10)


@pytest.fixture(autouse=True)
def _that_morning(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def room():
    """A room of a site that publishes its sessions."""
    found = RoomFactory(name="Cabinet bleu", site__address="3 rue de la Gare")
    SiteRecordingFactory(site=found.site, publishes_sessions=True)
    return found


def shown(client):
    """Return the page with plain spaces."""
    response = client.get(reverse("permanences"))
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def coming(room, days=1, hour=14, **more):
    """Put a session on the planning."""
    return SessionFactory(room=room, starts_at=at(MONDAY + dt.timedelta(days), hour), **more)


def test_a_session_says_where_when_what_and_who_organises(client, room):
    room.site.manager = OrganisationFactory()
    room.site.save()
    coming(room)
    page = shown(client)
    assert room.site.full_name[1:] in page
    assert "3 rue de la Gare" in page
    assert "Mardi 2 juin 2026" in page
    assert "14 h–17 h" in page
    assert "Consultations du centre de santé" in page
    assert f"Organisateur : {room.site.manager.name}" in page


def test_unscheduled_care_is_organised_by_the_community_of_its_convention(client, room):
    session = coming(room, snp=True)
    PartyFactory(convention=session.convention, organisation__kind="epci", position=1)
    cpts = PartyFactory(convention=session.convention, organisation__kind="cpts", position=2)
    page = shown(client)
    assert "Permanence de soins non programmés" in page
    assert f"Organisateur : {cpts.organisation.name}" in page


def test_nobody_is_named(client, room):
    person = PersonFactory(last_name="Vasseur")
    coming(room, 1, person=person, title="Remplacement du docteur Petit")
    coming(room, 2, practitioner="Docteur Anne Duval", override_reason="Docteur Roux absent")
    page = shown(client)
    for name in ("Vasseur", "Petit", "Duval", "Roux", "Cabinet bleu"):
        assert name not in page


@pytest.mark.parametrize(
    "more",
    [
        {"state": "cancelled", "cancel_reason": "Congé"},
        {"purpose": "meeting"},
        {"purpose": "other"},
        {"days": 29},
        {"days": -1},
        {"days": 0, "hour": 7, "ends_at": NOW},
    ],
)
def test_what_is_no_session_to_come_for_the_public_is_left_out(client, room, more):
    coming(room, **more)
    assert "Aucune permanence ni consultation n’est annoncée" in shown(client)


def test_a_session_under_way_is_still_there(client, room):
    coming(room, 0, 9)
    assert "9 h–12 h" in shown(client)


def test_two_rooms_at_the_same_hours_are_one_line(client, room):
    coming(room)
    coming(RoomFactory(site=room.site))
    assert shown(client).count("Mardi 2 juin 2026") == 1


def test_a_day_is_one_line_with_its_hours(client, room):
    coming(room, hour=9)
    coming(room, hour=14)
    page = shown(client)
    assert page.count("Mardi 2 juin 2026") == 1
    assert "9 h–12 h, 14 h–17 h" in page


def test_nothing_is_shown_of_a_site_that_does_not_publish(client):
    hidden = SessionFactory(starts_at=at(MONDAY, 14)).site
    SiteRecordingFactory(site=hidden, publishes_sessions=False)
    SessionFactory(starts_at=at(MONDAY, 14))
    assert "Aucune permanence ni consultation n’est annoncée" in shown(client)
    SiteRecording.objects.update(publishes_sessions=True)
    assert "14 h–17 h" in shown(client)


def test_sites_come_by_name_each_with_its_sessions_in_order(client):
    for name in ("Robecq", "Labourse"):
        site = SiteFactory(name=name)
        SiteRecordingFactory(site=site, publishes_sessions=True)
        room = RoomFactory(site=site)
        coming(room, 3)
        coming(room, 1)
    page = shown(client)
    assert page.index("Labourse") < page.index("Robecq")
    assert page.index("Mardi 2 juin") < page.index("Jeudi 4 juin")


def test_caches_may_keep_the_page_and_ask_again(client, room):
    session = coming(room)
    first = client.get(reverse("permanences"))
    assert "public" in first["Cache-Control"]
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")
    assert "X-Robots-Tag" not in first
    again = client.get(reverse("permanences"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    Session.objects.filter(pk=session.pk).update(state="cancelled", cancel_reason="Congé")
    changed = client.get(reverse("permanences"), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert client.post(reverse("permanences")).status_code == 405


def test_the_page_holds_no_script_and_asks_for_no_account(client, room):
    coming(room)
    page = shown(client)
    assert "<script" not in page
    assert "noindex" not in page


def test_the_page_costs_two_queries_whatever_it_holds(client, room):
    def more(number, first):
        for day in range(first, first + number):
            session = coming(room, day, snp=True)
            PartyFactory(convention=session.convention, organisation__kind="cpts", position=1)

    more(1, 1)
    with CaptureQueriesContext(connection) as captured:
        shown(client)
    assert len(captured) == 2
    more(5, 2)
    with CaptureQueriesContext(connection) as captured:
        shown(client)
    assert len(captured) == 2
