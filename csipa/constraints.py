"""Constraints that hold in the database on PostgreSQL and on SQLite alike.

Django's own constraints stop at one row. These write triggers, and give them to the schema editor
as deferred statements, so that they survive SQLite's way of altering a table (copy, drop, rename).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, IntegrityError
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, UniqueConstraint

_NAME = re.compile(r"[a-z0-9_]+")
_SQLITE_UNIQUE = "UNIQUE constraint failed: "


def refusal_of(error: IntegrityError) -> str:
    """Return the French sentence of the constraint that refused a write; empty for no such one.

    SQLite tells the columns of a unique constraint in the place of its name.
    """
    said = str(error)
    columns = set(said.removeprefix(_SQLITE_UNIQUE).split(", "))
    words = set(_NAME.findall(said))
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            named = constraint.name in words or (
                said.startswith(_SQLITE_UNIQUE)
                and isinstance(constraint, UniqueConstraint)
                and _columns(model, constraint) == columns
            )
            if named and constraint.violation_error_message:
                return str(constraint.get_violation_error_message())
    return ""


def _columns(model: Any, constraint: UniqueConstraint) -> set[str]:
    """Return the columns of a unique constraint as SQLite names them."""
    fields = (model._meta.get_field(name) for name in constraint.fields)
    return {f"{model._meta.db_table}.{field.column}" for field in fields}


class Triggers(BaseConstraint):
    """A constraint kept by triggers, and told to migrations by its arguments.

    Two of them that say the same are the same.
    """

    arguments: tuple[str, ...] = ()

    @property
    def message(self) -> Any:
        """Return the sentence of a refusal, which Django calls `violation_error_message`."""
        return self.violation_error_message

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        """Return what a migration needs to write this constraint down."""
        path, args, _ = super().deconstruct()
        return path, args, {name: getattr(self, name) for name in self.arguments}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Triggers) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)

    def constraint_sql(self, model: Any, schema_editor: Any) -> None:
        """Add nothing to CREATE TABLE; the triggers come right after it."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> None:
        """Create the triggers on a table that exists (PostgreSQL; SQLite remakes the table)."""
        for statement in self._statements(model, schema_editor):
            schema_editor.execute(statement, params=None)

    def _statements(self, model: Any, schema_editor: Any) -> Iterator[Statement]:
        """Yield the statements that make the triggers."""
        raise NotImplementedError


class Guard(Triggers):
    """Writes that the database refuses: one condition per event, kept by triggers.

    A refused write raises `django.db.IntegrityError` with the name of the constraint.
    """

    moment = "BEFORE"
    # Whether what may not be deleted may not be truncated either (PostgreSQL has such a statement).
    guards_truncate = False

    def remove_sql(self, model: Any, schema_editor: Any) -> None:
        """Drop the triggers."""
        table = schema_editor.quote_name(model._meta.db_table)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name} ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}_f()", params=None)
            name = self._truncate_name
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}_f()", params=None)
            return
        for event, _ in self._conditions(model, schema_editor.connection.vendor):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{event}", params=None)

    def validate(
        self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS
    ) -> None:
        """Leave the check to the database: the pages already tell what may not be changed."""

    def _conditions(self, model: Any, vendor: str) -> Iterator[tuple[str, str]]:
        """Yield each event (insert, update, delete) with the condition that refuses it."""
        raise NotImplementedError

    def _watched(self, model: Any, event: str) -> str:
        """Return what follows the event on SQLite: the columns that wake the trigger."""
        return ""

    def _prologue(self) -> str:
        """Return what PostgreSQL runs before it looks at the conditions."""
        return ""

    def _statements(self, model: Any, schema_editor: Any) -> Iterator[Statement]:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        vendor = schema_editor.connection.vendor
        conditions = list(self._conditions(model, vendor))
        if vendor == "postgresql":
            yield from self._postgresql(table, conditions)
            kept = dict(conditions).get("delete")
            if self.guards_truncate and kept:
                yield from self._refused_truncate(table, kept)
            return
        for event, condition in conditions:
            yield Statement(
                f"CREATE TRIGGER {self.name}_{event} {self.moment} {event.upper()}"
                f"{self._watched(model, event)} ON %(table)s "
                f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{self.name}'); END",
                table=table,
            )

    def _postgresql(self, table: Table, conditions: list[tuple[str, str]]) -> Iterator[Statement]:
        checks = "".join(
            f"IF TG_OP = '{event.upper()}' AND ({condition}) THEN "
            f"RAISE EXCEPTION '{self.name}' USING ERRCODE = '23514', CONSTRAINT = '{self.name}'; "
            "END IF; "
            for event, condition in conditions
        )
        events = " OR ".join(event.upper() for event, _ in conditions)
        yield Statement(
            f"CREATE OR REPLACE FUNCTION {self.name}_f() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {self._prologue()}{checks}IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
            "RETURN NEW; END $$",
            table=table,
        )
        yield Statement(
            f"CREATE TRIGGER {self.name} {self.moment} {events} ON %(table)s "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}_f()",
            table=table,
        )

    @property
    def _truncate_name(self) -> str:
        return f"{self.name}_t"

    def _refused_truncate(self, table: Table, kept: str) -> Iterator[Statement]:
        """Refuse to empty a table while one of its rows may not be deleted."""
        found = re.sub(r"\bOLD\b", "kept", kept)
        yield Statement(
            f"CREATE OR REPLACE FUNCTION {self._truncate_name}_f() RETURNS trigger "
            "LANGUAGE plpgsql AS $$ BEGIN "
            f"IF EXISTS (SELECT 1 FROM %(table)s kept WHERE {found}) THEN "
            f"RAISE EXCEPTION '{self.name}' USING ERRCODE = '23514', CONSTRAINT = '{self.name}'; "
            "END IF; RETURN NULL; END $$",
            table=table,
        )
        yield Statement(
            f"CREATE TRIGGER {self._truncate_name} BEFORE TRUNCATE ON %(table)s "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self._truncate_name}_f()",
            table=table,
        )


class Sealed(Guard):
    """Rows that nothing may add, change or delete once what owns them is sealed.

    `owner` is the SQL of a scalar query that gives the owner's seal for a row named `{row}`; for
    the owner itself it is `{row}.sealed`, and adding a sealed row at once stays possible. The same
    text must be valid on both databases.

    `free` names columns that may still change, written alone (`save(update_fields=[…])`): they say
    nothing of the text.
    """

    arguments = ("name", "owner", "guards_insert", "free")
    guards_truncate = True

    def __init__(
        self, *, name: str, owner: str, guards_insert: bool = True, free: tuple[str, ...] = ()
    ) -> None:
        super().__init__(
            name=name, violation_error_message="Ce texte est signé : il ne peut plus être modifié."
        )
        self.owner = owner
        self.guards_insert = guards_insert
        self.free = tuple(free)

    def _conditions(self, model: Any, vendor: str) -> Iterator[tuple[str, str]]:
        if self.guards_insert:
            yield "insert", self._sealed("NEW")
            yield "update", f"({self._sealed('OLD', 'NEW')}){self._changed(vendor)}"
        else:
            yield "update", f"{self._sealed('OLD')}{self._changed(vendor)}"
        yield "delete", self._sealed("OLD")

    def _sealed(self, *rows: str) -> str:
        return " OR ".join(f"({self.owner.format(row=row)})" for row in rows)

    def _changed(self, vendor: str) -> str:
        """Return the condition by which PostgreSQL lets the free columns change."""
        if not self.free or vendor != "postgresql":
            return ""
        free = "".join(f" - '{column}'" for column in self.free)
        return f" AND to_jsonb(OLD){free} <> to_jsonb(NEW){free}"

    def _watched(self, model: Any, event: str) -> str:
        if not self.free or event != "update":
            return ""
        guarded = [f.column for f in model._meta.local_concrete_fields if f.name not in self.free]
        return " OF " + ", ".join(f'"{column}"' for column in guarded)


class Refused(Guard):
    """Updates and deletions that are never right, whoever asks.

    `update` and `delete` are SQL conditions on OLD and NEW, valid on both databases; empty for an
    event that is not watched.
    """

    arguments = ("name", "message", "update", "delete")
    guards_truncate = True

    def __init__(self, *, name: str, message: str, update: str = "", delete: str = "") -> None:
        super().__init__(name=name, violation_error_message=message)
        self.update = update
        self.delete = delete

    def _conditions(self, model: Any, vendor: str) -> Iterator[tuple[str, str]]:
        yield from (
            (event, condition)
            for event, condition in (("update", self.update), ("delete", self.delete))
            if condition
        )


class Holds(Guard):
    """A rule that bears on several rows and holds after every write of one of them.

    `broken` is the SQL condition, for a row named `{row}`, that tells that the rule no longer
    holds; the same text must be valid on both databases. `events` are those that may break it.
    `lock` is the SQL that takes, on PostgreSQL, the row that stands for the whole, so that two
    writers at once see each other; SQLite has one writer at a time.
    """

    arguments = ("name", "message", "broken", "lock", "events")
    moment = "AFTER"

    def __init__(
        self,
        *,
        name: str,
        message: str,
        broken: str,
        lock: str = "",
        events: tuple[str, ...] = ("insert", "update"),
    ) -> None:
        super().__init__(name=name, violation_error_message=message)
        self.broken = broken
        self.lock = lock
        self.events = tuple(events)

    def _conditions(self, model: Any, vendor: str) -> Iterator[tuple[str, str]]:
        for event in self.events:
            rows = {"insert": ("NEW",), "update": ("NEW", "OLD"), "delete": ("OLD",)}[event]
            yield event, " OR ".join(f"({self.broken.format(row=row)})" for row in rows)

    def _prologue(self) -> str:
        if not self.lock:
            return ""
        return "".join(
            f"IF TG_OP IN ({events}) THEN PERFORM {self.lock.format(row=row)} FOR UPDATE; END IF; "
            for row, events in (("OLD", "'UPDATE', 'DELETE'"), ("NEW", "'INSERT', 'UPDATE'"))
        )
