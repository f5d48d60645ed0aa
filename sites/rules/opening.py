"""When a place is open: weekly slots, closures, public holidays.

A slot holds its first minute and not its last. Time that two activities share counts once for the
place. Sources: code du travail, L. 3133-1 (public holidays); the hours are those that the health
project announces (arrêté du 27 février 2018 relatif aux centres de santé, annex).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from csipa.french.dates import public_holidays
from sites.rules.periods import HasHours, HasPeriod

DAY, WEEK = dt.timedelta(days=1), 7
FARTHEST = dt.timedelta(days=400)
"""How far ahead an opening is looked for: past a year of weeks, nothing new comes."""


class HasClosure(Protocol):
    """Days without anybody received, both included; of one activity, or of all where empty."""

    start: dt.date
    end: dt.date
    activity: str


@dataclass(frozen=True, order=True)
class Span:
    """Some time of one day; the closing time does not belong to it."""

    opens_at: dt.time
    closes_at: dt.time

    @property
    def minutes(self) -> int:
        """Return how long it lasts."""
        return _minute(self.closes_at) - _minute(self.opens_at)


_Dated = TypeVar("_Dated", bound=HasPeriod)


def in_force(rows: Iterable[_Dated], day: dt.date) -> list[_Dated]:
    """Return the rows whose period holds `day`."""
    return [
        row
        for row in rows
        if (row.start is None or row.start <= day) and (row.end is None or day <= row.end)
    ]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same time without overlap: spans that meet or touch become one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.opens_at <= found[-1].closes_at:
            found[-1] = Span(found[-1].opens_at, max(found[-1].closes_at, span.closes_at))
        else:
            found.append(span)
    return found


def week_of(slots: Iterable[HasHours], day: dt.date, activity: str = "") -> dict[int, list[Span]]:
    """Return the spans of each ISO weekday, 1 to 7, by the slots in force on `day`.

    Of one activity, or of the place as a whole. Closures and holidays do not count.
    """
    chosen = [slot for slot in in_force(slots, day) if activity in ("", slot.activity)]
    return {
        weekday: merged(
            Span(slot.opens_at, slot.closes_at) for slot in chosen if slot.weekday == weekday
        )
        for weekday in range(1, WEEK + 1)
    }


def weekly_minutes(slots: Iterable[HasHours], day: dt.date, activity: str = "") -> int:
    """Return the minutes open in a week by the slots in force on `day`, each minute once.

    Nursing from 7:30 to 20:00 every day is 5,250 minutes, that is 87.5 hours.
    """
    return sum(span.minutes for spans in week_of(slots, day, activity).values() for span in spans)


def activities(slots: Iterable[HasHours], day: dt.date) -> list[str]:
    """Return the activities that have hours in force on `day`, each once, in order of slots."""
    return list(dict.fromkeys(slot.activity for slot in in_force(slots, day)))


def change_days(rows: Iterable[HasPeriod]) -> list[dt.date]:
    """Return the days from which what is in force differs from the day before, in order."""
    found = set()
    for row in rows:
        if row.start is not None:
            found.add(row.start)
        if row.end is not None and row.end < dt.date.max:
            found.add(row.end + DAY)
    return sorted(found)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Everything that decides whether a place is open.

    `first` and `last` are the first and last day on which it receives people, None for no bound.
    On a public holiday only the activities that open seven days out of seven receive.
    """

    slots: Sequence[HasHours]
    closures: Sequence[HasClosure] = ()
    first: dt.date | None = None
    last: dt.date | None = None

    def spans_on(self, day: dt.date, activity: str = "") -> list[Span]:
        """Return when the place, or one of its activities, is open on `day`."""
        if not self._exists_on(day):
            return []
        slots = in_force(self.slots, day)
        wanted = {slot.activity for slot in slots if activity in ("", slot.activity)}
        receiving = {one for one in wanted if not self._is_closed(slots, one, day)}
        return merged(
            Span(slot.opens_at, slot.closes_at)
            for slot in slots
            if slot.weekday == day.isoweekday() and slot.activity in receiving
        )

    def is_open(self, moment: dt.datetime, activity: str = "") -> bool:
        """Tell whether the place, or one of its activities, is open at a local time."""
        time = moment.time()
        spans = self.spans_on(moment.date(), activity)
        return any(span.opens_at <= time < span.closes_at for span in spans)

    def next_opening(self, moment: dt.datetime, activity: str = "") -> dt.datetime | None:
        """Return when the doors next open, `moment` included; None if not within 400 days.

        A place that is open has its next opening later: the one after it closes.
        """
        last = min(dt.date.max - FARTHEST, moment.date()) + FARTHEST
        for day in days_between(moment.date(), last):
            for span in self.spans_on(day, activity):
                opening = dt.datetime.combine(day, span.opens_at, moment.tzinfo)
                if opening >= moment:
                    return opening
        return None

    def open_days(self, first: dt.date, last: dt.date, activity: str = "") -> list[dt.date]:
        """Return the days of a period, both ends included, on which there is an opening.

        An antenna open on Tuesdays and Thursdays has one in the week of Tuesday 14 July 2026.
        """
        return [day for day in days_between(first, last) if self.spans_on(day, activity)]

    def _exists_on(self, day: dt.date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def _is_closed(self, slots: Sequence[HasHours], activity: str, day: dt.date) -> bool:
        for closure in self.closures:
            if closure.start <= day <= closure.end and closure.activity in ("", activity):
                return True
        weekdays = {slot.weekday for slot in slots if slot.activity == activity}
        return len(weekdays) < WEEK and day in public_holidays(day.year)


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Give the days of a period in order, both ends included; none if it is reversed."""
    for offset in range((last - first).days + 1):
        yield first + dt.timedelta(days=offset)


def _minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute
