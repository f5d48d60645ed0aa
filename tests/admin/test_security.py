"""What every answer carries, and what strangers and errors get."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.conventions.factories import ready_act
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db

INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)


def pages():
    act, site = ready_act(), SiteFactory()
    return [
        reverse("admin:index"),
        reverse("admin:password_change"),
        reverse("admin:conventions_act_changelist"),
        reverse("admin:conventions_act_add"),
        reverse("admin:conventions_act_change", args=[act.pk]),
        reverse("admin:conventions_act_history", args=[act.pk]),
        reverse("admin:conventions_act_delete", args=[act.pk]),
        reverse("admin:sites_site_change", args=[site.pk]),
        reverse("admin:auth_user_add"),
        reverse("admin:auth_group_add"),
    ]


def test_every_page_carries_the_strict_policy_and_holds_nothing_inline(camille):
    for url in pages():
        response = camille.get(url)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy, url
        assert "unsafe" not in policy, url
        assert not INLINE.search(response.content.decode()), url


def test_the_login_page_carries_it_too(client):
    response = client.get(reverse("admin:login"))
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not INLINE.search(response.content.decode())


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("400.html", "Demande refusée"),
        ("403.html", "Accès refusé"),
        ("403_csrf.html", "Formulaire expiré"),
        ("404.html", "Page introuvable"),
        ("500.html", "Une erreur est survenue"),
    ],
)
def test_error_pages_speak_french_and_hold_nothing_inline(template, words):
    page = render_to_string(template)
    assert words in page
    assert '<html lang="fr">' in page
    assert not INLINE.search(page)


def test_an_unknown_address_is_answered_in_french(camille):
    response = camille.get("/nulle-part/")
    assert response.status_code == 404
    assert "Page introuvable" in response.content.decode()


def test_a_form_without_its_token_is_refused_in_french(camille):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("admin:login"), {"username": "camille", "password": "x"})
    assert response.status_code == 403
    assert "Formulaire expiré" in response.content.decode()


def test_the_login_leads_nowhere_else(client, camille):
    response = client.get(reverse("admin:login"), {"next": "https://exemple.test/"})
    assert response.status_code == 200
    assert client.get(reverse("admin:index")).status_code == 302
