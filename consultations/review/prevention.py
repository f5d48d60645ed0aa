"""Prevention actions and team meetings of a period, and what each promise received of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from consultations.models import (
    MeetingKind,
    PreventionAction,
    PreventionPlace,
    PreventionTheme,
    TeamMeeting,
)
from consultations.rules.prevention import (
    ActionLine,
    ActionSummary,
    ActionSums,
    MeetingLine,
    MeetingSummary,
    MeetingSums,
    Presence,
    summarise_actions,
    summarise_meetings,
)
from csipa.french.grammar import upper_first
from sites.models import HealthProject, Site
from sites.review.scope import sites_of

# The name of each place, and what was done there.
_Placed = list[tuple[str, ActionSums]]


@dataclass(frozen=True)
class PromiseActions:
    """What was done for one promise of a health project."""

    text: str
    actions: ActionSums
    meetings: int


def actions_of(user: Any) -> QuerySet[PreventionAction]:
    """Return the actions that an account sees: those of its sites, and those of no site."""
    return PreventionAction.objects.filter(Q(site__isnull=True) | Q(site__in=sites_of(user)))


def meetings_of(user: Any) -> QuerySet[TeamMeeting]:
    """Return the meetings held at the sites of an account."""
    return TeamMeeting.objects.filter(site__in=sites_of(user))


def read_actions(
    first: dt.date, last: dt.date, *, among: QuerySet[PreventionAction] | None = None
) -> ActionSummary:
    """Return the actions begun in a period, both ends included, `among` some or all; one query."""
    rows = PreventionAction.objects.all() if among is None else among
    found = rows.filter(date__range=(first, last)).order_by()
    values = found.values_list("theme", "place", "reached", "minutes")
    return summarise_actions(ActionLine(*row) for row in values)


def read_meetings(
    first: dt.date, last: dt.date, *, among: QuerySet[TeamMeeting] | None = None
) -> MeetingSummary:
    """Return the meetings of a period, both ends included, `among` some or all; one query."""
    rows = TeamMeeting.objects.all() if among is None else among
    values = (
        rows.filter(date__range=(first, last))
        .order_by("pk", "attendance__position", "attendance__pk")
        .values_list(
            "pk",
            *("kind", "minutes", "cases", "is_open"),
            *("attendance__profession__name", "attendance__other", "attendance__number"),
        )
    )
    heads: dict[int, tuple[Any, ...]] = {}
    present: dict[int, list[Presence]] = defaultdict(list)
    for pk, *head, profession, other, number in values:
        heads[pk] = tuple(head)
        if number is not None:
            present[pk].append(Presence(profession or other, number))
    return summarise_meetings(MeetingLine(*head, present[pk]) for pk, head in heads.items())


def years_recorded(user: Any) -> list[int]:
    """Return the years with an action or a meeting that an account sees, the latest first."""
    found: set[int] = set()
    for rows in (actions_of(user), meetings_of(user)):
        span = rows.aggregate(first=Min("date"), last=Max("date"))
        if span["first"]:
            found |= set(range(span["first"].year, span["last"].year + 1))
    return sorted(found, reverse=True)


def theme_rows(summary: ActionSummary) -> list[tuple[str, _Placed, ActionSums]]:
    """Return each theme that has actions: its name, its sums by place, all its actions."""
    return [
        (
            upper_first(str(theme.label)),
            [
                (
                    upper_first(str(place.label)),
                    summary.by_both.get((theme.value, place.value), ActionSums()),
                )
                for place in PreventionPlace
            ],
            summary.by_theme[theme.value],
        )
        for theme in PreventionTheme
        if theme.value in summary.by_theme
    ]


def place_columns(summary: ActionSummary) -> _Placed:
    """Return the name and the sums of every place."""
    return [
        (upper_first(str(place.label)), summary.by_place.get(place.value, ActionSums()))
        for place in PreventionPlace
    ]


def kind_rows(summary: MeetingSummary) -> list[tuple[str, MeetingSums]]:
    """Return each kind of meeting that was held, and its sums."""
    return [
        (upper_first(str(kind.label)), summary.by_kind[kind.value])
        for kind in MeetingKind
        if kind.value in summary.by_kind
    ]


def promises_of(
    project: HealthProject,
    *,
    actions: QuerySet[PreventionAction] | None,
    meetings: QuerySet[TeamMeeting] | None,
) -> list[PromiseActions]:
    """Return what was done for each promise of an edition, in their order; three queries.

    `None` stands for what may not be told. Promises for which nothing was done are left out.
    """
    lines: dict[int, list[ActionLine]] = defaultdict(list)
    if actions is not None:
        values = actions.filter(commitment__project=project).order_by()
        for commitment, *row in values.values_list(
            "commitment", "theme", "place", "reached", "minutes"
        ):
            lines[commitment].append(ActionLine(*row))
    met: Mapping[int, int] = {}
    if meetings is not None:
        counts = meetings.filter(commitment__project=project).order_by().values("commitment")
        met = {row["commitment"]: row["number"] for row in counts.annotate(number=Count("pk"))}
    return [
        PromiseActions(one.text, summarise_actions(lines[one.pk]).whole, met.get(one.pk, 0))
        for one in project.commitments.order_by("position", "pk")
        if lines[one.pk] or one.pk in met
    ]


def sites_named(user: Any) -> list[Site]:
    """Return the sites of an account, the centre first."""
    return list(sites_of(user).order_by(F("kind").desc(), "search_key"))
