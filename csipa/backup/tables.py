"""Every table of the program, with what it takes to read its rows alike on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Field

# What a column holds, by the name that Django gives the type of its field.
_KINDS = {
    **dict.fromkeys(
        (
            "AutoField",
            "BigAutoField",
            "SmallAutoField",
            "IntegerField",
            "BigIntegerField",
            "SmallIntegerField",
            "PositiveIntegerField",
            "PositiveBigIntegerField",
            "PositiveSmallIntegerField",
        ),
        "whole",
    ),
    **dict.fromkeys(("CharField", "TextField", "SlugField", "FileField"), "text"),
    "BooleanField": "truth",
    "DecimalField": "decimal",
    "DateField": "day",
    "TimeField": "time",
    "DateTimeField": "moment",
    "UUIDField": "uuid",
    "BinaryField": "bytes",
    "JSONField": "json",
}


@dataclass(frozen=True)
class Column:
    """A column, what it holds, and the decimals of a decimal."""

    name: str
    kind: str
    places: int = 0


@dataclass(frozen=True)
class Table:
    """A table, the columns of its primary key, and its columns by name."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def tables(connection: Any) -> list[Table]:
    """Return the tables of every app as this database has them, by name.

    A column or a table that a coming migration adds is left out. Raises TypeError for a field of a
    kind that cannot be compared between databases.
    """
    held = _held(connection)
    found = (_table(model, held.get(model._meta.db_table, set())) for model in _models())
    return sorted((table for table in found if table.columns), key=lambda table: table.name)


def kind_of(field: Field) -> str:
    """Return what the column of a field holds; raises TypeError when it is not known."""
    target: Any = field
    while target.remote_field:
        target = target.target_field
    try:
        return _KINDS[target.get_internal_type()]
    except KeyError:
        message = f"{field}: a {target.get_internal_type()} has no form shared by both databases"
        raise TypeError(message) from None


def _models() -> Iterator[Any]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _table(model: Any, held: set[str]) -> Table:
    columns = tuple(
        Column(field.column, kind_of(field), getattr(field, "decimal_places", None) or 0)
        for field in model._meta.local_concrete_fields
        if field.column in held
    )
    return Table(model._meta.db_table, (model._meta.pk.column,), columns)


def _held(connection: Any) -> dict[str, set[str]]:
    """Return the columns that each table of the database has, in one query."""
    query = (
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema()"
        if connection.vendor == "postgresql"
        else "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c "
        "WHERE m.type = 'table'"
    )
    held: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query)
        for table, column in cursor.fetchall():
            held.setdefault(table, set()).add(column)
    return held
