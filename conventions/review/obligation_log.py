"""Who noted what on the commitments of a convention, and when; what was taken back included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from conventions.models import Fulfilment, Periodicity, Tracking
from conventions.review.obligations import Obligation
from csipa.french.dates import long_date

_MOST = 50
_TAKEN_BACK = "-"


@dataclass(frozen=True)
class LogEntry:
    """One thing that somebody noted: when, who (None: a command), what, on which commitment."""

    at: dt.datetime
    by: Any
    told: str
    text: str


def log_of(obligations: Iterable[Obligation]) -> list[LogEntry]:
    """Return the last entries about these commitments, the latest first; two queries."""
    texts = {line.commitment_pk: line.text for line in obligations}
    entries = [
        LogEntry(row.history_date, row.history_user, told(row), texts[row.commitment_id])
        for model, told in ((Fulfilment, _done), (Tracking, _followed))
        for row in model.history.filter(commitment_id__in=texts)
        .select_related("history_user")
        .order_by("-history_date", "-history_id")[:_MOST]
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:_MOST]


def _done(row: Any) -> str:
    day = long_date(row.done_on)
    if row.history_type == _TAKEN_BACK:
        return f"n’est plus noté comme fait le {day}"
    return f"noté comme fait le {day}" + (f" ({row.proof})" if row.proof else "")


def _followed(row: Any) -> str:
    if row.history_type == _TAKEN_BACK:
        return "n’est plus suivi"
    often = f"suivi {Periodicity(row.periodicity).label}"
    if row.periodicity == Periodicity.ONCE and row.first_due_on:
        return f"à tenir le {long_date(row.first_due_on)}"
    if row.first_due_on:
        often += f", la première fois le {long_date(row.first_due_on)}"
    return often
