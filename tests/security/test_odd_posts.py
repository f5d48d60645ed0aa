"""What no form of ours sends is refused or left aside: never an error, never a column of ours."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.admin.factories import UserFactory
from tests.conventions.factories import ready_act
from tests.security.poison import addresses, filled_side, finished
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db

APPS = ("csipa", "sites", "staffing", "conventions", "consultations")
READ = re.compile(
    r"""(?:POST(?:\.get\(|\[|\.getlist\()"(\w+)"|"(\w+)" (?:not )?in request\.POST)"""
)
STOCK = ("q", "name", "title", "text", "site", "action", "_selected_action", "next", "file")


def names():
    """Return every name that a view of ours reads by itself in what is posted."""
    found = set(STOCK)
    for app in APPS:
        for file in Path(app).rglob("*.py"):
            found |= {one or two for one, two in READ.findall(file.read_text())}
    return found


def test_no_form_breaks_on_what_no_browser_sends(admin_user):
    side = filled_side(admin_user)
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    asked = dict.fromkeys(names(), "a\x00b")
    broken = []
    for route, address in addresses(side):
        if "logout" in route or "deconnexion" in route:
            continue
        answer = finished(client.post(address, asked))
        if answer.status_code >= 500:
            broken.append(address)
    assert broken == []


@pytest.mark.parametrize(
    "place",
    [
        "https://ailleurs.test/",
        "//ailleurs.test/",
        "/\\ailleurs.test/",
        "https:ailleurs.test",
        "javascript:alert(1)",
        "\thttps://ailleurs.test/",
    ],
)
def test_no_address_leads_elsewhere(client, admin_client, place):
    User.objects.create_user("dominique", password="un mot de passe long", is_staff=True)
    names = ("next", "retour", "back", "url", "redirect", "_popup")
    door = client.post(
        f"{reverse('admin:login')}?next={place}",
        {"login": "dominique", "password": "un mot de passe long", "next": place},
    )
    answers = [door, *(admin_client.get(a, dict.fromkeys(names, place)) for a in ("/", "/admin/"))]
    answers += [
        admin_client.post(address, dict.fromkeys(names, place))
        for address in ("/admin/logout/", "/compte/deconnexion/", "/admin/sites/site/")
    ]
    for answer in answers:
        assert "ailleurs" not in answer.get("Location", "")
        assert "javascript" not in answer.get("Location", "")


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/actes/", headers={"host": "ailleurs.test"}).status_code == 400
    answer = client.get("/admin/", headers={"x-forwarded-host": "ailleurs.test"})
    assert "ailleurs" not in answer["Location"]


def test_another_method_hidden_in_a_post_is_left_aside(admin_client):
    site = SiteFactory()
    address = reverse("admin:sites_site_change", args=[site.pk])
    for headers in ({"X-HTTP-Method-Override": "DELETE"}, {"X-Method-Override": "DELETE"}):
        admin_client.post(address, {"_method": "DELETE"}, headers=headers)
    site.refresh_from_db()


def test_columns_that_a_form_does_not_show_are_not_written(client):
    user = UserFactory(is_staff=True)
    client.force_login(user)
    extra = {"is_superuser": "on", "is_staff": "on", "user_permissions": "1", "groups": "1"}
    for name in ("admin:password_change", "admin:index", "admin:logout"):
        client.post(reverse(name), extra)
    assert not User.objects.get(pk=user.pk).is_superuser


def test_what_is_kept_by_the_program_is_not_taken_from_a_form(admin_client):
    act = ready_act(with_convention=False)
    kept = {"number": "2026-999", "sealed": "on", "state": "signed", "sha256": "0" * 64, "pk": "9"}
    admin_client.post(reverse("admin:conventions_act_change", args=[act.pk]), kept)
    fresh = type(act).objects.get(pk=act.pk)
    assert fresh.number == act.number
    assert fresh.sealed == act.sealed
