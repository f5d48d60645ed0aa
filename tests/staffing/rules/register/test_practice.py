"""General practice, first recourse, arrondissements, day of an extraction."""

import datetime as dt

import pytest

from staffing.rules.register.names import extracted_on
from staffing.rules.register.practice import (
    Skill,
    first_recourse,
    folded,
    general_practice,
    offers_care,
    spellings,
)

GENERAL = Skill("SM54", "S", "Médecine générale")
HEART = Skill("SM04", "S", "Cardiologie")
ACUPUNCTURE = Skill("CAPA01", "C", "Acupuncture")


@pytest.mark.parametrize("skills", [[], [GENERAL], [GENERAL, ACUPUNCTURE], [Skill("SM26", "", "")]])
def test_a_doctor_without_another_speciality_is_a_general_practitioner(skills):
    assert general_practice("10", skills)


@pytest.mark.parametrize("skills", [[HEART], [GENERAL, HEART], [Skill("SM04", "", "")]])
def test_a_doctor_with_another_speciality_is_not(skills):
    assert not general_practice("10", skills)


def test_a_nurse_is_not_a_general_practitioner():
    assert not general_practice("60", [])


@pytest.mark.parametrize("sector", ["SA05", "SA07", "SA08", "SA09", "SA52"])
def test_first_recourse_sectors(sector):
    assert first_recourse(sector, "", "S")


def test_a_hospital_is_not_first_recourse():
    assert not first_recourse("SA01", "Etablissement public de santé", "L")


def test_without_sector_only_liberal_practice_is_first_recourse():
    assert first_recourse("", "", "L")
    assert not first_recourse("", "", "S")


def test_a_dispensing_pharmacy_is_first_recourse_whatever_its_code():
    assert first_recourse("SA99", "Pharmacie d'officine", "L")
    assert not first_recourse("SA99", "Pharmacie à usage intérieur", "S")


def test_a_student_does_not_offer_care_yet():
    assert not offers_care("E")
    assert offers_care("C")
    assert offers_care("")


@pytest.mark.parametrize(
    ("arrondissement", "commune"),
    [
        ("75101", "75056"),
        ("75120", "75056"),
        ("69389", "69123"),
        ("13216", "13055"),
        ("75121", "75121"),
        ("62620", "62620"),
        ("2A004", "2A004"),
    ],
)
def test_arrondissements_are_folded(arrondissement, commune):
    assert folded(arrondissement) == commune
    assert arrondissement in spellings(commune)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("PS_LibreAcces_Personne_activite_202609230000.txt", dt.date(2026, 9, 23)),
        ("PS_LibreAcces_202609230812.zip", dt.date(2026, 9, 23)),
        ("extraction-20260101.txt", dt.date(2026, 1, 1)),
        ("PS_LibreAcces_Personne_activite_202613450000.txt", None),
        ("rpps.txt", None),
    ],
)
def test_the_day_of_an_extraction_is_in_its_name(name, day):
    assert extracted_on(name) == day
