"""Which of the structured terms of a convention its page shows: lines typed here, or a file's."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from conventions.admin.money_inlines import FinancialTermInline, InstalmentInline, PayerInline
from conventions.admin.premises_inlines import (
    LentEquipmentInline,
    OccupiedRoomInline,
    OccupiedSlotInline,
)
from conventions.models import Convention

MONEY_LINES = (FinancialTermInline, InstalmentInline, PayerInline)
PREMISES = "Locaux, matériel, créneaux"
PREMISES_LINES = (OccupiedRoomInline, LentEquipmentInline, OccupiedSlotInline)
BROUGHT = "Locaux et conditions financières"
STRUCTURED = (PREMISES, BROUGHT)
_LINES = (*MONEY_LINES, *PREMISES_LINES)
_OF_THE_SITE = (OccupiedRoomInline, LentEquipmentInline)


def structured_lines(convention: Convention | None, *, locked: bool) -> tuple[Any, ...]:
    """Return the sets of lines that the page shows.

    All of them while the text is written here, those that hold something once it is closed, none
    for the words of a file. What is chosen among the records of a site waits for the site.
    """
    if convention is None:
        return tuple(lines for lines in _LINES if lines not in _OF_THE_SITE)
    if convention.as_written or locked:
        return tuple(lines for lines in _LINES if lines.model in _written(convention))
    if convention.site_id is None:
        rows = _written(convention)
        return tuple(one for one in _LINES if one not in _OF_THE_SITE or one.model in rows)
    return _LINES


def is_structured_set(lines: Any) -> bool:
    """Tell whether a set of lines is one of those that `structured_lines` rules."""
    return lines in _LINES


def structured_fieldsets(convention: Convention | None, *, locked: bool) -> set[str]:
    """Return the names of the sections shown: premises typed here, and what a file brought."""
    if convention is None:
        return {PREMISES}
    shown = set()
    closed = convention.as_written or locked
    if not closed or convention.parcel or convention.premises_condition:
        shown.add(PREMISES)
    if (convention.premises or convention.finance) and not _written(convention):
        shown.add(BROUGHT)
    return shown


def _written(convention: Convention) -> set[Any]:
    """Return the models of the lines that a convention has; one query, remembered on the row."""
    known = convention.__dict__.get("_lines_written")
    if known is None:
        names = {f"has_{rank}": lines.model for rank, lines in enumerate(_LINES)}
        held = {
            name: Exists(model.objects.filter(convention=OuterRef("pk")))
            for name, model in names.items()
        }
        row = Convention.objects.filter(pk=convention.pk).values(**held).first() or {}
        known = {names[name] for name, is_held in row.items() if is_held}
        convention.__dict__["_lines_written"] = known
    return known
