"""From a guest to a member: the membership that an event brought."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from csipa.french.dates import long_date
from sites.models import Commune
from sites.rules.names import search_key
from staffing.actions.members import hold_members
from staffing.models import CareProvider, CommunityEvent, EventGuest, Membership

REASON = "Adhésion à la suite d’une rencontre"


class JoinRefused(ValueError):
    """Nothing was written; the text says why in French.

    `is_namesake` tells that a member bears the same name and that somebody may confirm that they
    are two people.
    """

    def __init__(self, message: str, *, is_namesake: bool = False) -> None:
        super().__init__(message)
        self.is_namesake = is_namesake


@transaction.atomic
def join_from(
    *,
    guest: EventGuest,
    on: dt.date,
    by: AbstractBaseUser | None,
    first_name: str = "",
    last_name: str = "",
    profession: str = "",
    is_another: bool = False,
) -> Membership:
    """Note that a guest joined on a day and return the membership, tied to the guest.

    Somebody of the care offer joins under the names, profession, RPPS number and commune of the
    register; anybody else under those given. A membership that began since the event is tied, not
    made again. Raises JoinRefused for somebody who already joined or was a member before, for a day
    before the event, a missing name, and a namesake unless `is_another`.
    """
    hold_members(guest.event.community_id)
    row = EventGuest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    event = row.event
    if row.joined_on is not None:
        raise JoinRefused(f"L’adhésion de {row} est déjà notée au {long_date(row.joined_on)}.")
    if on < event.held_on:
        raise JoinRefused(
            f"La rencontre est du {long_date(event.held_on)}\u00a0: une adhésion qu’elle amène ne "
            "la précède pas."
        )
    member = _current(row, event, on)
    if member is None:
        member = _new(row, event, on, first_name, last_name, profession)
        if not is_another and (namesake := _namesake(member)):
            raise JoinRefused(
                f"{namesake} est déjà adhérent depuis le {long_date(namesake.start)}\u00a0: si "
                "c’est une autre personne du même nom, confirmez-le.",
                is_namesake=True,
            )
        _write(member, by)
    elif member.start < event.held_on:
        raise JoinRefused(
            f"{member} est déjà adhérent depuis le {long_date(member.start)}, avant cette "
            "rencontre\u00a0: il n’y a pas d’adhésion à noter."
        )
    row.membership, row.joined_on = member, member.start
    row.provider_id = row.provider_id or member.provider_id
    _write(row, by)
    guest.membership, guest.joined_on = row.membership, row.joined_on
    return member


def _current(row: EventGuest, event: CommunityEvent, on: dt.date) -> Membership | None:
    """Return the membership that the person has on a day, by what tells them for certain."""
    same = Q(pk=row.membership_id) if row.membership_id else Q(pk__in=[])
    if row.provider is not None:
        same |= Q(provider=row.provider)
        if row.provider.rpps:
            same |= Q(rpps=row.provider.rpps)
    current = Membership.objects.not_over(on).filter(same, community=event.community_id)
    return current.order_by("start", "pk").first()


def _new(
    row: EventGuest,
    event: CommunityEvent,
    on: dt.date,
    first_name: str,
    last_name: str,
    profession: str,
) -> Membership:
    member = Membership(community=event.community, start=on)
    member._change_reason = REASON
    one = row.provider
    if one is None:
        member.first_name, member.last_name = first_name.strip(), last_name.strip()
        member.profession = profession or row.profession
        if not member.last_name:
            raise JoinRefused("Donnez le nom de la personne qui adhère.")
        return member
    member.provider = one
    member.title, member.first_name, member.last_name = one.title, one.first_name, one.last_name
    member.profession, member.rpps = row.profession, one.rpps
    member.commune = _commune_of(one, event, on)
    return member


def _commune_of(provider: CareProvider, event: CommunityEvent, on: dt.date) -> Commune | None:
    """Return the commune of the territory where the person works; the first one of several."""
    inside = event.community.territory.memberships.on(on).values("commune")
    places = provider.care_places.filter(commune__in=inside, gone_on__isnull=True)
    place = places.select_related("commune").order_by("-first_recourse", "pk").first()
    return place.commune if place else None


def _namesake(member: Membership) -> Membership | None:
    """Return a member of today with the same name whom nothing tells apart for certain."""
    key = search_key(f"{member.last_name} {member.first_name}")
    others = Membership.objects.not_over(member.start).filter(community=member.community)
    if member.rpps:
        others = others.filter(rpps="")
    return next(
        (one for one in others if search_key(f"{one.last_name} {one.first_name}") == key), None
    )


def _write(row: Membership | EventGuest, by: AbstractBaseUser | None) -> None:
    try:
        row.full_clean()
    except ValidationError as refused:
        raise JoinRefused(" ".join(refused.messages)) from refused
    row._history_user = by
    row.save()
