"""Deadlines in people's own calendars: private addresses, and the file they give."""

import datetime as dt
import logging
import re

import icalendar
import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from conventions.actions import record_execution
from conventions.actions.ending import settle_end
from conventions.actions.feeds import create_feed, find_feed, revoke_feed
from conventions.models import CalendarFeed, Convention
from csipa.logs import HideSecrets
from csipa.private_addresses import hash_of
from tests.conventions.factories import NOW, AnnexFactory, CalendarFeedFactory, ConventionFactory
from tests.conventions.factories_agreements import RenewalDecisionFactory
from tests.conventions.factories_programmes import CommitteeMeetingFactory
from tests.conventions.holding import in_force
from tests.conventions.pages import address, shown, staff
from tests.conventions.review.lives import executory_act, signed_act

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _in_february(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def reader():
    """Somebody who may read acts, and nothing else."""
    return staff("view_act")


def opened(user):
    """Return the address of a new feed of this person."""
    return reverse("agenda-feed", args=[create_feed(by=user, name="Téléphone", now=NOW)[1]])


def events(response):
    """Parse the answer back; return its events by code."""
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar["VERSION"] == "2.0"
    assert not calendar.errors
    found = list(calendar.walk("VEVENT"))
    assert not any(event.errors for event in found)
    return {str(event["UID"]).split("-")[0]: event for event in found}


def test_each_deadline_is_an_all_day_event_that_leads_to_its_act(client, reader):
    act = executory_act()
    convention = ConventionFactory(reference="C-1", end=dt.date(2026, 4, 28))
    AnnexFactory(act=act, text="", convention=convention)
    response = client.get(opened(reader))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(response)
    assert set(found) == {"appeal", "referral", "end", "to_sign"}
    event = found["appeal"]
    assert event["DTSTART"].dt == dt.date(2026, 3, 17)
    assert event["DTEND"].dt == dt.date(2026, 3, 18)
    assert event["SUMMARY"] == "Fin probable du délai de recours – Décision n°\u00a02026 008"
    assert event["URL"] == f"http://testserver{address('act_change', act)}"
    assert event["DTSTAMP"].dt == dt.datetime(2026, 1, 16, tzinfo=dt.UTC)
    assert found["end"]["URL"].endswith(address("convention_change", convention))
    assert found["end"]["SUMMARY"] == "Terme de la convention – C-1"


def test_what_waits_is_in_the_calendar_until_it_is_done(client, reader):
    act = signed_act()
    feed = opened(reader)
    assert set(events(client.get(feed))) == {"to_transmit"}
    day = dt.date(2026, 1, 16)
    record_execution(act=act, by=None, received_on=day, published_on=day)
    assert set(events(client.get(feed))) == {"appeal", "referral"}


def test_an_event_keeps_its_name_when_its_day_changes(client, reader):
    act = executory_act()
    feed = opened(reader)
    before = events(client.get(feed))["referral"]
    record_execution(act=act, by=None, completed_on=dt.date(2026, 1, 30))
    after = events(client.get(feed))["referral"]
    assert before["UID"] == after["UID"]
    assert before["DTSTART"].dt < after["DTSTART"].dt
    assert before["DTSTAMP"].dt < after["DTSTAMP"].dt


def test_what_a_convention_calls_for_has_one_event_each_that_moves(client, reader):
    in_force(reference="C-1", notice_value=15, renewal="express", renewal_deadline_value=30)
    feed = opened(reader)
    before = events(client.get(feed))
    assert set(before) == {"notice", "renewal", "end"}
    assert before["notice"]["DTSTART"].dt == dt.date(2026, 4, 13)
    assert before["renewal"]["SUMMARY"].endswith("– C-1")
    convention = Convention.objects.get()
    RenewalDecisionFactory(convention=convention, until=dt.date(2026, 12, 31))
    settle_end(convention=convention)
    after = events(client.get(feed))
    for code, day in (("notice", 16), ("renewal", 1), ("end", 31)):
        assert before[code]["UID"] == after[code]["UID"]
        assert after[code]["DTSTART"].dt == dt.date(2026, 12, day)


def test_the_same_deadlines_give_the_same_bytes_and_are_not_sent_twice(client, reader):
    executory_act()
    feed = opened(reader)
    first, second = client.get(feed), client.get(feed)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    again = client.get(feed, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    executory_act(number="2026 009")
    assert client.get(feed, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_file_stays_with_the_person_and_tells_nobody_where_it_comes_from(client, reader):
    response = client.get(opened(reader))
    assert "private" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_lines_of_the_file_are_short_and_end_as_the_standard_asks(client, reader):
    executory_act()
    content = client.get(opened(reader)).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_the_secret_is_kept_nowhere(reader):
    feed, secret = create_feed(by=reader, name="Téléphone", now=NOW)
    assert len(secret) >= 43
    assert feed.secret_hash == hash_of(secret)
    stored = str(list(CalendarFeed.objects.values()) + list(CalendarFeed.history.values()))
    assert secret not in stored
    assert create_feed(by=reader, name="Autre", now=NOW)[1] != secret


def test_a_calendar_that_asks_with_no_right_finds_nothing(client, reader):
    feed, secret = create_feed(by=reader, name="Téléphone", now=NOW)
    url = reverse("agenda-feed", args=[secret])
    assert client.get(url).status_code == 200
    assert client.get(reverse("agenda-feed", args=[secret[:-1]])).status_code == 404
    assert client.get(reverse("agenda-feed", args=[feed.secret_hash])).status_code == 404
    assert client.post(url).status_code == 405
    reader.user_permissions.clear()
    assert client.get(url).status_code == 404


def test_an_account_that_is_closed_reads_no_more(client, reader):
    url = opened(reader)
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert client.get(url).status_code == 404


def test_a_revoked_address_opens_nothing_any_more(client, reader):
    feed, secret = create_feed(by=reader, name="Téléphone", now=NOW)
    revoke_feed(feed=feed, by=reader, now=NOW)
    assert client.get(reverse("agenda-feed", args=[secret])).status_code == 404
    assert find_feed(secret) is None
    revoke_feed(feed=feed, by=reader, now=NOW + dt.timedelta(days=1))
    feed.refresh_from_db()
    assert feed.revoked_at == NOW
    assert feed.history.first().history_user == reader


@pytest.mark.parametrize("count", [1, 8])
def test_the_feed_costs_the_same_whatever_it_holds(
    client, reader, count, django_assert_max_num_queries
):
    for number in range(count):
        executory_act(number=f"2026 {number:03d}")
    url = opened(reader)
    with django_assert_max_num_queries(8):
        assert len(events(client.get(url))) == 2


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("Not Found: %s", ("/agenda/s3cr3t-_A.ics",)),
        ('"GET /agenda/s3cr3t-_A.ics HTTP/1.1" 200 -', None),
        ("%s %s", ("GET", "http://x/agenda/s3cr3t-_A.ics?x=1")),
        ("Not Found: %s", ("/seances/s3cr3t-_A.ics",)),
    ],
)
def test_journals_hide_the_secret_of_an_address(message, args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, args, None)
    assert HideSecrets().filter(record)
    assert "s3cr3t" not in record.getMessage()
    assert "/….ics" in record.getMessage()


def test_other_lines_of_the_journals_stay_as_they_are():
    record = logging.LogRecord("x", logging.INFO, "", 1, "%(a)s actes", ({"a": 1},), None)
    assert HideSecrets().filter(record)
    assert record.getMessage() == "1 actes"


def test_the_handler_of_the_journals_hides_secrets(settings):
    assert "hide-secrets" in settings.LOGGING["handlers"]["console"]["filters"]


def test_the_page_shows_what_is_to_be_done_and_what_falls_due(client, reader):
    client.force_login(reader)
    executory_act()
    signed_act(number="2026 010")
    page = shown(client.get(address("calendarfeed_changelist")))
    assert "À transmettre au contrôle de légalité" in page
    assert "depuis le 15 janvier 2026" in page
    assert "Mars 2026" in page
    assert page.count("17 mars 2026") == 2


def test_the_address_is_shown_once(client, reader):
    client.force_login(reader)
    response = client.post(address("calendarfeed_create"), {"name": "Mon téléphone"})
    url = re.search(r'value="http://testserver(/agenda/[^"]+\.ics)"', response.content.decode())[1]
    assert f"webcal://testserver{url}" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert client.get(url).status_code == 200
    later = client.get(address("calendarfeed_changelist")).content.decode()
    assert url not in later
    assert "Mon téléphone" in later


def test_an_address_needs_a_name(client, reader):
    client.force_login(reader)
    response = client.post(address("calendarfeed_create"), {"name": " "})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not CalendarFeed.objects.exists()


def test_people_revoke_their_own_addresses_only(client, reader):
    client.force_login(reader)
    own = create_feed(by=reader, name="Téléphone", now=NOW)[0]
    other = CalendarFeedFactory(name="Agenda d’une autre")
    page = shown(client.get(address("calendarfeed_changelist")))
    assert "Agenda d’une autre" not in page
    assert client.post(address("calendarfeed_revoke", other)).status_code == 404
    assert client.get(address("calendarfeed_revoke", own)).status_code == 405
    assert client.post(address("calendarfeed_revoke", own)).status_code == 302
    assert list(CalendarFeed.objects.exclude(revoked_at=None)) == [own]
    assert "Téléphone" not in shown(client.get(address("calendarfeed_changelist"))).split("<h2")[-1]


def test_whoever_may_not_read_acts_has_no_agenda(client):
    client.force_login(staff("view_convention"))
    assert client.get(address("calendarfeed_changelist")).status_code == 403
    assert client.post(address("calendarfeed_create"), {"name": "x"}).status_code == 403
    assert "Agenda" not in shown(client.get(reverse("admin:index")))


def test_nobody_adds_changes_or_deletes_an_address_by_another_way(client):
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    feed = create_feed(by=User.objects.get(), name="Téléphone", now=NOW)[0]
    assert client.get(address("calendarfeed_add")).status_code == 403
    assert client.post(address("calendarfeed_delete", feed), {"post": "yes"}).status_code == 403
    assert client.post(address("calendarfeed_change", feed), {"name": "x"}).status_code == 403


@pytest.mark.parametrize("count", [1, 9])
def test_the_page_costs_the_same_whatever_it_holds(
    client, reader, count, django_assert_max_num_queries
):
    client.force_login(reader)
    for number in range(count):
        executory_act(number=f"2026 {number:03d}")
        create_feed(by=reader, name=f"Agenda {number}", now=NOW)
    with django_assert_max_num_queries(9):
        client.get(address("calendarfeed_changelist"))


def test_committees_are_in_the_calendar_of_those_who_may_read_them(client, reader):
    CommitteeMeetingFactory(held_on=dt.date(2026, 3, 3))
    assert events(client.get(opened(reader))) == {}
    page = address("calendarfeed_changelist")
    client.force_login(reader)
    assert "Réunion" not in shown(client.get(page))
    other = staff("view_act", "view_committeemeeting")
    assert "meeting" in events(client.get(opened(other)))
    client.force_login(other)
    assert "Réunion" in shown(client.get(page))


def test_the_page_says_when_each_address_was_last_read(client, reader):
    feed = opened(reader)
    client.force_login(reader)
    page = address("calendarfeed_changelist")
    assert "jamais lue" in shown(client.get(page))
    client.get(feed)
    saved = CalendarFeed.objects.get()
    assert saved.last_used_on == TODAY
    assert saved.history.count() == 1
    assert "lue le 1er février 2026" in shown(client.get(page))


@pytest.mark.parametrize("is_superuser", [False, True])
def test_every_address_of_a_disabled_account_is_closed(client, reader, is_superuser):
    feed = opened(reader)
    assert client.get(feed).status_code == 200
    User.objects.filter(pk=reader.pk).update(is_active=False, is_superuser=is_superuser)
    assert client.get(feed).status_code == 404
