"""Members of a CPTS beside the care offer: who may be whom, who left, who may be there twice."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from csipa.french.dates import long_date
from csipa.french.numbers import counted
from sites.models import Community
from sites.models.figure import PROFESSION_CHOICES
from sites.rules.names import search_key
from staffing.models import CarePlace, CareProvider, EventGuest, Membership


@dataclass(frozen=True)
class Proposal:
    """A member not tied to the care offer, and the people there who may be the same."""

    member: Membership
    candidates: list[CareProvider]


@dataclass(frozen=True)
class Tried:
    """What was tried to bring somebody in: invitations, and whether they came to one."""

    invited: int
    came: int
    last_on: dt.date

    @property
    def words(self) -> str:
        """Return « 2 invitations, la dernière le 23 mai 2025 ; 1 présence »."""
        day = long_date(self.last_on)
        told = counted(self.invited, "invitation", "invitations")
        told += f", la dernière le {day}" if self.invited > 1 else f", le {day}"
        came = counted(self.came, "présence", "présences") if self.came else "aucune présence"
        return f"{told}\u00a0; {came}"


def members_on(community: Community, day: dt.date) -> QuerySet[Membership]:
    """Return the members of `day` with what pages show of them, unordered."""
    return (
        Membership.objects.on(day)
        .filter(community=community)
        .select_related("provider", "commune", "organisation")
        .order_by()
    )


def with_places(providers: QuerySet[CareProvider]) -> QuerySet[CareProvider]:
    """Load the places where people work today, in `here`; one more query."""
    places = CarePlace.objects.filter(gone_on__isnull=True).select_related("commune")
    return providers.prefetch_related(
        Prefetch("care_places", places.order_by("commune__search_key", "pk"), to_attr="here")
    )


def proposals(members: Iterable[Membership], communes: Collection[str]) -> list[Proposal]:
    """Return the members not tied to the care offer, those with somebody to propose first.

    Somebody is proposed for the same name, the same profession, and a place in the commune of the
    member, or in one of `communes` where the member has none. Nobody tied already is. Two queries.
    """
    waiting = [row for row in members if row.provider_id is None and not row.organisation_id]
    keys = {row.name_key for row in waiting}
    tied = {row.provider_id for row in members if row.provider_id}
    by_name: dict[tuple[str, str], list[CareProvider]] = defaultdict(list)
    found = CareProvider.objects.filter(search_key__in=keys, left_on__isnull=True)
    for one in with_places(found.exclude(pk__in=tied).order_by("pk")) if keys else ():
        by_name[one.search_key, one.profession].append(one)
    told = [
        Proposal(row, _near(row, by_name.get((row.name_key, row.profession), []), communes))
        for row in waiting
    ]
    return sorted(told, key=lambda one: (not one.candidates, one.member.name_key, one.member.pk))


def _near(
    row: Membership, found: list[CareProvider], communes: Collection[str]
) -> list[CareProvider]:
    wanted = {row.commune_id} if row.commune_id else set(communes)
    return [one for one in found if wanted & {place.commune_id for place in one.here}]


def doubles(members: Iterable[Membership]) -> list[list[Membership]]:
    """Return the groups of members that may be one person: same name and same profession."""
    groups: dict[tuple[str, str], list[Membership]] = defaultdict(list)
    for row in members:
        if not row.organisation_id:
            groups[row.name_key, row.profession].append(row)
    return [rows for _, rows in sorted(groups.items()) if len(rows) > 1]


def doubles_of(membership: Membership, day: dt.date) -> list[Membership]:
    """Return the other members, on `day` or to come, who may be the same person. One query."""
    if membership.organisation_id:
        return []
    same = Q(profession=membership.profession, last_name__iexact=membership.last_name)
    if membership.rpps:
        same |= Q(rpps=membership.rpps)
    others = (
        Membership.objects.not_over(day)
        .filter(same, community=membership.community_id)
        .exclude(pk=membership.pk)
        .order_by("pk")
    )
    return [
        row
        for row in others
        if (row.rpps and row.rpps == membership.rpps)
        or search_key(row.first_name) == search_key(membership.first_name)
    ]


def tried(community: Community, providers: Collection[int]) -> dict[int, Tried]:
    """Return what was tried with people of the care offer, by their key. One query."""
    guests = (
        EventGuest.objects.filter(event__community=community, provider__in=providers)
        .order_by("event__held_on", "pk")
        .values_list("provider", "present", "event__held_on")
    )
    found: dict[int, Tried] = {}
    for provider, present, held_on in guests:
        before = found.get(provider, Tried(0, 0, held_on))
        found[provider] = Tried(before.invited + 1, before.came + bool(present), held_on)
    return found


def identity_of(provider: CareProvider) -> dict[str, str]:
    """Return what the care offer tells of somebody, by column of a membership. One query."""
    place = (
        CarePlace.objects.filter(provider=provider, gone_on__isnull=True)
        .select_related("commune")
        .order_by("commune__search_key", "pk")
        .first()
    )
    known = {code for code, _ in PROFESSION_CHOICES}
    return {
        "title": provider.title,
        "first_name": provider.first_name,
        "last_name": provider.last_name,
        "profession": provider.profession if provider.profession in known else "",
        "rpps": provider.rpps,
        "commune": place.commune_id if place else "",
        "commune_name": place.commune.name if place else "",
    }
