"""One written form of a row, the same on SQLite and PostgreSQL, and its SHA-256.

The form is a JSON list of the values in the order of the columns. It must never change: the
digests of years of rows are made of it. A new type of value is added here, none is written another
way.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any


def digest(values: Iterable[Any]) -> bytes:
    """Return the SHA-256 (32 bytes) of the values of a row; raises TypeError for an unknown one."""
    return hashlib.sha256(as_json([written(value) for value in values])).digest()


def as_json(value: Any) -> bytes:
    """Return compact JSON in UTF-8, keys sorted, no character replaced."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def written(value: Any) -> Any:
    """Return a value as JSON knows it.

    Moments are told in UTC to the microsecond, decimals without useless zeros, bytes by their
    SHA-256; texts are left as they are, to the no-break space.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    told = _TELL.get(type(value))
    if told is None:
        message = f"no written form for {type(value).__name__}"
        raise TypeError(message)
    return told(value)


def _moment(value: dt.datetime) -> str:
    if value.tzinfo is None:
        return value.isoformat(timespec="microseconds")
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _decimal(value: Decimal) -> str:
    return format(value.normalize() if value else Decimal(0), "f")


def _length(value: dt.timedelta) -> str:
    return f"{value // dt.timedelta(microseconds=1)} µs"


def _bytes(value: bytes | bytearray | memoryview) -> str:
    return f"sha256:{hashlib.sha256(value).hexdigest()}"


def _json(value: Any) -> str:
    return as_json(value).decode("utf-8", "surrogatepass")


_TELL: dict[type, Any] = {
    dt.datetime: _moment,
    dt.date: dt.date.isoformat,
    dt.time: lambda value: value.isoformat(timespec="microseconds"),
    dt.timedelta: _length,
    Decimal: _decimal,
    float: repr,
    uuid.UUID: str,
    bytes: _bytes,
    bytearray: _bytes,
    memoryview: _bytes,
    dict: _json,
    list: _json,
}
