"""What the records say of campaigns and candidates: who is where, and whose data is to go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet, Sum

from csipa.french.dates import add_months
from staffing.models import Candidate, CandidateStep, Recruitment, Stage
from staffing.rules import recruiting as rules
from staffing.rules.retention import RETENTION_MONTHS, erased_from, is_due, is_near

# Months differ by three days at most: the database keeps too many, the rule decides.
_MONTH_ENDS = dt.timedelta(days=3)


def reached(candidate: Candidate) -> list[rules.Reached]:
    """Return the dated stages of a candidate; no query when `steps` are prefetched."""
    return [
        rules.Reached(rules.Stage(step.stage), step.reached_on) for step in candidate.steps.all()
    ]


def not_hired(candidates: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Return those of `candidates` who were not hired."""
    hired = CandidateStep.objects.filter(candidate=OuterRef("pk"), stage=Stage.HIRED)
    return candidates.filter(~Exists(hired))


def candidates_to_erase(*, today: dt.date) -> list[Candidate]:
    """Return the candidates whose data may not be kept any longer, the oldest contact first."""
    latest = add_months(today, -RETENTION_MONTHS) + _MONTH_ENDS
    found = not_hired(Candidate.objects.filter(erased_on=None, last_contact_on__lte=latest))
    rows = found.select_related("recruitment").order_by("last_contact_on", "pk")
    return [row for row in rows if is_due(row.last_contact_on, today=today)]


@dataclass(frozen=True)
class Keeping:
    """Until when the data of a candidate is kept; `until` is None for those hired or erased."""

    until: dt.date | None
    is_due: bool
    is_near: bool


def keeping(candidate: Candidate, *, today: dt.date) -> Keeping:
    """Return until when the data of a candidate is kept; no query when `steps` are prefetched."""
    hired = any(step.stage == Stage.HIRED for step in candidate.steps.all())
    if hired or candidate.erased_on is not None:
        return Keeping(None, is_due=False, is_near=False)
    last = candidate.last_contact_on
    return Keeping(
        erased_from(last), is_due=is_due(last, today=today), is_near=is_near(last, today=today)
    )


@dataclass(frozen=True)
class Place:
    """Where a candidate stands, since when, and what may come next."""

    candidate: Candidate
    here: rules.Reached | None
    days: int
    next: rules.Stage | None
    keeping: Keeping

    @property
    def is_open(self) -> bool:
        """Tell whether the candidate waits for an answer."""
        return self.here is None or not self.here.stage.is_final


def board(recruitment: Recruitment, *, today: dt.date) -> list[Place]:
    """Return the candidates of a campaign: the furthest first among those who wait, then others.

    Two queries.
    """
    rows = (
        recruitment.candidates.select_related("assignment__post", "assignment__person")
        .prefetch_related("steps")
        .order_by("pk")
    )
    return sorted((place_of(row, today=today) for row in rows), key=_order)


@dataclass(frozen=True)
class Counts:
    """How many candidates a campaign has, and how many were hired."""

    candidates: int
    hired: int
    waiting: int


def counts(stages: Iterable[Iterable[rules.Reached]]) -> Counts:
    """Count candidates by their dated stages, one iterable a candidate."""
    places = [rules.current(steps) for steps in stages]
    finals = [place.stage for place in places if place is not None and place.stage.is_final]
    return Counts(len(places), finals.count(rules.Stage.HIRED), len(places) - len(finals))


def place_of(row: Candidate, *, today: dt.date) -> Place:
    """Return where a candidate stands; no query when `steps` are prefetched."""
    here = rules.current(reached(row))
    return Place(
        candidate=row,
        here=here,
        days=(today - here.on).days if here else 0,
        next=rules.following(here.stage) if here else rules.Stage.CONTACT,
        keeping=keeping(row, today=today),
    )


def _order(place: Place) -> tuple[bool, int, int]:
    rank = place.here.stage.rank if place.here else -1
    return (not place.is_open, -rank, place.candidate.pk)


def campaign_counts(recruitment: Recruitment) -> Counts:
    """Count the candidates of one campaign."""
    return counts([reached(row) for row in recruitment.candidates.prefetch_related("steps")])


def fte_hired(recruitment: Recruitment) -> Decimal | None:
    """Return the FTE of the assignments that came of a campaign, None when none is known."""
    return recruitment.candidates.aggregate(fte=Sum("assignment__fte"))["fte"]
