"""Keys and patterns: a word is found as it was written, and no other word is."""

import re

import pytest

from csipa.french.keys import accent_pattern, letters_pattern, search_key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        pytest.param("Béthune", "bethune", id="accent"),
        pytest.param("L’Haÿ-les-Roses", "l hay les roses", id="apostrophe and hyphens"),
        pytest.param("NŒUX", "noeux", id="ligature in capitals"),
        pytest.param("n° 2026_015", "n 2026 015", id="number"),
        pytest.param("Ste-Marie", "sainte marie", id="short form"),
        pytest.param("« »", "", id="nothing but signs"),
    ],
)
def test_key_keeps_letters_and_figures_alone(typed, key):
    assert search_key(typed) == key


@pytest.mark.parametrize(
    "written", ["Saint-Venant", "St-Venant", "rue de ST VENANT", "(st Venant)"]
)
def test_saint_is_found_written_in_short(written):
    assert re.search(accent_pattern("saint"), written, re.IGNORECASE)


@pytest.mark.parametrize("written", ["administratif", "Brest", "à l’est", "coûst", "stade"])
def test_saint_is_not_found_in_another_word(written):
    assert not re.search(accent_pattern("saint"), written, re.IGNORECASE)


def test_sainte_is_found_written_in_short():
    assert re.search(accent_pattern("sainte"), "Ste-Barbe", re.IGNORECASE)
    assert not re.search(accent_pattern("sainte"), "St-Venant", re.IGNORECASE)


def test_letters_alone_are_marked():
    """A mark must not take the signs around a word with it."""
    found = re.search(letters_pattern("saint"), "de Saint-Venant", re.IGNORECASE)
    assert found[0] == "Saint"
