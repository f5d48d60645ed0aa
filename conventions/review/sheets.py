"""Action sheets with all that their pages, lists and prints tell, read in few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from conventions.models import (
    ActionSheet,
    IndicatorNature,
    SheetBudget,
    SheetIndicator,
    SheetMission,
    SheetPartner,
    SheetPlace,
    SheetStep,
    SheetValue,
)
from conventions.rules.sheet_budget import Budget, Funding, budget_of
from conventions.rules.sheet_states import ALIVE, State, Step, is_late, late_steps
from csipa.derived import Derived
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from sites.rules.tracked import Judgement, judge, progress, said, said_target

BADGES = {
    State.DRAFT: "badge badge-over",
    State.PLANNED: "badge",
    State.RUNNING: "badge badge-to-do",
    State.DONE: "badge badge-done",
    State.SUSPENDED: "badge badge-over",
    State.DROPPED: "badge badge-over",
}


@dataclass(frozen=True)
class Measure:
    """An indicator of an action, with its values by day and where it stands."""

    row: SheetIndicator
    values: tuple[SheetValue, ...]
    judged: Judgement

    @property
    def nature(self) -> str:
        """Return « de processus » or « de résultat »."""
        return IndicatorNature(self.row.nature).label

    @property
    def target(self) -> str:
        """Return the target in words, empty without one."""
        return said_target(self.row)

    @property
    def baseline(self) -> str:
        """Return where it starts, empty when nobody said."""
        return said(self.row.baseline, self.row.unit) if self.row.baseline is not None else ""

    @property
    def latest(self) -> str:
        """Return the last value with its sign and unit, empty without one."""
        value = self.judged.latest
        return f"{value.sign}{said(value.value, self.row.unit)}" if value is not None else ""

    @property
    def progress(self) -> Derived:
        """Return the part of the way done."""
        return progress(self.row, self.judged)


@dataclass(frozen=True)
class ReadSheet:
    """A sheet as it stands on `today`, without a query more."""

    row: ActionSheet
    today: dt.date

    @property
    def state(self) -> State:
        """Return how far it has come."""
        return State(self.row.state)

    @property
    def state_label(self) -> str:
        """Return the state as a heading writes it."""
        return upper_first(self.row.get_state_display())

    @property
    def badge(self) -> str:
        """Return the classes of its state; its words tell it too."""
        return BADGES[self.state]

    @cached_property
    def places(self) -> list[SheetPlace]:
        """Return where it stands in programmes, the latest programme first."""
        return list(self.row.placements.all())

    @cached_property
    def missions(self) -> list[SheetMission]:
        """Return the missions of CPTS that it serves."""
        return list(self.row.missions.all())

    @cached_property
    def partners(self) -> list[SheetPartner]:
        """Return who takes part, in order."""
        return list(self.row.partners.all())

    @cached_property
    def steps(self) -> list[SheetStep]:
        """Return the steps in order."""
        return list(self.row.steps.all())

    @cached_property
    def late_steps(self) -> list[SheetStep]:
        """Return the steps past their day while something is still expected."""
        late = late_steps(self.state, [_step(row) for row in self.steps], self.today)
        return [row for row in self.steps if _step(row) in late]

    @property
    def is_late(self) -> bool:
        """Tell whether the action or a step of it is late."""
        return is_late(self.state, self.row.end, [_step(row) for row in self.steps], self.today)

    @property
    def why_late(self) -> list[str]:
        """Return what is late, in sentences."""
        told = [
            f"«\u00a0{row.title}\u00a0» était prévu pour le {long_date(row.due_on)}."
            for row in self.late_steps
            if row.due_on is not None
        ]
        if self.is_late and self.row.end is not None and self.row.end < self.today:
            told.insert(0, f"L’action devait finir le {long_date(self.row.end)}.")
        return told

    @property
    def next_step(self) -> SheetStep | None:
        """Return the first step that is not done and not late."""
        return next(
            (row for row in self.steps if row.done_on is None and row not in self.late_steps), None
        )

    @cached_property
    def budget(self) -> Budget:
        """Return what each payer puts in, by year."""
        return budget_of(
            Funding(row.year, _payer(row), row.planned, row.spent) for row in self.row.budget.all()
        )

    @cached_property
    def measures(self) -> list[Measure]:
        """Return the indicators, those of process first, each judged today."""
        found = [
            Measure(
                row,
                tuple(values := sorted(row.values.all(), key=lambda value: value.as_of)),
                judge(row, values, day=self.today),
            )
            for row in self.row.indicators.all()
        ]
        return sorted(found, key=lambda one: one.row.nature != IndicatorNature.PROCESS)


def _step(row: SheetStep) -> Step:
    return Step(row.title, row.due_on, row.done_on)


def _payer(row: SheetBudget) -> str:
    """Return who pays, by its short name where it has one."""
    return str(row.payer_name or row.payer.brief_name)


def read_sheets(sheets: QuerySet[ActionSheet], *, today: dt.date) -> list[ReadSheet]:
    """Return the sheets asked for with all that is told of them; nine queries."""
    rows = list(sheets.select_related("pilot", "territory", "site__commune"))
    return [ReadSheet(row, today) for row in loaded(rows)]


def read_sheet(sheet: ActionSheet, *, today: dt.date) -> ReadSheet:
    """Return one sheet with all that is told of it."""
    (row,) = loaded([sheet])
    return ReadSheet(row, today)


def loaded(rows: Iterable[ActionSheet]) -> list[ActionSheet]:
    """Load what is told of rows already read."""
    found = list(rows)
    places = SheetPlace.objects.select_related("programme", "axis", "objective")
    missions = SheetMission.objects.select_related("mission__community__organisation")
    indicators = SheetIndicator.objects.order_by("position", "pk")
    prefetch_related_objects(
        found,
        Prefetch("placements", places.order_by("-programme__start", "programme")),
        Prefetch("missions", missions.order_by("pk")),
        Prefetch("partners", SheetPartner.objects.select_related("organisation")),
        Prefetch("steps", SheetStep.objects.order_by("position", "pk")),
        Prefetch("budget", SheetBudget.objects.select_related("payer")),
        Prefetch("indicators", indicators),
        Prefetch("indicators__values", SheetValue.objects.order_by("as_of")),
    )
    return found


def late_sql(today: dt.date) -> Q:
    """Return the question that `rules.sheet_states.is_late` answers, for the database."""
    steps = SheetStep.objects.filter(sheet=OuterRef("pk"), done_on__isnull=True, due_on__lt=today)
    alive = Q(state__in=[state.value for state in ALIVE])
    return alive & (Q(end__lt=today) | Exists(steps))
