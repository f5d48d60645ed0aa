"""The two ledgers: what the centre does, and what is done at its sites under a convention.

Sessions of unscheduled care are no activity of the centre. Their sums are worked out here, and
normalised by session counted: a convention may cross holidays, and weeks would not compare. The
two ledgers are only ever added under a name that says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from consultations.rules.session_counts import Category

CSIPA_LABEL = "activité du CSIPA"
SNP_LABEL = "soins non programmés sous convention"
PLACE_LABEL = "activité du lieu"
PLACE_WORDS = (
    "L’activité du lieu additionne l’activité du CSIPA et les soins non programmés tenus sous "
    "convention par d’autres que lui\u00a0: elle dit ce que le lieu reçoit, non ce que fait le "
    "centre."
)
"""What must stand beside any sum of the two."""

Key = TypeVar("Key", bound=Hashable)


class Fate(Enum):
    """What became of a session: to come, past without word of it, held, cancelled."""

    AHEAD = "ahead"
    DUE = "due"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class CountFacts:
    """What one session counted; `inside`, `outside`, `unknown` share `done` by commune."""

    done: int
    categories: dict[Category, int]
    no_show: int = 0
    inside: int = 0
    outside: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class SessionFacts:
    """One session of unscheduled care; `minutes` is its length, `count` None until it is counted.

    `site` and `convention` are keys.
    """

    day: dt.date
    site: int
    convention: int
    fate: Fate
    minutes: int
    is_cleaned: bool = False
    count: CountFacts | None = None

    @property
    def month(self) -> dt.date:
        """Return the first day of its month."""
        return self.day.replace(day=1)


@dataclass(frozen=True)
class SnpTotal:
    """Sums over sessions. `minutes` and `cleaned` are those of the sessions held."""

    ahead: int = 0
    due: int = 0
    held: int = 0
    cancelled: int = 0
    counted: int = 0
    cleaned: int = 0
    minutes: int = 0
    done: int = 0
    no_show: int = 0
    inside: int = 0
    outside: int = 0
    unknown: int = 0
    categories: dict[Category, int] = field(default_factory=lambda: dict.fromkeys(Category, 0))

    @property
    def booked(self) -> int:
        """Return how many sessions were put on the planning, cancelled ones included."""
        return self.ahead + self.due + self.held + self.cancelled

    @property
    def to_count(self) -> int:
        """Return how many sessions are over and still have no count."""
        return self.due + self.held - self.counted

    @property
    def per_session(self) -> Decimal | None:
        """Return consultations by session held and counted; None while none is."""
        return Decimal(self.done) / self.counted if self.counted else None

    @property
    def no_show_share(self) -> Decimal | None:
        """Return appointments not kept, in per cent of those made; None without any."""
        made = self.done + self.no_show
        return Decimal(self.no_show) * 100 / made if made else None

    def share(self, category: Category) -> Decimal | None:
        """Return what a category is of the consultations, in per cent; None without any."""
        return Decimal(self.categories[category]) * 100 / self.done if self.done else None


@dataclass(frozen=True)
class TwoLedgers:
    """Consultations of the centre and those held under conventions, side by side."""

    csipa: int
    snp: int

    @property
    def of_the_place(self) -> int:
        """Return both together: shown on request only, with PLACE_LABEL and PLACE_WORDS."""
        return self.csipa + self.snp


def fate_of(*, is_held: bool, is_cancelled: bool, is_over: bool) -> Fate:
    """Return what became of a session."""
    if is_cancelled:
        return Fate.CANCELLED
    if is_held:
        return Fate.HELD
    return Fate.DUE if is_over else Fate.AHEAD


def total(sessions: Iterable[SessionFacts]) -> SnpTotal:
    """Return the sums over sessions; what a cancelled or coming one holds adds nothing."""
    found = list(sessions)
    held = [one for one in found if one.fate is Fate.HELD]
    counts = [one.count for one in held if one.count is not None]
    fates = [one.fate for one in found]
    return SnpTotal(
        ahead=fates.count(Fate.AHEAD),
        due=fates.count(Fate.DUE),
        held=len(held),
        cancelled=fates.count(Fate.CANCELLED),
        counted=len(counts),
        cleaned=sum(one.is_cleaned for one in held),
        minutes=sum(one.minutes for one in held),
        done=sum(one.done for one in counts),
        no_show=sum(one.no_show for one in counts),
        inside=sum(one.inside for one in counts),
        outside=sum(one.outside for one in counts),
        unknown=sum(one.unknown for one in counts),
        categories={one: sum(count.categories[one] for count in counts) for one in Category},
    )


def totals_by(
    sessions: Iterable[SessionFacts], key: Callable[[SessionFacts], Key]
) -> dict[Key, SnpTotal]:
    """Return the sums of the sessions of each key, in the order in which keys first come."""
    groups: dict[Key, list[SessionFacts]] = {}
    for one in sessions:
        groups.setdefault(key(one), []).append(one)
    return {name: total(group) for name, group in groups.items()}
