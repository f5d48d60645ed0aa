"""What may give a private person away: told once each; those in office left alone."""

import pytest

from conventions.rules.personal_data import suggestions
from tests.conventions import acts


def told(text, **data):
    act = {"recitals": [text], **data}
    return [(one.words.replace("\u00a0", " "), one.kind) for one in suggestions(act)]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("avec le docteur Zoé QUENNEHEN, médecin", "Zoé QUENNEHEN", "nom d’une personne"),
        ("confiée à Mme Zoé de la Motte.", "Zoé de la Motte", "nom d’une personne"),
        ("<p>Madame <strong>Zoé Quennehen</strong></p>", "Zoé Quennehen", "nom d’une personne"),
        ("M. Jean-Paul D’Hondt est nommé", "Jean-Paul D’Hondt", "nom d’une personne"),
        ("écrire à zoe.q@exemple.fr.", "zoe.q@exemple.fr", "adresse électronique"),
        ("au 06 12 34 56 78 le soir", "06 12 34 56 78", "téléphone"),
        ("au +33 6 12 34 56 78", "+33 6 12 34 56 78", "téléphone"),
        (
            "n° 2 80 05 62 119 001 42",
            "2 80 05 62 119 001 42",
            "numéro de sécurité sociale",
        ),
        ("née le 3 mai 1980 à Lille", "3 mai 1980", "date de naissance"),
        (
            "demeurant 12 rue du Puits 62190 Lillers, et",
            "12 rue du Puits 62190 Lillers",
            "domicile",
        ),
    ],
)
def test_what_gives_somebody_away_is_told(text, words, kind):
    assert (words, kind) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Monsieur le Président",
        "Madame LA MAIRE",
        "M. Le Préfet du Pas-de-Calais",
        "SIRET 200 072 460 00018",
        "du 26 janvier au 28 avril 2026",
        "la somme de 12 500 €",
        "délibération n° 2024/CC007",
    ],
)
def test_an_office_an_identifier_or_a_date_is_not_told(text):
    assert told(text) == []


def test_who_signs_who_represents_and_who_sits_are_not_told():
    signature = {"first_name": "Hélène", "last_name": "MARQUANT"}
    meeting = {"chair": "Alain Petit"}
    text = "Mme Hélène Marquant, Madame Marquant, M. Alain PETIT et Mme Zoé Quennehen"
    found = told(text, signature=signature, meeting=meeting)
    assert found == [("Zoé Quennehen", "nom d’une personne")]


def test_an_elected_representative_is_not_told_even_where_their_office_is_not():
    assert told("Délégation à M. Marc DUBRULLE, vice-président ; M. Dubrulle signe") == []
    assert told("M. Marc DUBRULLE, médecin") != []


def test_a_private_person_who_is_a_party_is_told_with_their_home():
    party = {"legal_form": "person", "name": "Madame Zoé Quennehen", "seat": "12 rue du Puits"}
    act = {"annexes": [{"convention": {"parties": [party]}}]}
    assert [one.words for one in suggestions(act)] == ["Zoé Quennehen", "12 rue du Puits"]


def test_what_is_chosen_already_and_what_comes_back_are_told_no_more():
    act = {"recitals": ["Mme Zoé Quennehen, MME ZOE QUENNEHEN, Mme Zoé QUENNEHEN"]}
    assert len(suggestions(act)) == 1
    assert suggestions(act, already=["zoé quennehen"]) == []


def test_a_name_is_told_where_it_stands_outside_the_words_chosen():
    act = {"recitals": ["Mme Zoé Quennehen, au 06 12 34 56 78"]}
    left = suggestions(act, already=["Mme Zoé Quennehen"])
    assert [one.kind for one in left] == ["téléphone"]
    act["recitals"].append("Docteur Zoé Quennehen")
    assert "Zoé Quennehen" in [one.words for one in suggestions(act, already=["Mme Zoé Quennehen"])]


def test_ordinary_acts_tell_little():
    assert suggestions(acts.deliberation()) == []
