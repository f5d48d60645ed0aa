"""Constraints that hold in the database on PostgreSQL and on SQLite alike.

Django's own constraints stop at one row. These write triggers, and give them to the schema editor
as deferred statements, so that they survive SQLite's way of altering a table (copy, drop, rename).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint


class Sealed(BaseConstraint):
    """Rows that nothing may add, change or delete once what owns them is sealed.

    `owner` is the SQL of a scalar query that gives the owner's seal for a row named `{row}`; for
    the owner itself it is `{row}.sealed`, and adding a sealed row at once stays possible. The same
    text must be valid on both databases. A refused write raises `django.db.IntegrityError`.

    `free` names columns that may still change, written alone (`save(update_fields=[…])`): they say
    nothing of the text.
    """

    def __init__(
        self, *, name: str, owner: str, guards_insert: bool = True, free: tuple[str, ...] = ()
    ) -> None:
        super().__init__(
            name=name, violation_error_message="Ce texte est signé : il ne peut plus être modifié."
        )
        self.owner = owner
        self.guards_insert = guards_insert
        self.free = tuple(free)

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        """Return what a migration needs to write this constraint down."""
        path, args, _ = super().deconstruct()
        kwargs = {
            "name": self.name,
            "owner": self.owner,
            "guards_insert": self.guards_insert,
            "free": self.free,
        }
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.owner, self.guards_insert, self.free))

    def constraint_sql(self, model: Any, schema_editor: Any) -> None:
        """Add nothing to CREATE TABLE; the triggers come right after it."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> None:
        """Create the triggers on a table that exists (PostgreSQL; SQLite remakes the table)."""
        for statement in self._statements(model, schema_editor):
            schema_editor.execute(statement, params=None)

    def remove_sql(self, model: Any, schema_editor: Any) -> None:
        """Drop the triggers."""
        table = schema_editor.quote_name(model._meta.db_table)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name} ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}_f()", params=None)
            return
        for event, _ in self._events():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{event}", params=None)

    def validate(
        self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS
    ) -> None:
        """Leave the check to the database: the pages already show a sealed text as read-only."""

    def _events(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        if self.guards_insert:
            yield "insert", ("NEW",)
            yield "update", ("OLD", "NEW")
        else:
            yield "update", ("OLD",)
        yield "delete", ("OLD",)

    def _statements(self, model: Any, schema_editor: Any) -> Iterator[Statement]:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        if schema_editor.connection.vendor == "postgresql":
            yield from self._postgresql(table)
        else:
            yield from self._sqlite(model, table)

    def _sqlite(self, model: Any, table: Table) -> Iterator[Statement]:
        guarded = [f.column for f in model._meta.local_concrete_fields if f.name not in self.free]
        columns = " OF " + ", ".join(f'"{column}"' for column in guarded) if self.free else ""
        for event, rows in self._events():
            sealed = " OR ".join(f"({self.owner.format(row=row)})" for row in rows)
            yield Statement(
                f"CREATE TRIGGER {self.name}_{event} BEFORE {event.upper()}"
                f"{columns if event == 'update' else ''} ON %(table)s "
                f"WHEN {sealed} BEGIN SELECT RAISE(ABORT, '{self.name}'); END",
                table=table,
            )

    def _postgresql(self, table: Table) -> Iterator[Statement]:
        free = "".join(f" - '{column}'" for column in self.free)
        changed = f" AND to_jsonb(OLD){free} <> to_jsonb(NEW){free}" if free else ""
        checks = "".join(
            f"IF TG_OP = '{event.upper()}' AND ({self.owner.format(row=row)})"
            f"{changed if event == 'update' else ''} THEN "
            f"RAISE EXCEPTION '{self.name}' USING ERRCODE = '23514', CONSTRAINT = '{self.name}'; "
            "END IF; "
            for event, rows in self._events()
            for row in rows
        )
        events = " OR ".join(event.upper() for event, _ in self._events())
        yield Statement(
            f"CREATE OR REPLACE FUNCTION {self.name}_f() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {checks}IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
            table=table,
        )
        yield Statement(
            f"CREATE TRIGGER {self.name} BEFORE {events} ON %(table)s "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}_f()",
            table=table,
        )
