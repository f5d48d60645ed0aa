"""Identifiers: form, check digit, and how people write them."""

import pytest

from sites.rules import identifiers
from sites.rules.identifiers import InvalidIdentifier


@pytest.mark.parametrize("number", ["750712184", "590780193", "620100651", "62 010 065 1"])
def test_finess_with_the_right_key_is_good(number):
    assert identifiers.check_finess(number) == number.replace(" ", "")


def test_corsican_finess_is_accepted_on_its_form():
    assert identifiers.check_finess("2A0000012") == "2A0000012"


@pytest.mark.parametrize(
    ("check", "number"),
    [
        pytest.param(identifiers.check_finess, "750712185", id="finess key"),
        pytest.param(identifiers.check_finess, "75071218", id="finess too short"),
        pytest.param(identifiers.check_siren, "200072461", id="siren key"),
        pytest.param(identifiers.check_siren, "20007246O", id="siren letter"),
        pytest.param(identifiers.check_siret, "20007246000011", id="siret key"),
        pytest.param(identifiers.check_siret, "200072460", id="siret of nine digits"),
        pytest.param(identifiers.check_rna, "751000001", id="rna without letter"),
        pytest.param(identifiers.check_insee_code, "6262", id="insee too short"),
        pytest.param(identifiers.check_insee_code, "2C004", id="insee of no department"),
        pytest.param(identifiers.check_postal_code, "2A004", id="postal code with a letter"),
        pytest.param(
            identifiers.check_postal_code, "\uff16\uff12120", id="digits of another script"
        ),
        pytest.param(identifiers.check_department, "6", id="department of one digit"),
    ],
)
def test_wrong_number_is_refused_in_french(check, number):
    with pytest.raises(InvalidIdentifier, match=r"(n’est pas|est fausse)"):
        check(number)


@pytest.mark.parametrize(
    ("check", "number", "compact"),
    [
        pytest.param(identifiers.check_siren, "200 072 460", "200072460", id="siren with spaces"),
        pytest.param(identifiers.check_siret, "732 829 320 00074", "73282932000074", id="siret"),
        pytest.param(identifiers.check_siret, "35600000049837", "35600000049837", id="La Poste"),
        pytest.param(identifiers.check_rna, "w622000001", "W622000001", id="rna in lower case"),
        pytest.param(identifiers.check_rna, "W9R1000123", "W9R1000123", id="rna of La Réunion"),
        pytest.param(identifiers.check_insee_code, "2a004", "2A004", id="Ajaccio"),
        pytest.param(identifiers.check_department, "974", "974", id="La Réunion"),
    ],
)
def test_good_number_comes_back_compact(check, number, compact):
    assert check(number) == compact


@pytest.mark.parametrize(
    ("insee_code", "department"), [("62620", "62"), ("2A004", "2A"), ("97411", "974")]
)
def test_department_is_read_in_the_insee_code(insee_code, department):
    assert identifiers.department_of(insee_code) == department
