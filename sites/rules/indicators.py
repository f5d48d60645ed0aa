"""What a figure on a territory may measure, and in what unit.

Heads and full-time equivalents are different measures: none of these names leaves room for a doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a value counts."""

    INHABITANTS = "habitants"
    HEADS = "personnes"
    FTE = "ETP"
    PERCENT = "%"
    COMMUNES = "communes"
    PER_YEAR = "consultations par an et par habitant"
    NONE = ""


class Measure(StrEnum):
    """What somebody stated about a territory or a commune."""

    POPULATION = "population"
    WITHOUT_GP = "without_gp"
    WITHOUT_GP_SHARE = "without_gp_share"
    GP = "gp"
    GP_LIBERAL = "gp_liberal"
    GP_SALARIED = "gp_salaried"
    GP_SALARIED_FTE = "gp_salaried_fte"
    GP_OVER_55 = "gp_over_55"
    GP_OVER_55_SHARE = "gp_over_55_share"
    PROFESSIONALS = "professionals"
    RETIREMENTS = "retirements"
    COMMUNES = "communes"
    PRIORITY_COMMUNES = "priority_communes"
    WORST_COMMUNES = "worst_communes"
    APL = "apl"
    ALD_SHARE = "ald_share"
    CSS_SHARE = "css_share"
    EMERGENCY_SHARE = "emergency_share"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a measure is called, its unit, and what a page says about it."""

    label: str
    unit: Unit
    help: str = ""


MEANINGS: dict[Measure, Meaning] = {
    Measure.POPULATION: Meaning("population", Unit.INHABITANTS),
    Measure.WITHOUT_GP: Meaning("habitants sans médecin traitant", Unit.INHABITANTS),
    Measure.WITHOUT_GP_SHARE: Meaning("part sans médecin traitant", Unit.PERCENT),
    Measure.GP: Meaning("médecins généralistes, tous modes d’exercice", Unit.HEADS),
    Measure.GP_LIBERAL: Meaning("médecins généralistes libéraux", Unit.HEADS),
    Measure.GP_SALARIED: Meaning("médecins généralistes salariés", Unit.HEADS),
    Measure.GP_SALARIED_FTE: Meaning("médecins généralistes salariés, en ETP", Unit.FTE),
    Measure.GP_OVER_55: Meaning("médecins généralistes de plus de 55 ans", Unit.HEADS),
    Measure.GP_OVER_55_SHARE: Meaning("part des généralistes de plus de 55 ans", Unit.PERCENT),
    Measure.PROFESSIONALS: Meaning(
        "professionnels de santé", Unit.HEADS, "D’une profession, ou de toutes."
    ),
    Measure.RETIREMENTS: Meaning(
        "départs en retraite attendus", Unit.HEADS, "Dans le nombre d’années indiqué."
    ),
    Measure.COMMUNES: Meaning("communes", Unit.COMMUNES),
    Measure.PRIORITY_COMMUNES: Meaning("communes en zonage prioritaire", Unit.COMMUNES),
    Measure.WORST_COMMUNES: Meaning("communes les plus en difficulté", Unit.COMMUNES),
    Measure.APL: Meaning(
        "accessibilité potentielle localisée aux généralistes (APL)", Unit.PER_YEAR
    ),
    Measure.ALD_SHARE: Meaning("part en affection de longue durée", Unit.PERCENT),
    Measure.CSS_SHARE: Meaning("part à la complémentaire santé solidaire", Unit.PERCENT),
    Measure.EMERGENCY_SHARE: Meaning("passages aux urgences sans hospitalisation", Unit.PERCENT),
    Measure.OTHER: Meaning("autre chiffre", Unit.NONE),
}
