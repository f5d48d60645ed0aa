"""What figures on a territory give together, on those that the source documents state."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.rules.diagnosis import (
    Known,
    UnitsMixed,
    bare,
    density,
    difference,
    inhabitants_for_one,
    practitioners,
    said,
    share,
    signed,
    summed,
    undetailed,
)
from sites.rules.indicators import Unit

DAY = dt.date(2025, 9, 1)
WITHOUT_GP = {
    "formula": "habitants sans médecin traitant ÷ population",
    "part_name": "le nombre d’habitants sans médecin traitant",
    "whole_name": "la population",
}


def people(value, sign="", on=DAY):
    return Known("population", Decimal(value), Unit.INHABITANTS, on, "Revue", sign)


def heads(value, sign="", label="médecins"):
    return Known(label, Decimal(value), Unit.HEADS, DAY, "Revue", sign)


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_share_without_a_doctor_is_that_of_the_agglomeration():
    found = share(people(32000), people(282000), **WITHOUT_GP)

    assert plain(found.derived.text) == "11,3 %"
    assert [plain(one.value) for one in found.derived.inputs] == [
        "32 000 habitants",
        "282 000 habitants",
    ]
    assert {one.on for one in found.derived.inputs} == {DAY}
    assert {one.source for one in found.derived.inputs} == {"Revue"}


@pytest.mark.parametrize(
    ("count", "expected"), [(80, "114,3"), (90, "128,6"), (26, "37,1"), (50, "71,4")]
)
def test_the_densities_are_those_of_lievin(count, expected):
    found = density(heads(count), people(70000), who="médecins")

    assert plain(found.derived.text) == f"{expected} pour 100 000"
    assert plain(found.derived.formula) == "médecins ÷ population × 100 000 habitants"


def test_the_doctors_of_champigny_are_one_for_1400_and_a_quarter_salaried():
    liberal, salaried = heads(42, label="libéraux"), heads(13, label="salariés")
    together = practitioners(None, liberal, salaried)

    one_for = inhabitants_for_one(together, people(77000), who="médecins")
    part = share(salaried, together, formula="f", part_name="p", whole_name="w")

    assert together.value == 55
    assert plain(one_for.derived.text) == "1 pour 1 400 habitants"
    assert plain(part.derived.text) == "23,6 %"
    assert [one.label for one in one_for.derived.inputs] == ["population", "libéraux", "salariés"]


def test_a_total_that_is_stated_comes_before_the_sum():
    assert practitioners(heads(60), heads(42), heads(13)).value == 60


def test_doctors_of_one_mode_alone_keep_the_name_of_that_mode():
    assert practitioners(None, heads(42, label="libéraux"), None).label == "libéraux"
    assert practitioners(None, None, None) is None


def test_professionals_that_no_profession_details_are_told():
    found = undetailed(heads(300), [heads(80), heads(90), heads(26), heads(50)])

    assert plain(found.derived.text) == "54 non détaillés"
    assert found.value == 54
    assert len(found.derived.inputs) == 5


def test_a_detail_beyond_the_total_is_told():
    found = undetailed(heads(100), [heads(80), heads(26)])

    assert plain(found.derived.text) == "6 de plus dans le détail"


def test_without_a_detail_or_a_total_nothing_is_invented():
    assert "profession" in undetailed(heads(300), []).derived.missing
    assert "toutes professions" in undetailed(None, [heads(3)]).derived.missing


def test_what_is_missing_is_named():
    found = share(None, None, **WITHOUT_GP)

    assert found.value is None
    assert found.derived.text == ""
    assert found.derived.missing == (
        "Il manque le nombre d’habitants sans médecin traitant et la population."
    )


def test_nothing_is_divided_by_zero():
    assert share(people(0), people(0), **WITHOUT_GP).derived.missing
    assert density(heads(3), people(0), who="médecins").derived.missing
    assert inhabitants_for_one(heads(0), people(9), who="médecins").derived.missing


def test_heads_and_full_time_equivalents_are_never_put_together():
    fte = Known("salariés, en ETP", Decimal("8.5"), Unit.FTE)

    with pytest.raises(UnitsMixed, match="ETP"):
        density(fte, people(70000), who="médecins")
    with pytest.raises(UnitsMixed, match="même unité"):
        summed("médecins", [heads(42), fte])
    with pytest.raises(UnitsMixed):
        inhabitants_for_one(fte, people(70000), who="médecins")


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ("", "", ""),
        ("≈", "", "≈"),
        ("≥", "", "≥"),
        ("", "≥", "≤"),
        ("", "≤", "≥"),
        ("≥", "≥", "≈"),
        ("≥", "≤", "≥"),
    ],
)
def test_how_exact_a_result_is_follows_from_what_went_into_it(part, whole, expected):
    found = share(people(32000, part), people(282000, whole), **WITHOUT_GP)

    assert plain(found.derived.text) == f"{expected} 11,3 %".strip()


def test_figures_of_two_days_are_told_so():
    later = people(282000, on=dt.date(2026, 1, 1))

    assert "même jour" in share(people(32000), later, **WITHOUT_GP).derived.formula
    assert "même jour" not in share(people(32000), people(282000), **WITHOUT_GP).derived.formula


def test_the_census_beside_what_was_stated():
    found = difference(people(282000), people(275028), formula="recensement − énoncé")

    assert plain(found.derived.text) == "−6 972 habitants (−2,5 %)"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("282000.000", Unit.INHABITANTS, "282 000 habitants"),
        ("1", Unit.HEADS, "1 personne"),
        ("8.500", Unit.FTE, "8,5 ETP"),
        ("30", Unit.PERCENT, "30 %"),
        ("0", Unit.COMMUNES, "0 commune"),
        ("2.25", Unit.NONE, "2,25"),
    ],
)
def test_values_are_written_with_their_unit(value, unit, expected):
    assert plain(said(Decimal(value), unit)) == expected


def test_a_sign_is_written_only_where_there_is_a_difference():
    assert signed(Decimal("-2.44"), 1) == "−2,4"
    assert signed(Decimal("0.04"), 1) == "0,0"
    assert bare(Decimal("1200.500")).replace("\u00a0", " ") == "1 200,5"


@given(st.integers(1, 10_000), st.integers(1, 10_000_000))
def test_a_density_gives_the_heads_back(count, inhabitants):
    found = density(heads(count), people(inhabitants), who="médecins")

    assert round(found.value * inhabitants / 100_000) == count
