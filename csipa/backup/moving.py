"""Moves a whole SQLite database into a new PostgreSQL one, in one transaction of the latter.

There, migrations make the tables; then triggers and foreign keys are put aside, the rows are copied
as they are, and both are put back before the transaction ends: nobody ever sees the database
without them, and an interrupted move leaves none of its rows. Foreign keys that come back check
every row.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import environ
from django.conf import settings
from django.db import connections

from csipa.backup import program, vacancy
from csipa.backup.contents import Content, contents, different
from csipa.backup.refusals import Refused
from csipa.backup.tables import Table, tables

_ALIAS = "move"
_PIECE = 2000
# What SQLite gives for PostgreSQL to read, by the kind of the column.
_FORMS = {"moment": "{0} || '+00'", "decimal": "CAST({0} AS TEXT)"}


@dataclass(frozen=True)
class Moved:
    """What a move has copied: contents, equal on both sides, and tables that are nobody's."""

    contents: tuple[Content, ...]
    left: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Return how many rows were copied."""
        return sum(content.rows for content in self.contents)


def target_of(url: str) -> Any:
    """Return a connection to the PostgreSQL database of an address; raises Refused for another."""
    try:
        config = environ.Env.db_url_config(url)
    except (environ.ImproperlyConfigured, ValueError) as error:
        message = "L’adresse de la base ne se lit pas : postgres://nom@serveur:5432/base."
        raise Refused(message) from error
    if config.get("ENGINE") != "django.db.backends.postgresql":
        message = "La base d’arrivée doit être PostgreSQL : postgres://nom@serveur:5432/base."
        raise Refused(message)
    shape = connections["default"].settings_dict
    complete = {
        **shape,
        "OPTIONS": {},
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        **config,
    }
    connections.databases[_ALIAS] = complete
    return connections[_ALIAS]


def move(source: Any, target: Any, *, url: str) -> Moved:
    """Copy every row of a SQLite connection to a PostgreSQL one, made by `url`; raises Refused.

    Nobody can write to the source meanwhile. After a refusal the target has no table.
    """
    if source.vendor != "sqlite":
        message = "La base de départ, celle de DATABASE_URL, n’est pas une base SQLite."
        raise Refused(message)
    if waiting := program.missing(source):
        message = (
            f"La base attend des migrations ({waiting[0]}…) : lancez migrate, puis recommencez."
        )
        raise Refused(message)
    with _held(source) as old, vacancy.filling(target) as new:
        _migrate(url)
        held = tables(source)
        new.autocommit = False
        new.execute("SET TIME ZONE 'UTC'")
        with _bare(new):
            for table in held:
                _copy(old, new, table)
        _set_sequences(old, new)
        there = tuple(contents(new, held))
        if faults := different(tuple(contents(old, held)), there):
            message = f"Les lignes copiées ne sont pas égales dans {', '.join(faults[:5])}."
            raise Refused(message)
        vacancy.finish(new)
        new.commit()
        new.autocommit = True
        new.execute("ANALYZE")
        return Moved(there, _strangers(old, held))


@contextmanager
def _held(source: Any) -> Iterator[sqlite3.Connection]:
    """Give a connection to the source that keeps every writer out."""
    path = source.settings_dict["NAME"]
    with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as raw:
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            message = f"Quelqu’un écrit dans {path} : arrêtez le site (web et worker) d’abord."
            raise Refused(message) from error
        yield raw
        raw.rollback()


def _migrate(url: str) -> None:
    """Make the tables, in a process whose database is the target: migrations know one only."""
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        message = f"migrate n’a pas abouti dans la base d’arrivée : {lines[-1] if lines else ''}"
        raise Refused(message)


@contextmanager
def _bare(new: Any) -> Iterator[None]:
    """Put foreign keys and triggers aside while rows are copied, and empty the tables first.

    Raises Refused unless all are back afterwards, as they were.
    """
    keys = new.execute(_KEYS).fetchall()
    triggers = new.execute(_TRIGGERS).fetchall()
    for table, name, _ in keys:
        new.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    watched = sorted({table for table, *_ in triggers})
    for table in watched:
        new.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in watched:
        new.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for table, name, text in keys:
        new.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {text}")
    if (new.execute(_KEYS).fetchall(), new.execute(_TRIGGERS).fetchall()) != (keys, triggers):
        message = "Des règles de la base d’arrivée ne sont pas revenues : rien n’est gardé."
        raise Refused(message)


_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
ORDER BY 1, 2
"""
_TRIGGERS = """
SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2
"""


def _copy(old: sqlite3.Connection, new: Any, table: Table) -> None:
    """Copy the rows of a table, a few at a time, as they are."""
    names = ", ".join(_quoted(column.name) for column in table.columns)
    wanted = ", ".join(
        _FORMS.get(column.kind, "{0}").format(_quoted(column.name)) for column in table.columns
    )
    new.execute(f"DELETE FROM {_quoted(table.name)}")
    rows = old.execute(f"SELECT {wanted} FROM {_quoted(table.name)}")
    rows.arraysize = _PIECE
    with (
        new.cursor() as cursor,
        cursor.copy(f"COPY {_quoted(table.name)} ({names}) FROM STDIN") as into,
    ):
        for row in rows:
            into.write_row(row)


def _set_sequences(old: sqlite3.Connection, new: Any) -> None:
    """Go on where SQLite was: numbers of rows that are gone are not given again."""
    reached = dict(old.execute("SELECT name, seq FROM sqlite_sequence"))
    for table, column in new.execute(_NUMBERED).fetchall():
        last = reached.get(table) or 0
        new.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
            [_quoted(table), column, max(last, 1), last > 0],
        )


_NUMBERED = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND (is_identity = 'YES' OR column_default LIKE 'nextval(%')
AND table_name <> 'django_migrations'
"""


def _strangers(old: sqlite3.Connection, held: list[Table]) -> tuple[str, ...]:
    """Return the tables with rows that no app of the program has: they are not copied."""
    known = {table.name for table in held} | {"django_migrations"}
    names = old.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return tuple(
        name
        for (name,) in names
        if name not in known and old.execute(f"SELECT 1 FROM {_quoted(name)} LIMIT 1").fetchone()
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
