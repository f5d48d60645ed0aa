"""How long people stay at the centre: stays, departures, retention and median stay.

A stay is the time somebody spends at the centre without leaving it, whatever posts they hold
meanwhile. Two assignments make one stay when no working day lies between them, or when the first
ended on something that is no departure (a change of quota, another post of the centre).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from csipa.french.dates import add_months, next_working_day

_DAY = dt.timedelta(days=1)
_HALF = Fraction(1, 2)

RETENTION_MONTHS = (3, 6, 12)
"""Months after the arrival at which one looks whether people are still here."""


@dataclass(frozen=True, slots=True)
class Spell:
    """One assignment from `start` to `end`, both included; None until further notice.

    `groups` are those it counts in (professions or sites). `departure` tells whether its end is
    that of somebody who leaves, `voluntary` whether they chose it.
    """

    person: int
    start: dt.date
    end: dt.date | None
    groups: frozenset[Hashable]
    departure: bool = True
    voluntary: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """The time of one person at the centre; `left_groups` are those held on the last day.

    `since` tells, for each group (profession or site) of the stay, its first day in it.
    """

    person: int
    start: dt.date
    end: dt.date | None
    since: Mapping[Hashable, dt.date] = field(hash=False)
    left_groups: frozenset[Hashable]
    departure: bool
    voluntary: bool

    def days(self, observed_on: dt.date) -> int:
        """Return the days of the stay up to `observed_on`, both ends counted; 0 before it."""
        end = observed_on if self.end is None else min(self.end, observed_on)
        return max((end - self.start).days + 1, 0)

    def is_over(self, observed_on: dt.date) -> bool:
        """Tell whether the last day of the stay is past, or is `observed_on` itself."""
        return self.end is not None and self.end <= observed_on


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, both counted: « 2 sur 6 »."""

    part: int
    whole: int


def stays(spells: Iterable[Spell]) -> list[Stay]:
    """Return the stays that assignments make, in the order of arrival."""
    people: dict[int, list[Spell]] = defaultdict(list)
    for spell in spells:
        people[spell.person].append(spell)
    found = [_stay(run) for own in people.values() for run in _runs(own)]
    return sorted(found, key=lambda stay: (stay.start, stay.person))


def in_group(found: Iterable[Stay], group: Hashable | None) -> list[Stay]:
    """Return the stays that count in a group, each from its first day there; all for None.

    A doctor who becomes a midwife too after a year is new as a midwife on that day.
    """
    if group is None:
        return list(found)
    return [replace(stay, start=stay.since[group]) for stay in found if group in stay.since]


def departures(
    found: Iterable[Stay], first: dt.date, last: dt.date, group: Hashable | None = None
) -> list[Stay]:
    """Return the stays that ended from `first` to `last` by a departure, that of `group` if told.

    Somebody counts where they worked on their last day. Changes of quota and of post within the
    centre are no departures.
    """
    return [
        stay
        for stay in found
        if stay.end is not None
        and first <= stay.end <= last
        and stay.departure
        and (group is None or group in stay.left_groups)
    ]


def still_here(found: Iterable[Stay], months: int, observed_on: dt.date) -> Share:
    """Return how many were still here `months` after they came, among those one could follow.

    Only those who arrived early enough count: share = present on arrival + n months ÷ arrivals
    whose day + n months is not after `observed_on`.
    """
    marks = [(stay, add_months(stay.start, months)) for stay in found]
    observed = [(stay, mark) for stay, mark in marks if mark <= observed_on]
    present = [1 for stay, mark in observed if stay.end is None or stay.end >= mark]
    return Share(len(present), len(observed))


def median_completed(found: Iterable[Stay], observed_on: dt.date) -> Fraction | None:
    """Return the median length in days of the stays that are over; None if none is.

    Those still present are left aside: the figure is low as long as many are.
    """
    lengths = sorted(stay.days(observed_on) for stay in found if stay.is_over(observed_on))
    if not lengths:
        return None
    middle = len(lengths) // 2
    if len(lengths) % 2:
        return Fraction(lengths[middle])
    return Fraction(lengths[middle - 1] + lengths[middle], 2)


def median_expected(found: Iterable[Stay], observed_on: dt.date) -> int | None:
    """Return the median stay in days, those still present counted for what they already stayed.

    Kaplan–Meier estimator: S(t) = Π over lengths u ≤ t of (1 − ended at u ÷ still followed at u);
    the median is the first t with S(t) ≤ 1/2. None when more than half would still be here (Kaplan
    and Meier, « Nonparametric estimation from incomplete observations », JASA 53, 1958).
    """
    followed = [
        (stay.days(observed_on), stay.is_over(observed_on))
        for stay in found
        if stay.start <= observed_on
    ]
    remaining, left = Fraction(1), len(followed)
    for length in sorted({days for days, _ in followed}):
        ended = sum(over for days, over in followed if days == length)
        remaining *= 1 - Fraction(ended, left)
        left -= sum(days == length for days, _ in followed)
        if remaining <= _HALF:
            return length
    return None


def _runs(own: Sequence[Spell]) -> list[list[Spell]]:
    """Part the assignments of one person into stays."""
    found: list[list[Spell]] = []
    for spell in sorted(own, key=lambda spell: spell.start):
        if found and _goes_on(found[-1], spell):
            found[-1].append(spell)
        else:
            found.append([spell])
    return found


def _goes_on(run: Sequence[Spell], spell: Spell) -> bool:
    end = _end(run)
    if end is None or spell.start <= end + _DAY:
        return True
    last = [one for one in run if one.end == end]
    return next_working_day(end + _DAY) >= spell.start or not any(one.departure for one in last)


def _end(run: Sequence[Spell]) -> dt.date | None:
    ends = [spell.end for spell in run if spell.end is not None]
    return max(ends) if len(ends) == len(run) else None


def _stay(run: Sequence[Spell]) -> Stay:
    end = _end(run)
    last = [spell for spell in run if spell.end == end]
    return Stay(
        run[0].person,
        run[0].start,
        end,
        # Read from the last to the first, so that the first day of each group stays.
        {group: spell.start for spell in reversed(run) for group in spell.groups},
        frozenset[Hashable]().union(*(spell.groups for spell in last)),
        end is not None and any(spell.departure for spell in last),
        end is not None and any(spell.voluntary for spell in last),
    )
