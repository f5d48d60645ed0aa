"""Who enters with a name and a password, who does not, and what they are told."""

import logging
import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.urls import reverse

from tests.login.conftest import PASSWORD

INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)


@pytest.mark.parametrize("name", ["camille", "Camille", "camille@exemple.test"])
def test_a_user_name_or_a_mail_address_and_the_password_open_the_back_office(camille, knock, name):
    answer = knock(name)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("admin:index")


@pytest.mark.parametrize(
    ("name", "password"), [("camille", "faux"), ("personne", PASSWORD), ("a@b.test", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(camille, knock, name, password):
    answer = knock(name, password)
    assert answer.status_code == 200
    assert "Identifiant ou mot de passe inexact." in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["camille", "camille@exemple.test", "personne", "personne@exemple.test"]
)
def test_one_password_is_hashed_whoever_is_named(camille, knock, monkeypatch, name):
    hashed = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    stock = __import__("django.contrib.auth.hashers", fromlist=["x"]).MD5PasswordHasher.encode
    monkeypatch.setattr(hasher, lambda *args: hashed.append(1) or stock(*args))
    knock(name, "faux")
    assert len(hashed) == 1


def test_an_address_shared_by_two_accounts_opens_neither(camille, knock):
    User.objects.create_user("autre", "camille@exemple.test", PASSWORD)
    assert knock("camille@exemple.test").status_code == 200
    assert knock("camille").status_code == 302


def test_a_closed_account_is_told_so_to_whoever_knows_its_password(camille, knock, client):
    User.objects.update(is_active=False)
    assert knock()["Location"] == reverse("account_inactive")
    assert "Compte fermé" in client.get(reverse("account_inactive")).content.decode()
    assert SESSION_KEY not in client.session


def test_the_login_leads_to_the_page_that_was_asked(camille, client):
    asked = reverse("admin:sites_site_changelist")
    door = client.get(asked)["Location"]
    answer = client.post(door, {"username": "camille", "password": PASSWORD, "next": asked})
    assert answer["Location"] == asked


def test_the_login_never_leads_to_another_site(camille, client):
    fields = {"username": "camille", "password": PASSWORD, "next": "https://exemple.test/"}
    assert client.post("/admin/login/", fields)["Location"] == reverse("admin:index")


def test_somebody_whose_account_opens_nothing_is_told_so_and_not_sent_round(client, db):
    User.objects.create_user("dehors", password=PASSWORD)
    client.login(username="dehors", password=PASSWORD)
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.status_code == 403
    assert "Se déconnecter" in answer.content.decode()


def test_nobody_signs_up(client):
    for name in ("account_signup", "socialaccount_signup"):
        with pytest.raises(Exception, match="not a valid view"):
            reverse(name)


def test_a_logout_is_asked_by_post_and_ends_the_session(camille, client, knock):
    knock()
    assert client.get(reverse("admin:logout")).status_code == 405
    key = client.session.session_key
    answer = client.post(reverse("admin:logout"))
    assert "Vous êtes déconnecté" in answer.content.decode()
    assert client.get(reverse("admin:index")).status_code == 302
    client.cookies["sessionid"] = key
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done"]
)
def test_the_pages_before_the_login_hold_nothing_inline(client, db, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not INLINE.search(answer.content.decode())


def test_the_journal_says_who_entered_who_was_refused_and_never_a_password(
    camille, knock, caplog, client
):
    caplog.set_level(logging.INFO, "csipa.security")
    knock(password="faux-secret", address="192.0.2.7")
    knock("tapé-par-erreur-secret", address="192.0.2.7")
    knock(address="192.0.2.8")
    client.post(reverse("admin:logout"))
    said = [record.getMessage() for record in caplog.records if record.name == "csipa.security"]
    assert said == [
        "login.refused compte=camille depuis=192.0.2.7 (mot de passe)",
        "login.refused compte=- depuis=192.0.2.7 (compte inconnu)",
        "login.success compte=camille depuis=192.0.2.8 (password)",
        "logout compte=camille depuis=127.0.0.1",
    ]
    assert caplog.records[0].event == "login.refused"
    assert "secret" not in caplog.text


def test_a_refused_page_is_noted_without_what_was_searched(client, db, caplog):
    user = User.objects.create_user("lea", password=PASSWORD, is_staff=True)
    client.force_login(user)
    assert client.get(reverse("admin:auth_user_changelist") + "?q=Durand").status_code == 403
    line = next(one.getMessage() for one in caplog.records if one.name == "csipa.security")
    assert line.startswith("access.forbidden compte=lea")
    assert line.endswith("(GET /admin/auth/user/)")
    assert "Durand" not in line
