"""Telling the regional health agency of a change: until when, and what is still to be told.

Source: code de la santé publique, D. 6323-10. A substantial change is brought to the knowledge of
the director general within fifteen days at the latest, by any means that gives a certain date to
its reception.

The day of the change does not count and the fifteenth after it is the last. No text puts off this
delay to a working day: where it ends on a Sunday, the last working day before is told too. It is
reception that the text dates, so a letter posted on the last day may come too late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from csipa.french.dates import is_working_day

DELAY = dt.timedelta(days=15)
"""Fifteen days, counted in days of the calendar (D. 6323-10)."""

SAME = dt.timedelta(days=30)
"""A declaration of the same sort this close to a change is taken for that of the change."""

USUAL_ENCLOSURES = {
    "rules": ("Règlement de fonctionnement à jour",),
    "manager": ("Acte qui désigne le nouveau gestionnaire", "Projet de santé mis à jour"),
    "representative": ("Acte qui désigne le représentant légal",),
    "centre_moved": ("Plan des nouveaux locaux", "Projet de santé mis à jour"),
    "antenna_moved": ("Plan des nouveaux locaux", "Projet de santé mis à jour"),
    "antenna_opened": ("Projet de santé mis à jour", "Plan des locaux de l’antenne"),
    "antenna_closed": ("Acte qui décide la fermeture", "Projet de santé mis à jour"),
    "platform": ("Liste du matériel du plateau technique",),
    "quality": ("Projet de santé mis à jour",),
}
"""What usually goes with the letter, by nature; the text lists nothing, so this is only offered."""


class DeclarationState(StrEnum):
    """Where a declaration stands; the order is that of what is left to do."""

    LATE = "late"
    TO_SEND = "to_send"
    SENT = "sent"
    RECEIVED = "received"

    @property
    def label(self) -> str:
        """Return the state in French."""
        return _LABELS[self]


_LABELS = {
    DeclarationState.LATE: "en retard",
    DeclarationState.TO_SEND: "à envoyer",
    DeclarationState.SENT: "envoyé",
    DeclarationState.RECEIVED: "reçu",
}


@dataclass(frozen=True)
class Change:
    """A change that the records show; `centre` is the centre of `site`, or the site itself."""

    site: int
    centre: int
    nature: str
    day: dt.date


@dataclass(frozen=True)
class Told:
    """A change of that nature, told or set aside, at the day it happened."""

    site: int
    nature: str
    day: dt.date


def due_on(happened_on: dt.date) -> dt.date:
    """Return the last day on which the agency may be told.

    >>> due_on(dt.date(2026, 2, 2))
    datetime.date(2026, 2, 17)
    """
    return min(happened_on, dt.date.max - DELAY) + DELAY


def last_working_day(day: dt.date) -> dt.date:
    """Return the day itself when somebody works, else the last such day before it."""
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    return day


def days_left(happened_on: dt.date, *, today: dt.date) -> int:
    """Return how many days are left; 0 on the last day, negative when it is past."""
    return (due_on(happened_on) - today).days


def late_from(today: dt.date) -> dt.date:
    """Return the last day of change whose delay is over on `today`: `due_on` read backwards."""
    return max(today, dt.date.min + DELAY + dt.timedelta(days=1)) - DELAY - dt.timedelta(days=1)


def state_of(
    happened_on: dt.date,
    *,
    sent_on: dt.date | None,
    received_on: dt.date | None,
    today: dt.date,
) -> DeclarationState:
    """Return where a declaration stands on `today`."""
    if received_on is not None:
        return DeclarationState.RECEIVED
    if sent_on is not None:
        return DeclarationState.SENT
    late = happened_on <= late_from(today)
    return DeclarationState.LATE if late else DeclarationState.TO_SEND


def overrun(happened_on: dt.date, *, sent_on: dt.date | None, received_on: dt.date | None) -> int:
    """Return how many days too late it was received, or sent as long as that is all one knows."""
    known = received_on or sent_on
    return max(0, (known - due_on(happened_on)).days) if known else 0


def still_to_tell(
    changes: Iterable[Change],
    *,
    told: Iterable[Told],
    set_aside: Iterable[Told],
    editions_sent: Iterable[tuple[int, dt.date]],
) -> list[Change]:
    """Return the changes that nobody told nor set aside, the oldest first.

    A change counts as told by a declaration of its nature, for its site, within `SAME` of its
    day, or by an edition of the health project of its centre sent on its day or later
    (`editions_sent` gives centre and day).
    """
    known, left = list(told), set(set_aside)
    sent = list(editions_sent)
    found = [
        change
        for change in changes
        if Told(change.site, change.nature, change.day) not in left
        and not any(_same(change, one) for one in known)
        and not any(centre == change.centre and day >= change.day for centre, day in sent)
    ]
    return sorted(found, key=lambda change: (change.day, change.site, change.nature))


def _same(change: Change, told: Told) -> bool:
    if (change.site, change.nature) != (told.site, told.nature):
        return False
    return abs(change.day - told.day) <= SAME
