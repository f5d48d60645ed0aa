"""Free texts that name nobody pass; those that give a patient away are refused with the reason."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules.privacy import (
    BIRTH,
    EMAIL,
    NAME,
    NATIONAL_NUMBER,
    PHONE,
    refused_comment,
)

NORMAL = [
    "",
    "Journée de vaccination, 12/03/2026, 40 personnes",
    "fermé à 16 h 30",
    "Acte 2026 008, FINESS 620030245",
    "FINESS 010000024",
    "SIRET 200 072 460 00013",
    "SIRET 35600000000048",
    "01/02/2026 12 personnes, 34 rendez-vous",
    "Du 02/06/2026 au 05/06/2026",
    "2026-06-01 08 h 30 – 12 h",
    "62190 Lillers, salle 2",
    "Réunion avec M. le maire et Mme la directrice",
    "M. Le Maire était présent",
    "Mme la Présidente a visité l’antenne",
    "M.J.C. de Robecq",
    "MArdi fermé, MSP de Lillers ouverte",
    "Salle M, porte 2",
    "Mme l’adjointe et M. le préfet",
    "Comme prévu, 12 femmes reçues",
    "À 20 m. du centre",
    "Sage-femme absente, remplacée par le Dr Martin",
    "Élèves nés en 2014",
    "8 patients sans médecin traitant à Norrent-Fontes",
    "patient non venu",
    "Numéro vert 3114 affiché, appeler le 15",
    "Loi du 21 juillet 2009",
    "RPPS 10101201234",
    "Panne de chauffage, 12 + 3 rendez-vous reportés",
]

PEOPLE = [
    ("1 50 03 62 713 012 45", NATIONAL_NUMBER),
    ("INS 150036271301245", NATIONAL_NUMBER),
    ("vu 2 84 11 2A 004 123", NATIONAL_NUMBER),
    ("100012A00300107", NATIONAL_NUMBER),
    ("2-84-11-75-116-001-07 reçu", NATIONAL_NUMBER),
    ("1 50 03 62 713 012 45", NATIONAL_NUMBER),
    ("rappeler au 06 12 34 56 78", PHONE),
    ("0612345678", PHONE),
    ("tel.03.21.54.12.34", PHONE),
    ("03-21-54-12-34", PHONE),
    ("06 123 456 78", PHONE),
    ("+33 6 12 34 56 78", PHONE),
    ("+33 (0)6 12 34 56 78", PHONE),
    ("0033612345678", PHONE),
    ("+32 472 12 34 56", PHONE),
    ("٠٦ ١٢ ٣٤ ٥٦ ٧٨", PHONE),
    ("écrire à marie@exemple.fr", EMAIL),
    ("marie(at)exemple.fr", EMAIL),
    ("né le 12/03/1950", BIRTH),
    ("née le 12 mars 1950", BIRTH),
    ("Née le 1er août 2019", BIRTH),
    ("né(e) le 12/03/50", BIRTH),
    ("DDN : 12/03/1950", BIRTH),
    ("date de naissance 1950-03-12", BIRTH),
    ("née en 1950", BIRTH),
    ("Lucas, 12/03/1950", BIRTH),
    ("M. Dupont", NAME),
    ("M.Dupont", NAME),
    ("M Dupont rappelé", NAME),
    ("M DUPONT", NAME),
    ("M.DUPONT", NAME),
    ("Mme.Dupont", NAME),
    ("MmeDupont", NAME),
    ("Mme\nDupont", NAME),
    ("Mme D.", NAME),
    ("Mme DUPONT", NAME),
    ("mme dupont", NAME),
    ("Madame de Villers", NAME),
    ("monsieur Éloi", NAME),
    ("M. d’Hondt", NAME),
    ("Mlle Lefebvre", NAME),
    ("patiente Marie vue deux fois", NAME),
    ("patient D. vu", NAME),
]


@pytest.mark.parametrize("text", NORMAL)
def test_text_that_names_nobody_passes(text):
    assert refused_comment(text) == ""


@pytest.mark.parametrize(("text", "reason"), [one for one in PEOPLE if one[1]])
def test_text_that_gives_somebody_away_is_refused_with_the_reason(text, reason):
    assert refused_comment(text) == reason


def test_reason_says_what_to_do_and_never_repeats_what_was_written():
    reason = refused_comment("rappeler Mme Dupont")
    assert "effacez" in reason
    assert "Dupont" not in reason


GAPS = st.sampled_from(["", " ", "\u00a0", "\u202f", ".", "-", " - "[:2]])


@st.composite
def national_numbers(draw):
    parts = [
        draw(st.sampled_from("12")),
        f"{draw(st.integers(0, 99)):02d}",
        f"{draw(st.integers(1, 12)):02d}",
        draw(st.sampled_from(["62", "59", "75", "2A", "2B", "99"])),
        f"{draw(st.integers(1, 990)):03d}",
        f"{draw(st.integers(1, 999)):03d}",
    ]
    if draw(st.booleans()):
        parts.append(f"{draw(st.integers(1, 97)):02d}")
    return draw(GAPS).join(parts)


@given(national_numbers(), st.sampled_from(["", "Vu ", "n°"]), st.sampled_from(["", " hier", "."]))
def test_national_number_is_found_however_it_is_cut_and_wherever_it_stands(number, before, after):
    assert refused_comment(before + number + after) == NATIONAL_NUMBER


@given(st.integers(1, 9), st.lists(st.integers(0, 99), min_size=4, max_size=4), GAPS)
def test_telephone_number_is_found_however_it_is_cut(first, pairs, gap):
    number = gap.join([f"0{first}", *(f"{pair:02d}" for pair in pairs)])
    assert refused_comment(f"Appeler {number} demain") != ""


@given(
    st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2099, 12, 31)),
    st.integers(0, 999),
    st.sampled_from(["{:%d/%m/%Y}, {} personnes", "{:%Y-%m-%d} : {} venus", "le {:%d.%m.%Y} {}"]),
)
def test_day_and_number_of_this_century_are_no_person(day, number, said):
    assert refused_comment(said.format(day, number)) == ""


@given(st.text(max_size=400))
def test_any_text_is_read_without_error(text):
    assert isinstance(refused_comment(text), str)
