"""The populations of communes, written from a file that was looked at before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from csipa.french.numbers import counted
from sites.models import Commune, CommunePopulation
from sites.review.population_import import PopulationChange, plan_populations
from sites.rules.csv_files import FaultyFile, LineFault
from sites.rules.populations_csv import PopulationLine

SOURCE = "INSEE, populations de référence"
_REASON = "Import de populations"
_BATCH = 500


class PopulationsChanged(Exception):
    """What is known changed since the preview; the message says so, in French."""


@dataclass(frozen=True)
class ImportedPopulations:
    """What an import wrote; `communes` counts those whose own population follows."""

    added: int
    changed: int
    unchanged: int
    communes: int

    def __str__(self):
        said = (
            f"{counted(self.added, 'population ajoutée', 'populations ajoutées')}, "
            f"{counted(self.changed, 'modifiée', 'modifiées')}, "
            f"{counted(self.unchanged, 'inchangée', 'inchangées')}"
        )
        if self.communes:
            said += f" ; {counted(self.communes, 'commune mise à jour', 'communes mises à jour')}"
        return f"{said}."


@transaction.atomic
def import_populations(
    *,
    lines: Sequence[PopulationLine],
    faults: Sequence[LineFault] = (),
    source: str = SOURCE,
    only_good: bool = False,
    digest: str = "",
    by: AbstractBaseUser | None = None,
) -> ImportedPopulations:
    """Add or change the populations of a file; the same file again changes nothing.

    A commune takes the population of its latest census year when it is as recent as its own. All
    or nothing: raises FaultyFile when a line is bad, unless `only_good` leaves the bad ones out.
    Raises PopulationsChanged when the plan is no longer the one of `digest`.
    """
    # Two people who import the same commune must not both find it without that census.
    codes = {line.insee_code for line in lines}
    list(Commune.objects.select_for_update().filter(pk__in=codes).order_by("pk").values_list("pk"))
    plan = plan_populations(lines, faults)
    if plan.faults and not only_good:
        raise FaultyFile(plan.faults)
    if digest and plan.digest != digest:
        raise PopulationsChanged(
            "Des populations ont changé depuis l’aperçu : rien n’est écrit. Relisez l’aperçu "
            "ci-dessous, puis confirmez de nouveau."
        )
    history = {"default_user": by, "default_change_reason": _REASON, "batch_size": _BATCH}
    new = [_filled(CommunePopulation(), one, source) for one in plan.added]
    bulk_create_with_history(new, CommunePopulation, **history)
    known = [_filled(one.before, one, source) for one in plan.changed]
    if known:
        bulk_update_with_history(
            known, CommunePopulation, ["municipal", "total", "source"], **history
        )
    followed = _follow(plan.changes)
    if followed:
        bulk_update_with_history(followed, Commune, ["population", "population_year"], **history)
    return ImportedPopulations(len(new), len(known), plan.unchanged, len(followed))


def _filled(row: CommunePopulation, change: PopulationChange, source: str) -> CommunePopulation:
    line = change.line
    row.commune = change.commune
    row.year, row.municipal, row.source = line.year, line.municipal, source
    if line.total is not None or (row.total is not None and row.total < line.municipal):
        row.total = line.total
    return row


def _follow(changes: Sequence[PopulationChange]) -> list[Commune]:
    """Give each commune its latest population, and return those that it changes."""
    latest: dict[str, PopulationChange] = {}
    for one in changes:
        before = latest.get(one.commune.pk)
        if before is None or before.line.year < one.line.year:
            latest[one.commune.pk] = one
    followed = []
    for one in latest.values():
        commune, line = one.commune, one.line
        is_newer = commune.population_year is None or commune.population_year <= line.year
        told = (commune.population, commune.population_year)
        if is_newer and told != (line.municipal, line.year):
            commune.population, commune.population_year = line.municipal, line.year
            followed.append(commune)
    return followed
