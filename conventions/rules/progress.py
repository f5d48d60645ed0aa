"""What an action was on a day, from its versions, and what changed between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """What a save said of an action: its state, the day on which it was seen, the day of the save.

    `told` says in words how far it was; `rank` tells apart the saves of one day, in their order.
    """

    state: str
    seen_on: dt.date | None
    saved_on: dt.date
    rank: int = 0
    told: str = ""

    @property
    def since(self) -> dt.date:
        """The day from which the version tells the truth: the one seen, else the one saved.

        A state seen on a day after it was written holds from that day.
        """
        return self.seen_on or self.saved_on


def version_on(versions: Iterable[Version], day: dt.date) -> Version | None:
    """Return what was true on `day`, from what is known now; None when nothing is.

    A state written afterwards, but seen by then, counts: the board of a past day tells what was,
    not what was known. Of two seen on one day, the last one written prevails.
    """
    found = [one for one in versions if one.since <= day]
    return max(found, key=lambda one: (one.since, one.saved_on, one.rank), default=None)
