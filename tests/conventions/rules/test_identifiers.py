"""Identifiers of transmitted acts."""

import datetime as dt

import pytest

from conventions.rules.numbering import NumberError, act_identifier, department_of, nature_code

DECISION = {
    "department": "062",
    "siren": "200072460",
    "date": dt.date(2026, 1, 15),
    "number": "2026 008",
    "nature_code": "AU",
}


def test_the_decision_of_january_has_its_identifier():
    assert act_identifier(**DECISION) == "062-200072460-20260115-2026_008-AU"


def test_the_last_days_of_december_stay_in_their_year():
    found = act_identifier(**{**DECISION, "date": dt.date(2024, 12, 30)})
    assert "-20241230-" in found


@pytest.mark.parametrize(
    "wrong",
    [
        {"department": "62"},
        {"department": ""},
        {"siren": "20007246"},
        {"siren": "20007246X"},
        {"number": "n° 2026/000000000008"},
        {"nature_code": "XX"},
    ],
    ids=lambda wrong: "{}={}".format(*next(iter(wrong.items()))),
)
def test_an_identifier_that_the_state_would_refuse_is_not_made(wrong):
    with pytest.raises(NumberError):
        act_identifier(**{**DECISION, **wrong})


@pytest.mark.parametrize(
    ("insee", "department"),
    [("62119", "062"), ("01001", "001"), ("2A004", "02A"), ("2B033", "02B"), ("97411", "974")],
)
def test_a_commune_tells_its_department(insee, department):
    assert department_of(insee) == department
    assert act_identifier(**{**DECISION, "department": department}).startswith(department)


def test_no_commune_tells_none():
    assert department_of("") == ""


@pytest.mark.parametrize(
    ("nature", "individual", "code"),
    [
        ("deliberation", False, "DE"),
        ("deliberation", True, "DE"),
        ("arrete", False, "AR"),
        ("arrete", True, "AI"),
        ("decision", False, "AU"),
        ("decision", True, "AI"),
    ],
)
def test_the_nature_of_an_act_has_its_code(nature, individual, code):
    assert nature_code(nature, individual=individual, decision="AU") == code
