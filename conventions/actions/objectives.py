"""Writes the objectives of an axis from what was typed, one a line."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.models import Axis, Objective, SheetPlace
from conventions.rules.programme_lines import Line


class ObjectivesRefused(ValueError):
    """Nothing was written; the text says why in French."""


@transaction.atomic
def set_objectives(
    *,
    axis: Axis,
    wanted: Sequence[Line],
    by: AbstractBaseUser | None,
    seen: Sequence[str] | None = None,
) -> None:
    """Make `wanted` the objectives of `axis`, in this order.

    A row keeps its identity by its title, else by its number, so that its sheets follow it. `seen`
    holds the lines that the person had before them: an objective added meanwhile by somebody else
    is not among them and stays, last. Raises ObjectivesRefused for one that goes while sheets
    stand under it.
    """
    rows = list(axis.objectives.order_by("position", "pk"))
    kept = _kept(wanted, rows)
    left = [row for row in rows if row not in kept.values()]
    gone = [row for row in left if seen is None or str(_line(row)) in seen]
    _refuse_used(gone)
    for row in gone:
        row._history_user = by
        row.delete()
    # Numbers may be exchanged: they all make room before the first is written.
    moved = [row.pk for rank, row in kept.items() if row.code != wanted[rank].code]
    for pk in moved:
        Objective.objects.filter(pk=pk).update(code=f"~{pk}")
    for position, line in enumerate(wanted, start=1):
        row = kept.get(position - 1) or Objective(axis=axis)
        if row.pk is None or _line(row) != line or row.position != position:
            _write(row, line, position, by)
    for position, row in enumerate((row for row in left if row not in gone), len(wanted) + 1):
        if row.position != position:
            _write(row, _line(row), position, by)


def objective_lines(axis: Axis) -> list[str]:
    """Return the objectives of an axis as they are typed; reads them prefetched."""
    rows = sorted(axis.objectives.all(), key=lambda row: (row.position, row.pk))
    return [str(_line(row)) for row in rows]


def _line(row: Objective) -> Line:
    return Line(row.code, row.title)


def _kept(wanted: Sequence[Line], rows: Sequence[Objective]) -> dict[int, Objective]:
    """Return the row of each line that has one, by the rank of the line."""
    free, kept = list(rows), {}
    for same in (
        lambda row, line: (row.code, row.title) == (line.code, line.title),
        lambda row, line: row.title == line.title,
        lambda row, line: row.code == line.code,
    ):
        for rank, line in enumerate(wanted):
            found = next((row for row in free if same(row, line)), None)
            if rank not in kept and found is not None:
                free.remove(found)
                kept[rank] = found
    return kept


def _refuse_used(rows: Sequence[Objective]) -> None:
    used = SheetPlace.objects.filter(objective__in=rows).select_related("objective").first()
    if used is not None:
        raise ObjectivesRefused(
            f"Des fiches-actions relèvent de l’objectif «\u00a0{used.objective}\u00a0»\u00a0: "
            "changez d’abord leur place, puis retirez-le."
        )


def _write(row: Objective, line: Line, position: int, by: AbstractBaseUser | None) -> None:
    row.code, row.title, row.position = line.code, line.title, position
    row._history_user = by
    row.save()
