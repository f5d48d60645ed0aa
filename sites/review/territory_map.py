"""The map of a territory on a day: its communes, the figure chosen, what it cannot place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from csipa.derived import Derived
from csipa.french.numbers import counted
from sites.models import Commune, CommuneOutline, Site, Territory, TerritoryKind
from sites.review.map_figures import (
    CHANGE_KEY,
    DOCTORS_KEY,
    POPULATION_KEY,
    ZONING_KEY,
    Choice,
    Layer,
    Populations,
    Shown,
    change_figure,
    change_layer,
    doctors_layer,
    population_layer,
    read_populations,
    stated_about,
    stated_choices,
    stated_layer,
    zoning_layer,
)
from sites.rules.names import search_key
from sites.rules.outlines import Polygon, simplified_polygon

SORTS = ("commune", "population", "chiffre")


@dataclass(frozen=True)
class MapRow:
    """A commune of the map: its population, the figure shown, the words of its class."""

    commune: Commune
    people: int | None
    year: int | None
    shown: Shown
    in_words: str

    @property
    def anchor(self) -> str:
        """Return the name of its row in the page."""
        return f"commune-{self.commune.pk}"

    @property
    def is_placed(self) -> bool:
        """Tell whether its point is known."""
        return self.commune.latitude is not None

    @property
    def tip(self) -> str:
        """Return « Béthune : 25 224 habitants », with the population beside any other figure."""
        text = self.shown.text or "non renseigné"
        people = counted(self.people, "habitant", "habitants") if self.people is not None else ""
        beside = f" ({people})" if people and people != text else ""
        return f"{self.commune.name} : {text}{beside}"


@dataclass(frozen=True)
class TerritoryMap:
    """Everything that the page and the print show."""

    territory: Territory
    day: dt.date
    choices: list[Choice]
    layer: Layer
    rows: list[MapRow]
    years: list[int]
    span: tuple[int, int] | None
    outlines: list[Polygon] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    total: Derived | None = None

    @property
    def placed(self) -> list[MapRow]:
        """Return the communes that can be drawn."""
        return [row for row in self.rows if row.is_placed]

    @property
    def unplaced(self) -> list[MapRow]:
        """Return the communes whose point is not known, which the page lists."""
        return [row for row in self.rows if not row.is_placed]

    @property
    def people(self) -> int:
        """Return the sum of the populations that are known."""
        return sum(row.people or 0 for row in self.rows)

    def count(self, rank: int) -> int:
        """Return how many communes are in a class."""
        return sum(row.shown.rank == rank for row in self.rows)


def in_order_of_maps(territories: Iterable[Territory]) -> list[Territory]:
    """Return the territories to choose from, intercommunal ones first."""
    first = {TerritoryKind.EPCI.value: 0}
    return sorted(territories, key=lambda one: (first.get(one.kind, 1), search_key(one.name)))


def read_map(
    territory: Territory,
    day: dt.date,
    *,
    figure: str = POPULATION_KEY,
    years: tuple[int | None, int | None] = (None, None),
    sort: str = "commune",
) -> TerritoryMap:
    """Return the map of `territory` on `day`. At most ten queries.

    `figure` is the key of a choice (population where it is none), `years` the two censuses of a
    change, `sort` one of `SORTS`, after « - » the other way round.
    """
    communes = list(territory.communes_on(day).order_by("search_key", "pk"))
    known = read_populations(communes, day)
    stated = stated_about(communes, day)
    said = stated_choices(stated)
    span = _span(known.years, years)
    zoning = zoning_layer(communes, day)
    doctors = doctors_layer(known)
    choices = [
        Choice(POPULATION_KEY, "population"),
        *([Choice(CHANGE_KEY, "évolution de la population")] if span else []),
        *([zoning.choice] if zoning.shown else []),
        *([doctors.choice] if doctors.shown else []),
        *said,
    ]
    layer = population_layer(known)
    if figure == CHANGE_KEY and span:
        layer = change_layer(known, *span)
    elif figure == ZONING_KEY and zoning.shown:
        layer = zoning
    elif figure == DOCTORS_KEY and doctors.shown:
        layer = doctors
    elif asked := next((one for one in said if one.key == figure), None):
        layer = stated_layer(asked, stated)
    rows = _sorted([_row(commune, known, layer) for commune in communes], sort)
    return TerritoryMap(
        territory=territory,
        day=day,
        choices=choices,
        layer=layer,
        rows=rows,
        years=known.years,
        span=span,
        outlines=_outlines(communes),
        sites=_sites(communes, day),
        total=_total(known, span) if span and layer.choice.key == CHANGE_KEY else None,
    )


def read_population_map(territory: Territory, day: dt.date) -> TerritoryMap:
    """Return the map of `territory` on `day` by population alone, with nothing to choose.

    Five queries.
    """
    communes = list(territory.communes_on(day).order_by("search_key", "pk"))
    known = read_populations(communes, day)
    layer = population_layer(known)
    return TerritoryMap(
        territory=territory,
        day=day,
        choices=[layer.choice],
        layer=layer,
        rows=[_row(commune, known, layer) for commune in communes],
        years=known.years,
        span=None,
        outlines=_outlines(communes),
        sites=_sites(communes, day),
    )


def _row(commune: Commune, known: Populations, layer: Layer) -> MapRow:
    people, year, _ = known.of(commune)
    shown = layer.shown.get(commune.pk, Shown(cells=("",) * len(layer.columns)))
    words = layer.labels[shown.rank] if shown.rank is not None else ""
    return MapRow(commune, people, year, shown, words)


def _span(known: list[int], asked: tuple[int | None, int | None]) -> tuple[int, int] | None:
    """Return the two years asked for, in order, or else the first and the last ones."""
    if len(known) < 2:
        return None
    first = asked[0] if asked[0] in known else known[0]
    last = asked[1] if asked[1] in known else known[-1]
    return (first, last) if first < last else (known[0], known[-1])


def _sorted(rows: list[MapRow], sort: str) -> list[MapRow]:
    name, is_reversed = sort.removeprefix("-"), sort.startswith("-")
    if name == "population":
        return _by(rows, [row.people for row in rows], is_reversed=is_reversed)
    if name == "chiffre":
        return _by(rows, [row.shown.value for row in rows], is_reversed=is_reversed)
    return rows[::-1] if name == "commune" and is_reversed else rows


def _by(rows: list[MapRow], values: Sequence, *, is_reversed: bool) -> list[MapRow]:
    """Sort by value, by name where they are equal; what is not known comes last either way."""
    pairs = list(zip(values, rows, strict=True))
    known = [pair for pair in pairs if pair[0] is not None]
    known.sort(key=lambda pair: -pair[0] if is_reversed else pair[0])
    return [row for _, row in known] + [row for value, row in pairs if value is None]


def _outlines(communes: Sequence[Commune]) -> list[Polygon]:
    found = CommuneOutline.objects.filter(commune__in=communes).values_list("polygons", flat=True)
    return [simplified_polygon(polygon) for polygons in found for polygon in polygons]


def _sites(communes: Sequence[Commune], day: dt.date) -> list[Site]:
    sites = Site.objects.open_on(day).filter(commune__in=communes, commune__latitude__isnull=False)
    return list(sites.select_related("commune").order_by("-kind", "search_key"))


def _total(known: Populations, span: tuple[int, int]) -> Derived:
    parts = [[rows[year] for rows in known.rows.values() if year in rows] for year in span]
    return change_figure(*parts, len(known.communes))[0]
