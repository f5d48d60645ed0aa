"""Writes the members that a file brings, once its preview was looked at."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import DataError, IntegrityError, transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from csipa.tables import Table
from sites.models import Community
from staffing.actions.members import hold_members, tie_members
from staffing.models import Membership
from staffing.review.members_plan import Plan, plan_members

REASON = "Import d’un fichier d’adhérents"


class ImportRefused(ValueError):
    """Nothing was written; the text is one French sentence."""


@transaction.atomic
def import_members(
    *,
    table: Table,
    community: Community,
    digest: str,
    by: AbstractBaseUser | None,
    today: dt.date,
    sees_contacts: bool,
) -> Plan:
    """Write the good lines of a file, tie the members by RPPS, and return what was written.

    `digest` is that of the plan that was looked at. Raises ImportRefused when the members are no
    longer those it was made from, or when the database refuses a line.
    """
    hold_members(community.pk)
    plan = plan_members(table, community, today=today, sees_contacts=sees_contacts)
    if plan.digest != digest:
        raise ImportRefused(
            "Des adhésions ont changé depuis l’aperçu : rien n’est écrit. Relisez l’aperçu "
            "ci-dessous, puis confirmez de nouveau."
        )
    new = [Membership(community=community, **one.values) for one in plan.entries if one.is_new]
    changed, names = [], {"version"}
    for entry in plan.entries:
        if entry.member is not None:
            for name, value in entry.values.items():
                setattr(entry.member, name, value)
            entry.member.version += 1
            changed.append(entry.member)
            names |= set(entry.values)
    try:
        with transaction.atomic():
            if new:
                bulk_create_with_history(
                    new, Membership, default_user=by, default_change_reason=REASON
                )
            if changed:
                bulk_update_with_history(
                    changed,
                    Membership,
                    sorted(names),
                    default_user=by,
                    default_change_reason=REASON,
                )
    except (IntegrityError, DataError) as error:
        raise ImportRefused(
            "La base de données refuse une ligne de ce fichier : rien n’est écrit. Importez-le en "
            "plusieurs fois pour trouver laquelle."
        ) from error
    tie_members(community=community, by=by, today=today)
    return plan
