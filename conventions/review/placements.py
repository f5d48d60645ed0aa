"""The sheets of programmes, in the order in which their tree shows them."""

from __future__ import annotations

from django.db.models import F, QuerySet

from conventions.models import Programme, SheetPlace


def ordered(places: QuerySet[SheetPlace]) -> QuerySet[SheetPlace]:
    """Return places by programme, axis, objective, then rank; those under no axis go last.

    Within an axis, sheets of no objective come first.
    """
    return places.select_related("axis", "objective").order_by(
        "programme",
        F("axis__position").asc(nulls_last=True),
        "axis",
        F("objective__position").asc(nulls_first=True),
        "objective",
        "position",
        "pk",
    )


def in_order(programme: Programme) -> list[SheetPlace]:
    """Return the places of a programme, sheets loaded, in the order of its tree; one query."""
    return list(ordered(programme.placements.all()).select_related("sheet", "axis", "objective"))
