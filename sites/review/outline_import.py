"""What a file of outlines would change, found before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from csipa.french.numbers import counted
from sites.models import Commune, CommuneOutline
from sites.rules.outlines_geojson import OutlineFault, OutlineRow

# Degrees around an outline in which the known point of its commune should be.
_MARGIN = 0.02


@dataclass(frozen=True)
class OutlineChange:
    """An outline to add, or to put in the place of `before`; `is_far` from the known point."""

    row: OutlineRow
    commune: Commune
    before: CommuneOutline | None = None
    is_far: bool = False


@dataclass(frozen=True)
class OutlinePlan:
    """What would be added and replaced; `unknown` are outlines of no commune of the directory."""

    changes: list[OutlineChange]
    unchanged: int
    unknown: list[OutlineRow]
    faults: list[OutlineFault]

    @property
    def added(self) -> list[OutlineChange]:
        """Return the outlines of communes that have none."""
        return [one for one in self.changes if one.before is None]

    @property
    def replaced(self) -> list[OutlineChange]:
        """Return the outlines of communes that have another."""
        return [one for one in self.changes if one.before is not None]

    @property
    def far(self) -> list[OutlineChange]:
        """Return the outlines that do not surround the known point of their commune."""
        return [one for one in self.changes if one.is_far]

    @property
    def digest(self) -> str:
        """Return a fingerprint of what would be written and over what."""
        told = [
            (one.row.insee_code, one.row.polygons, one.before and one.before.polygons)
            for one in self.changes
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def __str__(self):
        return (
            f"{counted(len(self.added), 'contour ajouté', 'contours ajoutés')}, "
            f"{counted(len(self.replaced), 'remplacé', 'remplacés')}, "
            f"{counted(self.unchanged, 'inchangé', 'inchangés')}, "
            f"{counted(len(self.unknown), 'de commune inconnue', 'de communes inconnues')}"
        )


def plan_outlines(rows: Sequence[OutlineRow], faults: Sequence[OutlineFault] = ()) -> OutlinePlan:
    """Return what `rows` would change; two queries."""
    communes = Commune.objects.in_bulk([row.insee_code for row in rows])
    known = {one.commune_id: one for one in CommuneOutline.objects.filter(commune__in=communes)}
    changes, unknown, unchanged = [], [], 0
    for row in rows:
        commune = communes.get(row.insee_code)
        before = known.get(row.insee_code)
        if commune is None:
            unknown.append(row)
        elif before and before.polygons == row.polygons:
            unchanged += 1
        else:
            changes.append(OutlineChange(row, commune, before, _is_far(row, commune)))
    return OutlinePlan(changes, unchanged, unknown, list(faults))


def _is_far(row: OutlineRow, commune: Commune) -> bool:
    if commune.latitude is None or commune.longitude is None:
        return False
    points = [point for polygon in row.polygons for ring in polygon for point in ring]
    for rank, value in ((0, float(commune.longitude)), (1, float(commune.latitude))):
        values = [point[rank] for point in points]
        if not min(values) - _MARGIN <= value <= max(values) + _MARGIN:
            return True
    return False
