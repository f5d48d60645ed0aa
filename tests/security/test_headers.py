"""Every kind of answer carries every header that protects who reads it."""

import pytest
from django.test import Client
from django.urls import path, reverse

from tests.conventions.factories import ready_act
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db


def broken(_request):
    raise ZeroDivisionError


urlpatterns = [path("casse/", broken)]
handler500 = "csipa.operation.errors.server_error"


def protected(answer):
    """Check what an answer of any kind carries."""
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin")
    assert "camera=()" in answer["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in answer["Permissions-Policy"]
    assert "Server" not in answer.headers


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/admin/", 302),
        ("/actes/", 200),
        ("/actes/atom.xml", 200),
        ("/donnees/", 200),
        ("/verifier/", 200),
        ("/robots.txt", 200),
        ("/nulle-part/", 404),
        ("/schemas/csipa-acte-1.json", 200),
    ],
)
def test_an_answer_to_anybody_is_protected(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    protected(answer)


def test_an_answer_behind_the_login_is_protected_and_never_kept(admin_client):
    act, site = ready_act(), SiteFactory()
    for address in (
        reverse("admin:index"),
        reverse("admin:sites_site_changelist"),
        reverse("admin:sites_site_change", args=[site.pk]),
        reverse("admin:sites_site_history", args=[site.pk]),
        reverse("admin:conventions_act_change", args=[act.pk]),
        reverse("admin:autocomplete"),
    ):
        answer = admin_client.get(address)
        protected(answer)
        # Nobody who comes to a shared computer afterwards reads it with the Back button.
        assert "no-store" in answer["Cache-Control"], address
        assert "private" in answer["Cache-Control"], address


@pytest.mark.urls("tests.security.test_headers")
def test_the_page_of_an_error_is_protected_too():
    answer = Client(raise_request_exception=False).get("/casse/")
    assert answer.status_code == 500
    protected(answer)


def test_a_form_without_its_token_is_refused_and_protected():
    answer = Client(enforce_csrf_checks=True).post("/verifier/", {"sha256": "0"})
    assert answer.status_code == 403
    protected(answer)


def test_https_is_demanded_for_a_year_where_it_is_served(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert client.get("/actes/").status_code == 301
    answer = client.get("/actes/", secure=True)
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")
