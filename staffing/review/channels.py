"""Campaigns, candidates and stays read for the yield of each channel, in four queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from staffing.models import (
    NOT_A_DEPARTURE,
    VOLUNTARY,
    Assignment,
    Candidate,
    Profession,
    Recruitment,
)
from staffing.review.recruiting import reached
from staffing.rules.recruiting import Outcome
from staffing.rules.stays import Spell, stays
from staffing.rules.yields import Applicant, Campaign, Stay, Yield, by_channel, yield_of

# The stays of each person at the centre: first and last day, None until further notice.
_Periods = dict[int, list[tuple[dt.date, dt.date | None]]]


@dataclass(frozen=True)
class Asked:
    """Which campaigns are looked at: those opened from a day to another, for a profession."""

    profession: Profession | None = None
    start: dt.date | None = None
    end: dt.date | None = None

    def campaigns(self) -> QuerySet[Recruitment]:
        """Return the campaigns looked at, the oldest first."""
        rows = Recruitment.objects.order_by("opened_on", "pk")
        if self.profession is not None:
            rows = rows.filter(profession=self.profession)
        if self.start is not None:
            rows = rows.filter(opened_on__gte=self.start)
        if self.end is not None:
            rows = rows.filter(opened_on__lte=self.end)
        return rows


@dataclass(frozen=True)
class ChannelYield:
    """What each channel gave, all of them together, and the campaigns that hired nobody."""

    channels: list[tuple[str, Yield]]
    all: Yield
    failed: list[Recruitment]


def channel_yields(asked: Asked, *, today: dt.date) -> ChannelYield:
    """Work out what each channel gave until `today`."""
    rows = list(
        asked.campaigns()
        .select_related("profession", "followed_by__profession")
        .prefetch_related("candidates__steps", "candidates__assignment")
    )
    people = {
        candidate.assignment.person_id
        for row in rows
        for candidate in row.candidates.all()
        if candidate.assignment
    }
    periods = _periods(people)
    campaigns = [(row.channel, _campaign(row, periods)) for row in rows]
    return ChannelYield(
        channels=by_channel(campaigns, today=today),
        all=yield_of([campaign for _, campaign in campaigns], today=today),
        failed=[row for row in rows if row.outcome in (Outcome.NO_CANDIDATE, Outcome.NONE_HIRED)],
    )


def _periods(people: Collection[int]) -> _Periods:
    """Return when each person was at the centre; one query, none without people."""
    held = Assignment.objects.filter(person__in=people) if people else Assignment.objects.none()
    rows = held.values_list("person_id", "start", "end", "departure_reason").order_by()
    found: _Periods = defaultdict(list)
    for stay in stays(
        Spell(person, start, end, frozenset(), reason not in NOT_A_DEPARTURE, reason in VOLUNTARY)
        for person, start, end, reason in rows
    ):
        found[stay.person].append((stay.start, stay.end))
    return found


def _campaign(row: Recruitment, periods: _Periods) -> Campaign:
    return Campaign(
        opened_on=row.opened_on,
        outcome=Outcome(row.outcome),
        cost=row.cost,
        applicants=tuple(_applicant(candidate, periods) for candidate in row.candidates.all()),
    )


def _applicant(row: Candidate, periods: _Periods) -> Applicant:
    """Return a candidate; who was hired arrived on the first day of the stay.

    The assignment known may be a later one: a contract renewed, another quota.
    """
    stay = None
    if row.assignment:
        own = tuple(periods[row.assignment.person_id])
        arrived = max(start for start, _ in own if start <= row.assignment.start)
        stay = Stay(arrived, own)
    return Applicant(tuple(reached(row)), stay)
