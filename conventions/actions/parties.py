"""Adds many parties to a draft at once: the communes of a territory, the members of a group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.models import Convention, Party, PartyRank
from sites.models import Commune, Organisation, OrganisationKind


@transaction.atomic
def add_parties(
    *,
    convention: Convention,
    organisations: Collection[Organisation],
    by: AbstractBaseUser | None,
    today: dt.date,
    group: str = "",
    rank: str = PartyRank.SIGNATORY,
) -> list[Party]:
    """Add organisations after the parties of a draft, in the order given, and return the new ones.

    Each signs by whoever represents it by default on the first day of the convention, else `today`;
    one that is a party already is passed over. A commune that had no short name is called
    « Commune de … », so that none bears the name of another.
    """
    Convention.objects.select_for_update().get(pk=convention.pk)
    known = set(convention.parties.values_list("organisation_id", flat=True))
    position = convention.parties.count()
    day = convention.start or today
    added = []
    for organisation in organisations:
        if organisation.pk in known:
            continue
        known.add(organisation.pk)
        position += 1
        party = Party(
            convention=convention,
            position=position,
            organisation=organisation,
            representative=organisation.representative_on(day),
            rank=rank,
            group=group,
            short_name=_alias(organisation),
        )
        party._history_user = by
        party.save()
        added.append(party)
    return added


def record_communes(
    *, communes: Collection[Commune], by: AbstractBaseUser | None
) -> list[Organisation]:
    """Return the organisation of each commune, in order; those that have none yet are recorded."""
    rows = Organisation.objects.filter(kind=OrganisationKind.COMMUNE, commune__in=communes)
    known = {row.commune_id: row for row in rows.select_related("commune")}
    found = []
    for commune in communes:
        organisation = known.get(commune.pk)
        if organisation is None:
            organisation = Organisation(kind=OrganisationKind.COMMUNE, commune=commune)
            organisation._history_user = by
            organisation.save()
        found.append(organisation)
    return found


def _alias(organisation: Organisation) -> str:
    """Return a short name that no other commune bears."""
    if organisation.kind == OrganisationKind.COMMUNE and organisation.commune:
        return f"Commune {organisation.commune.de}"
    return ""
