"""What goes if some people leave on a date: FTE, hours, consultations, sites left empty.

Nothing is written. Hours of a full time and minutes a consultation come from the records unless
others are tried.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from csipa.french.dates import long_date
from csipa.french.grammar import enumeration, upper_first
from csipa.french.numbers import counted, decimal
from sites.models import Site
from staffing.documents.figures import SOMEBODY
from staffing.documents.need import figure
from staffing.models import Assignment, Person, Profession
from staffing.review.establishment import read_records
from staffing.rules.fte import HeldLine
from staffing.rules.what_if import Loss, losses, monthly_consultations, weekly_hours

_DAY = dt.timedelta(days=1)
_WHOLE_CENTRE = "sans site en particulier"


@dataclass(frozen=True)
class SiteLoss:
    """What one site loses, in words; `is_left_empty` when these departures leave nobody there."""

    site: str
    before: str
    lost: str
    left: str
    is_empty: bool
    is_left_empty: bool
    then: str


@dataclass(frozen=True)
class ProfessionLoss:
    """What a profession loses: FTE, hours a week, consultations a month; then each of its sites.

    `consultations` is empty where nobody knows how long one takes; `steps` show the calculation.
    """

    profession: Profession
    name: str
    before: str
    lost: str
    left: str
    hours: str
    consultations: str
    steps: list[str]
    sites: list[SiteLoss]


@dataclass(frozen=True)
class WhatIf:
    """What goes with the people chosen after `last`; `absent` are those who had gone before."""

    last: dt.date
    people: list[str]
    absent: list[str]
    losses: list[ProfessionLoss]
    empty: list[str]


def choosable(day: dt.date, *, names_people: bool) -> list[tuple[int, str]]:
    """Return the people there on `day` or later and how to call them, by name; two queries.

    Without names they are told apart by what they hold.
    """
    held: dict[int, list[str]] = defaultdict(list)
    rows = Assignment.objects.exclude(end__lt=day).select_related("post").order_by("start", "pk")
    for one in rows:
        held[one.person_id].append(f"{one.post.label}, {figure(one.fte)} ETP")
    people = Person.objects.filter(pk__in=held).order_by("last_name", "first_name", "pk")
    return [
        (one.pk, f"{one if names_people else upper_first(SOMEBODY)} ({' ; '.join(held[one.pk])})")
        for one in people
    ]


def read_what_if(
    *,
    leaving: Collection[int],
    last: dt.date,
    hours: Mapping[int, Decimal] | None = None,
    minutes: Mapping[int, int | None] | None = None,
    names_people: bool = False,
) -> WhatIf:
    """Return what goes if `leaving` have `last` as their last day; five queries.

    `hours` and `minutes` replace, by profession, those of the records; without minutes no
    consultations are worked out.
    """
    _, held = read_records(by_site=True).lines(by_site=True)
    sites = dict(Site.objects.values_list("pk", "name"))
    people = {one.pk: one for one in Person.objects.filter(pk__in=leaving)}
    found = losses(held, set(leaving), last)
    by_profession: dict[int, list[Loss]] = defaultdict(list)
    for loss in found:
        by_profession[loss.profession].append(loss)
    there = {line.person for line in held if _holds(line, last)}
    names = {pk: str(one) if names_people else SOMEBODY for pk, one in people.items()}
    told = []
    for profession in Profession.objects.filter(pk__in=by_profession):
        pk = profession.pk
        week = (hours or {}).get(pk, profession.weekly_hours)
        length = (minutes or {}).get(pk, profession.consultation_minutes)
        told.append(_profession_loss(profession, by_profession[pk], sites, week, length))
    empty = [
        f"{upper_first(one.name)}, {site.site}"
        for one in told
        for site in one.sites
        if site.is_left_empty
    ]
    return WhatIf(
        last,
        [names[pk] for pk in people if pk in there],
        [names[pk] for pk in people if pk not in there],
        told,
        empty,
    )


def _profession_loss(
    profession: Profession,
    found: list[Loss],
    sites: Mapping[int, str],
    week: Decimal,
    length: int | None,
) -> ProfessionLoss:
    lost = sum((one.lost for one in found), Decimal(0))
    left = sum((one.left for one in found), Decimal(0))
    hours = weekly_hours(lost, week)
    steps = [f"{figure(lost)} ETP × {figure(week)} h par semaine = {figure(hours)} h par semaine"]
    consultations = ""
    if length:
        number = monthly_consultations(hours, length)
        whole = int(number.to_integral_value(ROUND_HALF_UP))
        consultations = counted(whole, "consultation", "consultations")
        steps.append(
            f"{figure(hours)} h × 60 ÷ {length} min × 52 semaines ÷ 12 mois = "
            f"{decimal(number, 1)} consultations par mois, si toutes ces heures y vont"
        )
    return ProfessionLoss(
        profession,
        profession.plural,
        figure(sum((one.before for one in found), Decimal(0))),
        figure(lost),
        figure(left),
        f"{figure(hours)} h",
        consultations,
        steps,
        [_site_loss(one, sites) for one in found],
    )


def _site_loss(one: Loss, sites: Mapping[int, str]) -> SiteLoss:
    arrivals = [
        f"{figure(come.fte)} ETP à partir du {long_date(come.start)}" for come in one.arrivals
    ]
    if one.is_empty and one.empty_until is not None:
        then = f"plus personne jusqu’au {long_date(one.empty_until - _DAY)}, puis "
        then += enumeration(arrivals)
    elif one.is_empty:
        then = "plus personne ; aucune arrivée prévue dans les douze mois"
    else:
        then = f"déjà prévus : {enumeration(arrivals)}" if arrivals else ""
    return SiteLoss(
        _WHOLE_CENTRE if one.site is None else sites[one.site],
        figure(one.before),
        figure(one.lost),
        figure(one.left),
        one.is_empty,
        one.is_empty and one.lost > 0,
        then,
    )


def _holds(line: HeldLine, day: dt.date) -> bool:
    return line.start <= day and (line.end is None or day <= line.end)
