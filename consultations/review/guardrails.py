"""What is usual for each line of some sites on some days; an odd number is asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from consultations.models import ActivityCount
from consultations.review.recorded_lines import Ground
from consultations.rules.bounds import WEEKS, Bounds, Past, Session, bounds
from consultations.rules.cells import CellKey, Measure, write_value
from consultations.rules.closed_days import consulted_activity, is_open_day
from consultations.rules.merging import Change
from csipa.french.dates import public_holidays
from staffing.models import Profession

_Line = tuple[int, int, str, int]
"""Site, profession, kind, and person or 0."""
_FEW_DAYS = 3


@dataclass(frozen=True)
class Guardrails:
    """What is usual for any cell of the sites; asking makes no query."""

    grounds: dict[int, Ground]
    past: dict[_Line, list[tuple[dt.date, int | None, int]]]
    held: dict[CellKey, int]
    _known: dict[CellKey, Bounds | None] = field(default_factory=dict)

    def get(self, key: CellKey) -> Bounds | None:
        """Return what is usual for a row; None for a line that the site does not record."""
        if key not in self._known:
            self._known[key] = self._bounds(key)
        return self._known[key]

    def _bounds(self, key: CellKey) -> Bounds | None:
        ground = self.grounds.get(key.site)
        profession = _profession(ground, key) if ground is not None else None
        if ground is None or profession is None:
            return None
        activity = profession.activity
        session = Session(
            key.date,
            _minutes(ground, key.date, activity),
            self.held.get(key),
            profession.consultation_minutes,
            1 if key.person else len(ground.people_of(profession.pk, key.date, key.date)),
            is_holiday=_is_holiday(key.date),
        )
        rows = self.past.get((key.site, key.profession, key.kind, key.person), [])
        past = [
            Past(day, _minutes(ground, day, activity) if held is None else held, done)
            for day, held, done in rows
        ]
        # Without any hours nobody can say that the site is closed.
        is_closed = bool(ground.calendar.slots) and not is_open_day(
            ground.calendar, key.date, activity
        )
        return bounds(ground.site.name, session, past, is_closed=is_closed)


def bounds_for(grounds: Iterable[Ground], first: dt.date, last: dt.date) -> Guardrails:
    """Return what is usual at the sites from `first` to `last`, by the weeks before; one query."""
    found = {ground.site.pk: ground for ground in grounds}
    past: dict[_Line, list[tuple[dt.date, int | None, int]]] = {}
    minutes: dict[CellKey, int] = {}
    rows = _rows(first, last).filter(site__in=found).order_by()
    for site, profession, kind, person, day, done, held in rows.values_list(
        "site_id", "profession_id", "kind", "person_id", "date", "done", "minutes_held"
    ):
        if held is not None and day >= first:
            minutes[CellKey.of(site, day, profession, kind, person)] = held
        if done is not None and not _is_holiday(day):
            past.setdefault((site, profession, kind, person or 0), []).append((day, held, done))
    return Guardrails(found, past, minutes)


def question(change: Change, found: Bounds | None) -> str:
    """Ask about an odd value in one sentence; empty when there is nothing to ask."""
    if found is None or not isinstance(change.value, int):
        return ""
    if change.measure is Measure.DONE:
        return found.question(change.value)
    if found.is_closed and change.value:
        return found.closed_question(write_value(change.value, change.measure))
    return ""


def _rows(first: dt.date, last: dt.date):
    """Return the rows of the weeks looked at; for a few days, those of their weekdays alone."""
    rows = ActivityCount.objects.filter(Q(done__isnull=False) | Q(minutes_held__isnull=False))
    days = (last - first).days + 1
    if days > _FEW_DAYS:
        return rows.filter(date__range=(first - dt.timedelta(weeks=WEEKS), last))
    return rows.filter(
        date__in=[
            first + dt.timedelta(days=rank, weeks=-back)
            for rank in range(days)
            for back in range(WEEKS + 1)
        ]
    )


def _profession(ground: Ground, key: CellKey) -> Profession | None:
    return next(
        (
            line.profession
            for line in ground.lines
            if (line.profession_id, line.kind) == (key.profession, key.kind)
        ),
        None,
    )


def _minutes(ground: Ground, day: dt.date, activity: str) -> int:
    spans = ground.calendar.spans_on(day, consulted_activity(ground.calendar, activity))
    return sum(span.minutes for span in spans)


def _is_holiday(day: dt.date) -> bool:
    return day in public_holidays(day.year)
