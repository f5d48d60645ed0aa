"""A forgotten password: the message, its link, and what strangers learn of it: nothing."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from tests.login.conftest import PASSWORD

NEW = {"password1": "Cerisier-9-bleu", "password2": "Cerisier-9-bleu"}


@pytest.fixture(autouse=True)
def _nobody_asked(db):
    cache.clear()


def ask(client, email="camille@exemple.test", **headers):
    return client.post(reverse("account_reset_password"), {"email": email}, headers=headers)


def link():
    return re.search(r"http://127.0.0.1:8000(/compte/\S+)", mail.outbox[0].body)[1]


def test_the_link_changes_the_password_once(camille, client):
    assert ask(client)["Location"] == reverse("account_reset_password_done")
    path = link()
    form = client.get(path)["Location"]
    assert client.post(form, NEW)["Location"] == reverse("account_reset_password_from_key_done")
    assert User.objects.get().check_password("Cerisier-9-bleu")
    again = client.get(path, follow=True)
    assert "Ce lien a déjà servi" in again.content.decode()


def test_the_message_is_in_french_in_two_forms(camille, client):
    ask(client)
    message = mail.outbox[0]
    assert message.subject == "CSIPA\u00a0: choisir un nouveau mot de passe"
    assert "pendant 4\u00a0heures" in message.body
    assert "camille" in message.alternatives[0].content


def test_an_unknown_address_gets_the_same_answer_after_the_same_work(camille, client, monkeypatch):
    tasks = []
    monkeypatch.setattr("csipa.login.forms.send_reset", SimpleNamespace(enqueue=tasks.append))
    known, unknown = ask(client), ask(client, "personne@exemple.test")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert tasks == ["camille@exemple.test", "personne@exemple.test"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
def test_a_closed_account_or_one_without_a_password_gets_no_message(camille, client, change):
    User.objects.update(**change)
    ask(client)
    assert mail.outbox == []


def test_the_link_leads_to_the_site_whatever_the_request_says(camille, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(client, host="exemple.test")
    assert "exemple.test/compte" not in mail.outbox[0].body


def test_a_tampered_link_opens_nothing(camille, client):
    ask(client)
    page = client.get(link()[:-3] + "xx/", follow=True)
    assert "Ce lien a déjà servi" in page.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_many_requests_for_one_address_are_held_back_alike_for_all(camille, client):
    for email in ("camille@exemple.test", "personne@exemple.test"):
        answers = [ask(client, email).status_code for _ in range(6)]
        assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5
