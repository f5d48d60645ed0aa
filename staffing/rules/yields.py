"""What each way of looking for people gives and costs, from campaigns and dated stages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from csipa.french.dates import add_months
from staffing.rules.recruiting import Outcome, Reached, Stage

STAY_MONTHS = 6
"""Months after the arrival at which one asks whether the person is still there."""

_CENT = Decimal("0.01")
_FAILED = frozenset({Outcome.NO_CANDIDATE, Outcome.NONE_HIRED})
_COURSE_RANKS = {
    Stage.INTERVIEW: frozenset({Stage.INTERVIEW, Stage.OFFER, Stage.HIRED}),
    Stage.OFFER: frozenset({Stage.OFFER, Stage.HIRED}),
    Stage.HIRED: frozenset({Stage.HIRED}),
}


@dataclass(frozen=True, slots=True)
class Stay:
    """When somebody who was hired arrived, and the periods of all they held here since.

    Both ends of a period are included; None is until further notice.
    """

    arrived_on: dt.date
    periods: tuple[tuple[dt.date, dt.date | None], ...]

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the person is here on `day`."""
        return any(start <= day and (end is None or day <= end) for start, end in self.periods)


@dataclass(frozen=True, slots=True)
class Applicant:
    """The dated stages of one candidate; `stay` is None when no assignment is known."""

    steps: tuple[Reached, ...]
    stay: Stay | None = None

    def day_of(self, stage: Stage) -> dt.date | None:
        """Return the day on which the candidate reached `stage`."""
        return next((step.on for step in self.steps if step.stage is stage), None)

    def went_to(self, stage: Stage) -> bool:
        """Tell whether the candidate reached `stage` or a later one of the usual course."""
        return any(step.stage in _COURSE_RANKS[stage] for step in self.steps)


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign: its cost in euros, None when it is not known."""

    opened_on: dt.date
    outcome: Outcome
    cost: Decimal | None
    applicants: tuple[Applicant, ...]


@dataclass(frozen=True, slots=True)
class Yield:
    """What some campaigns gave.

    `stayed` counts those hired who were here `STAY_MONTHS` after their arrival, among the
    `observed`; `too_early` arrived later than that ago, `unknown` have no assignment. Medians are
    in days, None without any pair of dates. `cost` is the sum of the costs known.
    """

    campaigns: int
    failed: int
    candidates: int
    interviews: int
    offers: int
    hired: int
    stayed: int
    too_early: int
    unknown: int
    cost: Decimal
    costs_unknown: int
    to_interview: Decimal | None
    to_offer: Decimal | None
    to_answer: Decimal | None
    to_hire: Decimal | None

    @property
    def observed(self) -> int:
        """Those hired of whom it is known whether they stayed."""
        return self.hired - self.too_early - self.unknown

    @property
    def cost_known(self) -> bool:
        """Tell whether the cost of one campaign at least is known."""
        return self.costs_unknown < self.campaigns

    @property
    def cost_per_hired(self) -> Decimal | None:
        """Euros spent for each person hired, to the cent; None when nobody was, or unknown."""
        if not self.hired or not self.cost_known:
            return None
        return (self.cost / self.hired).quantize(_CENT)


def yield_of(campaigns: Sequence[Campaign], *, today: dt.date) -> Yield:
    """Add up what `campaigns` gave until `today`."""
    applicants = [one for campaign in campaigns for one in campaign.applicants]
    hired = [one for one in applicants if one.went_to(Stage.HIRED)]
    stays = [one.stay for one in hired if one.stay is not None]
    marks = [(stay, add_months(stay.arrived_on, STAY_MONTHS)) for stay in stays]
    costs = [campaign.cost for campaign in campaigns if campaign.cost is not None]
    return Yield(
        campaigns=len(campaigns),
        failed=sum(campaign.outcome in _FAILED for campaign in campaigns),
        candidates=len(applicants),
        interviews=sum(one.went_to(Stage.INTERVIEW) for one in applicants),
        offers=sum(one.went_to(Stage.OFFER) for one in applicants),
        hired=len(hired),
        stayed=sum(mark <= today and stay.holds_on(mark) for stay, mark in marks),
        too_early=sum(mark > today for _, mark in marks),
        unknown=len(hired) - len(stays),
        cost=sum(costs, Decimal(0)),
        costs_unknown=len(campaigns) - len(costs),
        to_interview=_delay(applicants, Stage.CONTACT, Stage.INTERVIEW),
        to_offer=_delay(applicants, Stage.INTERVIEW, Stage.OFFER),
        to_answer=_delay(applicants, Stage.OFFER, Stage.HIRED),
        to_hire=_median(
            (day - campaign.opened_on).days
            for campaign in campaigns
            for one in campaign.applicants
            if (day := one.day_of(Stage.HIRED)) is not None
        ),
    )


def by_channel(
    campaigns: Iterable[tuple[str, Campaign]], *, today: dt.date
) -> list[tuple[str, Yield]]:
    """Return what each channel gave, those that hired most first, then those with candidates."""
    grouped: dict[str, list[Campaign]] = {}
    for channel, campaign in campaigns:
        grouped.setdefault(channel, []).append(campaign)
    found = [(channel, yield_of(group, today=today)) for channel, group in grouped.items()]
    return sorted(found, key=_first)


def _first(pair: tuple[str, Yield]) -> tuple[int, int, str]:
    channel, given = pair
    return (-given.hired, -given.candidates, channel)


def _delay(applicants: Iterable[Applicant], start: Stage, end: Stage) -> Decimal | None:
    """Return the median days from a stage to another, over those who have both days."""
    pairs = ((one.day_of(start), one.day_of(end)) for one in applicants)
    return _median((last - first).days for first, last in pairs if first and last)


def _median(days: Iterable[int]) -> Decimal | None:
    known = [Decimal(one) for one in days]
    return median(known) if known else None
