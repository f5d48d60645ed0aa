"""What no browser of ours sends is refused, or read as nothing: never an error of the server."""

import pytest
from django.contrib import admin
from django.urls import reverse

from csipa.admin.own_pages import site_pages

pytestmark = pytest.mark.django_db

ODD = (
    {"p": "99999999999999999999", "o": "99.-99.abc", "format": "../../etc/passwd"},
    {"q": "’\u202e%_\\\"'" + "é" * 300, "page": "1e9", "site": "abc"},
    {"annee": "99999", "mois": "2026-99", "jour": "31/02/2026", "territory": "9" * 23},
    {"year": "-1", "week": "2026-W99", "on": "10000-01-01", "site": "9" * 23},
    {"semaine": "9999-W53", "year": "99999", "month": "13"},
)


VALUES = [value for asked in ODD for value in asked.values()]


def lists():
    pages = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]
    return [*pages, *(reverse(f"admin:{page.name}") for page in site_pages())]


def test_no_list_and_no_page_breaks_on_odd_parameters(admin_client):
    broken = []
    admin_client.raise_request_exception = False
    for address in lists():
        for asked in ODD:
            answer = admin_client.get(address, asked)
            if answer.status_code >= 500:
                broken.append((address, asked))
    assert broken == []


@pytest.mark.parametrize("address", ["/admin/", "/actes/", "/donnees/", "/permanences/"])
@pytest.mark.parametrize("asked", ["q=a%00b", "q=" + "a" * 9000])
def test_a_nul_and_an_endless_address_are_refused_in_french(client, address, asked):
    answer = client.get(f"{address}?{asked}")
    assert answer.status_code == 400
    assert "Demande refusée" in answer.content.decode()


@pytest.mark.parametrize("name", ["q", "annee", "year", "page", "p", "nature", "theme"])
def test_no_public_page_breaks_on_odd_parameters(client, name):
    client.raise_request_exception = False
    for address in ("/actes/", "/donnees/", "/permanences/", "/actes/atom.xml"):
        for value in (*VALUES, "", "-1", "NaN", "1e400"):
            answer = client.get(address, {name: [value, "autre"]})
            assert answer.status_code < 500, (address, name, value)
