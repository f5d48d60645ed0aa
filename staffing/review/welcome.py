"""Arrivals: whose welcome is under way, whose is to prepare, and where each stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from staffing.models import Assignment, WelcomeStep
from staffing.rules.welcome import Line, LineState, Progress, progress

ARRIVAL_DAYS = 90
"""Days after the start during which an arrival without a welcome is still to prepare."""


@dataclass(frozen=True)
class ShownStep:
    """One line of a welcome, with where it stands."""

    step: WelcomeStep
    state: LineState

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is left to do about it."""
        return self.state in (LineState.DONE, LineState.DECLINED)


@dataclass(frozen=True)
class Arrival:
    """Somebody who arrives, and where the welcome stands."""

    assignment: Assignment
    steps: list[ShownStep]
    progress: Progress

    @property
    def next(self) -> ShownStep | None:
        """Return the line to settle first."""
        return next((shown for shown in self.steps if not shown.is_settled), None)


@dataclass(frozen=True)
class Arrivals:
    """Welcomes under way, the latest late first, and arrivals without one."""

    current: list[Arrival]
    to_prepare: list[Arrival]


def arrivals(*, today: dt.date) -> Arrivals:
    """Return the arrivals to care for, in two queries.

    A first assignment only is an arrival: who changes post or working time is here already.
    """
    here = Assignment.objects.filter(Q(end=None) | Q(end__gte=today))
    steps = WelcomeStep.objects.filter(assignment=OuterRef("pk"))
    settled = Q(done_on__isnull=False) | Q(is_declined=True)
    earlier = Assignment.objects.filter(person=OuterRef("person"), start__lt=OuterRef("start"))
    recent = Q(start__gte=today - dt.timedelta(days=ARRIVAL_DAYS)) & ~Exists(earlier)
    wanted = Exists(steps.exclude(settled)) | (~Exists(steps) & recent)
    found = [_arrival(row, row.welcome_steps.all(), today) for row in _read(here.filter(wanted))]
    return Arrivals(
        current=[one for one in found if one.steps],
        to_prepare=[one for one in found if not one.steps],
    )


def arrival_of(assignment: Assignment, *, today: dt.date) -> Arrival:
    """Return where the welcome of one arrival stands."""
    return _arrival(assignment, _steps().filter(assignment=assignment), today)


def _arrival(row: Assignment, steps: Iterable[WelcomeStep], today: dt.date) -> Arrival:
    shown = [ShownStep(step, _line(step).state(today)) for step in steps]
    counted = progress((_line(one.step) for one in shown), today=today)
    return Arrival(row, sorted(shown, key=attrgetter("is_settled")), counted)


def _line(step: WelcomeStep) -> Line:
    return Line(step.due_on, step.done_on, step.is_declined)


def _steps() -> QuerySet[WelcomeStep]:
    """Return lines with their wording, the soonest due first."""
    return WelcomeStep.objects.select_related("item").order_by("due_on", "item__position", "pk")


def _read(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return (
        rows.select_related("person", "post__profession")
        .prefetch_related(Prefetch("welcome_steps", _steps()))
        .order_by("start", "pk")
    )
