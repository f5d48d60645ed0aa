"""Fees of a CPTS: called for every member at once, noted as paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from sites.models import Community
from staffing.models import Membership, MembershipFee


class FeeRefused(ValueError):
    """Nothing was written; the text says why in French."""


@dataclass(frozen=True)
class Called:
    """How many fees were called, and how many members already had theirs."""

    new: int
    known: int


@dataclass(frozen=True)
class Paid:
    """How many fees were noted as paid, were already, and how many members have none to pay."""

    noted: int
    known: int
    lacking: int


@transaction.atomic
def call_fees(
    *,
    community: Community,
    year: int,
    amount: Decimal,
    by: AbstractBaseUser | None,
    today: dt.date,
) -> Called:
    """Call the fee of `year`, in euros, from every member of `today` who has none for that year.

    A fee already noted keeps its amount. Raises FeeRefused for a negative amount.
    """
    if amount < 0:
        raise FeeRefused("Un montant n’est pas négatif.")
    members = list(
        Membership.objects.select_for_update(of=("self",))
        .on(today)
        .filter(community=community)
        .order_by("pk")
    )
    known = set(
        MembershipFee.objects.filter(membership__in=members, year=year).values_list(
            "membership", flat=True
        )
    )
    called = [row for row in members if row.pk not in known]
    fees = [MembershipFee(membership=row, year=year, amount=amount) for row in called]
    if fees:
        reason = f"Appel de la cotisation {year}"
        bulk_create_with_history(fees, MembershipFee, default_user=by, default_change_reason=reason)
        _raise_versions(called, by=by, reason=reason)
    return Called(len(called), len(members) - len(called))


@transaction.atomic
def pay_fees(
    *,
    memberships: Collection[Membership],
    year: int,
    on: dt.date,
    by: AbstractBaseUser | None,
) -> Paid:
    """Note the fees of `year` of these members as paid on `on`; those already paid stay as noted.

    Nothing is added for a member from whom no fee was called.
    """
    keys = [row.pk for row in memberships]
    members = {
        row.pk: row
        for row in Membership.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .order_by("pk")
    }
    fees = list(
        MembershipFee.objects.select_for_update(of=("self",))
        .filter(membership__in=members, year=year)
        .order_by("pk")
    )
    due = [fee for fee in fees if fee.paid_on is None]
    for fee in due:
        fee.paid_on = on
    if due:
        reason = f"Cotisation {year} payée"
        bulk_update_with_history(
            due, MembershipFee, ["paid_on"], default_user=by, default_change_reason=reason
        )
        _raise_versions([members[fee.membership_id] for fee in due], by=by, reason=reason)
    return Paid(len(due), len(fees) - len(due), len(members) - len(fees))


def _raise_versions(members: list[Membership], *, by: AbstractBaseUser | None, reason: str) -> None:
    """Let pages opened before know that a line changed."""
    for row in members:
        row.version += 1
    bulk_update_with_history(
        members, Membership, ["version"], default_user=by, default_change_reason=reason
    )
