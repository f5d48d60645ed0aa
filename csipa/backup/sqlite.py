"""SQLite: a copy made by its backup API, and what proves that a file is sound.

A copy of the file would miss what is in its journal, or be torn.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper

from csipa.backup.contents import Content, contents
from csipa.backup.manifest import DAMAGED
from csipa.backup.refusals import Refused
from csipa.backup.tables import Table

_PIECE = 1 << 20


def copy(connection: Any, path: Path) -> None:
    """Copy the database as it is at this moment into a file of its own; writers are not held up.

    All pages in one step: in several, each write by somebody else would begin it anew.
    """
    # A connection of its own: one that is writing would wait for itself.
    apart = sqlite3.connect(connection.settings_dict["NAME"], timeout=20)
    with contextlib.closing(apart), contextlib.closing(sqlite3.connect(path)) as target:
        apart.backup(target)
        # A file that stands alone: it asks for no journal beside it.
        target.execute("PRAGMA journal_mode=DELETE")


@contextlib.contextmanager
def reading(path: Path) -> Iterator[Any]:
    """Open a file as Django does, its functions included, in one read transaction."""
    wrapper = DatabaseWrapper(settings_of(path), alias=f"file {path}")
    try:
        wrapper.ensure_connection()
        raw = wrapper.connection
        raw.execute("BEGIN")
        yield raw
        raw.rollback()
    finally:
        wrapper.close()


def contents_of(path: Path, tables: Sequence[Table]) -> tuple[Content, ...]:
    """Return what the tables of a file hold."""
    with reading(path) as raw:
        return tuple(contents(raw, tables))


def check(path: Path) -> None:
    """Read every page and index of a file; raises Refused when SQLite finds fault with it."""
    try:
        with reading(path) as raw:
            said = [row[0] for row in raw.execute("PRAGMA integrity_check(3)")]
    except sqlite3.DatabaseError as error:
        raise Refused(DAMAGED.format(f"SQLite ne l’ouvre pas ({error})")) from error
    if said != ["ok"]:
        raise Refused(DAMAGED.format(f"SQLite y trouve {said[0]}"))


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def put_in_place(path: Path, connection: Any) -> None:
    """Make a checked file the database of a connection, in one step.

    Raises Refused while another process has the database open.
    """
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    if target.exists():
        with contextlib.closing(sqlite3.connect(target, timeout=0)) as raw:
            try:
                # It succeeds for whoever is alone, and takes the journal away.
                raw.execute("PRAGMA journal_mode=DELETE")
                raw.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                message = (
                    f"Un autre programme tient {target} ouvert : arrêtez le site (web et worker), "
                    "puis recommencez."
                )
                raise Refused(message) from error
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.replace(target)


def settings_of(path: Path) -> dict[str, Any]:
    """Return the settings of a connection to a file, without what DATABASE_URL adds."""
    return {
        "NAME": str(path),
        "OPTIONS": {},
        "TIME_ZONE": None,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
        "AUTOCOMMIT": True,
        "ATOMIC_REQUESTS": False,
        "ENGINE": "django.db.backends.sqlite3",
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "TEST": {},
    }
