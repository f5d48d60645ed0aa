"""The communes of a territory, several at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from csipa.french.grammar import enumeration
from sites.models import Commune, Territory, TerritoryCommune
from sites.rules.periods import periods_overlap

_REASON = "Liste de communes collée"


class CommunesRefused(Exception):
    """These communes cannot be added; the message says why, in French."""


@transaction.atomic
def add_communes(
    *,
    territory: Territory,
    communes: Sequence[Commune],
    start: dt.date | None = None,
    by: AbstractBaseUser | None = None,
) -> int:
    """Make `communes` members of `territory` from `start` on and return how many they are.

    Without `start` they are members from the beginning. Raises CommunesRefused when one of them
    is a member during that time already, or comes twice.
    """
    # Two people adding the same commune must not both find it absent.
    Territory.objects.select_for_update().get(pk=territory.pk)
    rows = [TerritoryCommune(territory=territory, commune=one, start=start) for one in communes]
    known = TerritoryCommune.objects.filter(territory=territory, commune__in=communes)
    by_commune: dict[str, list[TerritoryCommune]] = {}
    for member in known:
        by_commune.setdefault(member.commune_id, []).append(member)
    refused = []
    for row in rows:
        others = by_commune.setdefault(row.commune_id, [])
        if any(periods_overlap(row, other) for other in others):
            refused.append(row.commune.name)
        others.append(row)
    if refused:
        raise CommunesRefused(
            f"Déjà membre de ce territoire : {enumeration(refused)}. Rien n’est ajouté : relisez "
            "la liste."
        )
    bulk_create_with_history(rows, TerritoryCommune, default_user=by, default_change_reason=_REASON)
    return len(rows)
