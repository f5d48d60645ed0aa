"""The communes of the professional communities (CPTS) to which the commune of a site belongs.

A site's CPTS follows from its commune; it may have none, and communes change with time.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from consultations.models import Session
from sites.models import TerritoryCommune, TerritoryKind


class Territories:
    """Which communes are in the territory of the CPTS of a commune on a day. One query, once."""

    def __init__(self, communes: Iterable[str]) -> None:
        """Read the CPTS to which the communes, by INSEE code, belong or belonged."""
        rows = TerritoryCommune.objects.filter(territory__kind=TerritoryKind.CPTS)
        held = rows.filter(commune__in=set(communes)).values("territory")
        self._members: dict[int, list[TerritoryCommune]] = defaultdict(list)
        for row in rows.filter(territory__in=held):
            self._members[row.territory_id].append(row)
        self._found: dict[tuple[str, dt.date], frozenset[str] | None] = {}

    def of(self, commune: str, day: dt.date) -> frozenset[str] | None:
        """Return the INSEE codes of the territory around a commune; None when it has no CPTS."""
        key = (commune, day)
        if key not in self._found:
            self._found[key] = self._around(commune, day)
        return self._found[key]

    def _around(self, commune: str, day: dt.date) -> frozenset[str] | None:
        found: set[str] = set()
        for rows in self._members.values():
            codes = {row.commune_id for row in rows if row.holds_on(day)}
            if commune in codes:
                found |= codes
        return frozenset(found) or None


def territory_of(session: Session) -> frozenset[str] | None:
    """Return the INSEE codes of the territory for a session, None when its site has no CPTS."""
    commune = session.site.commune_id
    return Territories([commune]).of(commune, timezone.localtime(session.starts_at).date())
