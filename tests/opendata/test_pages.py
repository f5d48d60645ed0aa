"""The public pages of open data: for anybody, cached, without an account nor JavaScript."""

import json
import re

import pytest
from django.test import override_settings
from django.urls import reverse

from csipa.opendata import reading
from csipa.opendata.datasets import declared
from tests.conventions.public.online import told
from tests.opendata.tables import lines_of, rows_of
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db
NAMES = ["deliberations", "actes", "sites", "postes", "conventions", "activite", "permanences"]


def get(client, name, *args, **headers):
    response = client.get(reverse(name, args=args), **headers)
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    return response, content


def test_the_tables_are_those_that_the_page_lists(client):
    assert [table.name for table in declared()] == NAMES
    SiteFactory()
    _, content = get(client, "open-data")
    page = content.decode()
    assert re.findall(r'<section id="([^"]+)"', page) == NAMES
    assert "Licence Ouverte\u00a02.0" in page or "Licence Ouverte 2.0" in page
    assert "1&nbsp;ligne" in page
    assert "<script" not in page
    assert "style=" not in page
    for table in declared():
        assert table.title.split(" ")[0] in page


@pytest.mark.parametrize("kind", ["csv", "xlsx", "schema"])
@pytest.mark.parametrize("name", NAMES)
def test_every_address_of_the_page_answers_and_is_cached(client, kind, name):
    response, content = get(client, f"open-data-{kind}", name)
    assert content
    assert response["Cache-Control"] == "public, max-age=900"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert response["Access-Control-Allow-Origin"] == "*"
    again = client.get(
        reverse(f"open-data-{kind}", args=[name]), headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304
    assert again["Cache-Control"] == "public, max-age=900"


def test_a_file_is_downloaded_under_its_name(client):
    SiteFactory(name="Labourse")
    response, content = get(client, "open-data-csv", "sites")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Content-Disposition"] == 'attachment; filename="sites.csv"'
    assert int(response["Content-Length"]) == len(content)
    assert [row["site_nom"] for row in rows_of(content)] == ["Labourse"]


def test_what_changed_has_another_mark(client):
    first, _ = get(client, "open-data-csv", "sites")
    SiteFactory()
    url = reverse("open-data-csv", args=["sites"])
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    again.close()


@override_settings(OPEN_DATA=["sites"])
def test_a_table_that_is_not_published_is_nowhere(client):
    _, content = get(client, "open-data")
    assert 'id="actes"' not in content.decode()
    for kind in ("csv", "xlsx", "schema"):
        assert client.get(reverse(f"open-data-{kind}", args=["actes"])).status_code == 404
    _, package = get(client, "open-data-package")
    assert [one["name"] for one in json.loads(package)["resources"]] == ["sites"]
    _, listed = get(client, "open-data-catalogue")
    assert [one["dct:identifier"] for one in json.loads(listed)["dcat:dataset"]] == ["sites"]


@override_settings(OPEN_DATA=[])
def test_nothing_published_is_said(client):
    _, content = get(client, "open-data")
    assert "Aucun jeu de données n’est publié" in content.decode()


def test_the_package_tells_the_size_of_what_is_sent(client):
    told("Ouverture")
    _, package = get(client, "open-data-package")
    sizes = {one["path"]: one["bytes"] for one in json.loads(package)["resources"]}
    _, content = get(client, "open-data-csv", "actes")
    assert sizes["actes.csv"] == len(content)
    assert len(lines_of(content, ";")) == 2


@pytest.mark.parametrize("name", ["open-data", "open-data-package", "open-data-catalogue"])
def test_pages_only_answer_to_readers(client, name):
    assert client.post(reverse(name)).status_code == 405
    assert client.head(reverse(name)).status_code == 200


def test_every_page_for_everybody_leads_here(client):
    page = client.get(reverse("permanences")).content.decode()
    assert f'href="{reverse("open-data")}"' in page


def test_what_long_tables_hold_is_not_written_again_at_each_visit(client, monkeypatch):
    monkeypatch.setattr(reading, "_kept", {})
    monkeypatch.setattr(reading, "MANY", 0)
    SiteFactory()
    assert "1&nbsp;ligne" in get(client, "open-data")[1].decode()
    SiteFactory()
    assert "2&nbsp;lignes" not in get(client, "open-data")[1].decode()
    monkeypatch.setattr(reading, "KEPT_FOR", 0)
    assert "2&nbsp;lignes" in get(client, "open-data")[1].decode()


def test_what_short_tables_hold_is_told_as_it_is(client):
    SiteFactory()
    get(client, "open-data")
    SiteFactory()
    assert "2&nbsp;lignes" in get(client, "open-data")[1].decode()
