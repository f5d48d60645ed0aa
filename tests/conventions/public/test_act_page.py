"""What anybody reads on the page of an act, and what they never do."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.urls import reverse

from conventions.actions import sign_act
from conventions.actions.public_copies import Withheld, choose
from conventions.actions.publishing import publish_act, withdraw_act
from conventions.models import Annex, CancelledNumber, DocumentKind, FrozenDocument, Publication
from tests.conventions.factories import (
    DAY,
    NOW,
    ActFactory,
    AnnexFactory,
    RecitalFactory,
    ready_act,
)
from tests.conventions.factories_publication import PublishedDocumentFactory
from tests.conventions.public.online import ONLINE_AT, online, plain, told, untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]

LATER = dt.datetime(2026, 2, 3, 23, 30, tzinfo=dt.UTC)


def page_of(publication):
    return reverse("act", args=[publication.address])


def pdf_of(publication):
    return reverse("act-pdf", args=[publication.address])


def shown(client, publication):
    response = client.get(page_of(publication))
    assert response.status_code == 200
    return plain(response)


def test_the_page_tells_what_the_law_asks_for(client, settings):
    settings.SITE_ADDRESS = "https://actes.example"
    publication = online(title="Ouverture de l’antenne", subject_matter="8.2")
    signatory = publication.act
    page = shown(client, publication)
    assert "Décision n° 2026 001 du 15 janvier 2026" in page
    assert f"{signatory.signature_first_name} {signatory.signature_last_name}" in page
    assert signatory.signature_capacity in page
    assert "Mis en ligne le" in page
    assert '<time datetime="2026-01-16">16 janvier 2026</time>' in page
    assert "8.2 Aide sociale" in page
    assert "Reçu en sous-préfecture de Béthune" in page
    assert "https://actes.example/actes/2026-decision-2026-001/" in page
    assert publication.document.sha256 in page
    assert "1 page," in page
    assert pdf_of(publication) in page
    assert reverse("verify") in page


def test_the_title_of_the_window_names_the_act(client):
    page = shown(client, online(title="Ouverture de l’antenne"))
    assert "<title>Décision n° 2026 001 du 15 janvier 2026 – Ouverture de l’antenne – CSIPA" in page
    assert (
        '<meta name="description" content="Décision n° 2026 001 du 15 janvier 2026, publié' in page
    )


def test_the_end_of_the_time_to_appeal_is_said_probable_never_final(client):
    page = shown(client, online())
    assert '<time datetime="2026-03-17">17 mars 2026</time> inclus, fin probable du délai' in page
    assert "tribunal administratif de Lille" in page
    assert "définitif" not in page


def test_the_day_the_act_went_online_is_that_of_the_house(client):
    publication = online(at=LATER)
    assert '<time datetime="2026-02-04T00:30:00+01:00">4 février 2026</time>' in shown(
        client, publication
    )


def test_the_text_is_that_of_the_frozen_document(client):
    publication = online(with_convention=True)
    page = shown(client, publication)
    assert "<strong>DÉCIDE</strong> d’ouvrir l’antenne" in page
    assert "Vu le code général des collectivités territoriales" in page
    assert '<span class="act-article">L. 5211-10</span>' in page
    assert '<article class="act-part" id="annexe-1">' in page
    assert 'href="#annexe-1"' in page
    assert "Entre les soussignés" in page
    assert "1<sup>er</sup>" in page


def test_words_of_an_act_are_never_run_nor_read_as_html(client):
    title = "<img src=x onerror=alert(1)> {{ act.authority }} {% now 'Y' %}"
    act = ready_act(with_convention=False, title=title)
    recital = "Considérant {{ settings.SECRET_KEY }} <b>gras</b>,"
    RecitalFactory(act=act, text=recital, position=9)
    publication = told(title, text=recital)
    page = shown(client, publication)
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; {{ act.authority }}" in page
    assert "{{ settings.SECRET_KEY }} &lt;b&gt;gras&lt;/b&gt;" in page


def test_the_body_of_an_annex_is_cleaned_again(client):
    publication = told("Objet")
    body = "<p>Texte <strong>fort</strong></p><script>alert(1)</script>"
    annex = {"kind": "text", "caption": "Annexe", "title": "Règlement", "body": body}
    publication.document.context["parts"].append(annex)
    publication.document.save()
    page = shown(client, publication)
    assert "<p>Texte <strong>fort</strong></p>" in page
    assert "<script" not in page


def test_a_public_copy_says_so_and_keeps_the_words_to_itself(client):
    act = ready_act(with_convention=False, title="Aide à Camille MARTINEZ")
    RecitalFactory(act=act, text="Considérant le plan annexé à la présente décision,", position=9)
    AnnexFactory(act=act, title="Plan des issues", text="<p>Porte nord.</p>")
    publication = _redacted(act)
    page = shown(client, publication)
    assert "Copie publique : des mentions ont été retirées" in page
    assert "vie privée d’une personne physique" in page
    assert "non publiée (sécurité des personnes ou des bâtiments" in page
    assert "[occulté]" in page
    for secret in ("MARTINEZ", "Plan des issues", "Porte nord"):
        assert secret not in page
        assert secret not in plain(client.get("/actes/"))
        assert secret not in plain(client.get("/actes/?q=martinez"))
        assert secret not in plain(client.get("/actes/atom.xml"))


def _redacted(act) -> Publication:
    """Publish an act whose name is struck out and whose annex is held back."""
    sign_act(act=act, by=None, on=DAY, now=NOW)
    act.refresh_from_db()
    choose(
        act=act,
        redactions=[("Camille MARTINEZ", "privacy")],
        withheld=[Withheld(Annex.objects.get(act=act).pk, "security")],
        by=None,
    )
    return publish_act(act=act, by=None, now=ONLINE_AT)


def test_an_act_taken_out_of_the_register_is_gone_and_says_nothing_of_why(client):
    publication = online(title="Objet retiré")
    withdraw_act(publication=publication, by=None, now=LATER, reason="Nom d’une patiente")
    for address in (page_of(publication), pdf_of(publication)):
        response = client.get(address)
        assert response.status_code == 410
        page = plain(response)
        assert "retiré du registre public" in page
        assert "4 février 2026" in page
        assert "patiente" not in page
        assert "Objet retiré" not in page
    assert "Objet retiré" not in plain(client.get("/actes/"))


@pytest.mark.parametrize("address", ["page", "pdf"])
def test_a_number_cancelled_after_its_publication_is_gone(client, address):
    publication = told("Objet annulé")
    act = publication.act
    CancelledNumber.objects.create(
        authority=act.authority,
        nature=act.nature,
        year=2026,
        sequence=1,
        number=act.number,
        act=act,
        cancelled_on=dt.date(2026, 2, 1),
        reason="Signé deux fois.",
    )
    response = client.get(page_of(publication) if address == "page" else pdf_of(publication))
    assert response.status_code == 410
    assert "Objet annulé" not in plain(response)


def test_an_individual_act_is_never_shown(client):
    publication = told("Nomination", individual=True)
    assert client.get(page_of(publication)).status_code == 410
    assert client.get(pdf_of(publication)).status_code == 410


def test_what_was_never_published_is_not_found(client):
    ActFactory(title="Projet")
    for address in ("/actes/2026-decision-2026-009/", "/actes/2026-decision-2026-009.pdf"):
        response = client.get(address)
        assert response.status_code == 404
        assert f'action="{reverse("acts")}"' in plain(response)
        assert "login" not in plain(response)


def test_the_pdf_is_the_bytes_that_were_frozen(client):
    publication = online()
    response = client.get(pdf_of(publication))
    content = bytes(publication.document.content)
    assert response.content == content
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"] == 'inline; filename="2026-decision-2026-001.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert response["Last-Modified"] == "Fri, 16 Jan 2026 09:30:00 GMT"
    assert untouched(response)


def test_whoever_has_the_pdf_is_asked_again_and_sent_nothing(client, django_assert_num_queries):
    publication = online()
    first = client.get(pdf_of(publication))
    assert "no-cache" in first["Cache-Control"]
    for header, value in (
        ("if-none-match", first["ETag"]),
        ("if-modified-since", first["Last-Modified"]),
    ):
        with django_assert_num_queries(1):
            again = client.get(pdf_of(publication), headers={header: value})
        assert (again.status_code, again.content) == (304, b"")


def test_a_copy_that_was_replaced_is_sent_again(client):
    publication = online()
    first = client.get(pdf_of(publication))
    publication.document = PublishedDocumentFactory(
        act=publication.act, kind=DocumentKind.PUBLIC_COPY, content=b"%PDF-1.7 autre"
    )
    publication.changed_at = LATER
    publication.save()
    again = client.get(pdf_of(publication), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (200, b"%PDF-1.7 autre")
    page = plain(client.get(page_of(publication)))
    assert "Copie remplacée le" in page
    assert "4 février 2026" in page


def test_only_the_head_of_a_pdf_may_be_asked_for(client):
    publication = online()
    response = client.head(pdf_of(publication))
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(publication.document.size)
    assert client.post(pdf_of(publication)).status_code == 405


def test_a_document_that_nobody_can_read_has_no_number_of_pages(client):
    publication = told("Objet")
    FrozenDocument.objects.filter(pk=publication.document_id).update(content=b"rien")
    assert "page," not in shown(client, publication)


def test_whoever_has_the_page_is_not_sent_it_again(client, admin_client):
    publication = online()
    response = client.get(page_of(publication))
    again = client.get(page_of(publication), headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert untouched(response)
    assert "no-cache" in response["Cache-Control"]
    assert admin_client.get(page_of(publication)).content == response.content


@pytest.mark.parametrize("count", [3, 30])
def test_a_page_costs_one_query_whatever_there_is(client, django_assert_num_queries, count):
    rows = [told(f"Objet {rank}", rank=rank) for rank in range(1, count + 1)]
    client.get(page_of(rows[0]))
    with django_assert_num_queries(1):
        client.get(page_of(rows[0]))
    with django_assert_num_queries(2):
        client.get(pdf_of(rows[0]))
