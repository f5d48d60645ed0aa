"""Promises of a health project held against opening hours: what is open, what is missing, why.

The project announces days and hours (arrêté du 27 février 2018 relatif aux centres de santé,
annex). Weekly hours alone are read: a closure of some days breaks no promise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from csipa.french.dates import WEEKDAYS
from csipa.french.grammar import de, enumeration, upper_first
from csipa.french.hours import said_time
from csipa.french.typography import NBSP
from sites.rules.opening import Span, in_force, merged
from sites.rules.periods import HasHours

# Days in a row from which « du lundi au mercredi » is shorter than a list.
_RUN = 3


class Keeping(StrEnum):
    """Whether a promise is kept; the codes are those of findings."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"
    NOT_YET = "not_yet"

    @property
    def label(self) -> str:
        """Return the state in French."""
        return _LABELS[self]


_LABELS = {
    Keeping.KEPT: "tenu",
    Keeping.PARTLY: "tenu en partie",
    Keeping.NOT_KEPT: "non tenu",
    Keeping.NOT_YET: "à venir",
}
_SEVERITY = {Keeping.KEPT: 0, Keeping.NOT_YET: 1, Keeping.PARTLY: 2, Keeping.NOT_KEPT: 3}


class HasPromise(Protocol):
    """A promise; it can be held against hours where it names an activity.

    Without a weekday any day will do, without times any hour of the day. `due_on` is the day
    from which it is to be kept, None for at once.
    """

    activity: str
    weekday: int | None
    opens_at: dt.time | None
    closes_at: dt.time | None
    due_on: dt.date | None


class HasEdition(Protocol):
    """An edition of a health project; without a day it does not apply yet."""

    edition: int
    applies_from: dt.date | None


class HasFinding(Protocol):
    """What somebody found on a day; `state` is a code of `Keeping`."""

    found_on: dt.date
    state: str


@dataclass(frozen=True)
class Derived:
    """What opening hours tell of a promise, and the sentence that says why."""

    keeping: Keeping
    why: str


_Edition = TypeVar("_Edition", bound=HasEdition)
_Finding = TypeVar("_Finding", bound=HasFinding)


def edition_on(editions: Iterable[_Edition], day: dt.date) -> _Edition | None:
    """Return the edition in force on `day`: the latest that applies by then, else None."""
    found = [one for one in editions if one.applies_from and one.applies_from <= day]
    return max(found, key=lambda one: (one.applies_from, one.edition), default=None)


def held(
    promise: HasPromise, places: Mapping[str, Sequence[HasHours]], *, named: str, day: dt.date
) -> Derived | None:
    """Return whether the hours of `places` on `day` keep a promise; None if hours cannot tell.

    `places` gives the hours of each place by its name, `named` is the activity in French. Hours
    of several places add up. What is due later and not kept yet is still to come.
    """
    if not promise.activity:
        return None
    open_at = {
        place: [
            slot
            for slot in in_force(slots, day)
            if slot.activity == promise.activity and promise.weekday in (None, slot.weekday)
        ]
        for place, slots in places.items()
    }
    found = _at_times(promise, open_at) or _at_any_time(promise, open_at)
    if found is None:
        found = Derived(Keeping.NOT_KEPT, f"Aucun horaire {de(named)}{_when(promise)}.")
    late = promise.due_on is None or promise.due_on <= day
    if late or found.keeping is Keeping.KEPT:
        return found
    return Derived(Keeping.NOT_YET, found.why)


def missing(promised: Span, spans: Iterable[Span]) -> list[Span]:
    """Return the parts of `promised` that none of `spans` covers, in order."""
    left, start = [], promised.opens_at
    for span in merged(spans):
        if span.opens_at > start:
            left.append(Span(start, min(span.opens_at, promised.closes_at)))
        start = max(start, span.closes_at)
        if start >= promised.closes_at:
            break
    if start < promised.closes_at:
        left.append(Span(start, promised.closes_at))
    return [part for part in left if part.opens_at < part.closes_at]


def worse(stated: Keeping | None, derived: Keeping | None) -> Keeping | None:
    """Return the less favourable of what somebody found and what hours tell; None for neither.

    Where they differ the promise is not taken as kept before somebody looked again.
    """
    known = [one for one in (stated, derived) if one is not None]
    return max(known, key=_SEVERITY.__getitem__, default=None)


def is_overdue(
    due_on: dt.date | None, *, stated: Keeping | None, keeping: Keeping | None, day: dt.date
) -> bool:
    """Tell whether a promise was to be kept before `day` and is not, even in part.

    So is one that nobody looked at, and one still noted as to come.
    """
    if due_on is None or due_on >= day:
        return False
    return keeping in (None, Keeping.NOT_KEPT) or stated is Keeping.NOT_YET


def latest(findings: Iterable[_Finding], day: dt.date) -> _Finding | None:
    """Return the finding that holds on `day`: the last of those noted by then."""
    known = [one for one in findings if one.found_on <= day]
    return max(known, key=lambda one: one.found_on, default=None)


def found_since(findings: Iterable[HasFinding], day: dt.date) -> dt.date | None:
    """Return since when the finding that holds on `day` was found again and again, else None."""
    known = [one for one in findings if one.found_on <= day]
    known.sort(key=lambda one: one.found_on, reverse=True)
    since = None
    for one in known:
        if one.state != known[0].state:
            break
        since = one.found_on
    return since


def _at_times(promise: HasPromise, open_at: Mapping[str, Sequence[HasHours]]) -> Derived | None:
    """Compare with the times promised; None where there are none, or nothing is open then."""
    if promise.opens_at is None or promise.closes_at is None:
        return None
    promised = Span(promise.opens_at, promise.closes_at)
    within = {
        place: merged(part for slot in slots if (part := _within(promised, slot)))
        for place, slots in open_at.items()
    }
    spans = [span for found in within.values() for span in found]
    if not spans:
        return None
    left, told = missing(promised, spans), _told_spans(within)
    if not left:
        return Derived(Keeping.KEPT, f"Ouvert{_when_day(promise)} {told}.")
    lacking = enumeration(_said(span) for span in left)
    why = f"Ouvert{_when_day(promise)} {told}{NBSP}; il manque {lacking}."
    return Derived(Keeping.PARTLY, why)


def _at_any_time(promise: HasPromise, open_at: Mapping[str, Sequence[HasHours]]) -> Derived | None:
    """Compare with a weekday, or with the mere existence of hours; None where nothing is open."""
    open_at = {place: slots for place, slots in open_at.items() if slots}
    if not open_at or promise.opens_at is not None:
        return None
    if promise.weekday is None:
        days = enumeration(
            f"{_said_days({slot.weekday for slot in slots})} ({place})"
            for place, slots in open_at.items()
        )
        return Derived(Keeping.KEPT, f"{upper_first(days)}.")
    spans = {
        place: merged(Span(slot.opens_at, slot.closes_at) for slot in slots)
        for place, slots in open_at.items()
    }
    return Derived(Keeping.KEPT, f"Ouvert{_when_day(promise)} {_told_spans(spans)}.")


def _within(promised: Span, slot: HasHours) -> Span | None:
    """Return what a slot covers of the times promised, None for nothing."""
    opens_at = max(promised.opens_at, slot.opens_at)
    closes_at = min(promised.closes_at, slot.closes_at)
    return Span(opens_at, closes_at) if opens_at < closes_at else None


def _when(promise: HasPromise) -> str:
    day = _when_day(promise)
    if promise.opens_at is None or promise.closes_at is None:
        return day
    return f"{day} {_said(Span(promise.opens_at, promise.closes_at))}"


def _when_day(promise: HasPromise) -> str:
    return f" le {WEEKDAYS[promise.weekday - 1]}" if promise.weekday else ""


def _told_spans(spans: Mapping[str, Sequence[Span]]) -> str:
    """Return « de 9 h à 11 h (Labourse) et de 14 h à 16 h (Robecq) »."""
    return enumeration(
        f"{enumeration(_said(span) for span in found)} ({place})"
        for place, found in spans.items()
        if found
    )


def _said(span: Span) -> str:
    return f"de {said_time(span.opens_at)} à {said_time(span.closes_at)}"


def _said_days(weekdays: set[int]) -> str:
    """Return « lundi et jeudi », « du lundi au vendredi »."""
    first, last = min(weekdays), max(weekdays)
    if len(weekdays) >= _RUN and len(weekdays) == last - first + 1:
        return f"du {WEEKDAYS[first - 1]} au {WEEKDAYS[last - 1]}"
    return enumeration(WEEKDAYS[weekday - 1] for weekday in sorted(weekdays))
