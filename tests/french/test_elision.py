"""Elision: which words lose an e before them."""

import pytest

from csipa.french.elision import elides


@pytest.mark.parametrize(
    "phrase",
    [
        *("approuver", "Élu", "œuvre", "UN", "habitants", "hôpital", "Hôtel de ville", "héroïne"),
        *("huissier", "huître", "HABITANTS", "hallucination", "honneur", "hésiter", "horaires"),
        *("Ypres", "yeux", "Yonne", "ARS", "EPCI", "HAD", "« avis »", "  autre", "à la suite"),
    ],
)
def test_a_vowel_or_a_mute_h_elides(phrase):
    assert elides(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        *("signer", "handicap", "Handicapés", "haut-parleur", "Hauts-de-France", "héros", "hasard"),
        *("hors délai", "huit jours", "huitième", "halles", "hiérarchie", "hausse", "HONTE", "HAS"),
        *("HPST", "onze communes", "onzième", "oui", "yaourt", "SNP", "8 jours", "11 communes", ""),
        *("…", "harcèlement", "hangar"),
    ],
)
def test_a_consonant_an_aspirated_h_or_a_figure_does_not_elide(phrase):
    assert not elides(phrase)
