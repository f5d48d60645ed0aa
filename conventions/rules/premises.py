"""Weekly slots of premises: when they fall, how long they last, which ones get in each other's way.

A slot holds its first minute and not its last: one that ends at noon leaves room for one that
starts then. Slots fall every week, on public holidays too; these are told, never skipped, since
only the parties may say that the place is closed. Sources: Code civil art. 1709 (the use of a
thing for a time), Code du travail art. L. 3133-1 (public holidays).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from csipa.french.dates import WEEKDAYS, public_holidays
from csipa.french.hours import said_time

Data = Mapping[str, Any]

USUAL_HOURS = (dt.time(8), dt.time(20))
"""When a place whose opening hours are not recorded is expected to be in use."""
LONGEST = dt.timedelta(days=3660)
"""Occurrences are never told over more than about ten years."""
_TIME = re.compile(r"\s*(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?(?::\d{2})?)?\s*")


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A weekly slot: ISO weekday from 1 (Monday), its room ("" for all those of the convention)."""

    weekday: int
    start: dt.time
    end: dt.time
    room: str = ""
    use: str = ""

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday - 1]} de {said_time(self.start)} à {said_time(self.end)}"

    @property
    def length(self) -> dt.timedelta:
        """Return how long the slot lasts."""
        return _since_midnight(self.end) - _since_midnight(self.start)


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """A slot on one day; `holiday` tells that the day is a public holiday."""

    day: dt.date
    slot: Slot
    holiday: bool = False


@dataclass(frozen=True, kw_only=True)
class Opening:
    """When a place is open on a weekday; the closing time does not belong to it."""

    weekday: int
    start: dt.time
    end: dt.time


_USUAL = [Opening(weekday=day, start=USUAL_HOURS[0], end=USUAL_HOURS[1]) for day in range(1, 7)]


def slots_of(premises: Data | None) -> list[Slot]:
    """Return the slots of the `premises` of a file that can be understood, in their order.

    Days may be figures or names, hours « 09:00 », « 9 h » or « 9h30 ».
    """
    found = [_slot(line) for line in (premises or {}).get("slots") or ()]
    return [slot for slot in found if slot is not None]


def _slot(line: Data) -> Slot | None:
    weekday, start, end = _weekday(line.get("weekday")), *map(time_of, _hours(line))
    if weekday is None or start is None or end is None or end <= start:
        return None
    return Slot(
        weekday=weekday,
        start=start,
        end=end,
        room=str(line.get("room") or "").strip(),
        use=str(line.get("use") or "").strip(),
    )


def _hours(line: Data) -> tuple[str, str]:
    return str(line.get("start") or ""), str(line.get("end") or "")


def _weekday(value: object) -> int | None:
    text = str(value if value is not None else "").strip().lower()
    if text in WEEKDAYS:
        return WEEKDAYS.index(text) + 1
    return int(text) if text in {"1", "2", "3", "4", "5", "6", "7"} else None


def time_of(text: str) -> dt.time | None:
    """Return the time that a text gives, None when it gives none."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    try:
        return dt.time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None


def occurrences(slots: Sequence[Slot], first: dt.date, last: dt.date) -> Iterator[Occurrence]:
    """Give each slot on each of its days, from `first` to `last` included, by day and hour."""
    last = min(last, _later(first, LONGEST))
    day = first
    while day <= last:
        today = [slot for slot in slots if slot.weekday == day.isoweekday()]
        holiday = bool(today) and day in public_holidays(day.year)
        for slot in sorted(today, key=lambda one: (one.start, one.end, one.room)):
            yield Occurrence(day=day, slot=slot, holiday=holiday)
        if day == dt.date.max:
            return
        day += dt.timedelta(days=1)


def _later(day: dt.date, span: dt.timedelta) -> dt.date:
    return day + span if day <= dt.date.max - span else dt.date.max


def weekly_length(slots: Iterable[Slot]) -> dt.timedelta:
    """Return how long the place is in use each week; what two slots share counts once."""
    total = dt.timedelta()
    busy: dict[int, dt.time] = {}
    for slot in sorted(slots, key=lambda one: (one.weekday, one.start)):
        start = max(slot.start, busy.get(slot.weekday, dt.time.min))
        if start < slot.end:
            total += _since_midnight(slot.end) - _since_midnight(start)
            busy[slot.weekday] = slot.end
    return total


def overlaps(slots: Sequence[Slot]) -> list[tuple[Slot, Slot]]:
    """Return the pairs of slots that use a same room at a same time, in their order.

    A slot without a room is in all of them.
    """
    return [
        (one, other)
        for one, other in combinations(slots, 2)
        if (not one.room or not other.room or one.room == other.room) and meet(one, other)
    ]


def meet(one: Slot, other: Slot) -> bool:
    """Tell whether two slots share some time of the week, whatever their rooms."""
    return one.weekday == other.weekday and one.start < other.end and other.start < one.end


def outside(slots: Sequence[Slot], openings: Sequence[Opening]) -> list[Slot]:
    """Return the slots that begin before the place opens or end after it closes.

    Openings that touch or overlap count as one; without any, from 8 to 20, from Monday to Saturday.
    """
    if not openings:
        openings = [
            Opening(weekday=day, start=USUAL_HOURS[0], end=USUAL_HOURS[1]) for day in range(1, 7)
        ]
    merged = _merged(openings)
    return [
        slot
        for slot in slots
        if not any(
            one.weekday == slot.weekday and one.start <= slot.start and slot.end <= one.end
            for one in merged
        )
    ]


def _merged(openings: Sequence[Opening]) -> list[Opening]:
    merged: list[Opening] = []
    for one in sorted(openings, key=lambda each: (each.weekday, each.start)):
        last = merged[-1] if merged else None
        if last and last.weekday == one.weekday and one.start <= last.end:
            end = max(last.end, one.end)
            merged[-1] = Opening(weekday=one.weekday, start=last.start, end=end)
        else:
            merged.append(one)
    return merged


def _since_midnight(time: dt.time) -> dt.timedelta:
    return dt.timedelta(hours=time.hour, minutes=time.minute, seconds=time.second)
