"""The heading of a collegial act: the meeting as French minutes tell it."""

import pytest

from conventions.documents import act_context, render_html
from conventions.documents.session import secretary_block, session_block
from tests.conventions import acts


def spaced(value):
    """Show no-break spaces as spaces."""
    if isinstance(value, dict):
        return {key: spaced(item) for key, item in value.items()}
    if isinstance(value, list):
        return [spaced(item) for item in value]
    return value.replace("\u00a0", " ")


def block(**changes):
    return spaced(session_block(acts.collegial()["meeting"] | changes))


def facts(**changes):
    return {fact["label"]: fact["value"] for fact in block(**changes)["facts"]}


def test_the_meeting_is_told_with_every_fact_that_is_known():
    assert block() == {
        "title": "Séance du 3 février 2026, à 18 h 30",
        "facts": [
            {"label": "Convocation", "value": "27 janvier 2026"},
            {"label": "Lieu", "value": "Salle des fêtes de Robecq"},
            {"label": "Présidence", "value": "Mme Isabelle CARLIER, présidente"},
            {"label": "Secrétaire de séance", "value": "M. Marc DUBRULLE"},
            {"label": "Membres en exercice", "value": "6"},
            {"label": "Présents", "value": "4"},
            {"label": "Représentés", "value": "1"},
            {"label": "Quorum", "value": "4 membres présents, atteint"},
        ],
        "lists": [
            {
                "label": "Étaient présents (4) :",
                "names": "Mme Isabelle CARLIER, M. Marc DUBRULLE, Mme Agnès ROUSSEL, "
                "Mme Monique DECROIX.",
            },
            {
                "label": "Était représenté :",
                "names": "M. Luc BAILLEUL (pouvoir à Mme Agnès ROUSSEL).",
            },
            {"label": "Était excusé :", "names": "M. Philippe HENNEBELLE."},
        ],
    }


def test_what_is_not_known_is_not_printed():
    assert spaced(session_block({"held_on": "2026-03-01"})) == {
        "title": "Séance du 1er mars 2026",
        "facts": [],
        "lists": [],
    }
    assert session_block(None) is None
    assert "Quorum" not in facts(in_office=None)
    assert "Quorum" not in facts(attendances=[])


@pytest.mark.parametrize(
    ("changes", "quorum"),
    [
        pytest.param({"in_office": 8}, "5 membres présents, non atteint", id="not reached"),
        pytest.param({"in_office": 1}, "1 membre présent, atteint", id="one"),
        pytest.param(
            {"in_office": 8, "second_convocation": True},
            "non exigé, sur seconde convocation",
            id="second convocation",
        ),
    ],
)
def test_the_quorum_is_told_in_words(changes, quorum):
    assert facts(**changes)["Quorum"] == quorum


def test_women_alone_agree_in_the_feminine():
    lines = [
        {"name": "Mme Agnès ROUSSEL", "status": "present"},
        {"name": "Madame Monique DECROIX", "status": "present"},
        {"name": "Mme Odile SAUVAGE", "status": "absent"},
    ]
    labels = [part["label"] for part in block(attendances=lines)["lists"]]
    assert labels == ["Étaient présentes (2) :", "Était absente :"]


def test_an_hour_without_minutes_is_said_short():
    assert block(held_at="09:00")["title"] == "Séance du 3 février 2026, à 9 h"


@pytest.mark.parametrize("here", [True, False], ids=["worded here", "imported"])
def test_the_meeting_is_printed_above_the_object_and_the_vote_below(here):
    html = spaced(render_html(act_context(acts.collegial(), draft=True, drafted_here=here)))
    places = [html.index(word) for word in ("Séance du", "Étaient présents", "Approbation</h2>")]
    places += [html.index(word) for word in ("APPROUVE", "5 voix pour", "Adopté à l’unanimité")]
    assert places == sorted(places)


def test_an_act_without_a_meeting_shows_none():
    html = render_html(act_context(acts.decision(), draft=True, drafted_here=True))
    assert 'class="session"' not in html


@pytest.mark.parametrize(
    ("secretary", "title", "name"),
    [
        pytest.param("M. Marc DUBRULLE", "Le secrétaire", "Marc DUBRULLE", id="man"),
        pytest.param("Mme Agnès ROUSSEL", "La secrétaire", "Agnès ROUSSEL", id="woman"),
        pytest.param("Mme\u00a0Agnès ROUSSEL", "La secrétaire", "Agnès ROUSSEL", id="bound title"),
        pytest.param(
            "Mme Agnès ROUSSEL et M. Luc BAILLEUL",
            "Les secrétaires",
            "Mme Agnès ROUSSEL et M. Luc BAILLEUL",
            id="several",
        ),
    ],
)
def test_a_deliberation_is_signed_by_the_secretary_of_its_meeting_too(secretary, title, name):
    block = spaced(secretary_block({"secretary": secretary}))
    assert block == {"lines": [f"{title} de séance"], "name": name}


def test_nobody_signs_as_a_secretary_who_is_not_known():
    assert secretary_block({"held_on": "2026-03-01"}) is None
    assert secretary_block(None) is None


@pytest.mark.parametrize(("here", "signed"), [(True, 1), (False, 0)])
def test_the_secretary_signs_what_is_written_here_and_not_the_words_of_a_source(here, signed):
    html = spaced(render_html(act_context(acts.collegial(), draft=True, drafted_here=here)))
    assert html.count('<p class="name">Marc DUBRULLE</p>') == signed
