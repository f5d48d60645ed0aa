"""A row of counts read as its key and what it says."""

from __future__ import annotations

from consultations.models import ActivityCount
from consultations.rules.cells import CellKey, Measure
from consultations.rules.merging import RowState


def key_of(row: ActivityCount) -> CellKey:
    """Return the key of a row."""
    return CellKey.of(row.site_id, row.date, row.profession_id, row.kind, row.person_id)


def state_of(row: ActivityCount) -> RowState:
    """Return what a row says."""
    numbers = ((measure, getattr(row, measure.value)) for measure in Measure)
    return RowState({name: number for name, number in numbers if number is not None}, row.closed)
