"""Headings of an extraction, which drift."""

import pytest

from staffing.exchange.register.fictitious import HEADINGS, SKILLS_HEADINGS, activity_file
from staffing.rules.register.header import WrongHeader, read_header, read_skills_header

LINE = next(activity_file([]))


def test_the_columns_of_the_present_file_are_found():
    header = read_header(LINE)
    assert header.width == 56
    assert header.at["national_id"] == 2
    assert (header.at["profession"], header.at["skill"], header.at["mode"]) == (9, 15, 17)
    assert (header.at["commune"], header.at["phone"], header.at["other_phone"]) == (36, 40, 41)
    assert (header.at["sector"], header.at["sector_label"]) == (48, 49)


@pytest.mark.parametrize(
    "drifted",
    [
        "\ufeff" + LINE,
        LINE.replace("(coord. structure)", "(coord. Structure)"),
        LINE.replace(" (coord. structure)", " (structure)"),
        LINE.replace("Nom d'exercice", "Nom d’exercice"),
        LINE.replace("Code fonction", "Code rôle").replace("Libellé fonction", "Libellé rôle"),
        LINE.upper(),
        LINE.replace("|\r\n", "\n"),
        LINE.replace("Libellé civilité d'exercice", "Libellé civilité exercice"),
    ],
)
def test_a_heading_that_drifted_is_the_same_column(drifted):
    assert read_header(drifted) == read_header(LINE)


def test_a_header_in_another_order_is_followed():
    header = read_header("|".join(reversed(HEADINGS)) + "|")
    assert header.at["national_id"] == 53


def test_the_type_of_a_skill_is_not_the_skill():
    header = read_header(LINE)
    assert (header.at["skill_type"], header.at["skill"]) == (13, 15)


def test_what_is_missing_is_listed_in_one_sentence():
    kept = [one for one in HEADINGS if "commune" not in one and one != "Code profession"]
    with pytest.raises(WrongHeader) as refused:
        read_header("|".join(kept))
    said = str(refused.value)
    assert "les colonnes « Code profession », « Code commune (coord. structure) »" in said.replace(
        "\u00a0", " "
    )
    assert said.count(".") == 2  # « coord. » and the end


def test_another_file_is_refused():
    with pytest.raises(WrongHeader):
        read_header("finess;etalab;NN;2026-01-01")


def test_a_file_without_specialities_has_no_such_columns():
    header = read_header("|".join(one for one in HEADINGS if "savoir-faire" not in one))
    assert not header.has("skill")


def test_the_separate_file_of_specialities_is_read():
    assert read_skills_header("|".join(SKILLS_HEADINGS)).at["skill"] == 5
    with pytest.raises(WrongHeader, match="Code savoir-faire"):
        read_skills_header("Identification nationale PP|Libellé")
