"""Texts found whatever their accents and their case: the same rows on both databases."""

import re

import pytest

from csipa.french.keys import accent_glob, accent_pattern, search_key
from sites.models import Organisation
from tests.sites.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

NAMES = (
    *("Noël", "NOËL", "Nœl", "Jean-Noël", "Nobel", "Béthune", "BÉTHUNE", "bethune", "Bêtise"),
    *(
        "Îlot [1] *",
        "Sœur Cœur",
        "Ælia",
        "100 % l’été",
        "Ça",
        "Nuñez",
        "Lÿs",
        "vide ?",
        "St-Venant",
        "Saint-Venant",
    ),
)
WORDS = (
    "Noël",
    "bethune",
    "ilot",
    "1",
    "soeur",
    "aelia",
    "été",
    "ca",
    "nunez",
    "lys",
    "a",
    "saint",
    "xyz",
)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_found_in_the_rows_that_its_expression_finds(word):
    for name in NAMES:
        OrganisationFactory(official_name=name)
    key = search_key(word)
    found = Organisation.objects.filter(official_name__spelt=key, official_name__in=NAMES)
    expected = [name for name in NAMES if re.search(accent_pattern(key), name, re.IGNORECASE)]
    assert sorted(row.official_name for row in found) == sorted(expected)


def test_only_words_without_a_double_spelling_have_a_pattern_of_their_own():
    assert accent_glob("soeur") == accent_glob("aelia") == accent_glob("saint") == ""
    assert accent_glob("b1") == "*[bB][11]*"
    assert accent_glob("") == "**"
