"""The Atom feed, the sitemap and robots.txt."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from conventions.models import Publication
from conventions.public.views_feed import NEWEST
from tests.conventions.public.online import ONLINE_AT, told, untouched

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SITE = "https://actes.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_ADDRESS = SITE


def feed(client):
    return ElementTree.fromstring(client.get("/actes/atom.xml").content)


def locations(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return [element.text for element in tree.iterfind("s:url/s:loc", MAP)]


def test_an_entry_tells_the_act_its_day_and_its_document(client):
    publication = told("Soins & « locaux »", subject_matter="8.2")
    (entry,) = feed(client).iterfind("a:entry", ATOM)
    address = f"{SITE}/actes/{publication.address}/"
    assert entry.findtext("a:id", namespaces=ATOM) == address
    assert entry.findtext("a:title", namespaces=ATOM).startswith("Décision n°")
    assert "Soins & « locaux »" in entry.findtext("a:summary", namespaces=ATOM)
    assert entry.findtext("a:updated", namespaces=ATOM) == "2026-01-16T09:30:00+00:00"
    assert entry.find("a:category", ATOM).get("term") == "8.2 Aide sociale"
    enclosure = entry.find("a:link[@rel='enclosure']", ATOM)
    assert enclosure.get("href") == f"{SITE}/actes/{publication.address}.pdf"
    assert enclosure.get("length") == str(publication.document.size)


def test_an_empty_feed_is_valid_and_always_the_same(client):
    first = client.get("/actes/atom.xml")
    assert feed(client).findtext("a:updated", namespaces=ATOM)
    assert client.get("/actes/atom.xml").content == first.content


def test_the_feed_holds_the_newest_acts_and_the_date_of_the_last_change(client):
    for rank in range(1, NEWEST + 3):
        told(f"Objet {rank}", rank=rank, at=ONLINE_AT + dt.timedelta(days=rank))
    tree = feed(client)
    assert len(tree.findall("a:entry", ATOM)) == NEWEST
    newest = ONLINE_AT + dt.timedelta(days=NEWEST + 2)
    assert tree.findtext("a:updated", namespaces=ATOM) == newest.isoformat()


def test_a_sign_that_xml_cannot_hold_does_not_silence_the_feed(client):
    told("Bail\u000b de <b>Lillers</b>\ufffe & fin")
    summary = feed(client).findtext("a:entry/a:summary", namespaces=ATOM)
    assert summary.startswith("Bail de <b>Lillers</b> & fin. Publié")


def test_the_sitemap_names_the_acts_online_and_the_public_pages(client):
    publication = told("Objet")
    Publication.objects.filter(pk=publication.pk).update(
        changed_at=ONLINE_AT + dt.timedelta(days=3)
    )
    found = locations(client)
    assert f"{SITE}/actes/{publication.address}/" in found
    for name in ("acts", "permanences", "open-data", "verify"):
        assert SITE + reverse(name) in found
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    (changed,) = (element.text for element in tree.iterfind("s:url/s:lastmod", MAP))
    assert dt.datetime.fromisoformat(changed) == ONLINE_AT + dt.timedelta(days=3)


def test_robots_are_kept_out_of_the_back_office_and_told_the_sitemap(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert not any(line.startswith("Disallow: /actes") for line in lines)


@pytest.mark.parametrize("address", ["/actes/atom.xml", "/sitemap.xml", "/robots.txt"])
def test_whoever_has_it_already_is_not_sent_it_again(client, address):
    told("Objet")
    response = client.get(address)
    assert untouched(response)
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("address", ["/actes/atom.xml", "/sitemap.xml"])
def test_each_costs_one_query_whatever_there_is(client, django_assert_num_queries, address, count):
    for rank in range(1, count + 1):
        told(f"Objet {rank}", rank=rank)
    with django_assert_num_queries(1):
        assert client.get(address).status_code == 200
