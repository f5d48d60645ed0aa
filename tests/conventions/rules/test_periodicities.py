"""How often a commitment says it is due."""

import pytest

from conventions.rules.periodicities import periodicity_in


@pytest.mark.parametrize(
    ("text", "periodicity"),
    [
        ("remettre chaque trimestre le nombre de consultations", "quarterly"),
        ("établir chaque mois le planning", "monthly"),
        ("nettoyer toutes les semaines la salle", "weekly"),
        ("justifier chaque\u00a0année de son assurance", "yearly"),
        ("rendre compte une fois par an", "yearly"),
        ("se réunir tous les ans", "yearly"),
        ("nettoyer après chaque permanence", ""),
        ("prévenir un mois avant les travaux", ""),
        ("payer dans les trois mois", ""),
        ("ouvrir les locaux chaque mardi", ""),
    ],
)
def test_the_words_of_a_commitment_tell_how_often(text, periodicity):
    assert periodicity_in(text) == periodicity
