"""The second factor: adding it, being asked for it, being led to it, losing it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse

from csipa.login.adapter import FactorAdapter
from tests.login.conftest import PASSWORD

ADD, HOME = "mfa_activate_totp", "admin:index"


@pytest.fixture(autouse=True)
def _nobody_tried(db):
    cache.clear()


def code_for(secret, *, shift=0):
    counter = next(iter(yield_hotp_counters_from_time())) + shift
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def secret(camille, client, knock):
    """Add an application of codes to Camille's account, log out, and return its secret."""
    knock()
    page = client.get(reverse(ADD)).content.decode()
    found = re.search(r'login-secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    answer = client.post(reverse(ADD), {"code": code_for(found)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return found


def shown_codes(client):
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r"<code>(\w+)</code>", page)


def is_in(client):
    return SESSION_KEY in client.session


def test_the_code_is_asked_after_the_password_and_opens(client, secret, knock, monkeypatch):
    client.logout()
    answer = knock()
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert "Deuxième étape" in client.get(answer["Location"]).content.decode()
    code = code_for(secret, shift=1)
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert answer["Location"] == reverse(HOME)
    assert is_in(client)


def test_a_code_serves_once(client, secret, knock):
    client.logout()
    knock()
    code = code_for(secret, shift=1)
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.logout()
    knock()
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert "Code inexact." in answer.content.decode()
    assert not is_in(client)


def test_wrong_codes_are_counted_and_the_right_one_is_then_refused(client, secret, knock):
    client.logout()
    knock()
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_for(secret, shift=1)})
    assert "Trop d’essais" in answer.content.decode()
    assert not is_in(client)


def test_recovery_codes_are_shown_once_and_each_opens_once(client, secret, knock):
    codes = shown_codes(client)
    assert len(codes) == 10
    assert shown_codes(client) == []
    client.logout()
    knock()
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(client)
    client.logout()
    knock()
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert not is_in(client)


def test_new_recovery_codes_replace_the_old_ones(client, secret):
    old = shown_codes(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    new = shown_codes(client)
    assert len(new) == 10
    assert not set(old) & set(new)


def test_the_secret_is_encrypted_in_the_database(client, secret):
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert FactorAdapter().decrypt(kept) == secret


def test_a_former_key_still_opens_the_secrets(settings):
    kept = FactorAdapter().encrypt("SECRET")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key"
    assert FactorAdapter().decrypt(kept) == "SECRET"
    settings.SECRET_KEY_FALLBACKS = []
    assert FactorAdapter().decrypt(kept) == ""


def test_where_a_factor_is_required_no_page_opens_before_it(camille, client, knock, settings):
    settings.SECOND_FACTOR = "required"
    knock()
    for name in (HOME, "admin:auth_user_changelist", "admin:sites_site_changelist"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_index")
    assert client.post(reverse("admin:sites_site_add"), {})["Location"] == reverse("mfa_index")
    page = client.get(reverse("mfa_index")).content.decode()
    assert "choisissez un second facteur" in page
    assert client.get(reverse(ADD)).status_code == 200
    assert client.post(reverse("admin:logout")).status_code == 200


def test_every_address_of_the_back_office_waits_for_the_factor(camille, client, knock, settings):
    settings.SECOND_FACTOR = "required"
    knock()
    opened = []
    for path in ("/admin/sites/site/", "/saisie/", "/admin/jobs/job/", "/admin/auth/group/add/"):
        if client.get(path).status_code == 200:
            opened.append(path)
    assert opened == []


def test_with_the_factor_the_back_office_opens(client, secret, settings):
    settings.SECOND_FACTOR = "required"
    assert client.get(reverse(HOME)).status_code == 200


def test_a_login_stays_one_step_where_a_factor_is_offered(camille, client, knock, settings):
    settings.SECOND_FACTOR = "offered"
    assert knock()["Location"] == reverse(HOME)
    assert client.get(reverse(HOME)).status_code == 200


def test_public_pages_stay_open_and_read_no_session(client, db, settings):
    settings.SECOND_FACTOR = "required"
    answer = client.get(reverse("acts"))
    assert answer.status_code == 200
    assert not answer.cookies


def test_the_last_factor_stays_where_one_is_required(client, secret, settings):
    settings.SECOND_FACTOR = "required"
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "un second facteur est obligatoire" in page.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()
    settings.SECOND_FACTOR = "offered"
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()


def test_the_password_is_asked_again_some_minutes_after_the_login(
    client, secret, knock, monkeypatch
):
    later = time.time() + 400
    monkeypatch.setattr("csipa.login.adapter.time.time", lambda: later)
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.time.time", lambda: later)
    answer = client.get(reverse("mfa_generate_recovery_codes"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert "C’est bien vous" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"],
)
def test_strangers_are_sent_to_the_login(client, db, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert "/login/" in answer["Location"] or "connexion" in answer["Location"]


def test_somebody_else_s_key_can_be_neither_removed_nor_renamed(camille, client, knock, db):
    other = User.objects.create_user("autre", password=PASSWORD)
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "x"})
    knock()
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.post(reverse(name, args=[key.pk]), {"name": "y"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()
