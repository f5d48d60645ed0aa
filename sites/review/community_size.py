"""The size of a CPTS on a day: its communes, their legal populations, or what somebody stated."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP

from csipa.derived import Derived, Input
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted, integer
from sites.models import Commune, CommunePopulation, Figure, Territory
from sites.rules.community_size import (
    YEARS_TO_APPLY,
    Threshold,
    YearSize,
    crossing,
    in_force,
    size_derived,
    sizes_by_year,
    thresholds_around,
    warning,
)
from sites.rules.indicators import Measure

_NAMED = 5
_STATED = (
    "Taille d’après un chiffre énoncé\u00a0: les communes du territoire ne sont pas saisies, ou "
    "leur population n’est pas connue."
)


@dataclass(frozen=True)
class CommunitySize:
    """How many live on the territory on a day, and the size that follows.

    `communes` is how many are entered; `stated_communes` and `stated` what somebody said of the
    territory by that day, the latest of each measure. `remark` tells what the population lacks.
    """

    population: int | None
    inhabitants: Derived
    size: Derived
    communes: list[Commune]
    stated: Figure | None
    stated_communes: Figure | None
    years: list[YearSize]
    remark: str = ""

    @property
    def warning(self) -> str:
        """Return what a census could change; empty when no threshold is near."""
        return warning(self.population) if self.population is not None else ""

    @property
    def thresholds(self) -> list[Threshold]:
        """Return the thresholds around the population, the nearest first."""
        return thresholds_around(self.population) if self.population is not None else []

    @property
    def crossing(self) -> str:
        """Return when the size changed between census years; empty if it never did."""
        return crossing(self.years)


def size_on(territory: Territory, *, day: dt.date) -> CommunitySize:
    """Return the size that a territory gives to its CPTS on `day`, in three queries.

    The legal population of that day comes first; then the population that the directory of
    communes gives; then a stated one. A sum that lacks a commune is not made.
    """
    communes = list(territory.communes_on(day).order_by("search_key", "pk"))
    years, lacking = _complete_years(communes)
    stated = _latest_stated(territory, day)
    said = stated.get(Measure.POPULATION)
    rows = sizes_by_year(years)
    year = in_force(years, day)
    remark = ""
    inputs: tuple[Input, ...] = ()
    population = None
    if year is not None:
        population = years[year]
        inputs = (_census_input(communes, population, year),)
        if year + YEARS_TO_APPLY > day.year:
            remark = (
                f"Population du recensement {year}, qui ne s’appliquait pas encore à cette date."
            )
    elif communes and all(one.population is not None for one in communes):
        population = sum(one.population or 0 for one in communes)
        inputs = (_directory_input(communes, population),)
    elif said is not None:
        population = int(said.value.to_integral_value(ROUND_HALF_UP))
        inputs = (Input("population énoncée", _people(said), said.as_of, said.source),)
        remark = _STATED
    missing = _missing(communes, lacking)
    return CommunitySize(
        population=population,
        inhabitants=Derived(
            _written(population, said if remark == _STATED else None),
            "population énoncée"
            if remark == _STATED
            else "somme des populations municipales des communes du territoire",
            inputs,
            missing,
        ),
        size=size_derived(population, inputs, missing=missing),
        communes=communes,
        stated=said,
        stated_communes=stated.get(Measure.COMMUNES),
        years=rows,
        remark=remark,
    )


def _complete_years(communes: Sequence[Commune]) -> tuple[dict[int, int], list[str]]:
    """Return the sum of each census year that has every commune, and the communes without any."""
    if not communes:
        return {}, []
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    rows = CommunePopulation.objects.filter(commune__in=[one.pk for one in communes])
    for commune, year, municipal in rows.values_list("commune_id", "year", "municipal"):
        found[year][commune] = municipal
    known = {commune for year in found.values() for commune in year}
    whole = {year: sum(row.values()) for year, row in found.items() if len(row) == len(communes)}
    unknown = [one.name for one in communes if one.pk not in known and one.population is None]
    return whole, unknown


def _latest_stated(territory: Territory, day: dt.date) -> Mapping[str, Figure]:
    rows = territory.figures.filter(
        measure__in=[Measure.POPULATION, Measure.COMMUNES], as_of__lte=day
    )
    return {row.measure: row for row in rows.order_by("as_of", "pk")}


def _census_input(communes: Sequence[Commune], population: int, year: int) -> Input:
    return Input(
        f"population municipale de {counted(len(communes), 'commune', 'communes')}",
        f"{integer(population)}\u00a0habitants (recensement {year}, en vigueur au "
        f"{long_date(dt.date(year + YEARS_TO_APPLY, 1, 1))})",
        source="INSEE",
    )


def _directory_input(communes: Sequence[Commune], population: int) -> Input:
    years = sorted({str(one.population_year) for one in communes if one.population_year})
    told = f" (recensement {enumeration(years)})" if years else ""
    return Input(
        f"population de {counted(len(communes), 'commune', 'communes')}",
        f"{integer(population)}\u00a0habitants{told}",
        source="répertoire des communes",
    )


def _people(figure: Figure) -> str:
    return f"{figure.sign}{integer(int(figure.value))}\u00a0habitants"


def _written(population: int | None, stated: Figure | None) -> str:
    if stated is not None:
        return _people(stated)
    return counted(population, "habitant", "habitants") if population is not None else ""


def _missing(communes: Sequence[Commune], lacking: Sequence[str]) -> str:
    if not communes:
        return "Ajoutez les communes du territoire, ou énoncez sa population avec date et source."
    if not lacking:
        return "Les populations des communes ne sont pas d’une même année\u00a0: importez-les."
    named = enumeration(lacking[:_NAMED])
    more = len(lacking) - _NAMED
    others = f" et {counted(more, 'autre', 'autres')}" if more > 0 else ""
    return f"Population inconnue\u00a0: {named}{others}. Importez les populations des communes."
