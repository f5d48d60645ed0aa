"""Rows written in one statement, each only if nobody changed it in between, with their history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from django.db import connections, models, router

_Row = TypeVar("_Row", bound=models.Model)


class ChangedMeanwhile(RuntimeError):
    """Somebody wrote one of the rows since it was read; nothing may be kept of this write."""


def versioned_upsert(
    rows: Sequence[_Row],
    *,
    conflict: str,
    values: Sequence[str],
    key: Callable[[Any], Hashable],
    returning: Sequence[str],
) -> None:
    """Insert or update `rows`, all of one model, in one statement; set the `pk` of each.

    Each row carries in `version` the version it is to have, one more than the one it was read
    with (1 for a new row). `conflict` is the SQL of the unique key; `values` the fields written;
    `returning` the columns from which `key` (of a row, or of the tuple that comes back) tells rows
    apart. Give the rows in one order everywhere, or PostgreSQL may see a deadlock. Runs in the
    caller's transaction; raises ChangedMeanwhile, which must roll it back.
    """
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    fields = [model._meta.get_field(name) for name in (*values, "version")]
    columns = [connection.ops.quote_name(field.column) for field in fields]
    table = connection.ops.quote_name(model._meta.db_table)
    grown = ", ".join(f"{column} = excluded.{column}" for column in columns)
    places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(rows))
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places} "
        f"ON CONFLICT ({conflict}) DO UPDATE SET {grown} "
        f"WHERE {table}.version = excluded.version - 1 RETURNING id, {', '.join(returning)}"
    )
    params = [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for row in rows
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        written = {key(tuple(found[1:])): found[0] for found in cursor.fetchall()}
    if len(written) < len(rows):
        raise ChangedMeanwhile
    for row in rows:
        row.pk = written[key(tuple(getattr(row, name) for name in returning))]
        row._state.adding = False


def keep_history(rows: Sequence[models.Model], *, by: Any, now: dt.datetime, changed: bool) -> None:
    """Write the history of rows that a statement wrote, in one statement of its own."""
    if rows:
        manager = type(rows[0]).history  # type: ignore[attr-defined]
        manager.bulk_history_create(rows, update=changed, default_user=by, default_date=now)
