"""The words of commitments: verb and object, list punctuation, the line above them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.commitments import (
    EVERY_PARTY,
    as_item,
    as_items,
    introduction_of,
    read_commitment,
    same_commitment,
    title_of,
    with_article,
)
from csipa.french.grammar import Gender

NBSP = "\u00a0"

# What a keyboard gives: bullets, capitals, apostrophes of both kinds, marks, accents.
TYPED = st.lists(
    st.one_of(
        st.sampled_from(
            (
                *("- ", "• ", "1. ", "a) ", "Ne pas ", "s’", "S'", "Organiser ", "etc.", " ;", "."),
                *("mettre à disposition ", "CPTS ", "…", " ? ", " :", NBSP, "\n", "salle", ", "),
            )
        ),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6),
    ),
    min_size=1,
    max_size=8,
).map("".join)


@pytest.mark.parametrize(
    ("text", "verb", "words"),
    [
        ("Organiser la permanence ;", "Organiser", "la permanence"),
        ("organiser la permanence", "organiser", "la permanence"),
        ("- tenir le registre.", "tenir", "le registre"),
        ("•\u00a0Tenir le registre,", "Tenir", "le registre"),
        ("2) remettre le bilan", "remettre", "le bilan"),
        ("S’assurer que les locaux sont fermés", "S’assurer", "que les locaux sont fermés"),
        ("s'assurer du chauffage", "s'assurer", "du chauffage"),
        ("Se conformer au règlement", "Se conformer", "au règlement"),
        ("Ne pas céder la convention", "Ne pas céder", "la convention"),
        ("n’utiliser que la salle 2", "n’utiliser", "que la salle 2"),
        ("Ne plus s'opposer à l'accès", "Ne plus s'opposer", "à l'accès"),
        ("En informer la commune", "En informer", "la commune"),
        ("L’avertir sans délai", "L’avertir", "sans délai"),
        ("d’entretenir les abords", "d’entretenir", "les abords"),
        (
            "Mettre à disposition, sans frais, deux salles",
            "Mettre à disposition",
            ", sans frais, deux salles",
        ),
        ("Mettre à jour l’affichage", "Mettre à jour", "l’affichage"),
        ("Prendre en charge le ménage", "Prendre en charge", "le ménage"),
        ("Veiller au respect des horaires", "Veiller au", "respect des horaires"),
        ("Veiller à ce que le médecin soit équipé", "Veiller à", "ce que le médecin soit équipé"),
        ("Transmettre, satisfaire", "Transmettre", ", satisfaire"),
        ("résoudre les pannes", "résoudre", "les pannes"),
        ("Écrire aux patients", "Écrire", "aux patients"),
        ("Être présent à la réunion", "Être", "présent à la réunion"),
        ("Lire", "Lire", ""),
    ],
)
def test_the_verb_is_told_from_its_object(text, verb, words):
    read = read_commitment(text)
    assert (read.verb, read.object) == (verb, words)


@pytest.mark.parametrize(
    "text",
    [
        "le preneur paie le loyer",
        "En cas d’absence, prévenir la commune",
        "lettre de suivi chaque mois",
        "Salaire de la secrétaire",
        "Premier secours : une trousse",
        "Fer à repasser",
        "un poste informatique",
        "Maire et adjoints reçoivent le bilan",
        "CPTS : planning",
        "62 consultations par mois",
    ],
)
def test_what_begins_without_an_infinitive_has_no_verb(text):
    read = read_commitment(text)
    assert (read.verb, read.lead + read.object + read.tail) == ("", text)


@given(TYPED)
def test_the_pieces_joined_are_the_text_to_the_letter(text):
    assert read_commitment(text).text == text


def test_a_list_has_its_punctuation_and_no_capital_whatever_was_typed():
    typed = [
        "- Ouvrir les locaux.",
        "Chauffer la salle",
        "2) CPTS : tenir le planning,",
        "fermer ;",
    ]
    assert as_items(typed) == [
        f"ouvrir les locaux{NBSP};",
        f"chauffer la salle{NBSP};",
        f"CPTS : tenir le planning{NBSP};",
        "fermer.",
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Tenir le planning, etc.", f"tenir le planning, etc.{NBSP};"),
        ("Prêter notamment :", "prêter notamment :"),
        ("MonSISRA reste ouvert", f"MonSISRA reste ouvert{NBSP};"),
        ("État des lieux", f"état des lieux{NBSP};"),
        ("À sa charge, chauffer", f"à sa charge, chauffer{NBSP};"),
        ("- - ouvrir", f"ouvrir{NBSP};"),
    ],
)
def test_an_item_keeps_what_belongs_to_its_words(text, printed):
    assert as_item(text, last=False) == printed


def test_no_commitment_gives_no_item():
    assert as_items([]) == []


@given(st.lists(TYPED, max_size=4))
def test_the_list_written_twice_is_the_list_written_once(texts):
    assert as_items(as_items(texts)) == as_items(texts)


@given(TYPED, st.booleans())
def test_no_commitment_is_printed_as_nothing(text, last):
    assert as_item(text, last=last)


def test_a_commitment_is_the_same_with_another_bullet_and_another_mark():
    assert same_commitment("- Ouvrir les locaux ;", "ouvrir les locaux.")
    assert not same_commitment("ouvrir les locaux", "fermer les locaux")


@pytest.mark.parametrize(
    ("name", "gender", "inside"),
    [
        ("CPTS Val de Lys Romane", Gender.FEMININE, "la CPTS Val de Lys Romane"),
        ("Département", Gender.MASCULINE, "le Département"),
        ("association", Gender.FEMININE, "l’association"),
        ("ARS", Gender.FEMININE, "l’ARS"),
        ("La Commune", Gender.FEMININE, "la Commune"),
        ("les Communes", Gender.FEMININE, "les Communes"),
        ("L'association", Gender.FEMININE, "l'association"),
        ("Doctolib", None, "Doctolib"),
        ("", Gender.MASCULINE, ""),
    ],
)
def test_a_name_takes_its_article_inside_a_sentence(name, gender, inside):
    assert with_article(name, gender) == inside


def test_a_plural_name_takes_a_plural_article_once():
    assert with_article("Communes", Gender.FEMININE, plural=True) == "les Communes"
    assert with_article("Les Communes", Gender.FEMININE, plural=True) == "les Communes"


@pytest.mark.parametrize(
    ("subject", "line", "title"),
    [
        ("la Commune", "La Commune s’engage à :", "Engagements de la Commune"),
        ("le Département", "Le Département s’engage à :", "Engagements du Département"),
        ("l’association", "L’association s’engage à :", "Engagements de l’association"),
        ("les Communes", "Les Communes s’engagent à :", "Engagements des Communes"),
        ("Doctolib", "Doctolib s’engage à :", "Engagements de Doctolib"),
        (EVERY_PARTY, "Chacune des parties s’engage à :", "Engagements des parties"),
    ],
)
def test_the_line_and_the_title_agree_with_who_commits(subject, line, title):
    assert introduction_of(subject).replace(NBSP, " ") == line
    assert title_of(subject) == title
