"""The sentence by which an act cites another, right to the sign."""

import datetime as dt

import pytest

from conventions.rules.citing import CitedAct, about, cited
from csipa.french.grammar import Gender

DAY = dt.date(2024, 2, 20)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (
            CitedAct("deliberation", "2024/7", DAY, "Projet.", "conseil"),
            "Vu la délibération du conseil n° 2024/7 du 20 février 2024 relative au projet ;",
        ),
        (
            CitedAct(
                "decision",
                "26 8",
                dt.date(2026, 3, 1),
                "Choix d'un lieu",
                "président",
                held_by_woman=True,
            ),
            "Vu la décision de la présidente n° 26 8 du 1er mars 2026 portant choix d’un lieu ;",
        ),
        (
            CitedAct(
                "arrete",
                "N°3",
                DAY,
                "L’eau",
                "maire",
                authority="de la ville d’Hinges",
            ),
            "Vu l’arrêté du maire de la ville d’Hinges N° 3 du 20 février 2024 relatif à l’eau ;",
        ),
        (
            CitedAct("decision", "", None, "Tarifs des consultations", "bureau"),
            "Vu le projet de décision du bureau relatif aux tarifs des consultations ;",
        ),
        (
            CitedAct("arrete", "", DAY, "Délégation de fonctions", "président"),
            "Vu le projet d’arrêté du président portant délégation de fonctions ;",
        ),
        (
            CitedAct("deliberation", "12", None, "", "conseil municipal", held_by_woman=True),
            "Vu la délibération du conseil municipal n° 12 ;",
        ),
    ],
    ids=["deliberation", "woman", "elsewhere", "draft", "draft-of-order", "without-object"],
)
def test_an_act_is_cited_by_nature_number_date_and_object(act, words):
    assert cited(act).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Projet de santé", "relative au projet de santé"),
        ("Antenne de Robecq", "relative à l’antenne de Robecq"),
        ("Convention tripartite", "relative à la convention tripartite"),
        ("Les tarifs", "relative aux tarifs"),
        ("La création d’un poste", "relative à la création d’un poste"),
        ("Approbation du projet ;", "portant approbation du projet"),
        ("CSIPA – Projet de santé", "ayant pour objet : CSIPA – Projet de santé"),
        ("CENTRE DE SANTE - PROJET", "ayant pour objet : CENTRE DE SANTE - PROJET"),
        ("Quinze lits", "ayant pour objet : quinze lits"),
        ("24 heures pour la santé", "ayant pour objet : 24 heures pour la santé"),
    ],
)
def test_an_object_takes_the_words_that_its_first_noun_calls_for(title, words):
    assert about(title, Gender.FEMININE).replace("\u00a0", " ") == words


def test_a_generated_visa_is_typeset_with_no_break_spaces():
    words = cited(CitedAct("decision", "2026 008", DAY, "Ouverture", "président"))
    assert "n°\u00a02026\u00a0008 du 20\u00a0février\u00a02024" in words
    assert words.endswith("\u00a0;")
