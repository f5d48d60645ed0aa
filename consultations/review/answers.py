"""Answers about activity: by month, site, profession and kind, beside the year before and presence.

Whole months are read from the sums that the database keeps: the cost is that of the months shown,
whatever the history. Only the days of a month cut by the period are read from the counts. This is
the ledger of the centre alone; sessions held under a convention are `answers_snp`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from consultations.models import ActivityCount, ActivityKind, MonthlyTotal
from consultations.review.presence import Presence, read_presence
from consultations.review.provisional import Provisional, read_provisional
from consultations.rules.cells import Measure
from consultations.rules.months import first_day, last_day, months_between
from consultations.rules.pivot import (
    NOTHING,
    OPTIONAL,
    Dimension,
    DimensionValue,
    Key,
    Line,
    Pivot,
    Sums,
    grouped,
    percentage,
    pivot,
)
from csipa.french.dates import MONTHS, add_months
from csipa.french.grammar import upper_first
from sites.models import Site
from staffing.models import Profession

_DAY = dt.timedelta(days=1)
_HOUR = Decimal(60)
_GRAIN = ("site_id", "profession_id", "kind")
_SUMS = (*(measure.value for measure in Measure), "entries", "closed")
_AMONG = {measure: f"{measure.value}_among" for measure in OPTIONAL}


@dataclass(frozen=True)
class Asked:
    """What is asked: a period, both ends included, and sites, professions and kinds, None for all.

    `sites` are keys; somebody who works for some sites is only ever given an answer about them.
    """

    first: dt.date
    last: dt.date
    sites: frozenset[int] | None = None
    professions: frozenset[int] | None = None
    kinds: frozenset[str] | None = None

    def year_before(self, *, today: dt.date) -> Asked:
        """Return the same a year before; whole months stay whole, today is the same day."""
        last = min(self.last, today) if self.first <= today else self.last
        before = add_months(last, -12)
        if last == last_day(last):
            before = last_day(before)
        return Asked(add_months(self.first, -12), before, self.sites, self.professions, self.kinds)

    @property
    def whole_months(self) -> list[dt.date]:
        """Return the first days of the months that the period holds from end to end."""
        return [
            month
            for month in months_between(self.first, self.last)
            if self.first <= month and last_day(month) <= self.last
        ]

    @property
    def cut_months(self) -> list[tuple[dt.date, dt.date]]:
        """Return the days, at most two runs, of the months that the period cuts."""
        return [
            (max(self.first, month), min(self.last, last_day(month)))
            for month in months_between(self.first, self.last)
            if month < self.first or self.last < last_day(month)
        ]

    def filters(self) -> Q:
        """Return the condition on sites, professions and kinds, for counts and sums alike."""
        found = Q()
        for name, values in (
            ("site__in", self.sites),
            ("profession__in", self.professions),
            ("kind__in", self.kinds),
        ):
            if values is not None:
                found &= Q(**{name: sorted(values)})
        return found


@dataclass(frozen=True)
class AnswerRow:
    """One row: where it stands, its sums, those of a year before, and what they are set against.

    `names` are the words of `key`, in order. `comparable` and `comparable_before` are the sums of
    the months that have figures both years: a centre that opened in June is not compared with the
    whole year that follows. `etpt` is FTE worked over the period, `fte_months` FTE × months; both
    are None where they mean nothing, as `open_minutes`.
    """

    key: Key
    names: tuple[str, ...]
    sums: Sums
    before: Sums = NOTHING
    comparable: Sums = NOTHING
    comparable_before: Sums = NOTHING
    etpt: Decimal | None = None
    fte_months: Decimal | None = None
    open_minutes: int | None = None

    @property
    def change(self) -> Decimal | None:
        """Return the change of consultations since the year before, in per cent; None unknown.

        Over the months that have figures both years.
        """
        now, then = self.comparable, self.comparable_before
        if now.is_empty or then.is_empty:
            return None
        return percentage(now.done - then.done, then.done)

    @property
    def per_fte_month(self) -> Decimal | None:
        """Return consultations by FTE and month: done ÷ (FTE × months present)."""
        return Decimal(self.sums.done) / self.fte_months if self.fte_months else None

    @property
    def per_open_hour(self) -> Decimal | None:
        """Return consultations by hour open."""
        return Decimal(self.sums.done) * _HOUR / self.open_minutes if self.open_minutes else None


@dataclass(frozen=True)
class Answers:
    """What was found: `rows` by `by`, in order, and `total`; `lines` are the finest sums.

    `running` is the day up to which the month under way counts, None when the period holds whole
    months that are over.
    """

    asked: Asked
    today: dt.date
    by: tuple[Dimension, ...]
    rows: list[AnswerRow]
    total: AnswerRow
    lines: list[Line]
    before: list[Line]
    places: dict[int, Site]
    professions: dict[int, Profession]
    provisional: Provisional
    presence: Presence | None = field(default=None, repr=False)

    @cached_property
    def running(self) -> dt.date | None:
        """The day up to which the period is known, when it goes on after it."""
        return self.today if self.asked.first <= self.today < self.asked.last else None

    def name(self, dimension: Dimension, value: DimensionValue) -> str:
        """Return how a place of a dimension is called: « juin 2024 », « Robecq »."""
        if dimension is Dimension.MONTH and isinstance(value, dt.date):
            return month_name(value)
        if dimension is Dimension.KIND:
            return upper_first(str(ActivityKind(value).label))
        if dimension is Dimension.SITE:
            return self.places[int(str(value))].name
        return upper_first(self.professions[int(str(value))].name)

    def order(self, dimension: Dimension, values: Iterable[DimensionValue]) -> list[DimensionValue]:
        """Return the places of a dimension in order, months from the first with figures on.

        Every month then comes, up to today: one without any figure is worth seeing.
        """
        if dimension is Dimension.MONTH:
            months = [value for value in values if isinstance(value, dt.date)]
            last = max([min(self.asked.last, self.today), *months])
            return [*months_between(min(months), last)] if months else []
        return sorted(values, key=lambda value: self.rank(dimension, value))

    def rank(self, dimension: Dimension, value: DimensionValue) -> int:
        """Return where a place comes in its dimension."""
        if dimension is Dimension.MONTH and isinstance(value, dt.date):
            return value.toordinal()
        listed: Sequence[DimensionValue] = {
            Dimension.SITE: [*self.places],
            Dimension.PROFESSION: [*self.professions],
        }.get(dimension, ActivityKind.values)
        return listed.index(value)

    def label(self, dimension: Dimension, value: DimensionValue) -> str:
        """Return how a place is called in a table: « novembre 2026 (en cours) »."""
        name = self.name(dimension, value)
        if dimension is not Dimension.MONTH or value in self.asked.whole_months:
            is_running = self.running is not None and value == first_day(self.running)
            return f"{name} (en cours)" if is_running else name
        return f"{name} (partiel)"

    @cached_property
    def compared_months(self) -> set[dt.date]:
        """The months of the period that have figures, and had some a year before."""
        now = {line.month for line in self.lines if not line.sums.is_empty}
        return now & {add_months(line.month, 12) for line in self.before if not line.sums.is_empty}

    def before_by(self, by: Sequence[Dimension]) -> dict[Key, Sums]:
        """Return the sums of a year before, under the keys that they are compared with."""
        return grouped((_a_year_later(line) for line in self.before), by)

    def pivot(self, rows: Dimension, columns: Dimension | None) -> Pivot:
        """Return a two-way table; no query."""
        return pivot(self.lines, rows, columns, self.order)


def answers(
    first: dt.date,
    last: dt.date,
    *,
    today: dt.date,
    sites: Iterable[int] | None = None,
    professions: Iterable[int] | None = None,
    kinds: Iterable[str] | None = None,
    by: Sequence[Dimension] = (),
    with_before: bool = True,
    with_presence: bool = True,
) -> Answers:
    """Return the activity from `first` to `last`, both included, by the dimensions `by`.

    `sites` and `professions` are keys, `kinds` values of ActivityKind; None is all of them. Five
    queries for whole months, one more for each month cut by the period; one or two more with the
    year before, four with presence.
    """
    asked = Asked(first, last, _keys(sites), _keys(professions), _keys(kinds))
    places = {row.pk: row for row in Site.objects.order_by("-kind", "search_key")}
    listed = {row.pk: row for row in Profession.objects.all()}
    lines = read_lines(asked)
    before = read_lines(asked.year_before(today=today)) if with_before else []
    presence = None
    if with_presence:
        presence = read_presence(
            first,
            last,
            today=today,
            sites=[row for row in places.values() if asked.sites is None or row.pk in asked.sites],
            is_whole=asked.sites is None,
            professions=listed,
            counted={line.profession for line in lines},
            narrowed=asked.professions is not None,
        )
    found = Answers(
        asked=asked,
        today=today,
        by=tuple(by),
        rows=[],
        total=AnswerRow((), (), NOTHING),
        lines=lines,
        before=before,
        places=places,
        professions=listed,
        provisional=read_provisional(lines, first=first, last=last, names=places),
        presence=presence,
    )
    return _with_rows(found)


def _with_rows(found: Answers) -> Answers:
    total = next(iter(rows_by(found, [])), found.total)
    return replace(found, rows=rows_by(found, found.by), total=total)


def rows_by(found: Answers, by: Sequence[Dimension]) -> list[AnswerRow]:
    """Return the rows of an answer by other dimensions; no query."""
    by = tuple(by)
    earlier = [_a_year_later(line) for line in found.before]
    before = grouped(earlier, by)
    comparable, comparable_before = (
        grouped((line for line in lines if line.month in found.compared_months), by)
        for lines in (found.lines, earlier)
    )
    present = found.presence
    rows = [
        AnswerRow(
            key,
            tuple(found.name(*pair) for pair in zip(by, key, strict=True)),
            sums,
            before.get(key, NOTHING),
            comparable.get(key, NOTHING),
            comparable_before.get(key, NOTHING),
            present.etpt(by, key) if present else None,
            present.fte_months(by, key) if present else None,
            present.open_minutes(by, key) if present else None,
        )
        for key, sums in grouped(found.lines, by).items()
    ]
    return sorted(
        rows, key=lambda row: [found.rank(*pair) for pair in zip(by, row.key, strict=True)]
    )


def read_lines(asked: Asked) -> list[Line]:
    """Return the sums of each site, month, profession and kind that has any.

    One query for the whole months, one more for each month that the period cuts: at most three.
    """
    rows = read_totals(asked)
    for start, end in asked.cut_months:
        rows += _days(asked, start, end)
    found = [_line(*row) for row in rows]
    return [line for line in found if not line.sums.is_empty or line.sums.closed]


def _line(month: dt.date, site: int, profession: int, kind: str, *numbers: int) -> Line:
    sums, among = numbers[: len(_SUMS)], numbers[len(_SUMS) :]
    noted = dict(zip(OPTIONAL, among, strict=True))
    return Line(site, month, profession, kind, Sums(*sums).noting(noted))


def read_totals(asked: Asked) -> list[tuple[Any, ...]]:
    """Return the sums kept of the whole months.

    Month, site, profession, kind, each sum, then for each optional measure the consultations of the
    days on which it was noted.
    One query, at the cost of the months asked for, whatever the history.
    """
    months = asked.whole_months
    if not months:
        return []
    totals = MonthlyTotal.objects.filter(
        asked.filters(), month__gte=months[0], month__lte=months[-1]
    )
    return list(totals.values_list("month", *_GRAIN, *_SUMS, *_AMONG.values()).order_by())


def _days(asked: Asked, start: dt.date, end: dt.date) -> list[tuple[Any, ...]]:
    """Return the sums of some days of one month, as MonthlyTotal would keep them; one query."""
    sums = {f"{measure.value}_sum": Coalesce(Sum(measure.value), 0) for measure in Measure}
    among = {
        name: Coalesce(Sum(Case(When(**{f"{measure.value}__isnull": False}, then="done"))), 0)
        for measure, name in _AMONG.items()
    }
    rows = (
        ActivityCount.objects.filter(asked.filters(), date__gte=start, date__lte=end)
        .order_by()
        .values(*_GRAIN)
        .annotate(
            **sums,
            **among,
            entries_sum=Count("done"),
            closed_sum=Count(Case(When(closed=True, then=Value(1)))),
        )
    )
    numbers = [*(f"{name}_sum" for name in _SUMS), *_AMONG.values()]
    return [(first_day(start), *row) for row in rows.values_list(*_GRAIN, *numbers)]


def _a_year_later(line: Line) -> Line:
    """Return a line under the month that it is compared with."""
    return Line(line.site, add_months(line.month, 12), line.profession, line.kind, line.sums)


def _keys(values: Iterable | None) -> frozenset | None:
    return None if values is None else frozenset(values)


def month_name(month: dt.date) -> str:
    """Return « juin 2024 »."""
    return f"{MONTHS[month.month - 1]}\u00a0{month.year}"
