"""Activity as open data: months validated, small counts withheld, the two ledgers apart.

The activity of the centre is told by month, site and profession, each month of a site withheld as
the report to the elected withholds it (`rules.report.hidden_parts`): both may be read together and
give nothing back. The file has no total; that of a month at a site is taken to be known.

Sessions of unscheduled care under a convention are another table, never added to the first: its
months and sites are withheld as a table whose totals of both kinds would be known.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse

from consultations.models import Ledger, MonthLock, MonthlyTotal, MonthState, Session, SessionState
from consultations.rules.ledgers import CSIPA_LABEL, SNP_LABEL
from consultations.rules.report import hidden_parts
from consultations.rules.suppression import hidden_in_table
from csipa.french.numbers import counted
from csipa.opendata.columns import HIDDEN, Column, Kind
from csipa.opendata.datasets import Dataset, Reading, Row, register
from sites.models import Site
from sites.rules.identifiers import INSEE_PATTERN
from staffing.models import Profession

_CREATED = dt.date(2026, 11, 22)
_MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"
_WITHHELD = "« s » : nombre petit, ou qui permettrait d’en retrouver un ; ce n’est pas zéro."
_Places = dict[int, Site]
_Months = set[tuple[int, dt.date]]

_WHERE = (
    Column("mois", "Mois", "Année et mois.", "2026-03", required=True, pattern=_MONTH),
    Column("site_nom", "Site", "Nom du lieu.", "Norrent-Fontes", required=True),
    Column(
        "commune_insee",
        "Code INSEE",
        "Commune du site.",
        "62620",
        required=True,
        pattern=INSEE_PATTERN,
    ),
)
_DONE = Column(
    "consultations",
    "Consultations",
    f"Consultations faites dans le mois. {_WITHHELD}",
    "214",
    Kind.INTEGER,
    withheld=True,
    lowest=0,
)
ACTIVITY_COLUMNS = (
    *_WHERE,
    Column("profession", "Profession", "Au masculin singulier.", "infirmier", required=True),
    _DONE,
)
SESSION_COLUMNS = (
    *_WHERE,
    Column(
        "seances",
        "Séances",
        "Séances tenues dans le mois et décomptées.",
        "9",
        Kind.INTEGER,
        required=True,
        lowest=1,
    ),
    _DONE,
)


def activity(reading: Reading) -> Iterator[Row]:
    """Yield consultations of the centre by month, site and profession. Four queries."""
    places, validated = _places(), _validated()
    professions = dict(Profession.objects.values_list("pk", "name"))
    order = {pk: rank for rank, pk in enumerate(professions)}
    cells: dict[tuple[int, dt.date], dict[int, int]] = defaultdict(dict)
    totals = MonthlyTotal.objects.filter(entries__gt=0).values_list("site", "month", "profession")
    for site, month, profession, done in totals.annotate(sum=Sum("done")).order_by():
        cells[site, month][profession] = done
    _tell_open_months(cells.keys() - validated, places, reading)
    for site, month in _in_order(cells.keys() & validated, places):
        found = sorted(cells[site, month].items(), key=lambda line: order[line[0]])
        hidden = hidden_parts([done for _, done in found], below=settings.SMALL_COUNTS_BELOW)
        for (profession, done), hide in zip(found, hidden, strict=True):
            yield {
                **_where(places[site], month),
                "profession": professions[profession],
                "consultations": HIDDEN if hide else done,
            }


def sessions(reading: Reading) -> Iterator[Row]:
    """Yield sessions of unscheduled care held and counted, by month and site. Three queries."""
    places, validated = _places(), _validated()
    held = Session.objects.filter(
        ledger=Ledger.SNP, state=SessionState.HELD, count__isnull=False
    ).annotate(month=TruncMonth("starts_at"))
    sums = held.values_list("site", "month").annotate(number=Count("pk"), sum=Sum("count__done"))
    cells = {(site, month.date()): (number, done) for site, month, number, done in sums.order_by()}
    _tell_open_months(cells.keys() - validated, places, reading)
    shown = _in_order(cells.keys() & validated, places)
    hidden = _hidden({key: cells[key][1] for key in shown})
    for key in shown:
        number, done = cells[key]
        yield {
            **_where(places[key[0]], key[1]),
            "seances": number,
            "consultations": HIDDEN if key in hidden else done,
        }


def _hidden(counts: dict[tuple[int, dt.date], int]) -> _Months:
    """Return the places to withhold, the totals of months and of sites being known to readers."""
    rows = list(dict.fromkeys(month for _, month in counts))
    columns = list(dict.fromkeys(site for site, _ in counts))
    table = [[counts.get((site, month)) for site in columns] for month in rows]
    found = hidden_in_table(table, below=settings.SMALL_COUNTS_BELOW)
    return {(columns[column], rows[row]) for row, column in found.cells}


def _places() -> _Places:
    return {site.pk: site for site in Site.objects.order_by("-kind", "search_key", "pk")}


def _validated() -> _Months:
    found = MonthLock.objects.filter(state=MonthState.VALIDATED)
    return set(found.values_list("site", "month"))


def _in_order(keys: set[tuple[int, dt.date]], places: _Places) -> list[tuple[int, dt.date]]:
    """Return months of sites by month, then by site, the centre first."""
    order = {pk: rank for rank, pk in enumerate(places)}
    return sorted(keys, key=lambda key: (key[1], order[key[0]]))


def _where(site: Site, month: dt.date) -> dict[str, str]:
    return {
        "mois": f"{month:%Y-%m}",
        "site_nom": site.name,
        "commune_insee": site.commune_id,
    }


def _tell_open_months(months: _Months, places: _Places, reading: Reading) -> None:
    """Note, site by site, the months that nobody validated yet."""
    page = reverse("admin:consultations_months")
    for pk, site in places.items():
        left = sorted(month for place, month in months if place == pk)
        if left:
            number = counted(len(left), "mois n’est pas validé", "mois ne sont pas validés")
            span = f"{left[0]:%m/%Y}" if len(left) == 1 else f"{left[0]:%m/%Y} à {left[-1]:%m/%Y}"
            reading.leave_out(site.name, f"{number} ({span}).", page)


ACTIVITY = register(
    Dataset(
        name="activite",
        title="Consultations du centre par mois",
        description=f"Les consultations du centre de santé ({CSIPA_LABEL}) par mois, site et "
        "profession, une fois le mois validé. Les petits nombres sont masqués. Les permanences de "
        "soins non programmés n’y sont pas comptées : n’additionnez pas les deux tables.",
        columns=ACTIVITY_COLUMNS,
        rows=activity,
        source="Décomptes saisis par les sites",
        rank=6,
        created=_CREATED,
        primary_key=("mois", "site_nom", "profession"),
        keywords=("santé", "activité", "consultations"),
    )
)
SESSIONS = register(
    Dataset(
        name="permanences",
        title="Permanences de soins non programmés par mois",
        description=f"Les séances tenues sous convention par d’autres que le centre ({SNP_LABEL}), "
        "par mois et site, une fois le mois validé. Elles ne sont pas l’activité du centre : "
        "n’additionnez pas les deux tables. Les petits nombres sont masqués.",
        columns=SESSION_COLUMNS,
        rows=sessions,
        source="Décomptes des séances",
        rank=7,
        created=_CREATED,
        primary_key=("mois", "site_nom"),
        keywords=("santé", "soins non programmés", "permanences"),
    )
)
