"""A PostgreSQL database that nobody has used yet, held while it is filled.

While it is filled, the table `csipa_inachevee` stands in it: what is interrupted is told apart from
a database that serves, and the next attempt clears it away.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from csipa.backup.refusals import Refused
from csipa.french.numbers import counted

MARK = "csipa_inachevee"
_LOCK = 0x63736970  # « csip »
_TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
_CLEAR = """
DO $$ DECLARE one record; BEGIN
FOR one IN SELECT c.oid::regclass AS name, c.relkind AS kind FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
LOOP
    EXECUTE format('DROP %s IF EXISTS %s CASCADE', CASE one.kind WHEN 'v' THEN 'VIEW'
        WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, one.name);
END LOOP;
FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', one.name);
END LOOP;
END $$
"""


def refuse_used_file(path: Path) -> None:
    """Raise Refused unless a SQLite database is not there yet, or has no table."""
    if not path.exists() or not path.stat().st_size:
        return
    try:
        with closing(sqlite3.connect(path, timeout=5)) as raw:
            number = raw.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        message = f"{path} existe et n’est pas une base SQLite libre ({error})."
        raise Refused(message) from error
    if number:
        message = (
            f"{path} n’est pas vide : on ne rétablit que dans une base neuve. Arrêtez le site, "
            "mettez ce fichier de côté sous un autre nom, puis recommencez."
        )
        raise Refused(message)


@contextmanager
def filling(connection: Any) -> Iterator[Any]:
    """Hold a database without any table while it is filled; give the psycopg connection.

    It ends with `finish`; whatever is raised before that empties the database again. Raises
    Refused for a database that has tables, or that somebody else is filling.
    """
    apart = connection.copy(alias="filling")
    apart.ensure_connection()
    raw = apart.connection
    try:
        if not raw.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()[0]:
            message = "Un autre programme est en train de remplir cette base : attendez sa fin."
            raise Refused(message)
        _take(raw, connection.settings_dict["NAME"])
        try:
            yield raw
        except BaseException:
            raw.rollback()
            raw.autocommit = True
            raw.execute(_CLEAR)
            raise
    finally:
        apart.close()


def finish(raw: Any) -> None:
    """Say that the database is whole, in the transaction that is open."""
    raw.execute(f"DROP TABLE {MARK}")


def _take(raw: Any, name: str) -> None:
    raw.autocommit = True
    there = {row[0] for row in raw.execute(_TABLES).fetchall()}
    if MARK in there:
        raw.execute(_CLEAR)
    elif there:
        tables = counted(len(there), "table", "tables")
        message = (
            f"La base « {name} » n’est pas vide ({tables}) : il faut une base neuve, où même "
            "migrate n’a pas été lancé. Créez-en une avec createdb et donnez-la dans DATABASE_URL."
        )
        raise Refused(message)
    raw.execute(f"CREATE TABLE {MARK} (depuis timestamptz NOT NULL DEFAULT now())")
