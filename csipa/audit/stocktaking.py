"""Before the first link: rows that an earlier version wrote without a version get one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model

from csipa.audit.chain import head
from csipa.audit.live import suspects
from csipa.audit.sources import followed_models

REASON = "État constaté à la mise en place de la chaîne"


class ChainBegun(ValueError):
    """The chain has links: what differs now is to be looked into, not written down."""


@transaction.atomic
def take_stock() -> int:
    """Write a version of every row that is not as its latest one; return how many.

    Only before the first link, on the day the trail is put in place: nothing was proved until
    then. Raises ChainBegun afterwards.
    """
    if head().seq:
        raise ChainBegun(
            "La chaîne est déjà commencée\u00a0: ce qui diffère de son historique s’examine, et ne "
            "se reprend plus."
        )
    return sum(_take(model) for model in followed_models())


def _take(model: type[Model]) -> int:
    manager: Any = model
    taken = 0
    for keys in suspects(model):
        rows = list(model._base_manager.filter(pk__in=keys))
        manager.history.bulk_history_create(rows, update=True, default_change_reason=REASON)
        taken += len(rows)
    return taken
