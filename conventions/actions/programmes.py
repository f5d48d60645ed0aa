"""Writes on a whole programme: its numbers, and what the next programme takes over from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.models import Axis, Objective, Programme, SheetPlace
from conventions.review.placements import in_order
from conventions.rules.programme_lines import Scheme, Spot, renumbered


class ProgrammeRefused(ValueError):
    """Nothing was written; the text says why in French."""


@dataclass(frozen=True)
class Carried:
    """What the next programme received: axes, objectives, and sheets, counted."""

    axes: int
    objectives: int
    sheets: int


@transaction.atomic
def renumber_sheets(*, programme: Programme, scheme: Scheme, by: AbstractBaseUser | None) -> int:
    """Give the sheets of `programme` their numbers in the order of its tree.

    Return how many changed; the programme goes one version further if any did.
    """
    hold(programme)
    places = in_order(programme)
    spots = [
        Spot(
            place.pk,
            place.axis.code if place.axis else "",
            place.objective.code if place.objective else "",
        )
        for place in places
    ]
    numbers = renumbered(spots, scheme)
    return _give_numbers(programme, places, numbers, by)


def _give_numbers(
    programme: Programme,
    places: Sequence[SheetPlace],
    numbers: dict[int, str],
    by: AbstractBaseUser | None,
) -> int:
    changed = [place for place in places if place.number != numbers[place.pk]]
    # A number may be that of another sheet: they all make room first.
    for place in changed:
        SheetPlace.objects.filter(pk=place.pk).update(number=f"~{place.pk}")
    for place in changed:
        place.number = numbers[place.pk]
    for position, place in enumerate(places, start=1):
        if place in changed or place.position != position:
            place.position = position
            _save(place, by)
    if changed:
        grow(programme, by)
    return len(changed)


@transaction.atomic
def carry_over(
    *,
    source: Programme,
    into: Programme,
    axes: bool,
    sheets: Sequence[int],
    by: AbstractBaseUser | None,
) -> Carried:
    """Take the axes, objectives and chosen sheets of `source` over into the programme `into`.

    A sheet is not copied: it is placed in both, so that its state and its indicators are entered
    once. An axis or objective whose number `into` has already is kept as it is there. `into` says
    that it follows `source` unless it follows another. Raises ProgrammeRefused when both are one
    programme, a sheet is not of `source`, or there is nothing to take over.
    """
    if source.pk == into.pk:
        raise ProgrammeRefused(
            "Un programme ne se reprend pas lui-même\u00a0: choisissez le suivant."
        )
    hold(into)
    places = [place for place in in_order(source) if place.sheet_id in set(sheets)]
    if len({place.sheet_id for place in places}) != len(set(sheets)):
        raise ProgrammeRefused(
            "Une des fiches choisies n’est plus dans ce programme\u00a0: rouvrez la page."
        )
    if not axes and not places:
        raise ProgrammeRefused("Rien n’est à reprendre\u00a0: cochez les axes ou des fiches.")
    tree = _carry_axes(source, into, by) if axes else _known_axes(source, into)
    held = set(into.placements.values_list("sheet", flat=True))
    taken = set(into.placements.values_list("number", flat=True))
    position = into.placements.count()
    new = [place for place in places if place.sheet_id not in held]
    for place in new:
        position += 1
        _save(
            SheetPlace(
                sheet_id=place.sheet_id,
                programme=into,
                axis=tree.axes.get(place.axis_id),
                objective=tree.objectives.get(place.objective_id),
                number=_free_number(place.number, taken),
                position=position,
            ),
            by,
        )
    if into.previous_id is None and source.previous_id != into.pk:
        into.previous = source
    grow(into, by)
    return Carried(tree.new_axes, tree.new_objectives, len(new))


@dataclass
class _Tree:
    """The axes and objectives of the next programme, by the key of those of the source."""

    axes: dict[int | None, Axis]
    objectives: dict[int | None, Objective]
    new_axes: int = 0
    new_objectives: int = 0


def _rows(programme: Programme) -> list[Axis]:
    return list(programme.axes.order_by("position", "pk").prefetch_related("objectives"))


def _known_axes(source: Programme, into: Programme) -> _Tree:
    """Return the axes that bear the same number and title in both programmes."""
    there = {(axis.code, axis.title): axis for axis in _rows(into)}
    tree = _Tree({}, {})
    for axis in _rows(source):
        if (match := there.get((axis.code, axis.title))) is None:
            continue
        tree.axes[axis.pk] = match
        named = {(row.code, row.title): row for row in match.objectives.all()}
        for row in axis.objectives.all():
            if (row.code, row.title) in named:
                tree.objectives[row.pk] = named[row.code, row.title]
    return tree


def _carry_axes(source: Programme, into: Programme, by: AbstractBaseUser | None) -> _Tree:
    there = {axis.code: axis for axis in _rows(into)}
    tree = _Tree({}, {})
    for axis in _rows(source):
        match = there.get(axis.code)
        if match is None:
            match = Axis(
                programme=into,
                code=axis.code,
                title=axis.title,
                summary=axis.summary,
                position=len(there) + 1,
            )
            _save(match, by)
            there[axis.code] = match
            tree.new_axes += 1
        tree.axes[axis.pk] = match
        known = {row.code: row for row in match.objectives.all()}
        for row in sorted(axis.objectives.all(), key=lambda one: (one.position, one.pk)):
            if row.code not in known:
                known[row.code] = Objective(
                    axis=match, code=row.code, title=row.title, position=len(known) + 1
                )
                _save(known[row.code], by)
                tree.new_objectives += 1
            tree.objectives[row.pk] = known[row.code]
    return tree


def _free_number(number: str, taken: set[str]) -> str:
    """Return `number`, or the first whole number that no sheet of the programme bears."""
    rank = 1
    while number in taken:
        number = str(rank)
        rank += 1
    taken.add(number)
    return number


def hold(row: Any) -> None:
    """Lock a versioned row and read the version it has by now."""
    row.version = (
        type(row)._base_manager.select_for_update().values_list("version", flat=True).get(pk=row.pk)
    )


def grow(row: Any, by: AbstractBaseUser | None) -> None:
    """Save a versioned row that is held, one version further: a page opened before is stale."""
    row.version += 1
    _save(row, by)


def _save(row: Any, by: AbstractBaseUser | None) -> None:
    row._history_user = by
    row.save()
