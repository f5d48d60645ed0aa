"""Which figures may still change: the months that nobody validated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consultations.models import MonthLock, MonthState
from consultations.rules.months import first_day
from consultations.rules.pivot import Line
from csipa.french.dates import MONTHS
from csipa.french.grammar import de, enumeration
from csipa.french.numbers import integer
from sites.models import Site

_NAMED = 4


@dataclass(frozen=True)
class Provisional:
    """The months with figures that are not validated, each with its sites, in order.

    `validated` counts the months of sites that are.
    """

    months: dict[dt.date, list[str]]
    validated: int

    def __bool__(self) -> bool:
        return bool(self.months)

    @property
    def sentence(self) -> str:
        """Say which months are not validated; empty when all are."""
        if not self.months:
            return ""
        if not self.validated:
            return "Chiffres provisoires\u00a0: aucun mois de la période n’est validé."
        said = [f"{_named(month)} ({enumeration(sites)})" for month, sites in self.months.items()]
        if len(said) > _NAMED:
            number = sum(map(len, self.months.values()))
            return (
                f"Chiffres provisoires\u00a0: {integer(number)} mois, tous sites comptés, ne sont "
                f"pas validés, {de(_named(min(self.months)))} à {_named(max(self.months))}."
            )
        verb = "n’est pas validé" if len(said) == 1 else "ne sont pas validés"
        return f"Chiffres provisoires\u00a0: {enumeration(said)} {verb}."


def read_provisional(
    lines: Iterable[Line], *, first: dt.date, last: dt.date, names: Mapping[int, Site]
) -> Provisional:
    """Return the months of `lines` that are not validated; one query."""
    found = {(line.month, line.site) for line in lines}
    validated = set(
        MonthLock.objects.filter(
            month__gte=first_day(first), month__lte=last, state=MonthState.VALIDATED
        ).values_list("month", "site_id")
    )
    left: dict[dt.date, list[str]] = {}
    for site, row in names.items():
        for month, place in sorted(found - validated):
            if place == site:
                left.setdefault(month, []).append(row.name)
    return Provisional(dict(sorted(left.items())), len(found & validated))


def _named(month: dt.date) -> str:
    """Return « juin 2024 »."""
    return f"{MONTHS[month.month - 1]}\u00a0{month.year}"
