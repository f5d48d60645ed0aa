"""Two people on one cell: what is written, what is asked, and what is refused.

A change says what the cell showed to whoever typed (`base`). A cell that shows something else by
now is never overwritten: both values come back, and the person chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from consultations.rules.cells import CellKey, Mark, Measure, Value

PARTS = (Measure.UNSCHEDULED, Measure.WITHOUT_GP)


@dataclass(frozen=True)
class RowState:
    """What a row says: its numbers by measure (None is not entered), or that the day is closed."""

    numbers: Mapping[Measure, int]
    closed: bool = False

    def value(self, measure: Measure) -> Value:
        """Return what the cell of a measure shows."""
        if self.closed:
            return Mark.CLOSED
        return self.numbers.get(measure, Mark.BLANK)

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is entered."""
        return not self.closed and not self.numbers


BLANK_ROW = RowState({})


@dataclass(frozen=True)
class Change:
    """One cell typed: its new value, and what it showed before (None: whatever it showed).

    `confirmed` says that the person was told that the value is unusual and kept it.
    """

    key: CellKey
    measure: Measure
    value: Value
    base: Value | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class Merged:
    """What became of the changes of one row."""

    state: RowState
    applied: list[Change]
    conflicts: list[Change]
    refused: list[tuple[Change, str]]


def merge(state: RowState, changes: list[Change]) -> Merged:
    """Apply the changes of one row, in order, each that still may be.

    A change is no conflict with one made just before it: somebody reopens a closed line by typing
    several of its figures together.
    """
    merged = Merged(state, [], [], [])
    for change in changes:
        current = merged.state.value(change.measure)
        if current == change.value:
            merged.applied.append(change)
        elif change.base not in (None, current, state.value(change.measure)):
            merged.conflicts.append(change)
        elif message := _refusal(merged.state, change):
            merged.refused.append((change, message))
        else:
            merged.applied.append(change)
            merged = replace(merged, state=_changed(merged.state, change))
    return _whole(merged, state)


def _changed(state: RowState, change: Change) -> RowState:
    if change.value is Mark.CLOSED:
        return RowState({}, closed=True)
    numbers = {} if state.closed else dict(state.numbers)
    if isinstance(change.value, Mark):
        numbers.pop(change.measure, None)
    else:
        numbers[change.measure] = change.value
    return RowState(numbers)


def _refusal(state: RowState, change: Change) -> str:
    """Return why a change may not be made by itself; empty when it may."""
    others = set(state.numbers) - {change.measure}
    if change.value is Mark.CLOSED and others:
        return (
            "Cette ligne porte d’autres chiffres ce jour-là\u00a0: effacez-les avant de la "
            "marquer fermée."
        )
    return ""


def _whole(merged: Merged, before: RowState) -> Merged:
    """Refuse all the changes of a row whose parts would be greater than the whole."""
    numbers = merged.state.numbers
    done = numbers.get(Measure.DONE)
    if done is None or all(numbers.get(part, 0) <= done for part in PARTS):
        return merged
    message = (
        f"Les consultations non programmées ou sans médecin traitant font partie des {done} "
        "consultations du jour\u00a0: leur nombre ne peut être plus grand."
    )
    refused = [*merged.refused, *((change, message) for change in merged.applied)]
    return Merged(before, [], merged.conflicts, refused)
