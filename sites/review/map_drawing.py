"""From the map of a territory to its drawings, on the page and on paper."""

from __future__ import annotations

from django.utils.safestring import SafeString

from csipa.charts.map import NARROW, Landmark, MapLegend, MapSize, Place, point_map
from csipa.charts.ribbon import RAISED_FIRST
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration, upper_first
from csipa.french.numbers import counted, decimal, integer
from sites.documents.territory_map import render_map
from sites.models import SiteKind
from sites.review.map_figures import CHANGE_KEY, POPULATION_KEY
from sites.review.territory_map import MapRow, TerritoryMap

WIDE = MapSize()
PRINTED = MapSize(width=980, height=640, largest=24, least=4.5, names=34)
SMALL = MapSize(width=360, height=220, largest=10, least=2, names=4)
_SIZES = (1_000, 10_000, 25_000)


def drawn_map(found: TerritoryMap, size: MapSize = WIDE, *, is_print: bool = False) -> SafeString:
    """Return the map as SVG; on a page, each commune leads to its row of the table."""
    return point_map(
        title=map_title(found),
        description=_description(found),
        places=[_place(row, address=f"#{row.anchor}", rank=row.shown.rank) for row in found.placed],
        legend=_legend(found),
        outlines=found.outlines,
        landmarks=_landmarks(found),
        size=size,
        is_print=is_print,
    )


def _place(row: MapRow, *, address: str, rank: int | None) -> Place:
    point = (float(row.commune.longitude), float(row.commune.latitude))
    return Place(row.commune.name, point, row.people, rank, row.tip, address)


def _landmarks(found: TerritoryMap) -> list[Landmark]:
    return [
        Landmark(
            (float(site.commune.longitude), float(site.commune.latitude)),
            f"{SiteKind(site.kind).label} : {site.name}",
        )
        for site in found.sites
    ]


def drawings(found: TerritoryMap) -> list[SafeString]:
    """Return the drawing of a wide screen, then that of a phone."""
    return [drawn_map(found, WIDE), drawn_map(found, NARROW)]


def small_map(found: TerritoryMap) -> SafeString:
    """Return a map that fits beside something else: sites over the communes, one image."""
    open_sites = counted(len(found.sites), "site ouvert", "sites ouverts")
    names = enumeration([site.name for site in found.sites])
    return point_map(
        title=f"{found.territory.name}\u00a0: {open_sites}",
        description=f"{upper_first(open_sites)}\u00a0: {names}." if names else "",
        places=[_place(row, address="", rank=0) for row in found.placed],
        legend=MapLegend(("communes, selon leur population",), unknown="", marks="sites ouverts"),
        outlines=found.outlines,
        landmarks=_landmarks(found),
        size=SMALL,
        is_still=True,
    )


def map_title(found: TerritoryMap) -> str:
    """Return what the map shows: « Population, Communauté d’agglomération… »."""
    return f"{upper_first(found.layer.choice.label)}, {found.territory.name}"


def printed_map(found: TerritoryMap, *, dated: str) -> bytes:
    """Return the map and its table as a PDF; `dated` is the day of the print. Raises PdfError."""
    layer, when = found.layer, long_date(found.day)
    is_population = layer.choice.key == POPULATION_KEY
    columns = ["Commune", "INSEE"]
    columns += [] if layer.choice.key == CHANGE_KEY else ["Population"]
    columns += layer.columns
    columns += [] if is_population else [upper_first(layer.choice.label)]
    return render_map(
        {
            "title": map_title(found),
            "dated": dated,
            "when": f"Communes membres au {when}",
            "running": f"au {when}".replace("1er", RAISED_FIRST),
            "map": drawn_map(found, PRINTED, is_print=True),
            "columns": [*columns, "Classe"],
            "lines": [
                _line(
                    row,
                    is_population=is_population,
                    is_change=layer.choice.key == CHANGE_KEY,
                )
                for row in found.rows
            ],
            "total": total_sentence(found),
            "unplaced": [row.commune.name for row in found.unplaced],
            "notes": notes(found),
        }
    )


def total_sentence(found: TerritoryMap) -> str:
    """Return the number of communes and the sum of the populations that are known."""
    communes = counted(len(found.rows), "commune", "communes")
    missing = sum(row.people is None for row in found.rows)
    lack = (
        f" ; population inconnue pour {counted(missing, 'commune', 'communes')}" if missing else ""
    )
    return f"{communes}, {counted(found.people, 'habitant', 'habitants')}{lack}."


def notes(found: TerritoryMap) -> list[str]:
    """Return how the figures were found: formula, sources, as sentences."""
    layer = found.layer
    said = []
    if layer.note:
        said.append(f"{upper_first(layer.choice.label)} : {layer.note}.")
    if found.total and found.total.text:
        said.append(f"Pour le territoire : {found.total.text}. {found.total.note}.")
    sources = {row.shown.source for row in found.rows if row.shown.source}
    sources |= {
        f"{one.source}, au {long_date(one.on)}" if one.on else one.source
        for row in found.rows
        if row.shown.figure
        for one in row.shown.figure.inputs
        if one.source
    }
    said += [f"Source : {source}." for source in sorted(sources)]
    if layer.choice.key != POPULATION_KEY:
        said.append("L’aire de chaque rond est proportionnelle à la population municipale.")
    return said


def _line(row: MapRow, *, is_population: bool, is_change: bool) -> list[str]:
    people = integer(row.people) if row.people is not None else "inconnue"
    cells = [] if is_change else [people]
    cells += [cell or "inconnue" for cell in row.shown.cells]
    if not is_population:
        figure = row.shown.figure
        cells.append(row.shown.text or (figure.missing if figure else "") or "non renseigné")
    return [row.commune.name, row.commune.pk, *cells, row.in_words or "non renseigné"]


def _legend(found: TerritoryMap) -> MapLegend:
    layer = found.layer
    is_any_unknown = any(row.shown.rank is None for row in found.placed)
    labels = [
        f"{label} ({decimal(found.count(rank), 0)})" for rank, label in enumerate(layer.labels)
    ]
    heaviest = max((row.people or 0 for row in found.placed), default=0)
    return MapLegend(
        classes=labels,
        sizes=[
            (size, counted(size, "habitant", "habitants")) for size in _SIZES if size <= heaviest
        ],
        size="L’aire du rond est proportionnelle à la population :",
        unknown="non renseigné" if is_any_unknown else "",
        marks="site du centre de santé" if found.sites else "",
    )


def _description(found: TerritoryMap) -> str:
    counts = [
        f"{label} : {counted(found.count(rank), 'commune', 'communes')}"
        for rank, label in enumerate(found.layer.labels)
        if found.count(rank)
    ]
    return (
        f"Carte de {counted(len(found.placed), 'commune', 'communes')} au {long_date(found.day)}. "
        f"{' ; '.join(counts)}. Le tableau donne tous les chiffres."
    )
