"""The list of the acts online: what it shows, how it is narrowed, and what it costs."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import quote_plus

import pytest
from django.urls import reverse

from conventions.models import Execution
from conventions.public.views_list import PER_PAGE
from conventions.review import public_register
from csipa.admin import paging
from tests.conventions.public.online import ONLINE_AT, online, plain, told, untouched

pytestmark = pytest.mark.django_db

LIST = "/actes/"


def titles(client, address=LIST):
    """Return the objects listed, without their marks."""
    response = client.get(address)
    assert response.status_code == 200, response.headers
    found = re.findall(r'<p class="register-object">(.*?)</p>', plain(response), re.DOTALL)
    return [re.sub("<[^>]*>", "", title).strip() for title in found]


def search(client, words):
    return titles(client, f"{LIST}?q={quote_plus(words)}")


def test_the_newest_publication_comes_first(client):
    told("Ancien", rank=1, at=ONLINE_AT - dt.timedelta(days=30))
    told("Nouveau", rank=2)
    assert titles(client) == ["Nouveau", "Ancien"]


@pytest.mark.usefixtures("quick_pdf")
def test_an_act_tells_its_number_its_day_its_object_and_its_document(client):
    publication = online(title="Ouverture de l’antenne", subject_matter="8.2")
    page = plain(client.get(LIST))
    assert "Décision n° 2026 001 du 15 janvier 2026" in page
    assert "Ouverture de l’antenne" in page
    assert "Publié le" in page
    assert "16 janvier 2026" in page
    assert "8.2 Aide sociale" in page
    assert reverse("act", args=[publication.address]) in page
    assert reverse("act-pdf", args=[publication.address]) in page
    assert "1 acte en ligne" in page


def test_the_day_noted_is_told_before_that_of_the_copy(client):
    publication = told("Objet")
    Execution.objects.create(act=publication.act, published_on=dt.date(2026, 2, 1))
    assert "1<sup>er</sup> février 2026" in plain(client.get(LIST))


def test_an_object_is_escaped(client):
    told("<script>alert(1)</script> & Cie")
    page = client.get(f"{LIST}?q=cie").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <mark>Cie</mark>" in page


def test_the_object_is_that_of_the_public_copy(client):
    publication = told("Aide à Camille MARTINEZ")
    publication.document.source["title"] = "Aide à [occulté]"
    publication.document.save()
    page = plain(client.get(LIST))
    assert "Aide à [occulté]" in page
    assert "MARTINEZ" not in page


def test_the_list_is_narrowed_by_year_nature_and_theme(client):
    told("Décision", rank=1, subject_matter="7.1")
    told("Avances", rank=2, subject_matter="7.10")
    told("Arrêté", rank=3, nature="arrete", subject_matter="5.4")
    told("Ancien", rank=4, signature_date=dt.date(2024, 6, 12), number="2024_445", year=2024)
    assert titles(client, f"{LIST}?annee=2024") == ["Ancien"]
    assert titles(client, f"{LIST}?nature=arrete") == ["Arrêté"]
    assert titles(client, f"{LIST}?theme=7.1") == ["Décision"]
    assert sorted(titles(client, f"{LIST}?theme=7")) == ["Avances", "Décision"]
    assert titles(client, f"{LIST}?annee=2026&nature=decision&theme=7.10") == ["Avances"]


def test_only_what_the_acts_online_have_is_offered(client):
    told("Décision", subject_matter="7.10")
    told("Autre", rank=2, subject_matter="7.5")
    page = plain(client.get(LIST))
    assert '<optgroup label="7 Finances locales">' in page
    assert page.index("7.5 Subventions") < page.index("7.10 Divers")
    assert '<option value="2026">' in page
    assert 'value="deliberation"' not in page


def test_a_search_finds_acts_that_hold_every_word_in_any_form(client):
    told("Mise à disposition de locaux", rank=1, text="L’antenne de Norrent-Fontes.")
    told("Convention de partenariat", rank=2, text="Un local.")
    assert search(client, "local antennes") == ["Mise à disposition de locaux"]
    assert search(client, "CONVENTIONS") == ["Convention de partenariat"]
    assert len(search(client, "locaux")) == 2
    assert search(client, "locaux piscine") == []


def test_an_act_is_found_by_its_number(client):
    told("Huit", rank=8)
    told("Dix-huit", rank=18)
    assert search(client, "2026 008") == ["Huit"]
    assert search(client, "n° 2026_18") == ["Dix-huit"]


def test_the_object_counts_more_than_the_text_and_the_newest_wins_ties(client):
    week = dt.timedelta(days=7)
    told("Piscine", rank=1, at=ONLINE_AT - 2 * week)
    told("Locaux", rank=2, text="La piscine.", at=ONLINE_AT - week)
    told("Horaires", rank=3, text="La piscine.")
    assert search(client, "piscine") == ["Piscine", "Horaires", "Locaux"]


def test_the_words_found_are_marked_in_an_excerpt(client):
    told("Objet", text="Considérant les besoins <de soins> de Norrent-Fontes,")
    page = plain(client.get(f"{LIST}?q=soin"))
    assert "Considérant les besoins &lt;de <mark>soins</mark>&gt;" in page
    assert '<meta name="robots" content="noindex, follow">' in page


def test_a_search_of_empty_words_says_what_to_do(client):
    told("Objet")
    page = plain(client.get(f"{LIST}?q=de+la"))
    assert "trop courants" in page
    assert "register-list" not in page


def test_nothing_found_and_nothing_online_say_what_to_do(client):
    assert "Aucun acte n’est en ligne" in plain(client.get(LIST))
    told("Objet")
    page = plain(client.get(f"{LIST}?q=introuvable"))
    assert "Aucun acte en ligne ne répond" in page
    assert "Tout afficher" in page


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("?q=&annee=&nature=&theme=", LIST),
        ("?utm_source=lettre", LIST),
        ("?page=1", LIST),
        ("?annee=abc&nature=autre&theme=<b>", LIST),
        ("?annee=2026&q=locaux", "/actes/?q=locaux&annee=2026"),
        ("?q=++soins++non++", "/actes/?q=soins+non"),
        ("?annee=99999", LIST),
        ("?theme=7.1.2", LIST),
        ("?page=-4", LIST),
    ],
)
def test_each_answer_has_one_address(client, asked, canonical):
    response = client.get(f"{LIST}{asked}")
    assert (response.status_code, response.headers["Location"]) == (302, canonical)


@pytest.mark.parametrize("words", ["l’été & l'hiver ~*", "100 % « oui »", "a=b;c+d", "é" * 300])
def test_any_words_lead_to_an_address_that_is_its_own(client, words):
    response = client.get(LIST, {"q": words}, follow=True)
    assert response.status_code == 200
    assert len(response.redirect_chain) <= 1


def test_the_page_names_its_canonical_address_and_its_title(client, settings):
    settings.SITE_ADDRESS = "https://actes.example"
    told("Objet")
    page = plain(client.get(f"{LIST}?q=objet&annee=2026"))
    assert 'href="https://actes.example/actes/?q=objet&amp;annee=2026"' in page
    assert "<title>Registre des actes – 2026, « objet » – CSIPA</title>" in page
    assert 'type="application/atom+xml"' in page


def test_pages_follow_one_another(client):
    for rank in range(1, PER_PAGE + 3):
        told(f"Objet {rank}", rank=rank)
    first, second = titles(client), titles(client, f"{LIST}?page=2")
    assert (len(first), len(second)) == (PER_PAGE, 2)
    assert not set(first) & set(second)
    page = plain(client.get(f"{LIST}?page=2"))
    assert "22 actes en ligne, 21 à 22." in page
    assert "Page 2 sur 2" in page
    assert client.get(f"{LIST}?page=3").status_code == 404


def test_a_register_without_end_turns_its_pages_up_to_a_bound_and_says_so(client, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", PER_PAGE)
    for rank in range(1, PER_PAGE + 3):
        told(f"Objet {rank}", rank=rank)
    page = plain(client.get(LIST))
    assert "Plus de 10 000 actes en ligne." in page
    assert "Choisissez une année" in page
    assert "Page suivante" not in page
    assert client.get(f"{LIST}?page=2").status_code == 404


def test_words_that_too_many_acts_hold_bring_the_newest_first(client, monkeypatch):
    monkeypatch.setattr(public_register, "MOST_RANKED", 1)
    week = dt.timedelta(days=7)
    told("Piscine, piscine", rank=1, at=ONLINE_AT - week)
    told("Horaires de la piscine", rank=2, text="Un local.")
    told("Un local", rank=3)
    page = plain(client.get(f"{LIST}?q=piscine"))
    assert page.index("Horaires") < page.index("Décision n° 2026 001")
    assert "du plus proche" not in page
    assert search(client, "piscine local") == ["Horaires de la piscine"]
    monkeypatch.setattr(public_register, "MOST_RANKED", 2)
    assert "du plus proche" in plain(client.get(f"{LIST}?q=piscine"))


def test_what_a_large_register_may_be_narrowed_to_is_kept_a_while(client, monkeypatch):
    monkeypatch.setattr(public_register, "MANY", 0)
    monkeypatch.setattr(public_register, "_kept", [])
    told("Objet")
    assert public_register.choices().years == [2026]
    told("Ancien", rank=2, signature_date=dt.date(2024, 6, 12), number="2024_445", year=2024)
    assert public_register.choices().years == [2026]
    monkeypatch.setattr(public_register, "KEPT_FOR", 0)
    assert public_register.choices().years == [2026, 2024]


def test_an_act_without_a_day_is_of_the_year_of_its_series(client):
    told("Sans date", signature_date=None)
    assert titles(client, f"{LIST}?annee=2026") == ["Sans date"]
    assert titles(client, f"{LIST}?annee=2025") == []


def test_whoever_has_the_page_already_is_not_sent_it_again(client):
    told("Objet")
    response = client.get(LIST)
    again = client.get(LIST, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    told("Autre", rank=2)
    assert client.get(LIST, headers={"if-none-match": response["ETag"]}).status_code == 200


def test_the_page_is_the_same_for_everybody_and_touches_no_session(client, admin_client):
    told("Objet")
    response = client.get(LIST)
    assert untouched(response)
    assert "max-age" in response["Cache-Control"]
    assert admin_client.get(LIST).content == response.content
    assert client.post(LIST).status_code == 405


@pytest.mark.parametrize(
    ("address", "queries"), [(LIST, 3), (f"{LIST}?q=soins+antenne&annee=2026&theme=8.2", 4)]
)
@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_as_many_queries_whatever_there_is(
    client, django_assert_num_queries, address, queries, count
):
    for rank in range(1, count + 1):
        told(f"Soins {rank}", rank=rank, text="Antenne de soins.", subject_matter="8.2")
    with django_assert_num_queries(queries):
        assert len(titles(client, address)) == min(count, PER_PAGE)


def test_who_has_no_account_finds_the_register_from_the_login_page(client):
    assert (
        f'<a href="{LIST}">les actes publiés</a>' in client.get("/", follow=True).content.decode()
    )
