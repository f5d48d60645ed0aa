"""What follows from a meeting of a committee: decisions and their days, who came and how often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FollowUp(StrEnum):
    """Where a decision stands on a day, in the order in which it is looked at."""

    LATE = "late"
    THIS_MONTH = "this_month"
    LATER = "later"
    UNDATED = "undated"
    DONE = "done"

    @property
    def label(self) -> str:
        """What people read."""
        return _LABELS[self]

    @property
    def heading(self) -> str:
        """What opens the list of decisions that stand there."""
        return "faites" if self is FollowUp.DONE else self.label

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return self is not FollowUp.DONE


_LABELS = {
    FollowUp.LATE: "en retard",
    FollowUp.THIS_MONTH: "à faire ce mois-ci",
    FollowUp.LATER: "à faire plus tard",
    FollowUp.UNDATED: "sans échéance",
    FollowUp.DONE: "suivie d’effet",
}


def follow_up_of(*, due_on: dt.date | None, done_on: dt.date | None, today: dt.date) -> FollowUp:
    """Return where a decision due on `due_on`, and done on `done_on`, stands on `today`.

    It is late from the day after the one it was due on; one noted as done later than `today` is
    still open on that day.
    """
    if done_on is not None and done_on <= today:
        return FollowUp.DONE
    if due_on is None:
        return FollowUp.UNDATED
    if due_on < today:
        return FollowUp.LATE
    same_month = (due_on.year, due_on.month) == (today.year, today.month)
    return FollowUp.THIS_MONTH if same_month else FollowUp.LATER


@dataclass(frozen=True, slots=True)
class Presence:
    """How many came to a meeting, or to how many meetings one came: whole numbers, 0 or more."""

    present: int = 0
    represented: int = 0
    excused: int = 0
    absent: int = 0

    @property
    def expected(self) -> int:
        """How many were to come."""
        return self.present + self.represented + self.excused + self.absent

    @property
    def there(self) -> int:
        """How many came or sent somebody."""
        return self.present + self.represented

    @property
    def is_taken(self) -> bool:
        """Tell whether names were taken: until then, everybody counts as absent."""
        return self.expected > self.absent


def presence_of(statuses: Iterable[str]) -> Presence:
    """Count statuses (« present », « represented », « excused », « absent »).

    Raises ValueError for another one.
    """
    counts = dict.fromkeys(("present", "represented", "excused", "absent"), 0)
    for status in statuses:
        if status not in counts:
            raise ValueError(f"unknown status: {status}")
        counts[status] += 1
    return Presence(**counts)
