"""What a map of communes can show: one figure for each commune, how it was found, its class."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from csipa.derived import Derived, Input
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted, decimal
from sites.models import Commune, CommunePopulation, Figure, Zone
from sites.review.offer import local_doctors
from sites.review.zonings import zonings_on
from sites.rules.care_professions import DOCTOR, plural_of
from sites.rules.diagnosis import Known, density
from sites.rules.indicators import MEANINGS, Measure, Unit
from sites.rules.map_classes import CHANGE, POPULATION, Classes, change_percent, spread_classes

POPULATION_KEY, CHANGE_KEY, ZONING_KEY = "population", "evolution", "zonage"
DOCTORS_KEY = "generalistes"
_STATED = "dit"
# The neediest class last: it is the fullest on the drawing.
_ZONES = tuple(reversed(Zone))


@dataclass(frozen=True)
class Choice:
    """A figure that the map can show; `key` is its name in addresses."""

    key: str
    label: str


@dataclass(frozen=True)
class Shown:
    """The figure of one commune: as written, to sort by, its class and where it comes from.

    `figure` is there for what is worked out; `cells` are the figures that went into it.
    """

    text: str = ""
    value: Decimal | None = None
    rank: int | None = None
    source: str = ""
    figure: Derived | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """A figure for every commune that has it, the words of its classes and of its columns."""

    choice: Choice
    labels: tuple[str, ...]
    shown: Mapping[str, Shown]
    columns: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Populations:
    """The municipal populations of communes by census year, the latest ones up to a day."""

    rows: Mapping[str, Mapping[int, CommunePopulation]]
    communes: Sequence[Commune]
    day: dt.date

    @property
    def years(self) -> list[int]:
        """Return the census years that are known, in order."""
        return sorted({year for one in self.rows.values() for year in one})

    def of(self, commune: Commune) -> tuple[int | None, int | None, str]:
        """Return the latest population of a commune, its year and its source; None if unknown."""
        known = [year for year in self.rows.get(commune.pk, {}) if year <= self.day.year]
        if known:
            row = self.rows[commune.pk][max(known)]
            return row.municipal, row.year, row.source
        return commune.population, commune.population_year, "répertoire des communes"


def read_populations(communes: Sequence[Commune], day: dt.date) -> Populations:
    """Return every population known of `communes`; one query."""
    rows: dict[str, dict[int, CommunePopulation]] = defaultdict(dict)
    for row in CommunePopulation.objects.filter(commune__in=communes).order_by("year"):
        rows[row.commune_id][row.year] = row
    return Populations(rows, communes, day)


def population_layer(known: Populations) -> Layer:
    """Return the population of each commune."""
    shown = {}
    for commune in known.communes:
        people, year, source = known.of(commune)
        if people is not None:
            text = counted(people, "habitant", "habitants")
            said = f"recensement {year}, {source}" if year else source
            shown[commune.pk] = Shown(text, Decimal(people), POPULATION.rank(people), said)
    return Layer(Choice(POPULATION_KEY, "population"), POPULATION.labels, shown)


def change_layer(known: Populations, first: int, last: int) -> Layer:
    """Return the change of the population of each commune between two census years."""
    shown = {}
    for commune in known.communes:
        rows = known.rows.get(commune.pk, {})
        figure, value = change_figure(
            [rows[first]] if first in rows else [], [rows[last]] if last in rows else [], 1
        )
        cells = tuple(
            decimal(rows[year].municipal, 0) if year in rows else "" for year in (first, last)
        )
        shown[commune.pk] = Shown(
            figure.text, value, CHANGE.rank(value), figure=figure, cells=cells
        )
    return Layer(
        Choice(CHANGE_KEY, f"évolution de la population de {first} à {last}"),
        CHANGE.labels,
        shown,
        (f"Population {first}", f"Population {last}"),
        note=f"(population {last} − population {first}) ÷ population {first} × 100",
    )


def change_figure(
    before: Sequence[CommunePopulation], after: Sequence[CommunePopulation], communes: int
) -> tuple[Derived, Decimal | None]:
    """Return the change of the sum of populations, explained, and its value in %.

    `communes` is how many there should be: a sum that lacks one is not compared.
    """
    if len(before) != communes or len(after) != communes or not before:
        return Derived("", "", missing="population d’une des deux années inconnue"), None
    sums = [sum(row.municipal for row in rows) for rows in (before, after)]
    first, last = before[0].year, after[0].year
    value = change_percent(*sums)
    if value is None:
        return Derived("", "", missing=f"personne n’habitait là en {first}"), None
    inputs = tuple(
        Input(
            f"population municipale {rows[0].year}",
            counted(total, "habitant", "habitants"),
            source=rows[0].source,
        )
        for rows, total in zip((before, after), sums, strict=True)
    )
    formula = f"(population {last} − population {first}) ÷ population {first} × 100"
    sign = "+" if value > 0 else ""
    return Derived(f"{sign}{decimal(value, 1)} %", formula, inputs), value


def zoning_layer(communes: Sequence[Commune], day: dt.date) -> Layer:
    """Return the class of each commune in the zoning for doctors in force on `day`."""
    shown = {}
    for profession in zonings_on(communes, day):
        if profession.profession != DOCTOR:
            continue
        for zoned in profession.classes:
            rank = _ZONES.index(zoned.zone)
            for commune, row in zoned.rows:
                source = f"{row.source}, en vigueur le {long_date(row.start)}"
                text = upper_first(str(zoned.zone.label))
                shown[commune.pk] = Shown(text, Decimal(rank), rank, source)
    label = f"zonage des {plural_of(DOCTOR)}"
    return Layer(Choice(ZONING_KEY, label), tuple(str(zone.label) for zone in _ZONES), shown)


def doctors_layer(known: Populations) -> Layer:
    """Return the general practitioners for 100 000 inhabitants of each commune that a source read.

    A commune without any is known to have none; one that was not read is not known.
    """
    who = "médecins généralistes, tous modes d’exercice"
    found = local_doctors([commune.pk for commune in known.communes], known.day)
    worked, cells = {}, {}
    for commune in known.communes:
        local, (people, year, source) = found.get(commune.pk), known.of(commune)
        if local is None:
            continue
        heads = Known(who, Decimal(local.heads), Unit.HEADS, local.as_of, local.source)
        label = f"population municipale {year}" if year else "population municipale"
        population = people and Known(label, Decimal(people), Unit.INHABITANTS, None, source)
        worked[commune.pk] = density(heads, population or None, who=who)
        cells[commune.pk] = (decimal(local.heads, 0),)
    values = [one.value for one in worked.values() if one.value is not None]
    values = [value.quantize(Decimal("0.1")) for value in values]
    classes = spread_classes(values, "pour 100\u00a0000") if values else Classes((), ())
    shown = {}
    for pk, one in worked.items():
        value = None if one.value is None else one.value.quantize(Decimal("0.1"))
        shown[pk] = Shown(
            one.derived.text, value, classes.rank(value), figure=one.derived, cells=cells[pk]
        )
    return Layer(
        Choice(DOCTORS_KEY, "densité de médecins généralistes"),
        classes.labels,
        shown,
        ("Généralistes",),
        note=f"{who}, ayant un lieu dans la commune ÷ population × 100\u00a0000 habitants. Qui "
        "exerce dans deux communes compte dans chacune\u00a0; ce ne sont pas des ETP",
    )


def stated_choices(figures: Iterable[Figure]) -> list[Choice]:
    """Return one choice for each kind of figure that somebody stated about a commune."""
    found = {_key(one): Choice(_key(one), _label(one)) for one in figures}
    return sorted(found.values(), key=lambda choice: choice.label)


def stated_layer(choice: Choice, figures: Iterable[Figure]) -> Layer:
    """Return the latest figure of one kind for each commune; `figures` come in order of day."""
    latest = {one.commune_id: one for one in figures if _key(one) == choice.key}
    classes = (
        spread_classes([one.value for one in latest.values()], _unit(next(iter(latest.values()))))
        if latest
        else Classes((), ())
    )
    shown = {
        pk: Shown(
            _text(one),
            one.value,
            classes.rank(one.value),
            f"{one.source}, au {long_date(one.as_of)}",
        )
        for pk, one in latest.items()
    }
    return Layer(choice, classes.labels, shown)


def stated_about(communes: Sequence[Commune], day: dt.date) -> list[Figure]:
    """Return what was stated about `communes` for a day up to `day`, in order; one query."""
    figures = Figure.objects.filter(commune__in=communes, as_of__lte=day)
    return list(figures.order_by("as_of", "pk"))


def _key(figure: Figure) -> str:
    parts = [_STATED, figure.measure, figure.profession, str(figure.years or ""), figure.label]
    return "-".join(part for part in parts if part)


def _label(figure: Figure) -> str:
    label = figure.label or MEANINGS[Measure(figure.measure)].label
    if figure.profession:
        label += f", {plural_of(figure.profession)}"
    return f"{label}, dans les {counted(figure.years, 'an', 'ans')}" if figure.years else label


def _unit(figure: Figure) -> str:
    return MEANINGS[Measure(figure.measure)].unit.value


def _text(figure: Figure) -> str:
    places = max(0, -int(figure.value.normalize().as_tuple().exponent))
    unit = _unit(figure)
    return f"{figure.sign}{decimal(figure.value, places)}" + (f"\u00a0{unit}" if unit else "")
