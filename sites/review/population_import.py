"""What a file of populations would change, found before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from csipa.french.numbers import counted
from sites.models import Commune, CommunePopulation
from sites.rules.csv_files import LineFault
from sites.rules.populations_csv import PopulationLine


@dataclass(frozen=True)
class PopulationChange:
    """A population to add, or to change from `before`."""

    line: PopulationLine
    commune: Commune
    before: CommunePopulation | None = None


@dataclass(frozen=True)
class PopulationPlan:
    """What would be added and changed, what is the same already, and what cannot be."""

    changes: list[PopulationChange]
    unchanged: int
    faults: list[LineFault]

    @property
    def added(self) -> list[PopulationChange]:
        """Return what is not known yet."""
        return [one for one in self.changes if one.before is None]

    @property
    def changed(self) -> list[PopulationChange]:
        """Return what is known with other figures."""
        return [one for one in self.changes if one.before is not None]

    @property
    def digest(self) -> str:
        """Return a fingerprint of what would be written and over what."""
        told = [
            (
                one.line.insee_code,
                one.line.year,
                one.line.municipal,
                one.line.total,
                one.before and (one.before.municipal, one.before.total),
            )
            for one in self.changes
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def __str__(self):
        return (
            f"{counted(len(self.added), 'population ajoutée', 'populations ajoutées')}, "
            f"{counted(len(self.changed), 'modifiée', 'modifiées')}, "
            f"{counted(self.unchanged, 'inchangée', 'inchangées')}"
        )


def plan_populations(
    lines: Sequence[PopulationLine], faults: Sequence[LineFault] = ()
) -> PopulationPlan:
    """Return what `lines` would change; a commune that is not in the directory is one more fault.

    Two queries, more for a file of several thousand communes.
    """
    communes = Commune.objects.in_bulk(list({line.insee_code for line in lines}))
    years = {line.year for line in lines}
    present = {
        (row.commune_id, row.year): row
        for row in CommunePopulation.objects.filter(year__in=years)
        if row.commune_id in communes
    }
    changes, found, unchanged = [], list(faults), 0
    for line in lines:
        commune = communes.get(line.insee_code)
        if commune is None:
            found.append(
                LineFault(
                    line.line,
                    f"le code INSEE {line.insee_code} n’est celui d’aucune commune connue : "
                    "importez d’abord la commune.",
                )
            )
            continue
        before = present.get((line.insee_code, line.year))
        if before and before.municipal == line.municipal and _same_total(before, line):
            unchanged += 1
        else:
            changes.append(PopulationChange(line, commune, before))
    return PopulationPlan(changes, unchanged, sorted(found, key=lambda fault: fault.line))


def _same_total(before: CommunePopulation, line: PopulationLine) -> bool:
    """Tell whether the total is the same; a line that gives none takes nothing away."""
    return line.total is None or before.total == line.total
