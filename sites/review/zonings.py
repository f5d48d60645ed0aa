"""The class of each commune in the zonings in force on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sites.models import Commune, TerritoryCommune, Zone, Zoning


@dataclass(frozen=True)
class ZonedCommunes:
    """The communes of one class: each with the row that classes it."""

    zone: Zone
    rows: list[tuple[Commune, Zoning]]

    @property
    def acts(self) -> list[tuple[str, dt.date]]:
        """Return the source and the first day of every zoning that classes them, once each."""
        return list(dict.fromkeys((row.source, row.start) for _, row in self.rows))


@dataclass(frozen=True)
class ProfessionZoning:
    """How the communes are classed for one profession; `unclassed` are in no class recorded."""

    profession: str
    classes: list[ZonedCommunes]
    unclassed: list[Commune] = field(default_factory=list)

    def count(self, zone: Zone) -> int:
        """Return how many communes are in a class."""
        return next((len(one.rows) for one in self.classes if one.zone == zone), 0)


def zonings_on(communes: Sequence[Commune], day: dt.date) -> list[ProfessionZoning]:
    """Return the classes of `communes` on `day`, for each profession that has any.

    The class of a living area (TVS) counts for its communes of that day, unless the commune has a
    class of its own; of two rows in force, the one that began last counts. Three queries.
    """
    known = {commune.pk: commune for commune in communes}
    found: dict[str, dict[str, Zoning]] = defaultdict(dict)
    for commune_id, row in [*_through_areas(known, day), *_own(known, day)]:
        found[row.profession][commune_id] = row
    return [_classed(profession, known, rows) for profession, rows in sorted(found.items())]


def _classed(
    profession: str, known: dict[str, Commune], rows: dict[str, Zoning]
) -> ProfessionZoning:
    by_zone: dict[str, list[tuple[Commune, Zoning]]] = defaultdict(list)
    for pk, commune in known.items():
        if pk in rows:
            by_zone[rows[pk].zone].append((commune, rows[pk]))
    return ProfessionZoning(
        profession,
        [ZonedCommunes(zone, by_zone[zone]) for zone in Zone if zone in by_zone],
        [commune for pk, commune in known.items() if pk not in rows],
    )


def _own(known: dict[str, Commune], day: dt.date) -> list[tuple[str, Zoning]]:
    rows = Zoning.objects.on(day).filter(commune__in=known).order_by("start", "pk")
    return [(row.commune_id, row) for row in rows]


def _through_areas(known: dict[str, Commune], day: dt.date) -> list[tuple[str, Zoning]]:
    members: dict[int, list[str]] = defaultdict(list)
    memberships = TerritoryCommune.objects.on(day).filter(commune__in=known)
    zoned = Zoning.objects.on(day).filter(territory__isnull=False)
    areas = memberships.filter(territory__in=zoned.values("territory"))
    for territory, commune in areas.values_list("territory", "commune"):
        members[territory].append(commune)
    rows = zoned.filter(territory__in=members).select_related("territory")
    return [
        (commune, row)
        for row in rows.order_by("start", "pk")
        for commune in members[row.territory_id]
    ]
