"""What commitments say of cleaning."""

import pytest

from consultations.rules.session_words import USUAL_CLEANING, cleaning_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("assurer le ménage des locaux après chaque occupation", USUAL_CLEANING),
        ("prévoir 45 minutes de nettoyage après chaque séance", 45),
        ("prendre en charge l’entretien des locaux", USUAL_CLEANING),
        ("prévoir 20\u00a0min de ménage", 20),
        ("tenir un poste informatique à disposition pendant 30 minutes", 0),
        ("organiser un entretien annuel", 0),
        ("", 0),
    ],
)
def test_minutes_of_cleaning_come_from_the_commitment_that_speaks_of_it(text, minutes):
    assert cleaning_minutes(["recruter les médecins", text]) == minutes


def test_no_commitment_asks_for_no_cleaning():
    assert cleaning_minutes([]) == 0
