"""Who may be invited to an event: the care offer of the territory, and the members of the CPTS."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from sites.models import Commune
from sites.rules.care_professions import name_of
from sites.rules.names import search_key
from staffing.models import CarePlace, CareProvider, CommunityEvent, Membership
from staffing.review.offer import present_providers

MOST = 400
"""Rows that one page offers; beyond, a list is to be narrowed."""


@dataclass(frozen=True)
class Person:
    """Somebody who may be invited; `value` is what their box sends."""

    value: str
    name: str
    details: str
    is_member: bool
    is_invited: bool


@dataclass(frozen=True)
class Choice:
    """The people found, and how many there are beyond those shown."""

    people: list[Person]
    more: int = 0


def members_to_invite(
    event: CommunityEvent, *, profession: str = "", commune: str = "", name: str = ""
) -> Choice:
    """Return the members on the day of the event; `commune` is an INSEE code. Three queries."""
    rows = Membership.objects.on(event.held_on).filter(community=event.community_id)
    rows = rows.select_related("commune", "organisation__commune")
    if profession:
        rows = rows.filter(profession=profession)
    if commune:
        rows = rows.filter(commune=commune)
    invited = set(
        event.guests.filter(membership__isnull=False).values_list("membership", flat=True)
    )
    found = [
        Person(
            f"m{row.pk}",
            str(row),
            _details(row.profession, [str(row.commune)] if row.commune else []),
            is_member=True,
            is_invited=row.pk in invited,
        )
        for row in sorted(rows, key=lambda row: search_key(f"{row.last_name} {row}"))
        if _named(name, search_key(str(row)))
    ]
    return Choice(found[:MOST], max(len(found) - MOST, 0))


def providers_to_invite(
    event: CommunityEvent,
    *,
    profession: str = "",
    commune: str = "",
    name: str = "",
    outside: bool = False,
) -> Choice:
    """Return who offers care in the territory; with `outside`, only those who are not members.

    `commune` is an INSEE code. Five queries.
    """
    inside = event.community.territory.communes_on(event.held_on).values("pk")
    asked = [commune] if commune else inside
    rows = present_providers(asked)
    if profession:
        rows = rows.filter(profession=profession)
    for word in search_key(name).split():
        rows = rows.filter(search_key__contains=word)
    members = _members_among(event)
    rows = rows.annotate(is_member=Exists(members))
    if outside:
        rows = rows.filter(is_member=False)
    places = CarePlace.objects.filter(gone_on__isnull=True, commune__in=asked)
    shown = places.select_related("commune")
    shown_rows = list(
        rows.order_by("search_key", "pk").prefetch_related(
            Prefetch("care_places", shown, to_attr="shown_places")
        )[:MOST]
    )
    more = rows.count() - MOST if len(shown_rows) == MOST else 0
    invited = set(event.guests.filter(provider__isnull=False).values_list("provider", flat=True))
    people = [
        Person(
            f"p{row.pk}",
            str(row),
            _details(row.profession, sorted({str(one.commune) for one in row.shown_places})),
            is_member=row.is_member,
            is_invited=row.pk in invited,
        )
        for row in shown_rows
    ]
    return Choice(people, max(more, 0))


def communes_of(event: CommunityEvent) -> QuerySet[Commune]:
    """Return the communes of the territory on the day of the event, by name."""
    return event.community.territory.communes_on(event.held_on).order_by("search_key")


def chosen(
    event: CommunityEvent, values: Collection[str]
) -> tuple[QuerySet[CareProvider], QuerySet[Membership]]:
    """Return the people behind the boxes ticked; what is no box of the page is passed over."""
    providers = [int(one[1:]) for one in values if one[:1] == "p" and one[1:].isdecimal()]
    members = [int(one[1:]) for one in values if one[:1] == "m" and one[1:].isdecimal()]
    own = Membership.objects.filter(community=event.community_id, pk__in=members)
    rows = CareProvider.objects.filter(pk__in=providers).order_by("search_key", "pk")
    return rows, own.select_related("organisation__commune").order_by("last_name", "pk")


def _members_among(event: CommunityEvent) -> QuerySet[Membership]:
    """Return the members of the day, tied to the provider of the outer query."""
    same = Q(provider=OuterRef("pk")) | Q(rpps=OuterRef("rpps"), rpps__gt="")
    return Membership.objects.on(event.held_on).filter(same, community=event.community_id)


def _details(profession: str, communes: list[str]) -> str:
    named = [name_of(profession)] if profession else []
    return ", ".join([*named, *communes])


def _named(asked: str, key: str) -> bool:
    return all(word in key for word in search_key(asked).split())
