"""What a table holds, as a count and a SHA-256 that are the same on SQLite and on PostgreSQL.

Each row is one text, made by the database itself: its values in the order of the columns, whole
numbers and dates as they read, texts after their length in bytes, moments in UTC to the
microsecond, bytes by their SHA-256. The hash of the table is that of the hashes of its rows (64
hexadecimal digits and a line feed each) in the order of the key. Memory does not grow with rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from csipa.audit.canonical import as_json
from csipa.backup.tables import Column, Table

_LINE = 65
_PIECE = 2000

_SQLITE: dict[str, Callable[[Column, str], str]] = {
    "whole": lambda column, name: name,
    "truth": lambda column, name: name,
    "text": lambda column, name: f"length(CAST({name} AS BLOB)) || ':' || {name}",
    "decimal": lambda column, name: f"printf('%.{column.places}f', {name})",
    "day": lambda column, name: name,
    "time": lambda column, name: _microseconds(name, len("00:00:00")),
    "moment": lambda column, name: _microseconds(name, len("2000-01-01 00:00:00")),
    "uuid": lambda column, name: name,
    "bytes": lambda column, name: f"csipa_sha256({name})",
}
_POSTGRESQL: dict[str, Callable[[Column, str], str]] = {
    "whole": lambda column, name: f"{name}::text",
    "truth": lambda column, name: f"{name}::int::text",
    "text": lambda column, name: f"octet_length({name}) || ':' || {name}",
    "decimal": lambda column, name: f"{name}::text",
    "day": lambda column, name: f"to_char({name}, 'YYYY-MM-DD')",
    "time": lambda column, name: f"to_char({name}, 'HH24:MI:SS.US')",
    "moment": lambda column, name: (
        f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    ),
    "uuid": lambda column, name: f"replace({name}::text, '-', '')",
    "bytes": lambda column, name: f"encode(sha256({name}), 'hex')",
}


@dataclass(frozen=True)
class Content:
    """How many rows a table has, and the hash of all of them."""

    table: Table
    rows: int
    sha256: str


def contents(raw: Any, tables: Iterable[Table]) -> Iterator[Content]:
    """Yield what each table holds, read on a connection of `sqlite3` or of psycopg.

    The caller has opened the transaction whose snapshot is read.
    """
    on_sqlite = hasattr(raw, "create_function")
    if on_sqlite:
        raw.create_function("csipa_sha256", 1, _sha256, deterministic=True)
    for table in tables:
        if on_sqlite:
            rows = raw.execute(_query(table, _SQLITE))
            yield _content(table, _told(rows, len(_json(table))))
        elif _json(table):
            with raw.cursor(name="csipa_contents") as cursor:
                cursor.itersize = _PIECE
                cursor.execute(_query(table, _POSTGRESQL))
                yield _content(table, _told(cursor, len(_json(table))))
        else:
            yield _copied(raw, table)


def different(before: Sequence[Content], after: Sequence[Content]) -> list[str]:
    """Return the names of the tables that are not equal, in order."""
    left = {one.table.name: (one.rows, one.sha256) for one in before}
    right = {one.table.name: (one.rows, one.sha256) for one in after}
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))


def _content(table: Table, told: Iterable[bytes]) -> Content:
    whole, count = hashlib.sha256(), 0
    for row in told:
        whole.update(hashlib.sha256(row).hexdigest().encode() + b"\n")
        count += 1
    return Content(table, count, whole.hexdigest())


def _copied(raw: Any, table: Table) -> Content:
    """Let PostgreSQL hash each row; only the hashes travel."""
    query = f"COPY ({_query(table, _POSTGRESQL, hashed=True)}) TO STDOUT"
    whole, length = hashlib.sha256(), 0
    with raw.cursor() as cursor, cursor.copy(query) as lines:
        for block in lines:
            whole.update(block)
            length += len(block)
    return Content(table, length // _LINE, whole.hexdigest())


def _query(table: Table, forms: dict[str, Any], *, hashed: bool = False) -> str:
    plain = [column for column in table.columns if column.kind != "json"]
    text = " || ".join(
        f"CASE WHEN {_quoted(column.name)} IS NULL THEN '-' "
        f"ELSE {forms[column.kind](column, _quoted(column.name))} END || '|'"
        for column in plain
    )
    if hashed:
        text = f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')"
    cast = "::text" if forms is _POSTGRESQL else ""
    wanted = ", ".join([text, *(f"{_quoted(column.name)}{cast}" for column in _json(table))])
    order = ", ".join(
        _quoted(column.name)
        + (' COLLATE "C"' if column.kind == "text" and forms is _POSTGRESQL else "")
        for column in table.columns
        if column.name in table.key
    )
    return f"SELECT {wanted} FROM {_quoted(table.name)} ORDER BY {order}"


def _json(table: Table) -> list[Column]:
    return [column for column in table.columns if column.kind == "json"]


def _told(rows: Iterable[Sequence[Any]], structured: int) -> Iterator[bytes]:
    """Yield rows as bytes; what is JSON, which each database writes its own way, follows."""
    for row in rows:
        told = row[0].encode()
        for value in row[1 : 1 + structured]:
            told += b"-|" if value is None else _same(value) + b"|"
        yield told


def _same(text: str) -> bytes:
    """Return JSON with its keys in order and its numbers without useless zeros, after its length.

    A number becomes a string that starts with NUL, which PostgreSQL lets into no other.
    """
    value = as_json(json.loads(text, parse_int=_number, parse_float=_number))
    return b"%d:%b" % (len(value), value)


def _number(said: str) -> str:
    number = Decimal(said)
    return f"\0{number.normalize() if number else Decimal(0):f}"


def _microseconds(name: str, length: int) -> str:
    return (
        f"CASE WHEN length({name}) = {length} THEN {name} || '.000000' "
        f"ELSE substr({name} || '000000', 1, {length + 7}) END"
    )


def _sha256(value: bytes | None) -> str | None:
    return None if value is None else hashlib.sha256(value).hexdigest()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
