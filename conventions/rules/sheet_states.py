"""What the dates of an action say of it: what is late, and what a state asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How far an action has come; the values are those of the database."""

    DRAFT = "draft"
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    SUSPENDED = "suspended"
    DROPPED = "dropped"


ALIVE = frozenset({State.DRAFT, State.PLANNED, State.RUNNING})
"""States in which something is still expected: a suspended or dropped action is late of nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the calendar: what, for which day, done on which day."""

    title: str
    due_on: dt.date | None = None
    done_on: dt.date | None = None

    def is_late(self, today: dt.date) -> bool:
        """Tell whether the step is past its day and not done."""
        return self.done_on is None and self.due_on is not None and self.due_on < today


def late_steps(state: State, steps: Sequence[Step], today: dt.date) -> list[Step]:
    """Return the steps that are late, in the order given; none once nothing is expected."""
    return [step for step in steps if step.is_late(today)] if state in ALIVE else []


def is_late(state: State, end: dt.date | None, steps: Sequence[Step], today: dt.date) -> bool:
    """Tell whether an action is late: past its last day and not done, or a step of it is."""
    past = state in ALIVE and end is not None and end < today
    return past or bool(late_steps(state, steps, today))


def state_fault(
    state: State, *, start: dt.date | None, end: dt.date | None, state_on: dt.date, today: dt.date
) -> str:
    """Return why a state cannot be noted with these dates, as a French sentence; empty if it can.

    `state_on` is the day on which the state was seen.
    """
    if state_on > today:
        return "Le jour où l’état a été constaté n’est pas encore passé\u00a0: corrigez-le."
    if state is State.DONE and end is None:
        return "Une action réalisée a une fin\u00a0: donnez son dernier jour."
    if state is State.DONE and end is not None and end > today:
        return (
            "Cette action finit plus tard\u00a0: une action réalisée a son dernier jour derrière "
            "elle. Corrigez la fin, ou laissez-la «\u00a0en cours\u00a0»."
        )
    if start is not None and end is not None and end < start:
        return "La fin de l’action précède son début\u00a0: corrigez l’une des deux dates."
    return ""
