"""How parties are printed: groups, natural persons, many signatories, aliases."""

import copy

import pytest

from conventions.documents.parties import opening_block, signature_blocks
from conventions.rules.lint import Facts, lint_findings
from tests.conventions import acts
from tests.conventions.test_documents import agreement


def commune(name, **more):
    return {
        "rank": "signatory",
        "name": f"La commune {name}",
        "short_name": f"Commune {name}",
        "legal_form": "commune",
        "representative": {"last_name": "DUVAL", "first_name": "Rose", "capacity": "Maire"},
        **more,
    }


AGGLOMERATION = {"name": "La communauté d’agglomération", "legal_form": "epci"}
PERSON = {"name": "Madame Jeanne DÉLOT", "legal_form": "person", "seat": "2 rue Haute, Robecq"}


def spaced(value):
    return value.replace("\u00a0", " ")


def test_a_group_is_one_side_and_bears_a_name_together():
    group = "Les Communes"
    block = opening_block(
        [AGGLOMERATION, commune("d’Hinges", group=group), commune("de Robecq", group=group)]
    )
    assert [line["side"] for line in block] == ["d’une part,", "", "d’autre part,"]
    assert [spaced(line["together"]) for line in block] == [
        "",
        "",
        "ci-après désignées ensemble « les Communes »,",
    ]


def test_a_group_of_one_and_a_mixed_group_are_told_as_they_are():
    alone = opening_block([AGGLOMERATION, commune("d’Hinges", group="Les Communes")])
    assert alone[1]["together"] == ""
    state = {"name": "L’État", "legal_form": "state", "group": "Les financeurs"}
    mixed = opening_block([AGGLOMERATION, commune("d’Hinges", group="Les financeurs"), state])
    assert "désignés ensemble" in mixed[2]["together"]


@pytest.mark.parametrize(
    ("count", "sides"),
    [
        (1, [""]),
        (2, ["d’une part,", "d’autre part,"]),
        (3, ["de première part,", "de deuxième part,", "de troisième part,"]),
        (11, [""] * 11),
    ],
)
def test_sides_are_counted_until_there_are_too_many(count, sides):
    block = opening_block([commune(f"de Val-{rank}") for rank in range(count)])
    assert [line["side"] for line in block] == sides


def test_a_natural_person_is_described_by_home_and_signs_for_themselves():
    line = opening_block([PERSON | {"short_name": "le Propriétaire"}, AGGLOMERATION])[0]
    assert spaced(line["before"]) == "demeurant 2 rue Haute, Robecq"
    assert line["represented"] == ""
    assert not line["unknown"]
    assert spaced(line["after"]) == "ci-après désignée « le Propriétaire »"
    (block,) = signature_blocks([PERSON])
    assert (block["signer"], block["lines"], block["unknown"]) == ("", [], False)


def test_a_person_under_guardianship_is_represented():
    guardian = {"introduction": "", "first_name": "Paul", "last_name": "DÉLOT", "gender": "m"}
    line = opening_block([PERSON | {"representative": guardian}])[0]
    assert spaced(line["represented"]) == "représentée par Paul DÉLOT"


def test_many_signatories_stand_two_by_two_under_a_heading():
    assert agreement(acts.forty_parties())["many"]
    assert not agreement(acts.decision())["many"]


def found(rules, **changes):
    data = {"format": "csipa-convention/1", "title": "Convention", **changes}
    return [f for f in lint_findings(data, Facts(drafted_here=True)) if f.rule in rules]


def test_an_unknown_signatory_is_to_be_confirmed_and_a_person_is_not_one():
    unknown = commune("d’Hinges", representative=None)
    (finding,) = found({"party-signatory"}, parties=[unknown, PERSON, commune("de Robecq")])
    assert finding.path == "parties[0].representative"
    assert "à remplir à la main" in spaced(finding.message)


def test_one_alias_for_two_parties_is_a_fault():
    first, second = commune("d’Hinges"), commune("de Robecq")
    assert not found({"party-alias"}, parties=[first, second])
    second = copy.deepcopy(second) | {"short_name": "commune d’Hinges"}
    (finding,) = found({"party-alias"}, parties=[first, second])
    assert finding.path == "parties[1].short_name"


def test_words_agree_with_a_party_whose_article_says_nothing():
    party = {
        "name": "L’institut de prévention",
        "short_name": "Institut",
        "legal_form": "association",
        "representative": {
            "introduction": "Représenté par son président",
            "last_name": "DUVAL",
            "gender": "m",
        },
    }
    (line,) = opening_block([party])
    assert "ci-après désigné «" in spaced(line["after"])
    party["representative"]["introduction"] = "Représentée par sa présidente"
    (line,) = opening_block([party])
    assert "ci-après désignée «" in spaced(line["after"])


def test_words_agree_with_a_party_of_several():
    party = {
        "name": "Les Amis de la santé",
        "short_name": "Amis",
        "legal_form": "association",
        "representative": {"introduction": "Représentés par leur président", "last_name": "DUVAL"},
    }
    (line,) = opening_block([party])
    assert "ci-après désignés «" in spaced(line["after"])
    (line,) = opening_block([{**party, "representative": None}])
    assert line["represented"] == "représentées par"
