"""What part of some rows the person who asks works on, told by whoever knows them: the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

Seen = Callable[[QuerySet[Any]], QuerySet[Any]]


def of_communities(path: str, communities: tuple[int, ...] | None) -> Q:
    """Keep what leads by `path` to one of some CPTS, and what leads to none; all of it for None."""
    if communities is None:
        return Q()
    return Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__in": communities})


def everything(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return all the rows: whoever asks works on everything."""
    return rows
