"""How far a programme has come on a day: sheets by axis, what is late, and what changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from conventions.models import (
    ActionSheet,
    CommitteeMeeting,
    Programme,
    SheetPlace,
    SheetState,
    SheetStep,
)
from conventions.review.sheets import BADGES, Measure, loaded
from conventions.rules.progress import Version, version_on
from conventions.rules.sheet_budget import Budget, Funding, budget_of
from conventions.rules.sheet_states import State, Step, is_late, late_steps
from csipa.derived import Derived, Input
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import decimal
from sites.rules.tracked import judge, said

UNKNOWN = "état inconnu"
_HUNDRED = 100


@dataclass(frozen=True)
class Line:
    """A sheet of a programme on a day; `version` is None when its state on it is not known."""

    place: SheetPlace
    day: dt.date
    version: Version | None
    before: Version | None
    measures: list[Measure]

    @property
    def sheet(self) -> ActionSheet:
        """The sheet."""
        return self.place.sheet

    @property
    def state(self) -> State | None:
        """How far it had come."""
        return State(self.version.state) if self.version else None

    @property
    def state_label(self) -> str:
        """The state as a heading writes it."""
        return upper_first(SheetState(self.state).label if self.state else UNKNOWN)

    @property
    def badge(self) -> str:
        """The classes of its state."""
        return BADGES[self.state] if self.state else "badge"

    @property
    def state_how(self) -> Derived:
        """The state and where it comes from."""
        if self.version is None:
            missing = "aucun état connu à cette date"
            return Derived("", "Dernier état constaté à cette date", missing=missing)
        seen = self.version.seen_on
        label = "État constaté" if seen else "État enregistré, sans date de constat"
        return Derived(
            self.state_label,
            "Dernier état constaté à cette date, d’après les versions de la fiche",
            (
                Input(label, self.state_label, self.version.since),
                Input("Enregistré", long_date(self.version.saved_on)),
            ),
        )

    @cached_property
    def steps(self) -> list[Step]:
        """The steps as they stood that day: one done later was not done yet."""
        return [_step(row, self.day) for row in self.sheet.steps.all()]

    @cached_property
    def late_steps(self) -> list[Step]:
        """The steps past their day while something is still expected."""
        return late_steps(self.state, self.steps, self.day) if self.state else []

    @property
    def is_late(self) -> bool:
        """Tell whether the action or a step of it is late."""
        return bool(self.state) and is_late(self.state, self.sheet.end, self.steps, self.day)

    @property
    def next_step(self) -> Step | None:
        """The first step that is neither done nor late."""
        waiting = (one for one in self.steps if one.done_on is None and one not in self.late_steps)
        return next(waiting, None)

    @cached_property
    def budget(self) -> Budget:
        """What each payer puts in, by year."""
        return _budget([self])

    @property
    def told(self) -> str:
        """The last point made of it by that day."""
        return self.version.told if self.version else ""


@dataclass(frozen=True)
class AxisLines:
    """The sheets under an axis; `title` is empty where the programme has none."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Change:
    """One thing that changed between two days."""

    line: Line
    text: str


@dataclass(frozen=True)
class ProgressBoard:
    """A programme on `day`; `since` is the day it is compared with, None for no comparison."""

    programme: Programme
    day: dt.date
    since: dt.date | None
    lines: list[Line] = field(default_factory=list)

    @cached_property
    def axes(self) -> list[AxisLines]:
        """The sheets by axis, in the order of the programme; those of no axis last."""
        groups: dict[int, AxisLines] = {}
        for line in self.lines:
            axis = line.place.axis
            title = str(axis) if axis else ""
            groups.setdefault(axis.pk if axis else 0, AxisLines(title, [])).lines.append(line)
        return list(groups.values())

    @cached_property
    def totals(self) -> list[tuple[str, Derived]]:
        """How many sheets are in each state, with which; states without any are left out."""
        found = []
        for state in (*State, None):
            kept = [line for line in self.lines if line.state is state]
            if kept:
                found.append((kept[0].state_label, self._count(kept)))
        return found

    def _count(self, kept: list[Line]) -> Derived:
        share = decimal(Decimal(len(kept) * _HUNDRED) / len(self.lines), 0)
        return Derived(
            f"{len(kept)} sur {len(self.lines)} ({share} %)",
            f"Fiches dans cet état au {long_date(self.day)}, sur toutes celles qui sont montrées",
            tuple(Input(f"Fiche {line.place.number}", line.sheet.title) for line in kept),
        )

    @property
    def late(self) -> list[Line]:
        """The sheets that are late."""
        return [line for line in self.lines if line.is_late]

    @cached_property
    def budget(self) -> Budget:
        """What all payers put in, by year."""
        return _budget(self.lines)

    @cached_property
    def changes(self) -> list[Change]:
        """What changed after `since` and up to `day`: states, steps done, values, new sheets."""
        if self.since is None:
            return []
        return [
            Change(line, text)
            for line in self.lines
            for text in _changes(line, self.since, self.day)
        ]


def read_progress(
    programme: Programme, *, day: dt.date, since: dt.date | None = None
) -> ProgressBoard:
    """Return how far the sheets of a programme have come on `day`; ten queries at most.

    States come from the versions of each sheet, steps and values from their days. What a sheet
    plans (days, budget) is read as it is written today.
    """
    rows = SheetPlace.objects.filter(programme=programme).select_related(
        "axis", "objective", "sheet__pilot"
    )
    places = sorted(rows, key=_place_rank)
    loaded([place.sheet for place in places])
    versions = _versions([place.sheet for place in places])
    lines = [
        Line(
            place=place,
            day=day,
            version=version_on(versions[place.sheet_id], day),
            before=version_on(versions[place.sheet_id], since) if since else None,
            measures=_measures(place.sheet, day),
        )
        for place in places
    ]
    return ProgressBoard(programme, day, since, lines)


def meeting_before(programme: Programme, day: dt.date) -> CommitteeMeeting | None:
    """Return the last meeting of a committee of the programme held before `day`; one query."""
    rows = CommitteeMeeting.objects.filter(committee__programme=programme, held_on__lt=day)
    return rows.select_related("committee").order_by("-held_on", "pk").first()


def _place_rank(place: SheetPlace) -> tuple[bool, int, int, list[tuple[int, str]]]:
    axis = place.axis
    return (axis is None, axis.position if axis else 0, place.position, _number(place.number))


def _number(number: str) -> list[tuple[int, str]]:
    """Order « 2 » before « 10 », and « 2a » after « 2 »."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return [(int(digits) if digits else 0, number)]


def _versions(sheets: Iterable[ActionSheet]) -> dict[int, list[Version]]:
    """Return every version of these sheets; one query."""
    keys = [sheet.pk for sheet in sheets]
    found: dict[int, list[Version]] = {key: [] for key in keys}
    records = ActionSheet.history.filter(id__in=keys).exclude(history_type="-")
    columns = ("id", "state", "state_on", "history_date", "history_id", "progress")
    for key, state, seen, saved, rank, told in records.values_list(*columns):
        saved_on = timezone.localtime(saved).date()
        found[key].append(Version(state, seen, saved_on, rank, told))
    return found


def _measures(sheet: ActionSheet, day: dt.date) -> list[Measure]:
    found = []
    for row in sheet.indicators.all():
        values = tuple(value for value in row.values.all() if value.as_of <= day)
        found.append(Measure(row, values, judge(row, values, day=day)))
    return found


def _step(row: SheetStep, day: dt.date) -> Step:
    done = row.done_on if row.done_on and row.done_on <= day else None
    return Step(row.title, row.due_on, done)


def _budget(lines: Iterable[Line]) -> Budget:
    return budget_of(
        Funding(row.year, row.payer_name or str(row.payer), row.planned, row.spent)
        for line in lines
        for row in line.sheet.budget.all()
    )


def _changes(line: Line, since: dt.date, day: dt.date) -> list[str]:
    """Return what changed in a sheet after `since` and up to `day`, in sentences."""
    told = []
    if line.version is not None and line.before is None:
        told.append(f"état connu pour la première fois : {SheetState(line.version.state).label}")
    elif line.version and line.before and line.version.state != line.before.state:
        before = SheetState(line.before.state).label
        told.append(f"état : {before} → {SheetState(line.version.state).label}")
    for row in line.sheet.steps.all():
        if row.done_on and since < row.done_on <= day:
            told.append(f"étape faite le {long_date(row.done_on)} : {row.title}")
    for measure in line.measures:
        for value in measure.values:
            if since < value.as_of <= day:
                figure = f"{value.sign}{said(value.value, measure.row.unit)}"
                told.append(f"{measure.row.name} : {figure} au {long_date(value.as_of)}")
    return told
