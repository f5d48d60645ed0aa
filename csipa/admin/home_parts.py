"""What an app tells on the start page and on « À faire »: tasks, figures, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

_RANKS = {"late": 0, "30": 1, "waiting": 2, "60": 3, "90": 4, "later": 5}
_FEW = 2


@dataclass(frozen=True)
class Link:
    """A page, or a part of what is told: words, and the address where they lead, if any."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Task:
    """Something to do, in a few words, and the page where it is done.

    `level` is a class of `watch.css` (« late », « 30 », « 60 », « 90 », « later », « waiting »),
    `mark` what is written beside its shape; `about` says of what, `when` for when or since when.
    `day` sorts tasks of one level, the nearest first; without any it comes last. `details` say in
    full, where there is room, what `about` sums up.
    """

    text: str
    url: str
    level: str
    mark: str
    about: str = ""
    when: str = ""
    day: dt.date | None = None
    details: tuple[Link, ...] = ()

    @property
    def rank(self) -> tuple[int, dt.date]:
        """Return what sorts tasks, the most urgent first."""
        return _RANKS[self.level], self.day or dt.date.max


@dataclass(frozen=True)
class Figure:
    """A figure of the start page, as people read it: « 1 234 », of what, and as of when.

    `rank` tells which come first where there are more than the page shows; `change` says how far it
    is from what it was.
    """

    rank: int
    label: str
    value: str
    as_of: str
    url: str
    change: str = ""


@dataclass(frozen=True)
class Coming:
    """Something that begins soon, and ends at `ends_at`: it is no longer told afterwards."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    when: str
    text: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class Told:
    """What one app tells somebody.

    `pages` are those where all of it is seen; `quiet` says what was looked at while nothing of it
    is to be done, and is empty where there is nothing to look at.
    """

    tasks: list[Task] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    pages: list[Link] = field(default_factory=list)
    quiet: str = ""


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """Return tasks, the most urgent first."""
    return sorted(tasks, key=lambda task: task.rank)


def first_tasks(parts: Iterable[Sequence[Task]], most: int) -> list[Task]:
    """Return the `most` tasks to show, the most urgent first, every part heard before any is full.

    Each part gives its two most urgent ones first; what room is left goes to the most urgent of the
    rest. So twenty late lines of one subject hide no other.
    """
    ordered = [in_order(part) for part in parts]
    # Turn by turn, so that the first of each part is kept before the second of any; within a turn
    # the most urgent, so that the last part to speak is not the one left out.
    turns = zip_longest(*(part[:_FEW] for part in ordered))
    heard = [task for turn in turns for task in in_order(filter(None, turn))]
    rest = in_order(task for part in ordered for task in part[_FEW:])
    return in_order([*heard, *rest][:most])


def first_figures(figures: Iterable[Figure], most: int) -> list[Figure]:
    """Return the `most` figures to show, in their order."""
    return sorted(figures, key=lambda figure: figure.rank)[:most]


def still_coming(
    coming: Iterable[Coming], *, now: dt.datetime, most: int | None = None
) -> list[Coming]:
    """Return the next things that are not over at `now`, the `most` first of them if said."""
    left = [one for one in coming if one.ends_at > now]
    return sorted(left, key=lambda one: one.starts_at)[:most]
