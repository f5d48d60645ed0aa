"""Reporting decisions from the page of a meeting: preview, confirmation, rights."""

import datetime as dt
import hashlib

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.models import Execution
from tests.conventions.factories import (
    ActFactory,
    MeetingFactory,
)
from tests.conventions.pages import address, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

DAY = dt.date(2026, 2, 3)


@pytest.fixture
def manager(client):
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


@pytest.fixture(autouse=True)
def quick_report(monkeypatch):
    def render(html, **_options):
        return b"%PDF-" + hashlib.sha256(html.encode()).hexdigest().encode()

    monkeypatch.setattr("conventions.documents.report.render", render)


def login(client, *codenames):
    user = User.objects.create_user(f"u{User.objects.count()}", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return client


def signed(meeting=None, **values):
    known = {"state": "signed", "origin": "imported", "number": "7", "signatory": None}
    return ActFactory(meeting=meeting, **{**known, **values})


def test_decisions_are_reported_from_the_page_of_the_meeting(manager):
    meeting = MeetingFactory(held_on=dt.date(2020, 2, 3))
    act = signed(
        authority=meeting.authority, signature_date=dt.date(2020, 1, 15), number="2020 001"
    )
    text = shown(manager.get(address("meeting_report", meeting)))
    assert "2020 001" in text
    assert "non connu" in text
    response = manager.post(address("meeting_report", meeting), follow=True)
    assert "1 décision portée à la connaissance du conseil" in shown(response)
    assert Execution.objects.get(act=act).reported_on == meeting.held_on
    assert manager.get(address("meeting_report_pdf", meeting)).content.startswith(b"%PDF")
    assert "ouvrir le document" in shown(manager.get(address("meeting_change", meeting)))


def test_a_meeting_to_come_shows_its_preview_and_no_button(manager):
    meeting = MeetingFactory(held_on=dt.date(2999, 2, 3))
    text = shown(manager.get(address("meeting_report", meeting)))
    assert "est à venir" in text
    assert "Porter à la connaissance" not in text
    assert "Rien n’est changé" in shown(
        manager.post(address("meeting_report", meeting), follow=True)
    )


def test_a_bureau_hears_no_report(manager):
    meeting = MeetingFactory(body="bureau")
    assert "à un conseil" in shown(manager.get(address("meeting_report", meeting)))
    response = manager.get(address("meeting_report_pdf", meeting), follow=True)
    assert "à un conseil" in shown(response)


def test_who_may_only_look_reports_nothing(client):
    meeting = MeetingFactory(held_on=dt.date(2020, 2, 3))
    reader = login(client, "view_meeting", "view_act")
    assert "Porter à la connaissance" not in shown(reader.get(address("meeting_report", meeting)))
    assert reader.post(address("meeting_report", meeting)).status_code == 403
    assert reader.get(address("meeting_report_pdf", meeting)).status_code == 200
    assert reader.get(address("meeting_members", meeting)).status_code == 403
    assert reader.post(address("act_vote", ActFactory())).status_code == 403


@pytest.mark.parametrize("name", ["meeting_report", "meeting_report_pdf", "meeting_members"])
def test_staff_without_rights_see_no_meeting(client, name):
    assert login(client).get(address(name, MeetingFactory())).status_code == 403
    assert login(client, "view_meeting").get(address(name, MeetingFactory())).status_code == 403


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_preview_of_many_decisions_takes_as_many_queries_as_of_one(manager):
    meeting = MeetingFactory(held_on=DAY)
    counts = []
    for number in (1, 40):
        for rank in range(number):
            signed(
                authority=meeting.authority,
                signature_date=dt.date(2026, 1, 15),
                number=f"{number}-{rank}",
            )
        counts.append(queries(manager, address("meeting_report", meeting)))
    assert counts[0] == counts[1]
