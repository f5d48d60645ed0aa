"""A year of a CPTS for its activity report: meetings, people, trainings, working groups."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csipa.derived import Derived, Input
from csipa.french.grammar import upper_first
from csipa.french.numbers import integer
from csipa.models import PRECISION_SIGNS, Precision
from csipa.spreadsheets import Cell, Sheet
from sites.models import Community
from sites.rules.care_professions import BY_CODE, plural_of
from staffing.models import EventKind, Membership
from staffing.review.event_sheet import hours_words
from staffing.review.funnel import EventFunnel, read_funnels
from staffing.rules.funnel import Step, person_minutes

_AT_LEAST = PRECISION_SIGNS[Precision.AT_LEAST]
_REGISTER = "registre des adhésions"


@dataclass(frozen=True)
class KindLine:
    """The events of one kind: how many, and the sums of their three numbers."""

    label: str
    events: int
    sums: list[Derived]


@dataclass(frozen=True)
class GroupLine:
    """A working group over the year: its meetings and how many came to them in all."""

    name: str
    meetings: int
    present: Derived


@dataclass(frozen=True)
class CommunityYear:
    """What the activity report of a CPTS takes from its events."""

    community: Community
    year: int
    funnels: list[EventFunnel]
    lines: list[KindLine]
    total: KindLine
    groups: list[GroupLine]
    trainings: list[tuple[EventFunnel, Derived]]
    training_time: Derived
    by_profession: list[tuple[str, Derived]]
    joined: Derived
    left: Derived


def read_year(community: Community, year: int, *, today: dt.date) -> CommunityYear:
    """Return the events held in a year, up to `today`; five queries."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    rows = community.events.filter(held_on__range=(first, min(last, today)))
    funnels = read_funnels(rows.select_related("group").order_by("held_on", "pk"))
    by_kind: dict[str, list[EventFunnel]] = defaultdict(list)
    for one in funnels:
        by_kind[one.event.kind].append(one)
    trainings = by_kind[EventKind.TRAINING]
    members = Membership.objects.filter(community=community)
    joined = members.filter(start__range=(first, last), start__lte=today).count()
    left = members.filter(end__range=(first, last), end__lt=today).count()
    return CommunityYear(
        community=community,
        year=year,
        funnels=funnels,
        lines=[
            _kind_line(upper_first(label), by_kind[code])
            for code, label in EventKind.choices
            if by_kind[code]
        ],
        total=_kind_line("Ensemble", funnels),
        groups=_groups(by_kind[EventKind.GROUP]),
        trainings=[(one, _time([one])) for one in trainings],
        training_time=_time(trainings),
        by_profession=_by_profession(trainings),
        joined=_count(joined, "adhésions commencées dans l’année", year),
        left=_count(left, "adhésions finies dans l’année", year),
    )


def years_of(community: Community, *, today: dt.date) -> list[int]:
    """Return the years in which an event was held, the latest first; this one at least."""
    days = community.events.filter(held_on__lte=today).dates("held_on", "year")
    return sorted({today.year, *(day.year for day in days)}, reverse=True)


def year_sheet(found: CommunityYear) -> Sheet:
    """Return the events of a year as a table, a row each; an unknown number is empty."""
    headings = ["Date", "Nature", "Intitulé", "Lieu", "Groupe de travail", "Formateur"]
    headings += ["Minutes", "Invités", "Présents", "Ont adhéré", "Origine des nombres"]
    rows: list[list[Cell]] = []
    for one in found.funnels:
        event, side = one.event, one.best
        origin = ("énoncé" if one.is_stated else "par nom") if side.whole.is_known else ""
        rows.append(
            [
                event.held_on,
                upper_first(event.get_kind_display()),
                event.title,
                event.place,
                str(event.group or ""),
                event.trainer,
                event.minutes,
                *(side.whole.at(step) for step in Step),
                origin,
            ]
        )
    return Sheet(f"Rencontres {found.year}", headings, rows)


def _kind_line(label: str, funnels: Sequence[EventFunnel]) -> KindLine:
    return KindLine(label, len(funnels), [_sum(funnels, step) for step in Step])


def _sum(funnels: Iterable[EventFunnel], step: Step) -> Derived:
    """Return the sum of a number over events, « at least » where one is not known."""
    values = [one.best.whole.at(step) for one in funnels]
    return _summed(values, f"somme sur les rencontres\u00a0: {step.label.lower()}")


def _summed(values: Sequence[int | None], formula: str) -> Derived:
    known = [value for value in values if value is not None]
    told = f"{integer(len(known))} sur {integer(len(values))}"
    inputs = (Input("rencontres dont le nombre est connu", told),)
    is_partial = len(known) < len(values)
    # « At least zero » says nothing.
    if not known or (is_partial and not sum(known)):
        return Derived("", formula, inputs, missing="–")
    sign = _AT_LEAST if is_partial else ""
    return Derived(f"{sign}{integer(sum(known))}", formula, inputs)


def _groups(funnels: Iterable[EventFunnel]) -> list[GroupLine]:
    by_group: dict[str, list[EventFunnel]] = defaultdict(list)
    for one in funnels:
        by_group[str(one.event.group or "Sans groupe précisé")].append(one)
    return [GroupLine(name, len(rows), _sum(rows, Step.PRESENT)) for name, rows in by_group.items()]


def _time(funnels: Sequence[EventFunnel]) -> Derived:
    """Return the time that trainings gave in hours of a person."""
    formula = "somme des durées × présents"
    values = [person_minutes(one.event.minutes, one.best.whole.present) for one in funnels]
    known = [value for value in values if value is not None]
    told = f"{integer(len(known))} sur {integer(len(values))}"
    inputs = (Input("formations dont la durée et les présents sont connus", told),)
    if not known:
        return Derived("", formula, inputs, missing="–")
    sign = _AT_LEAST if len(known) < len(values) else ""
    return Derived(f"{sign}{hours_words(sum(known))}", formula, inputs)


def _by_profession(funnels: Iterable[EventFunnel]) -> list[tuple[str, Derived]]:
    """Return the hours of trainings by profession, where presence is known by profession."""
    minutes: dict[str, list[int]] = defaultdict(list)
    for one in funnels:
        for code, part in one.best.parts.items():
            total = person_minutes(one.event.minutes, part.present)
            if total:
                minutes[code].append(total)
    order = {code: rank for rank, code in enumerate(BY_CODE)}
    return [
        (
            upper_first(plural_of(code)),
            Derived(
                hours_words(sum(minutes[code])),
                "somme des durées × présents de la profession",
                (Input("formations", integer(len(minutes[code]))),),
            ),
        )
        for code in sorted(minutes, key=lambda one: order.get(one, len(order)))
    ]


def _count(value: int, formula: str, year: int) -> Derived:
    return Derived(
        integer(value), formula, (Input(f"année {year}", integer(value), None, _REGISTER),)
    )
