"""The act that ends a convention: its words, whoever ends it and however."""

import datetime as dt

import pytest

from conventions.rules.ending_articles import Heading, article_on
from conventions.rules.ending_words import (
    EndedConvention,
    ending_provision,
    ending_recitals,
    ending_title,
)

OTHERS = ("l’association Naître au village", "la commune de Robecq")


def told(**fields):
    values = {
        "reference": "C-1",
        "title": "Convention tripartite relative à une permanence",
        "signed_on": dt.date(2026, 1, 20),
        "others": OTHERS,
        "kind": "notice",
        "effect_on": dt.date(2026, 4, 25),
        "article": "8",
    }
    return EndedConvention(**{**values, **fields})


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Convention tripartite", "Résiliation de la convention tripartite"),
        ("Contrat local de santé", "Résiliation du contrat local de santé"),
        ("Accord de bon voisinage", "Résiliation de l’accord de bon voisinage"),
        ("Permanence de soins", "Résiliation de la convention « Permanence de soins »"),
    ],
)
def test_the_object_names_the_convention(title, said):
    assert plain(ending_title(told(title=title))) == said


def test_a_denunciation_is_called_one():
    assert ending_title(told(kind="denunciation")).startswith("Dénonciation de la convention")


def test_the_author_ends_it_and_has_the_others_told():
    said = plain(ending_provision(told()))
    assert said == (
        "de résilier la convention n° C-1, qui prend fin le 25 avril 2026 inclus, et de notifier "
        "cette résiliation à l’association Naître au village et à la commune de Robecq."
    )
    recitals = [plain(line) for line in ending_recitals(told())]
    assert recitals[0] == (
        "Considérant que la convention n° C-1 a été signée le 20 janvier 2026 avec l’association "
        "Naître au village et la commune de Robecq ;"
    )
    assert recitals[1] == (
        "Considérant qu’il y a lieu d’y mettre fin dans les conditions que fixe son article 8,"
    )


def test_another_party_ends_it_and_the_act_takes_note():
    left = told(giver="l’association Naître au village", article="1")
    said = plain(ending_provision(left))
    assert said.startswith(
        "de prendre acte de la résiliation, par l’association Naître au village,"
    )
    assert "que l’association Naître au village y met fin" in ending_recitals(left)[1]
    assert "article 1er," in ending_recitals(left)[1]


def test_all_of_them_end_it():
    together = told(kind="agreement")
    said = plain(ending_provision(together))
    assert "d’un commun accord avec l’association" in said
    assert said.endswith("de la convention n° C-1, qui prend fin le 25 avril 2026 inclus.")
    assert "que les parties sont convenues" in ending_recitals(together)[1]


def test_a_renewal_is_refused_by_the_author_or_by_another():
    own = told(kind="denunciation")
    assert plain(ending_provision(own)).startswith("de dénoncer la convention n° C-1, qui")
    assert "d’empêcher sa tacite reconduction" in ending_recitals(own)[1]
    other = told(kind="denunciation", giver="la commune de Robecq")
    assert "de prendre acte de la dénonciation" in plain(ending_provision(other))
    assert "s’oppose à sa tacite" in ending_recitals(other)[1]


def test_what_is_not_known_is_left_out():
    bare = told(reference="", signed_on=None, others=(), article="")
    assert plain(ending_provision(bare)) == (
        "de résilier la convention tripartite relative à une permanence, qui prend fin le 25 avril "
        "2026 inclus."
    )
    assert plain(ending_recitals(bare)[0]).endswith("a été conclue ;")
    assert plain(ending_recitals(bare)[1]) == "Considérant qu’il y a lieu d’y mettre fin,"


def headings(*titles):
    return [Heading(number=str(rank), title=title) for rank, title in enumerate(titles, start=1)]


@pytest.mark.parametrize(
    ("titles", "kind", "number"),
    [
        (("Objet", "Durée", "Résiliation"), "notice", "3"),
        (("Objet", "Durée et reconduction", "Résiliation"), "denunciation", "2"),
        (("Objet", "FIN ANTICIPÉE"), "agreement", "2"),
        (("Objet", "DENONCIATION"), "notice", "2"),
    ],
)
def test_the_article_is_found_by_its_title(titles, kind, number):
    assert article_on(headings(*titles), kind).number == number


def test_the_clause_an_article_came_from_says_it_best():
    lines = [
        Heading(number="2", title="Résiliation des abonnements"),
        Heading(number="9", title="Comment se quitter", subject="termination"),
    ]
    assert article_on(lines, "notice").number == "9"


def test_no_article_is_guessed():
    assert article_on(headings("Objet", "Divers"), "notice") is None
    assert article_on([], "denunciation") is None
