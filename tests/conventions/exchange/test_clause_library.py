"""Files of clauses and models: read whole, or refused with every fault and its place."""

import copy
import json

import pytest

from conventions.exchange.clause_library import (
    STARTER_FILE,
    clause_text,
    model_texts,
    read_library,
)
from conventions.exchange.faults import ExchangeError
from csipa.french.typography import typeset, typeset_html

CLAUSE = {
    "name": "Objet",
    "subject": "object",
    "title": "Objet",
    "body": "<p>{Le partenaire} agit.</p>",
}
PROMISE = {
    "name": "Engagements",
    "subject": "commitments",
    "title": "Engagements {du partenaire}",
    "introduction": "{Le partenaire} s’engage à :",
    "role": "partner",
    "commitments": ["agir"],
}
MODEL = {
    "name": "Modèle",
    "kind": "partnership",
    "title": "Convention avec {le partenaire}",
    "parties": [{"role": "partner"}],
    "clauses": ["Objet", "Engagements"],
}


def file_of(clauses=(CLAUSE, PROMISE), templates=(MODEL,), **more):
    """Return a file of the library."""
    data = {"format": "csipa-clauses/1", "clauses": clauses, "templates": templates, **more}
    return json.dumps(data).encode()


def faults(content):
    """Return the faults of a file, their no-break spaces made plain."""
    with pytest.raises(ExchangeError) as error:
        read_library(content)
    return [str(fault).replace("\u00a0", " ") for fault in error.value.faults]


def test_a_right_file_gives_its_clauses_and_its_models():
    clauses, templates = read_library(file_of())
    assert [row["name"] for row in clauses] == ["Objet", "Engagements"]
    assert templates == [MODEL]
    assert read_library(file_of(templates=[]))[1] == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"subject": "x"}, "clauses[0].subject : « x » n’est pas admis"),
        ({"body": "<p>{Le partenairre} agit.</p>"}, "clauses[0].body : « {Le partenairre} » n’est"),
        ({"title": "{"}, "clauses[0].title : L’accolade « { » est seule"),
        ({"body": "<p onclick=x>Oui</p>"}, "clauses[0].body : "),
        ({"body": "<script>x</script>"}, "clauses[0].body : "),
        ({"body": ""}, "clauses[0].body : ce texte est vide."),
        ({"commitments": ["agir"]}, "clauses[0].role : Dites quelle partie"),
        ({"commitments": ["{x}"], "role": "owner"}, "clauses[0].commitments[0] : « {x} »"),
        ({"surprise": 1}, "clauses[0].surprise : cette clé n’existe pas"),
        ({"name": "Engagements"}, "clauses[1].name : ce nom est donné deux fois."),
    ],
)
def test_a_wrong_clause_is_told_with_its_place(change, fault):
    content = file_of(clauses=[{**CLAUSE, **change}, PROMISE], templates=[])
    assert any(one.startswith(fault) for one in faults(content))


def test_a_clause_that_says_nothing_is_refused():
    clause = {key: value for key, value in CLAUSE.items() if key != "body"}
    assert faults(file_of(clauses=[clause], templates=[])) == [
        "clauses[0].body : Écrivez ce que dit l’article, ou les engagements d’une partie."
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"clauses": ["Objet", "Durée"]}, "templates[0].clauses[1] : aucune clause du fichier"),
        ({"clauses": ["Objet", "Objet"]}, "templates[0].clauses[1] : cette clause est déjà"),
        ({"parties": [{"role": "owner"}]}, "templates[0].clauses[0] : le modèle n’a pas de part"),
        (
            {"title": "{Le propriétaire}"},
            "templates[0].parties : le modèle n’a pas de propriétaire, et ses textes en parlent",
        ),
        (
            {"parties": [{"role": "partner"}, {"role": "partner"}]},
            "templates[0].parties : un rôle y est tenu deux fois.",
        ),
        ({"preamble": "<p>{xx}</p>"}, "templates[0].preamble : « {xx} »"),
        (
            {"decision": {"title": "T", "recitals": ["Considérant {xx},"], "provision": "P"}},
            "templates[0].decision.recitals[0] : « {xx} »",
        ),
        ({"subject_matter": "x"}, "templates[0].subject_matter : « x » n’a pas la forme"),
        ({"notice": {"value": 1, "unit": "days"}}, "templates[0].notice.form : cette clé est obl"),
        ({"renewal_times": 0}, "templates[0].renewal_times : « 0 » est trop petit"),
    ],
)
def test_a_wrong_model_is_told_with_its_place(change, fault):
    found = faults(file_of(templates=[{**MODEL, **change}]))
    assert any(one.startswith(fault) for one in found), found


def test_every_fault_is_told_at_once():
    wrong = copy.deepcopy(CLAUSE) | {"title": "{a}", "body": "<p>{b}</p>"}
    assert len(faults(file_of(clauses=[wrong, PROMISE]))) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b'{"format": "x"}'])
def test_what_is_no_library_is_refused(content):
    assert faults(content)


def test_the_library_that_ships_is_typeset_to_the_sign():
    clauses, templates = read_library(STARTER_FILE.read_bytes())
    assert len(clauses) >= 20
    assert len(templates) == 7
    texts = [one for row in clauses for one in clause_text(row).texts()]
    texts += [one for row in templates for one in model_texts(row)]
    for one in texts:
        assert (typeset_html if one.rich else typeset)(one.text) == one.text


def test_every_clause_that_ships_is_used_or_told_to_be_a_choice():
    clauses, templates = read_library(STARTER_FILE.read_bytes())
    used = {name for row in templates for name in row["clauses"]}
    assert {row["name"] for row in clauses} - used == {
        "Redevance indexée",
        "Prix à l’unité",
        "Participations de plusieurs payeurs",
    }


def test_the_permanence_that_ships_lists_seven_three_and_two_commitments():
    clauses, _ = read_library(STARTER_FILE.read_bytes())
    promised = {row["name"]: row["commitments"] for row in clauses if "commitments" in row}
    roles = ("partenaire", "gestionnaire", "propriétaire")
    counts = [len(promised[f"Engagements du {role}\u00a0: permanence"]) for role in roles]
    assert counts == [7, 3, 2]
