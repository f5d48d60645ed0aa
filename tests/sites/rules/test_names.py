"""Keys: two spellings of one name are one name, two names are two."""

import re

import pytest

from sites.rules.names import accent_pattern, organisation_key, search_key, site_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Saint-Hilaire-Cottes", "ST HILAIRE COTTES", id="short saint"),
        pytest.param("Nœux-les-Mines", "Noeux les mines", id="ligature"),
        pytest.param("Lières", "lieres", id="accent"),
        pytest.param("L’Haÿ-les-Roses", "L'Hay les Roses", id="apostrophe"),
        pytest.param(
            "Béthune-Bruay, Artois Lys Romane", "Béthune Bruay Artois-Lys Romane", id="comma"
        ),
        pytest.param("Norrent-Fontes", "Norrent‑Fontes", id="no-break hyphen"),
    ],
)
def test_spellings_of_one_name_share_their_key(one, other):
    assert search_key(one) == search_key(other)


def test_neighbouring_names_keep_their_own_key():
    assert search_key("Lières") != search_key("Liettres")


@pytest.mark.parametrize(
    "text",
    ["La Commune de Robecq", "la commune de Robecq", "COMMUNE DE ROBECQ", "commune de Robecq"],
)
def test_leading_article_of_an_organisation_does_not_count(text):
    assert organisation_key(text) == "commune de robecq"


def test_elided_article_does_not_count():
    assert organisation_key("L’Agence régionale de santé") == "agence regionale de sante"


def test_name_made_of_an_article_keeps_it():
    assert organisation_key("LES") == "les"


@pytest.mark.parametrize(
    "text",
    [
        "Norrent-Fontes",
        "antenne de Norrent-Fontes",
        "L’antenne de Norrent-Fontes",
        "Centre de santé intercommunal de Norrent-Fontes",
    ],
)
def test_kind_of_site_does_not_count(text):
    assert site_key(text) == "norrent fontes"


@pytest.mark.parametrize("text", ["Antenne", "Les Antennes"])
def test_name_made_of_the_kind_keeps_it(text):
    assert site_key(text).startswith("antenne")


@pytest.mark.parametrize(
    "written", ["Noël", "NOËL", "noel", "Nœl", "Jean-Noël"], ids=lambda written: written
)
def test_word_is_found_under_its_accents_and_its_case(written):
    assert re.search(accent_pattern(search_key("Noël")), written, re.IGNORECASE)


def test_word_of_another_spelling_is_not_found():
    assert not re.search(accent_pattern("noel"), "Nobel", re.IGNORECASE)
