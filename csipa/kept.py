"""What a page works out from many rows, kept until one of these rows changes.

A reading says which models it reads. Their history tables only grow: how far each has come is read
for all of them in one query, and a reading is done anew when one of its tables went on. The values
are kept by each process, so that nothing is written for a page that is only looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.db.models import Model

CACHE = "readings"

LONGEST = 600
"""Seconds after which a reading is done anew whatever happened."""

# On PostgreSQL a version may be written before another and seen after it: the last are counted.
_COUNTED = 50
_MISSING = object()


@dataclass(frozen=True)
class Reading:
    """Something to be worked out: its name, the labels of the models it reads, and how.

    What it depends on besides these rows – a day, an account – is in the `key` given to `read_all`.
    Its value is pickled: plain values, no rows.
    """

    name: str
    of: tuple[str, ...]
    read: Callable[[], Any]


def read_all(readings: Sequence[Reading], *, key: Hashable) -> list[Any]:
    """Return the values of `readings`, in order: one query, and those of what changed."""
    labels = tuple(sorted({label for reading in readings for label in reading.of}))
    reached = dict(zip(labels, how_far(labels), strict=True))
    cache, found = caches[CACHE], []
    for reading in readings:
        place = _place(reading, key, [reached[label] for label in reading.of])
        value = cache.get(place, _MISSING)
        if value is _MISSING:
            value = reading.read()
            cache.set(place, value, LONGEST)
        found.append(value)
    return found


def _place(reading: Reading, key: Hashable, reached: list[tuple[int | None, int]]) -> str:
    """Return under what a value is kept: one key never meets another."""
    depends = repr((reading.name, key, reached))
    return hashlib.sha256(depends.encode()).hexdigest()


def how_far(labels: Iterable[str]) -> list[tuple[int | None, int]]:
    """Return how far the tables of some models have come: a mark that any write moves. One query.

    The table of a model is that of its versions; of a model without history, whose rows are only
    ever added, its own.
    """
    labels = tuple(labels)
    if not labels:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor, labels))
        row = cursor.fetchone()
    return [(row[2 * rank], row[2 * rank + 1]) for rank in range(len(labels))]


def _versions(model: type[Model]) -> type[Model]:
    """Return the model of the versions of `model`, itself where it has none."""
    managers = (getattr(model, name, None) for name in ("history", "versions"))
    return next((one.model for one in managers if one is not None), model)


@lru_cache(maxsize=64)
def _statement(_vendor: str, labels: tuple[str, ...]) -> str:
    """Write the query of `how_far`; every name in it is one of our own tables."""
    quote, parts = connection.ops.quote_name, []
    for label in labels:
        model = apps.get_model(label)
        options = _versions(model)._meta
        table, column = quote(options.db_table), quote(options.pk.column)
        newest = f"(SELECT MAX({column}) FROM {table})"  # noqa: S608 – a table of ours
        last = f"{column} > {newest} - {_COUNTED}"
        counted = f"(SELECT COUNT(*) FROM {table} WHERE {last})"  # noqa: S608 – a table of ours
        parts += [newest, counted]
    return f"SELECT {', '.join(parts)}"
