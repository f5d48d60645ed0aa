"""When a session begins, is renamed and ends."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from csipa.login import sessions
from tests.login.conftest import PASSWORD

MINUTE, HOUR = 60, 3600
NEW = {"password1": "Cerisier-9-bleu", "password2": "Cerisier-9-bleu"}


@pytest.fixture
def clock(monkeypatch):
    """Return a function that moves the clock of sessions on by so many seconds."""
    at = [sessions.now()]
    monkeypatch.setattr(sessions, "now", lambda: at[0])

    def wait(seconds):
        at[0] += seconds

    return wait


def is_in(client):
    return client.get(reverse("mfa_index")).status_code == 200


def test_the_name_of_the_session_changes_at_login(camille, client, knock):
    session = client.session
    session["panier"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    knock()
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_session_ends_after_an_hour_without_a_page(camille, client, knock, clock):
    knock()
    clock(59 * MINUTE)
    assert is_in(client)
    clock(59 * MINUTE)
    assert is_in(client)
    clock(61 * MINUTE)
    assert not is_in(client)
    assert SESSION_KEY not in client.session


def test_a_session_ends_after_eight_hours_of_pages(camille, client, knock, clock):
    knock()
    for _ in range(16):
        clock(29 * MINUTE)
        assert is_in(client)
    clock(20 * MINUTE)
    assert not is_in(client)


def test_the_idle_limit_is_a_setting(camille, client, knock, clock, settings):
    settings.SESSION_IDLE_MINUTES = 10
    knock()
    clock(11 * MINUTE)
    assert not is_in(client)


def test_without_an_idle_limit_only_the_hours_count(camille, client, knock, clock, settings):
    settings.SESSION_IDLE_MINUTES = 0
    knock()
    clock(7 * HOUR)
    assert is_in(client)
    clock(2 * HOUR)
    assert not is_in(client)


def test_an_ended_session_is_gone_from_the_database(camille, client, knock, clock):
    knock()
    key = client.session.session_key
    clock(2 * HOUR)
    assert not is_in(client)
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_of_before_the_limits_is_over(camille, client, knock):
    knock()
    row = Session.objects.get(session_key=client.session.session_key)
    data = row.get_decoded()
    del data["began"]
    row.session_data = sessions.SessionStore().encode(data)
    row.save()
    assert not is_in(client)


def test_a_page_read_twice_in_a_minute_writes_the_session_once(camille, client, knock, clock):
    knock()
    clock(30)
    key = client.session.session_key
    before = Session.objects.get(session_key=key).session_data
    is_in(client)
    assert Session.objects.get(session_key=key).session_data == before


def test_a_new_password_ends_the_other_sessions_of_the_account(camille, client, knock):
    knock()
    elsewhere = Client()
    elsewhere.post("/admin/login/", {"username": "camille", "password": PASSWORD})
    assert is_in(elsewhere)
    fields = {
        "oldpassword": PASSWORD,
        "password1": "Cerisier-9-bleu",
        "password2": "Cerisier-9-bleu",
    }
    assert client.post(reverse("account_change_password"), fields).status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)


def test_a_wrong_present_password_changes_nothing(camille, client, knock):
    knock()
    fields = {"oldpassword": "faux", **NEW}
    answer = client.post(reverse("account_change_password"), fields)
    assert "Ce n’est pas votre mot de passe actuel." in answer.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere(camille, knock):
    cookie = knock().cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
