"""Where an act stands, in one word: what the list of acts shows and what it can be asked for."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from conventions.rules.act_dates import ActDates


class Stage(StrEnum):
    """What is still to be done about an act; every act is in one and only one stage."""

    DRAFT = "draft"
    UNDATED = "undated"
    TO_TRANSMIT = "to_transmit"
    SENT = "sent"
    TO_PUBLISH = "to_publish"
    ENFORCEABLE = "enforceable"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Return the stage in French."""
        return _LABELS[self]


_LABELS = {
    Stage.DRAFT: "projet",
    Stage.UNDATED: "signé – date inconnue",
    Stage.TO_TRANSMIT: "signé – à transmettre",
    Stage.SENT: "transmis – réception attendue",
    Stage.TO_PUBLISH: "à publier ou à notifier",
    Stage.ENFORCEABLE: "exécutoire",
    Stage.CLOSED: "délai de recours clos",
    Stage.CANCELLED: "annulé",
}


def stage_of(act: ActDates, *, signed: bool, today: dt.date) -> Stage:
    """Return where an act stands on `today`; an event dated of a later day has not happened."""
    if not signed:
        return Stage.DRAFT
    if act.cancelled:
        return Stage.CANCELLED
    if act.signed is None:
        return Stage.UNDATED
    if act.to_transmit and not _happened(act.received, today):
        return Stage.SENT if _happened(act.sent, today) else Stage.TO_TRANSMIT
    if not _happened(act.known, today):
        return Stage.TO_PUBLISH
    until = act.appeal_until
    return Stage.CLOSED if until and until < today else Stage.ENFORCEABLE


def _happened(day: dt.date | None, today: dt.date) -> bool:
    return day is not None and day <= today
