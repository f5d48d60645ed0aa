"""Retirements expected in a territory, year by year, from what was stated about it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from csipa.derived import Derived, Input
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import decimal, integer
from sites.models import Figure, Territory
from sites.review.stated import StatedFigures, known_of, stated_figures
from sites.rules.care_professions import plural_of
from sites.rules.diagnosis import Known, bare
from sites.rules.indicators import Measure
from sites.rules.retirements import (
    YEARS_LEFT,
    Expected,
    Spread,
    at_most_by_age,
    by_year,
    heads_of_share,
    steps,
)

SPREAD_WORDS = {
    Spread.EVEN: "répartis également sur la période",
    Spread.END: "tous à la fin de la période",
}


@dataclass(frozen=True)
class Series:
    """The departures of one profession: what was stated, how many each year, each explained."""

    label: str
    said: list[str]
    years: dict[int, Decimal]
    cells: dict[int, Derived]
    total: Derived


@dataclass(frozen=True)
class Forecast:
    """What is expected: stated departures by profession, and at most, general practitioners.

    `left` is how many of them would stay if nobody came; None when their number is not known.
    """

    territory: Territory
    day: dt.date
    spread: Spread
    series: list[Series] = field(default_factory=list)
    seniors: Series | None = None
    left: Derived | None = None

    @property
    def years(self) -> list[int]:
        """Return every year that stated departures reach, in order."""
        found = {year for one in self.series for year in one.years}
        return list(range(min(found), max(found) + 1)) if found else []

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was stated to work with."""
        return not self.series and self.seniors is None


def read_forecast(territory: Territory, day: dt.date, spread: Spread) -> Forecast:
    """Return the retirements expected from what was stated up to `day`. Two queries."""
    communes = territory.communes_on(day).values_list("pk", flat=True)
    stated = stated_figures(territory, list(communes), day)
    seniors = _seniors(stated)
    return Forecast(
        territory=territory,
        day=day,
        spread=spread,
        series=_stated(stated, spread),
        seniors=_bounded(seniors) if seniors else None,
        left=_left(stated, seniors) if seniors else None,
    )


def _stated(stated: StatedFigures, spread: Spread) -> list[Series]:
    by_profession: dict[str, list[Figure]] = defaultdict(list)
    for one in stated.latest.values():
        if one.measure == Measure.RETIREMENTS.value:
            by_profession[one.profession].append(one)
    found = []
    for profession, figures in sorted(by_profession.items()):
        latest = max(one.as_of for one in figures)
        # Totals stated for different days do not include each other: the latest day speaks.
        told = [one for one in figures if one.as_of == latest]
        expected = steps([(one.value, one.years or 1) for one in told], latest)
        label = upper_first(plural_of(profession)) if profession else "Toutes professions"
        found.append(_series(label, told, expected, spread))
    return found


def _series(
    label: str, figures: Sequence[Figure], expected: Sequence[Expected], spread: Spread
) -> Series:
    known = [known_of(one) for one in sorted(figures, key=lambda one: one.years or 0)]
    inputs = tuple(one for figure in known for one in figure.inputs)
    sign = next((one.sign for one in known if one.sign), "")
    years = by_year(expected, spread)
    cells = {
        year: Derived(_signed(sign, decimal(part, 1)), _formula(expected, year, spread), inputs)
        for year, part in years.items()
    }
    total = sum((one.total for one in expected), Decimal(0))
    return Series(
        label,
        [f"{one.label} : {one.written}, {_on(one)}" for one in known],
        years,
        cells,
        Derived(_signed(sign, bare(total)), "dernier total énoncé", inputs),
    )


def _formula(expected: Sequence[Expected], year: int, spread: Spread) -> str:
    if spread is Spread.END:
        ends = [bare(one.total) for one in expected if one.last_day.year == year]
        return f"{' + '.join(ends) or '0'}, {SPREAD_WORDS[spread]}"
    parts = [
        f"{bare(one.total)} × {integer(days)} jours de {year} ÷ {integer(one.days)} jours"
        for one in expected
        if (days := one.days_in(year))
    ]
    return " + ".join(parts) or "0"


@dataclass(frozen=True)
class _Seniors:
    """How many general practitioners are over 55, at most, and the figures that say it."""

    heads: Decimal
    as_of: dt.date
    formula: str
    inputs: tuple[Input, ...]
    said: list[str]


def _seniors(stated: StatedFigures) -> _Seniors | None:
    heads = stated.known(Measure.GP_OVER_55)
    if heads is not None and heads.on:
        said = [f"{heads.label} : {heads.written}, {_on(heads)}"]
        return _Seniors(heads.value, heads.on, "nombre énoncé", heads.inputs, said)
    part, doctors = stated.known(Measure.GP_OVER_55_SHARE), _doctors(stated)
    if part is None or doctors is None or part.on is None:
        return None
    told = (part, *(doctors.parts or (doctors,)))
    said = [f"{one.label} : {one.written}, {_on(one)}" for one in told]
    formula = f"{bare(part.value)} % × {bare(doctors.value)} généralistes, arrondi au-dessus"
    return _Seniors(
        heads_of_share(part.value, doctors.value),
        part.on,
        formula,
        (*part.inputs, *doctors.inputs),
        said,
    )


def _doctors(stated: StatedFigures) -> Known | None:
    """Return the general practitioners, stated together or else liberal and salaried ones."""
    whole = stated.known(Measure.GP)
    if whole is not None:
        return whole
    parts = [stated.known(one) for one in (Measure.GP_LIBERAL, Measure.GP_SALARIED)]
    known = tuple(one for one in parts if one is not None)
    if len(known) < len(parts):
        return None
    total = sum((one.value for one in known), Decimal(0))
    first = known[0]
    return Known("médecins généralistes", total, first.unit, first.on, first.source, parts=known)


def _bounded(seniors: _Seniors) -> Series:
    expected = at_most_by_age(seniors.heads, seniors.as_of)
    years = by_year([expected], Spread.EVEN)
    how = f"au plus {bare(seniors.heads)} en {YEARS_LEFT} ans, répartis également"
    cells = {
        year: Derived(
            decimal(part, 1), f"{how} : {_formula([expected], year, Spread.EVEN)}", seniors.inputs
        )
        for year, part in years.items()
    }
    formula = (
        f"{seniors.formula} : tous auront au moins 65 ans le {long_date(expected.end)}, dix ans "
        "après"
    )
    total = Derived(f"au plus {bare(seniors.heads)}", formula, seniors.inputs)
    label = "Généralistes de plus de 55 ans"
    return Series(label, seniors.said, years, cells, total)


def _left(stated: StatedFigures, seniors: _Seniors) -> Derived | None:
    doctors = _doctors(stated)
    if doctors is None or doctors.value < seniors.heads:
        return None
    inputs = tuple(dict.fromkeys([*doctors.inputs, *seniors.inputs]))
    return Derived(
        f"au moins {bare(doctors.value - seniors.heads)} sur {bare(doctors.value)}",
        f"{bare(doctors.value)} généralistes − {bare(seniors.heads)} de plus de 55 ans, sans "
        "aucune arrivée",
        inputs,
    )


def _on(known: Known) -> str:
    when = f"au {long_date(known.on)}" if known.on else "sans date"
    return f"{when}, {known.source}" if known.source else when


def _signed(sign: str, text: str) -> str:
    return f"{sign}\u00a0{text}" if sign else text
