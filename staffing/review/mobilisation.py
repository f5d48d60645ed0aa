"""How a CPTS gathers its members: where it stands, which event brought whom, what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.safestring import SafeString

from csipa.charts import Series, bar_chart, data_table
from csipa.derived import Derived, Input
from csipa.french.dates import long_date
from csipa.french.numbers import counted, integer
from sites.models import Community
from staffing.documents.funnel import How, funnel_rates, number_words, percent_words, rate
from staffing.models import CommunityEvent, EventKind, Membership
from staffing.review.funnel import EventFunnel, read_funnels
from staffing.rules.funnel import Step, percent

# Meetings of the house gather those who are members already.
_GATHERING = (EventKind.INFORMATION, EventKind.ASSEMBLY, EventKind.OTHER)
_ON_CHART = 8
_TO_COME = 6


@dataclass(frozen=True)
class EventRow:
    """An event beside the others: its numbers, its rates, and whence they come."""

    funnel: EventFunnel
    numbers: list[str]
    rates: list[Derived]
    origin: str


@dataclass(frozen=True)
class Standing:
    """Who is a member on a day: how many, how far from the goal, how many founders."""

    members: Derived
    share: Derived | None
    goal: str
    founders: int


@dataclass(frozen=True)
class Mobilisation:
    """What the page of a CPTS tells of its events."""

    community: Community
    standing: Standing
    to_come: list[CommunityEvent]
    rows: list[EventRow]
    best: str
    chart: SafeString | None
    table: dict[str, Any] | None


def read_mobilisation(community: Community, *, today: dt.date) -> Mobilisation:
    """Return where a CPTS stands; five queries whatever the number of its events."""
    events = community.events.order_by("held_on", "pk").select_related("group")
    to_come = list(events.filter(held_on__gte=today)[:_TO_COME])
    gathered = Q(kind__in=_GATHERING) | Q(counts__joined__gt=0) | Q(guests__joined_on__isnull=False)
    held = list(events.filter(gathered, held_on__lte=today).distinct())
    rows = [_row(funnel) for funnel in read_funnels(held)]
    return Mobilisation(
        community=community,
        standing=read_standing(community, today=today),
        to_come=to_come,
        rows=rows,
        best=_best(rows),
        **_drawn(rows),
    )


def read_standing(community: Community, *, today: dt.date) -> Standing:
    """Return who is a member on `today`; one query."""
    rows = Membership.objects.on(today).filter(community=community)
    sums = rows.aggregate(all=Count("pk"), founders=Count("pk", filter=Q(founder=True)))
    members, goal = sums["all"], community.members_goal
    source = "registre des adhésions"
    shown = Derived(
        integer(members),
        "adhésions en cours, personnes et organismes",
        (Input("adhésions", integer(members), today, source),),
    )
    if not goal:
        return Standing(shown, None, "", sums["founders"])
    share = percent(members, goal)
    how = How("adhérents ÷ adhérents visés", ("adhérents", "adhérents visés"), today, source)
    missing = goal - members
    told = f"{counted(goal, 'adhérent visé', 'adhérents visés')}\u00a0: " + (
        f"il en manque {integer(missing)}." if missing > 0 else "objectif atteint."
    )
    return Standing(shown, rate(members, goal, share, how), told, sums["founders"])


def next_event(community: Community, *, today: dt.date) -> CommunityEvent | None:
    """Return the next event of a CPTS, today included; one query."""
    return community.events.filter(held_on__gte=today).order_by("held_on", "pk").first()


def last_gathering(community: Community, *, today: dt.date) -> EventFunnel | None:
    """Return the funnel of the last event that could bring members; three queries."""
    held = community.events.filter(kind__in=_GATHERING, held_on__lte=today)
    event = held.order_by("-held_on", "-pk").first()
    return read_funnels([event])[0] if event else None


def row_of(funnel: EventFunnel) -> EventRow:
    """Return an event as a row of a table."""
    return _row(funnel)


def _row(funnel: EventFunnel) -> EventRow:
    side, event = funnel.best, funnel.event
    origin = "énoncé" if funnel.is_stated else "par nom"
    source = (event.source or "énoncé") if funnel.is_stated else "liste des personnes invitées"
    return EventRow(
        funnel,
        [number_words(side.whole.at(step)) for step in Step],
        funnel_rates(side.whole, event.held_on, source),
        origin if side.whole.is_known else "–",
    )


def _best(rows: list[EventRow]) -> str:
    """Tell which event brought the most members for a hundred invited; empty for a single one."""
    known = [
        (overall, row.funnel.event)
        for row in rows
        if (overall := row.funnel.best.whole.overall) is not None
    ]
    if len(known) < 2:
        return ""
    overall, event = max(known, key=lambda pair: pair[0])
    if not overall:
        return ""
    return (
        f"La rencontre qui a amené le plus d’adhésions pour cent invités\u00a0: {event}, le "
        f"{long_date(event.held_on)} ({percent_words(overall)})."
    )


def _drawn(rows: list[EventRow]) -> dict[str, Any]:
    """Return the bars of the last events and their table; nothing for a single event."""
    known = [row for row in rows if row.funnel.best.whole.is_known]
    if len(known) < 2:
        return {"chart": None, "table": None}
    shown = known[-_ON_CHART:]
    labels = [f"{row.funnel.event.held_on:%d/%m/%Y}" for row in shown]
    series = [
        Series(step.label, [row.funnel.best.whole.at(step) for row in shown]) for step in Step
    ]
    title = "Invités, présents et adhésions, par rencontre"
    return {
        "chart": bar_chart(title=title, labels=labels, series=series, unit="personnes", width=760),
        "table": data_table(
            caption=title, labels=labels, series=series, unit="personnes", heading="Rencontre"
        ),
    }
