"""Memberships of a CPTS: joining, leaving, joining again, consent, and the tie to the register."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from simple_history.utils import bulk_update_with_history

from csipa.french.dates import long_date
from sites.models import Community
from staffing.models import CareProvider, Membership

BY_RPPS = "Rapprochement par le numéro RPPS"
BY_HAND = "Rapprochement confirmé"
_COPIED = (
    *("community_id", "provider_id", "organisation_id", "title", "first_name", "last_name"),
    *("profession", "rpps", "commune_id", "founder", "email", "phone"),
)


class MemberRefused(ValueError):
    """Nothing was written; the text says why in French."""


@dataclass(frozen=True)
class Tied:
    """How many members were tied, and those who could not be: somebody else holds the tie."""

    count: int
    taken: list[Membership]


@transaction.atomic
def tie_members(*, community: Community, by: AbstractBaseUser | None, today: dt.date) -> Tied:
    """Tie the members of `today` to the care offer where the RPPS number is the same.

    Names are never enough: see `tie_member`. Called again, it changes nothing more.
    """
    hold_members(community.pk)
    waiting = list(
        Membership.objects.select_for_update(of=("self",))
        .not_over(today)
        .filter(community=community, provider__isnull=True)
        .exclude(rpps="")
        .order_by("pk")
    )
    found: dict[str, CareProvider] = {}
    numbers = [row.rpps for row in waiting]
    for provider in CareProvider.objects.filter(rpps__in=numbers).order_by("-left_on", "pk"):
        known = found.get(provider.rpps)
        if known is None or provider.left_on is None:
            found[provider.rpps] = provider
    held = set(
        Membership.objects.filter(
            community=community, provider__in=found.values(), end__isnull=True
        ).values_list("provider", flat=True)
    )
    tied, taken = [], []
    for row in waiting:
        one = found.get(row.rpps)
        if one is None:
            continue
        if one.pk in held and row.end is None:
            taken.append(row)
            continue
        row.provider = one
        row.version += 1
        tied.append(row)
    _update(tied, ["provider", "version"], by=by, reason=BY_RPPS)
    return Tied(len(tied), taken)


@transaction.atomic
def tie_member(
    *, membership: Membership, provider: CareProvider, by: AbstractBaseUser | None
) -> None:
    """Tie a member to somebody of the care offer, as a person confirmed; fill what is lacking.

    Raises MemberRefused when the RPPS numbers or the professions differ, for an organisation, or
    when another member is tied to that person.
    """
    row = _locked(membership)
    if row.organisation_id:
        raise MemberRefused("Un organisme ne se rapproche pas d’une personne du répertoire.")
    if row.rpps and provider.rpps and row.rpps != provider.rpps:
        raise MemberRefused(
            f"Les numéros RPPS diffèrent : {row.rpps} pour l’adhésion, {provider.rpps} pour le "
            "répertoire. Corrigez l’adhésion, ou choisissez une autre personne."
        )
    if row.profession and row.profession != provider.profession:
        raise MemberRefused(
            f"La profession de {row} n’est pas celle du répertoire : corrigez-la d’abord."
        )
    others = _still_members(row.community_id).exclude(pk=row.pk)
    numbers = Q(rpps=provider.rpps) if provider.rpps else Q(pk__in=[])
    if other := others.filter(Q(provider=provider) | numbers).first():
        raise MemberRefused(f"{other} est déjà rapproché de {provider}.")
    row.provider = provider
    row.rpps = row.rpps or provider.rpps
    row.profession = row.profession or provider.profession
    _save(row, by=by, reason=BY_HAND)


@transaction.atomic
def untie_member(*, membership: Membership, by: AbstractBaseUser | None) -> None:
    """Undo the tie of a member to the care offer."""
    row = _locked(membership)
    row.provider = None
    _save(row, by=by, reason="Rapprochement défait")


@transaction.atomic
def leave(*, membership: Membership, on: dt.date, reason: str, by: AbstractBaseUser | None) -> None:
    """Note the last day of a member and why they leave; raises MemberRefused."""
    row = _locked(membership)
    if row.end is not None:
        raise MemberRefused(f"Le départ de {row} est déjà noté au {long_date(row.end)}.")
    if on < row.start:
        raise MemberRefused(
            f"{row} a adhéré le {long_date(row.start)} : un départ ne précède pas ce jour."
        )
    row.end, row.leave_reason = on, reason.strip()
    _save(row, by=by, reason="Départ")


@transaction.atomic
def join_again(*, membership: Membership, on: dt.date, by: AbstractBaseUser | None) -> Membership:
    """Return a new membership of somebody who had left; consents and role are to be given again.

    Raises MemberRefused while a membership is not over, or when it would begin before the end of
    the former one.
    """
    row = _locked(membership)
    if row.end is None:
        raise MemberRefused(f"{row} est encore adhérent : notez d’abord son départ.")
    if on <= row.end:
        raise MemberRefused(
            f"L’adhésion précédente court jusqu’au {long_date(row.end)} : la nouvelle commence "
            "après ce jour."
        )
    same = Q(pk__in=[])
    for name in ("provider_id", "organisation_id", "rpps"):
        if value := getattr(row, name):
            same |= Q(**{name: value})
    if _still_members(row.community_id).filter(same).exists():
        raise MemberRefused(f"{row} a déjà une adhésion en cours.")
    again = Membership(**{name: getattr(row, name) for name in _COPIED}, start=on)
    again._history_user = by
    again._change_reason = "Nouvelle adhésion"
    again.save()
    return again


@transaction.atomic
def withdraw_consent(*, membership: Membership, by: AbstractBaseUser | None) -> None:
    """Take a member out of every printed directory and export, from now on."""
    row = _locked(membership)
    row.listed = row.contacts_listed = False
    row.consent_on = None
    _save(row, by=by, reason="Accord retiré")


def hold_members(community: int) -> None:
    """Hold who is a member until the end: two people must not both make one of somebody."""
    list(Community.objects.select_for_update().filter(pk=community).values_list("pk"))


def _still_members(community: int) -> QuerySet[Membership]:
    return Membership.objects.filter(community=community, end__isnull=True)


def _locked(membership: Membership) -> Membership:
    hold_members(membership.community_id)
    return Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)


def _save(row: Membership, *, by: AbstractBaseUser | None, reason: str) -> None:
    row.version += 1
    row._history_user = by
    row._change_reason = reason
    row.save()


def _update(
    rows: list[Membership], fields: list[str], *, by: AbstractBaseUser | None, reason: str
) -> None:
    if rows:
        bulk_update_with_history(
            rows, Membership, fields, default_user=by, default_change_reason=reason
        )
