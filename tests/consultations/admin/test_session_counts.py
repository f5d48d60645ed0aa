"""The list of sessions to count, the form, and both ledgers on screen."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import Session, SessionCount
from tests.consultations.factories import MONDAY, UserFactory
from tests.consultations.factories_sessions import (
    SessionCommuneFactory,
    SessionCountFactory,
    SessionFactory,
    at,
)
from tests.sites.factories import (
    CommuneFactory,
    SiteScopeFactory,
    TerritoryCommuneFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db

NOW = at(MONDAY + dt.timedelta(days=200), 12)
LIST = "admin:consultations_sessions"


@pytest.fixture(autouse=True)
def _later(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def reader(*codenames):
    """Return an account with rights on sessions."""
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=(*codenames, "every_site")))
    return user


@pytest.fixture
def marie(client):
    """A secretary, logged in."""
    user = reader("view_sessioncount", "add_sessioncount", "change_sessioncount")
    client.force_login(user)
    return user


def shown(response):
    """Return a page with plain spaces."""
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def page_of(session):
    """Return the address of the form of a session."""
    return reverse(f"{LIST}_count", args=[session.pk])


def typed(session, **more):
    """Return what the form sends, with empty lines of communes."""
    return {
        "done": "10",
        "version": str(session.version),
        "communes-TOTAL_FORMS": "2",
        "communes-INITIAL_FORMS": "0",
        **more,
    }


@pytest.mark.usefixtures("marie")
def test_the_list_holds_the_sessions_that_are_over_and_have_no_count(client):
    waits = SessionFactory(snp=True, site__name="Norrent-Fontes")
    SessionFactory(snp=True, starts_at=NOW - dt.timedelta(hours=1))
    SessionFactory(snp=True, state="cancelled", cancel_reason="Congé")
    SessionFactory()
    held = SessionFactory(snp=True, state="held")
    counted = SessionCountFactory().session
    page = shown(client.get(reverse(LIST)))
    assert "2 séances à compter" in page
    for session, is_there in ((waits, True), (held, True), (counted, True)):
        assert (page_of(session) in page) is is_there
    assert page.count(">Compter<") == 2
    assert page.count(">Corriger<") == 1


@pytest.mark.usefixtures("marie")
def test_with_nothing_to_count_the_list_says_so(client):
    assert "Toutes les séances passées sont comptées ou annulées." in shown(
        client.get(reverse(LIST))
    )


@pytest.mark.usefixtures("marie")
def test_a_count_is_typed_with_its_communes(client):
    session = SessionFactory(snp=True)
    territory = TerritoryFactory(kind="cpts")
    TerritoryCommuneFactory(territory=territory, commune=session.site.commune)
    known = TerritoryCommuneFactory(territory=territory).commune
    other = CommuneFactory()
    page = shown(client.get(page_of(session)))
    assert f'<option value="{known.name} ({known.pk})">' in page
    response = client.post(
        page_of(session),
        typed(
            session,
            without_gp="4",
            **{
                "communes-0-commune": f"{known.name} ({known.pk})",
                "communes-0-number": "3",
                "communes-1-commune": other.name,
                "communes-1-number": "1",
            },
        ),
    )
    assert response.status_code == 302
    count = SessionCount.objects.get(session=session)
    assert (count.done, count.without_gp, count.resident) == (10, 4, 3)
    assert dict(count.communes.values_list("commune", "number")) == {known.pk: 3, other.pk: 1}
    again = shown(client.get(page_of(session)))
    assert "Corriger le décompte" in again
    assert f'value="{other.name} ({other.pk})"' in again


@pytest.mark.usefixtures("marie")
@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"done": ""}, "obligatoire"),
        ({"done": "dix"}, "Écrivez un nombre entier."),
        ({"without_gp": "11"}, "Une catégorie ne dépasse pas"),
        (
            {"communes-0-commune": "Nulle-Part", "communes-0-number": "1"},
            "Ligne 1 : Aucune commune",
        ),
        ({"communes-1-number": "1"}, "Ligne 2 : Écrivez la commune et son nombre"),
        ({"comment": "Mme Dupont rappelée"}, "nom d’une personne"),
        ({"version": "7"}, "Quelqu’un d’autre a changé cette séance"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, wrong, reason):
    session = SessionFactory(snp=True)
    page = shown(client.post(page_of(session), typed(session, no_show="3", **wrong)))
    assert reason in page
    assert 'name="no_show" value="3"' in page
    assert not SessionCount.objects.exists()


@pytest.mark.usefixtures("marie")
def test_a_commune_has_one_line(client):
    session = SessionFactory(snp=True)
    name = CommuneFactory().name
    lines = {
        f"communes-{rank}-{key}": value
        for rank in (0, 1)
        for key, value in (("commune", name), ("number", "1"))
    }
    page = shown(client.post(page_of(session), typed(session, **lines)))
    assert "Ligne 2 : Cette commune a déjà sa ligne" in page


@pytest.mark.usefixtures("marie")
def test_a_session_that_cannot_be_counted_sends_back_to_the_list(client):
    session = SessionFactory(snp=True, starts_at=NOW + dt.timedelta(days=1))
    response = client.get(page_of(session), follow=True)
    assert "n’a pas encore eu lieu" in shown(response)
    assert client.get(page_of(SessionFactory())).status_code == 404


def test_people_see_the_sessions_of_their_sites_only(client, marie):
    mine, other = SessionFactory(snp=True), SessionFactory(snp=True)
    SiteScopeFactory(user=marie, site=mine.site)
    page = shown(client.get(reverse(LIST)))
    assert page_of(mine) in page
    assert page_of(other) not in page
    assert client.get(page_of(other)).status_code == 404
    assert client.post(page_of(other), typed(other)).status_code == 404
    SessionCountFactory(session=other, done=77)
    SessionCountFactory(session=mine, done=5)
    Session.objects.update(state="held")
    assert client.get(reverse(f"{LIST}_review", args=[other.convention_id])).status_code == 404
    assert client.get(reverse(f"{LIST}_review_pdf", args=[other.convention_id])).status_code == 404
    assert client.get(reverse(f"{LIST}_review", args=[mine.convention_id])).status_code == 200
    page = shown(client.get(reverse(f"{LIST}_ledgers"), {"de": "2026-06", "a": "2027-06"}))
    assert ">77<" not in page
    assert ">5<" in page


def test_rights_are_asked_for(client):
    session = SessionFactory(snp=True)
    client.force_login(reader("view_session"))
    assert client.get(reverse(LIST)).status_code == 403
    client.force_login(reader("view_sessioncount"))
    assert ">Compter<" not in shown(client.get(reverse(LIST)))
    assert client.get(page_of(session)).status_code == 403
    assert client.post(page_of(session), typed(session)).status_code == 403
    client.logout()
    assert client.get(reverse(LIST)).status_code == 302
    SessionCountFactory(session=session)
    client.force_login(reader("add_sessioncount"))
    assert client.get(page_of(session)).status_code == 403


@pytest.mark.usefixtures("marie")
def test_pages_cost_the_same_for_one_session_as_for_many(client):
    first = SessionFactory(snp=True)
    convention = first.convention

    def more(number):
        for _ in range(number):
            done = SessionCountFactory(session=SessionFactory(snp=True, convention=convention))
            SessionCommuneFactory.create_batch(2, count=done)
            SessionFactory(snp=True, convention=convention)

    pages = [
        reverse(LIST),
        f"{reverse(f'{LIST}_ledgers')}?de=2026-01&a=2027-12",
        reverse(f"{LIST}_review", args=[convention.pk]),
    ]
    more(1)
    Session.objects.update(state="held")

    def cost():
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            found.append(len(captured))
        return found

    few = cost()
    more(4)
    Session.objects.update(state="held")
    assert cost() == few
