"""Sessions in people's own calendars: private addresses, and the file they give."""

import datetime as dt
import re

import icalendar
import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.actions.feeds import (
    FeedRefused,
    create_session_feed,
    find_session_feed,
    revoke_session_feed,
)
from consultations.models import Session, SessionFeed
from csipa.private_addresses import hash_of
from tests.consultations.factories import UserFactory
from tests.consultations.factories_sessions import SessionFactory, SessionFeedFactory
from tests.sites.factories import SiteFactory, SiteScopeFactory
from tests.staffing.factories import PersonFactory

pytestmark = pytest.mark.django_db

PAGE = "admin:consultations_feeds"


def soon(days=2, hour=9):
    """Return a local moment some days from now."""
    today = timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0)
    return today + dt.timedelta(days=days)


@pytest.fixture
def reader():
    """Somebody who may read the planning, and nothing else."""
    user = UserFactory()
    user.user_permissions.set(
        Permission.objects.filter(codename__in=("view_session", "every_site"))
    )
    return user


def opened(by, **of):
    """Return the address of a new feed."""
    feed, secret = create_session_feed(by=by, name="Téléphone", now=timezone.now(), **of)
    assert feed.secret_hash == hash_of(secret)
    return reverse("sessions-feed", args=[secret])


def events(response):
    """Parse the answer back; return its events by UID."""
    assert response.status_code == 200
    calendar = icalendar.Calendar.from_ical(response.content)
    assert not calendar.errors
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_each_session_of_the_site_is_an_event_at_its_hours(client, reader):
    session = SessionFactory(
        snp=True,
        site__name="Norrent-Fontes",
        room__name="Cabinet médical",
        starts_at=soon(),
        practitioner="Docteur Anne Duval",
        convention__reference="C-7",
    )
    SessionFactory(starts_at=soon(3))
    response = client.get(opened(reader, site=session.site))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(response)
    assert set(found) == {f"session-{session.pk}@csipa"}
    [event] = found.values()
    assert event["DTSTART"].dt == session.starts_at
    assert event["DTEND"].dt == session.ends_at
    assert event["DTSTART"].dt.tzinfo is not None
    assert event["SUMMARY"] == f"Permanence de soins non programmés – {session.site}"
    assert "Séance sous convention\u00a0: C-7" in event["DESCRIPTION"]
    assert "Docteur Anne Duval" in event["DESCRIPTION"]
    assert event["STATUS"] == "TENTATIVE"
    assert event["SEQUENCE"] == 0


def test_a_cancelled_session_is_told_cancelled_without_its_reason(client, reader):
    session = SessionFactory(starts_at=soon(), state="confirmed")
    feed = opened(reader, site=session.site)
    [before] = events(client.get(feed)).values()
    Session.objects.update(state="cancelled", cancel_reason="Angine", version=3)
    response = client.get(feed)
    [after] = events(response).values()
    assert before["STATUS"] == "CONFIRMED"
    assert after["STATUS"] == "CANCELLED"
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert after["SUMMARY"].startswith("Annulée")
    assert b"Angine" not in response.content


def test_the_feed_of_a_person_holds_their_sessions_only(client, reader):
    one, two = PersonFactory(), PersonFactory()
    mine = SessionFactory(starts_at=soon(), person=one)
    SessionFactory(starts_at=soon(3), person=two)
    SessionFactory(starts_at=soon(4), room=mine.room)
    assert set(events(client.get(opened(reader, person=one)))) == {f"session-{mine.pk}@csipa"}


def test_a_feed_never_passes_the_sites_of_whoever_created_it(client, reader):
    person = PersonFactory()
    mine = SessionFactory(starts_at=soon(), person=person)
    SessionFactory(starts_at=soon(3), person=person)
    feed = opened(reader, person=person)
    assert len(events(client.get(feed))) == 2
    SiteScopeFactory(user=reader, site=mine.site)
    assert set(events(client.get(feed))) == {f"session-{mine.pk}@csipa"}


def test_the_feed_of_a_site_closes_when_its_author_leaves_the_site(client, reader):
    site = SiteFactory()
    feed = opened(reader, site=site)
    assert client.get(feed).status_code == 200
    SiteScopeFactory(user=reader, site=SiteFactory())
    assert client.get(feed).status_code == 404
    with pytest.raises(FeedRefused):
        opened(reader, site=site)


def test_the_same_sessions_are_not_sent_twice(client, reader):
    session = SessionFactory(starts_at=soon())
    feed = opened(reader, site=session.site)
    first = client.get(feed)
    assert first.content == client.get(feed).content
    again = client.get(feed, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    Session.objects.update(ends_at=session.ends_at + dt.timedelta(hours=1), free_at=soon(2, 15))
    assert client.get(feed, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_no_engine_and_no_proxy_keeps_the_file(client, reader):
    response = client.get(opened(reader, site=SiteFactory()))
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_who_has_no_secret_or_no_right_finds_nothing(client, reader):
    url = opened(reader, site=SiteFactory())
    feed = SessionFeed.objects.get()
    assert client.get(url.replace(".ics", "x.ics")).status_code == 404
    assert client.get(reverse("sessions-feed", args=[feed.secret_hash])).status_code == 404
    assert client.get(reverse("sessions-feed", args=["a" * 5000])).status_code == 404
    assert client.get("/seances/.ics").status_code == 404
    assert client.post(url).status_code == 405
    reader.user_permissions.clear()
    assert client.get(url).status_code == 404


def test_an_account_that_is_closed_reads_no_more(client, reader):
    url = opened(reader, site=SiteFactory())
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert client.get(url).status_code == 404


def test_a_revoked_address_opens_nothing_any_more(client, reader):
    site = SiteFactory()
    now = timezone.now()
    feed, secret = create_session_feed(by=reader, name="Téléphone", now=now, site=site)
    assert find_session_feed(secret) == feed
    revoke_session_feed(feed=feed, by=reader, now=now)
    assert find_session_feed(secret) is None
    assert client.get(reverse("sessions-feed", args=[secret])).status_code == 404
    revoke_session_feed(feed=feed, by=reader, now=now + dt.timedelta(days=1))
    feed.refresh_from_db()
    assert feed.revoked_at == now
    stored = str(list(SessionFeed.objects.values()) + list(SessionFeed.history.values()))
    assert secret not in stored


def test_the_feed_costs_the_same_whatever_it_holds(client, reader):
    person = PersonFactory()
    feed = opened(reader, person=person)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get(feed)
        return len(captured)

    client.get(feed)  # the first reading of a day writes that it was read
    SessionFactory(snp=True, starts_at=soon(1), person=person)
    few = cost()
    for day in range(2, 8):
        SessionFactory(snp=True, starts_at=soon(day), person=person)
    assert cost() == few <= 6


def test_the_address_is_shown_once_on_the_page(client, reader):
    client.force_login(reader)
    site = SiteFactory()
    asked = {"of": f"site-{site.pk}", "name": "Accueil"}
    response = client.post(reverse(f"{PAGE}_create"), asked)
    page = response.content.decode()
    url = re.search(r'value="http://testserver(/seances/[^"]+\.ics)"', page)[1]
    assert f"webcal://testserver{url}" in page
    assert "no-store" in response["Cache-Control"]
    assert client.get(url).status_code == 200
    later = client.get(reverse(PAGE)).content.decode()
    assert url not in later
    assert "Accueil" in later


def test_a_person_with_sessions_may_be_chosen(client, reader):
    client.force_login(reader)
    person = SessionFactory(person=PersonFactory()).person
    asked = {"of": f"person-{person.pk}", "name": "Téléphone"}
    assert client.post(reverse(f"{PAGE}_create"), asked).status_code == 200
    assert SessionFeed.objects.get().person == person


@pytest.mark.parametrize("of", ["", "site-0", "person-1", "autre"])
def test_what_is_not_proposed_creates_nothing(client, reader, of):
    client.force_login(reader)
    PersonFactory(pk=1)
    SiteFactory()
    response = client.post(reverse(f"{PAGE}_create"), {"of": of, "name": "Téléphone"})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert not SessionFeed.objects.exists()


def test_people_choose_among_their_sites_only(client, reader):
    client.force_login(reader)
    mine, other = SiteFactory(), SiteFactory()
    SiteScopeFactory(user=reader, site=mine)
    person = SessionFactory(room__site=other, person=PersonFactory()).person
    page = client.get(reverse(PAGE)).content.decode()
    assert f'value="site-{mine.pk}"' in page
    assert f'value="site-{other.pk}"' not in page
    assert f'value="person-{person.pk}"' not in page
    asked = {"of": f"site-{other.pk}", "name": "Téléphone"}
    client.post(reverse(f"{PAGE}_create"), asked)
    assert not SessionFeed.objects.exists()


def test_each_account_revokes_its_own_addresses(client, reader):
    client.force_login(reader)
    other = SessionFeedFactory()
    mine = SessionFeedFactory(author=reader, name="Le mien")
    page = client.get(reverse(PAGE)).content.decode()
    assert page.count(">Révoquer<") == 1
    assert client.post(reverse(f"{PAGE}_revoke", args=[other.pk])).status_code == 404
    assert client.get(reverse(f"{PAGE}_revoke", args=[mine.pk])).status_code == 405
    assert client.post(reverse(f"{PAGE}_revoke", args=[mine.pk])).status_code == 302
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.revoked_at is not None
    assert other.revoked_at is None


def test_the_page_is_for_those_who_read_the_planning(client):
    client.force_login(UserFactory())
    assert client.get(reverse(PAGE)).status_code == 403
    assert client.post(reverse(f"{PAGE}_create"), {}).status_code == 403


def test_the_last_reading_of_an_address_is_kept_outside_its_history(client, reader):
    address = opened(reader, person=PersonFactory())
    assert client.get(address).status_code == 200
    feed = SessionFeed.objects.get()
    assert feed.last_used_on == timezone.localdate()
    assert feed.history.count() == 1


def test_the_addresses_of_a_disabled_account_are_closed(client, reader):
    address = opened(reader, person=PersonFactory())
    User.objects.filter(pk=reader.pk).update(is_active=False, is_superuser=True)
    assert client.get(address).status_code == 404
