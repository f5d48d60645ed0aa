"""What the census counts in a set of communes, for the years that are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Sum

from sites.models import Commune, CommunePopulation
from sites.rules.diagnosis import Known
from sites.rules.indicators import Unit

DIRECTORY = "Répertoire des communes"


@dataclass(frozen=True)
class Census:
    """The people whom one census year counts in communes; `missing` are those it does not tell.

    `kind` is « municipale » or « totale ». `year` is None where the communes have none in common.
    """

    kind: str
    people: int
    year: int | None
    communes: int
    source: str
    missing: list[Commune] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Tell whether every commune is counted."""
        return not self.missing

    @property
    def known(self) -> Known:
        """Return it as a figure to work with; a census speaks of the 1st of January of its year."""
        label = f"population {self.kind}"
        label += f", recensement {self.year}" if self.year else ", année inconnue"
        on = dt.date(self.year, 1, 1) if self.year else None
        return Known(label, Decimal(self.people), Unit.INHABITANTS, on, self.source)


def census_of(communes: Sequence[Commune], day: dt.date) -> tuple[Census | None, Census | None]:
    """Return the municipal and the total population of `communes`, for census years up to `day`.

    The municipal one is that of the latest year that tells every commune, or else the most of them;
    where no year is known, that of the directory of communes. The total one is only given whole.
    One query, two when a commune is missing.
    """
    if not communes:
        return None, None
    keys = [commune.pk for commune in communes]
    years = list(
        CommunePopulation.objects.filter(commune__in=keys, year__lte=day.year)
        .values("year")
        .annotate(
            known=Count("pk"),
            people=Sum("municipal"),
            totals=Count("total"),
            all_people=Sum("total"),
            first=Min("source"),
            last=Max("source"),
        )
    )
    whole = [row for row in years if row["totals"] == len(keys)]
    total = max(whole, key=lambda row: row["year"], default=None)
    best = max(years, key=lambda row: (row["known"], row["year"]), default=None)
    return (
        _municipal(communes, best) if best else _of_directory(communes, day),
        total
        and Census("totale", total["all_people"], total["year"], len(keys), _source_of(total)),
    )


def _municipal(communes: Sequence[Commune], row: dict[str, Any]) -> Census:
    missing: list[Commune] = []
    if row["known"] < len(communes):
        told = CommunePopulation.objects.filter(commune__in=communes, year=row["year"])
        keys = set(told.values_list("commune", flat=True))
        missing = [commune for commune in communes if commune.pk not in keys]
    return Census("municipale", row["people"], row["year"], row["known"], _source_of(row), missing)


def _of_directory(communes: Sequence[Commune], day: dt.date) -> Census | None:
    told = [
        commune
        for commune in communes
        if commune.population is not None and (commune.population_year or 0) <= day.year
    ]
    if not told:
        return None
    years = {commune.population_year for commune in told}
    return Census(
        "municipale",
        sum(commune.population for commune in told),
        years.pop() if len(years) == 1 else None,
        len(told),
        DIRECTORY,
        [commune for commune in communes if commune not in told],
    )


def _source_of(row: dict[str, Any]) -> str:
    return row["first"] if row["first"] == row["last"] else f"{row['first']} ; {row['last']}"
