"""The sites open to people, as open data: places and hours, no person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from csipa.french.grammar import upper_first
from csipa.opendata.columns import Column, Kind
from csipa.opendata.datasets import Dataset, Reading, Row, register
from sites.models import Site, SiteKind
from sites.review.opening import hours_of
from sites.rules.identifiers import FINESS_PATTERN, INSEE_PATTERN, POSTAL_CODE_PATTERN

COLUMNS = (
    Column("site_nom", "Nom du site", "Nom du lieu.", "Norrent-Fontes", required=True, unique=True),
    Column(
        "site_nature",
        "Nature",
        "Centre de santé, ou antenne qui dépend d’un centre (code de la santé publique, "
        "L. 6323-1).",
        "antenne",
        required=True,
        values=tuple(str(label) for label in SiteKind.labels),
    ),
    Column("rattachement", "Centre de rattachement", "Pour une antenne : son centre.", "Isbergues"),
    Column(
        "finess",
        "FINESS",
        "Numéro FINESS géographique, neuf caractères ; vide s’il n’est pas connu.",
        "620000018",
        pattern=FINESS_PATTERN,
    ),
    Column("adresse", "Adresse", "Sans le code postal ni la commune.", "12 rue de la Gare"),
    Column(
        "code_postal",
        "Code postal",
        "Cinq chiffres, zéros de tête compris.",
        "62120",
        pattern=POSTAL_CODE_PATTERN,
    ),
    Column("commune_nom", "Commune", "Nom officiel.", "Norrent-Fontes", required=True),
    Column(
        "commune_insee",
        "Code INSEE",
        "Code de la commune dans le code officiel géographique.",
        "62620",
        required=True,
        pattern=INSEE_PATTERN,
    ),
    Column(
        "commune_latitude",
        "Latitude de la commune",
        "Du point qui situe la commune, en degrés (WGS 84) : ce n’est pas celle du bâtiment.",
        "50.585",
        Kind.NUMBER,
        lowest=-90,
        highest=90,
    ),
    Column(
        "commune_longitude",
        "Longitude de la commune",
        "Du point qui situe la commune, en degrés (WGS 84) : ce n’est pas celle du bâtiment.",
        "2.41",
        Kind.NUMBER,
        lowest=-180,
        highest=180,
    ),
    Column(
        "ouvert_depuis",
        "Ouvert depuis",
        "Premier jour d’accueil.",
        "2026-02-02",
        Kind.DATE,
        required=True,
    ),
    Column(
        "horaires",
        "Horaires",
        "Horaires habituels de chaque activité, en toutes lettres, hors fermetures ; une activité "
        "par ligne.",
        "Accueil : du lundi au vendredi 8 h–18 h",
    ),
)


def open_sites(reading: Reading) -> Iterator[Row]:
    """Yield the sites that receive people on the day, centre first. Two queries."""
    found = Site.objects.open_on(reading.day).select_related("commune", "parent")
    rows = found.prefetch_related("opening_hours").order_by("-kind", "search_key", "pk")
    for site in rows:
        yield {
            "site_nom": site.name,
            "site_nature": str(site.get_kind_display()),
            "rattachement": site.parent.name if site.parent else "",
            "finess": site.finess,
            "adresse": ", ".join(site.address.split("\n")),
            "code_postal": site.postal_code,
            "commune_nom": site.commune.name,
            "commune_insee": site.commune_id,
            "commune_latitude": site.commune.latitude,
            "commune_longitude": site.commune.longitude,
            "ouvert_depuis": site.opened_on,
            "horaires": _said_hours(site, reading.day),
        }


def _said_hours(site: Site, day: dt.date) -> str:
    return "\n".join(
        f"{upper_first(str(one.activity.label))} : {', '.join(map(str, one.lines))}"
        for one in hours_of(site, day=day).activities
    )


SITES = register(
    Dataset(
        name="sites",
        title="Sites ouverts au public",
        description="Le centre de santé et ses antennes ouverts ce jour : adresse, commune, numéro "
        "FINESS et horaires habituels.",
        columns=COLUMNS,
        rows=open_sites,
        source="Fiches des sites tenues par le centre de santé",
        rank=3,
        created=dt.date(2026, 11, 22),
        primary_key=("site_nom",),
        keywords=("santé", "centre de santé", "horaires"),
    )
)
