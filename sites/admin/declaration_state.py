"""How pages show where a declaration stands: a mark, its words, its day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from csipa.french.dates import long_date
from csipa.french.numbers import counted
from sites.models import SubstantialChange
from sites.rules.declarations import (
    DeclarationState,
    days_left,
    due_on,
    last_working_day,
    overrun,
    state_of,
)

_MARKS = {
    DeclarationState.LATE: "level level-late",
    DeclarationState.TO_SEND: "level level-30",
    DeclarationState.SENT: "level level-60",
    DeclarationState.RECEIVED: "level level-90",
}


@dataclass(frozen=True)
class SaidState:
    """The state in words: « En retard de 3 jours », and what is to be known beside it."""

    state: DeclarationState
    label: str
    more: str
    mark: str
    due: dt.date


def said_state(change: SubstantialChange, *, today: dt.date) -> SaidState:
    """Return where a declaration stands on `today`, in words."""
    days = {"sent_on": change.sent_on, "received_on": change.received_on}
    state = state_of(change.happened_on, **days, today=today)
    due, left = due_on(change.happened_on), days_left(change.happened_on, today=today)
    late = overrun(change.happened_on, **days)
    more = f"{counted(late, 'jour', 'jours')} trop tard" if late else ""
    if state is DeclarationState.LATE:
        label, more = (
            f"En retard de {counted(-left, 'jour', 'jours')}",
            f"depuis le {long_date(due)}",
        )
    elif state is DeclarationState.TO_SEND:
        label, more = f"À envoyer d’ici le {long_date(due)}", _left(due, left)
    elif state is DeclarationState.SENT:
        label = f"Envoyé le {long_date(change.sent_on)}"
    else:
        label = f"Reçu le {long_date(change.received_on)}"
    return SaidState(state, label, more, _MARKS[state], due)


def _left(due: dt.date, left: int) -> str:
    """Return how many days are left, and the last working one where the delay ends on another."""
    if left == 0:
        return "dernier jour"
    told = f"encore {counted(left, 'jour', 'jours')}"
    working = last_working_day(due)
    return told if working == due else f"{told}, dernier jour ouvré le {long_date(working)}"
