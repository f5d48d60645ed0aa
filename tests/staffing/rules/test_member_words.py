"""How a list of members says a profession, a yes, a number of the register."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.rules.care_professions import CARE_PROFESSIONS
from staffing.rules.member_words import NotUnderstood, profession_code, rpps_number, yes_or_no


@given(st.sampled_from(CARE_PROFESSIONS))
def test_every_profession_is_read_in_its_own_words(profession):
    for said in (profession.name, profession.plural.upper(), profession.code):
        assert profession_code(said) == profession.code


@pytest.mark.parametrize(
    ("said", "code"),
    [("Infirmière", "60"), ("IDEL", "60"), ("kiné", "70"), ("Dentiste", "40"), (" ", "")],
)
def test_usual_words_are_read(said, code):
    assert profession_code(said) == code


def test_an_unknown_profession_proposes_near_ones():
    with pytest.raises(NotUnderstood, match=r"vouliez-vous dire «.orthophoniste.»"):
        profession_code("orthofoniste")
    with pytest.raises(NotUnderstood, match="profession connue"):
        profession_code("xyz")


@pytest.mark.parametrize(
    ("said", "answer"), [("oui", True), ("X", True), ("Non", False), ("0", False), ("", None)]
)
def test_yes_and_no_are_read(said, answer):
    assert yes_or_no(said) is answer


def test_another_answer_is_refused():
    with pytest.raises(NotUnderstood, match="oui ou non"):
        yes_or_no("peut-être")


@pytest.mark.parametrize("said", ["10101201234", " 101 0120 1234 ", "10101201234.0"])
def test_a_number_is_read_with_its_spaces(said):
    assert rpps_number(said) == "10101201234"


@pytest.mark.parametrize("said", ["1010120123", "101012012345", "1010120123a", "١٠١٠١٢٠١٢٣٤"])
def test_a_number_of_other_length_or_signs_is_refused(said):
    with pytest.raises(NotUnderstood, match="onze chiffres"):
        rpps_number(said)
    assert rpps_number("") == ""
