"""The week of activity of some sites as the page shows it; its cells say what they are and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from consultations.documents.grid_words import (
    day_words,
    measure_words,
    row_words,
    total_words,
)
from consultations.models import ActivityCount, MonthLock, MonthState
from consultations.review.counts import key_of, state_of
from consultations.review.grid_shapes import Cell, Day, Grid, Remark, Row, SiteWeek, place_of
from consultations.review.guardrails import Guardrails
from consultations.review.months import lock_sentence, reopeners
from consultations.review.recorded_lines import Ground, LineRow
from consultations.rules.answers import Answer
from consultations.rules.cell_names import CELL, cell_end
from consultations.rules.cells import CellKey, Mark, Measure, Value
from consultations.rules.merging import BLANK_ROW, RowState
from consultations.rules.months import first_day
from consultations.rules.weeks import Week

SUM = "-sum"
"""What ends the name of a sum of people, which is no cell."""
TO_COME = "à venir"
CLOSED_DAY = "is-closed-day"
_WEEKEND = 5


@dataclass(frozen=True)
class Reader:
    """Who reads the page, and when."""

    today: dt.date
    sees_people: bool
    may_write: bool


def read_grid(
    grounds: list[Ground],
    week: Week,
    reader: Reader,
    *,
    chosen: dt.date,
    answers: Mapping[str, Answer] | None = None,
    bounds: Guardrails | None = None,
) -> Grid:
    """Return the week of the sites; at most four queries beside those of `read_grounds`.

    `chosen` is the day that a narrow screen shows; `answers`, by the names of the cells, are what
    was not saved. `bounds` gives what is usual for a cell.
    """
    sites = [ground.site.pk for ground in grounds]
    rows = ActivityCount.objects.filter(site__in=sites, date__range=(week.first, week.last))
    maker = _Maker(
        week=week,
        reader=reader,
        counts=list(rows.select_related("person")),
        locks=_locks(sites, week),
        chosen=chosen,
        answers=answers or {},
        bounds=bounds,
    )
    shown = [maker.site(ground) for ground in grounds]
    kept = _kept_days(week, shown)
    return Grid(
        week,
        [
            Day(
                day,
                day_words(day),
                total_words(_done(shown, day), Measure.DONE),
                is_today=day == reader.today,
                is_chosen=day == chosen,
            )
            for day in kept
        ],
        [_narrowed(one, kept) for one in shown],
        total_words([value for day in kept for value in _done(shown, day)], Measure.DONE),
        reader.may_write,
    )


@dataclass(frozen=True)
class _Maker:
    week: Week
    reader: Reader
    counts: list[ActivityCount]
    locks: dict[tuple[int, dt.date], str]
    chosen: dt.date
    answers: Mapping[str, Answer]
    bounds: Guardrails | None

    def site(self, ground: Ground) -> SiteWeek:
        """Return the week of a site."""
        own = [row for row in self.counts if row.site_id == ground.site.pk]
        rows, remarks = [], []
        for line in ground.lines:
            of_line = [
                row
                for row in own
                if row.profession_id == line.profession_id and row.kind == line.kind
            ]
            counted = [row.person for row in of_line if not state_of(row).is_blank]
            for planned in ground.rows_of(
                line,
                self.week.first,
                self.week.last,
                counted=counted,
                sees_people=self.reader.sees_people,
            ):
                rows += self._rows(ground, planned, of_line)
                remarks += _remarks(planned, of_line)
        days = [self._site_day(ground, rows, day) for day in self.week.days]
        done = [cell.value for row in rows if row.measure is Measure.DONE for cell in row.cells]
        locks = [
            (_lock_id(key), sentence)
            for key, sentence in self.locks.items()
            if key[0] == ground.site.pk
        ]
        return SiteWeek(ground, rows, days, total_words(done, Measure.DONE), locks, remarks)

    def _rows(
        self, ground: Ground, planned: LineRow, of_line: list[ActivityCount]
    ) -> Iterable[Row]:
        states = _states(planned, of_line)
        line = planned.line
        who = row_words(line.profession.name, planned.person, is_sum=planned.is_sum)
        for measure in ground.measures:
            what = measure_words(measure, line.kind)
            cells = [
                self._cell(ground, planned, measure, day, states.get(day, BLANK_ROW), who, what)
                for day in self.week.days
            ]
            yield Row(
                line.pk,
                measure,
                who,
                what,
                cells,
                opens=measure is Measure.DONE,
                is_sum=planned.is_sum,
            )

    def _cell(
        self,
        ground: Ground,
        planned: LineRow,
        measure: Measure,
        day: dt.date,
        state: RowState,
        who: str,
        what: str,
    ) -> Cell:
        line, site = planned.line, ground.site
        key = CellKey.of(site.pk, day, line.profession_id, line.kind, planned.person_key)
        end = cell_end(key, measure) + (SUM if planned.is_sum else "")
        css, why, described = self._closed(ground, planned, day, state)
        label = f"{site}, {who}, {what}, {day_words(day)}"
        return Cell(
            end,
            day,
            state.value(measure),
            measure,
            f"{label}\u00a0: {why}" if why else label,
            css,
            place_of(is_today=day == self.reader.today, is_chosen=day == self.chosen),
            why,
            described,
            planned.is_sum or not self.reader.may_write,
            self.answers.get(f"{CELL}-{end}"),
            self.bounds.get(key) if self.bounds and measure is Measure.DONE and not why else None,
        )

    def _closed(
        self, ground: Ground, planned: LineRow, day: dt.date, state: RowState
    ) -> tuple[str, str, str]:
        """Return how a cell that is not typed is drawn, why, and where that is told at length."""
        # A figure entered on a day that is said closed stays open: somebody must put one right.
        if state.is_blank and (shut := ground.why_not_asked(planned.line, day)):
            return CLOSED_DAY, shut, ""
        key = (ground.site.pk, first_day(day))
        if key in self.locks:
            return "is-locked", "mois clos", _lock_id(key)
        return ("is-to-come", TO_COME, "") if day > self.reader.today else ("", "", "")

    def _site_day(self, ground: Ground, rows: list[Row], day: dt.date) -> Day:
        cells = [cell for row in rows for cell in row.cells if cell.day == day]
        shut = [cell.why for cell in cells if cell.css == CLOSED_DAY]
        done = [cell.value for cell in cells if cell.measure is Measure.DONE]
        open_blank = any(
            cell.value is Mark.BLANK and not cell.is_readonly and not cell.is_shown_only
            for cell in cells
            if cell.measure is Measure.DONE
        )
        return Day(
            day,
            day_words(day),
            total_words(done, Measure.DONE),
            is_today=day == self.reader.today,
            is_chosen=day == self.chosen,
            why=shut[0] if shut and len(shut) == len(cells) else "",
            can_close=open_blank,
        )


def _states(planned: LineRow, of_line: list[ActivityCount]) -> dict[dt.date, RowState]:
    """Return what is known of each day; a sum adds up the people, and is closed if they all are."""
    if not planned.is_sum:
        return {
            row.date: state_of(row) for row in of_line if (row.person_id or 0) == planned.person_key
        }
    days: dict[dt.date, list[RowState]] = {}
    for row in of_line:
        if row.person_id is not None and not (state := state_of(row)).is_blank:
            days.setdefault(row.date, []).append(state)
    return {day: _added(states) for day, states in days.items()}


def _added(states: list[RowState]) -> RowState:
    if all(state.closed for state in states):
        return RowState({}, closed=True)
    numbers: dict[Measure, int] = {}
    for state in states:
        for measure, number in state.numbers.items():
            numbers[measure] = numbers.get(measure, 0) + number
    return RowState(numbers)


def _remarks(planned: LineRow, of_line: list[ActivityCount]) -> Iterable[Remark]:
    who = row_words(planned.line.profession.name, planned.person)
    for row in of_line if not planned.is_sum else ():
        if row.comment and (row.person_id or 0) == planned.person_key:
            end = cell_end(key_of(row), Measure.DONE)
            yield Remark(f"{CELL}-{end}", row.date, day_words(row.date), who, row.comment)


def _locks(sites: list[int], week: Week) -> dict[tuple[int, dt.date], str]:
    months = {first_day(day) for day in week.days}
    found = MonthLock.objects.filter(site__in=sites, month__in=months)
    locks = list(found.exclude(state=MonthState.OPEN).select_related("site").order_by("month"))
    who = reopeners() if locks else []
    return {(lock.site_id, lock.month): lock_sentence(lock, who) for lock in locks}


def _lock_id(key: tuple[int, dt.date]) -> str:
    return f"lock-{key[0]}-{key[1]:%Y-%m}"


def _done(sites: Iterable[SiteWeek], day: dt.date) -> list[Value]:
    return [
        cell.value
        for one in sites
        for row in one.rows
        if row.measure is Measure.DONE
        for cell in row.cells
        if cell.day == day
    ]


def _kept_days(week: Week, sites: list[SiteWeek]) -> list[dt.date]:
    """Return the days to show: Saturday and Sunday only where something happens on them."""
    asked = {
        cell.day
        for one in sites
        for row in one.rows
        for cell in row.cells
        if cell.css != CLOSED_DAY
    }
    return [day for day in week.days if day.weekday() < _WEEKEND or day in asked]


def _narrowed(one: SiteWeek, kept: list[dt.date]) -> SiteWeek:
    rows = [
        replace(row, cells=[cell for cell in row.cells if cell.day in kept]) for row in one.rows
    ]
    return replace(one, rows=rows, days=[day for day in one.days if day.date in kept])
