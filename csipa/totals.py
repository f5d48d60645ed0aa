"""Monthly sums that the database keeps by itself, in the transaction of each write.

Triggers follow every way of writing: pages, `update()`, raw SQL. (SQLite's INSERT OR REPLACE fires
no trigger for what it replaces; Django never emits it.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.ddl_references import Statement, Table
from django.db.models import DateField, Func

from csipa.constraints import Triggers

_EVENTS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
_MONTHS = {
    "sqlite": "substr({column}, 1, 8) || '01'",
    "postgresql": "date_trunc('month', {column})::date",
}


class MonthOf(Func):
    """The first day of the month of a date, worked out by the database itself.

    `TruncMonth` calls Python for every row on SQLite, several times slower.
    """

    arity = 1
    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Cut the text of the date."""
        return self.as_sql(
            compiler,
            connection,
            template="substr(%(expressions)s, 1, 8) || '01'",
            **context,
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Truncate the date."""
        return self.as_sql(
            compiler,
            connection,
            template="date_trunc('month', %(expressions)s)::date",
            **context,
        )


class Tallied(Triggers):
    """Keeps the table `into` the sum, by month and key, of the rows of a model.

    `day` is the column of the date; `key` the columns that both tables share, with `month` the
    unique key of `into`; `sums` gives for each column of `into` what one row, named `{row}`, adds
    to it, in SQL valid on both databases, never null.
    """

    arguments = ("name", "into", "day", "key", "sums")

    def __init__(
        self, *, name: str, into: str, day: str, key: tuple[str, ...], sums: Mapping[str, str]
    ) -> None:
        super().__init__(name=name)
        self.into, self.day, self.key, self.sums = into, day, tuple(key), dict(sums)

    def validate(
        self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS
    ) -> None:
        """Refuse nothing: sums follow whatever is written."""

    def remove_sql(self, model: Any, schema_editor: Any) -> None:
        """Drop the triggers."""
        if schema_editor.connection.vendor == "postgresql":
            table = schema_editor.quote_name(model._meta.db_table)
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name} ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}_f()", params=None)
            return
        for event in _EVENTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{event}", params=None)

    def rebuild_sql(self, table: str, vendor: str) -> str:
        """Return the query that gives the rows of `into` anew, key, month, then sums in order."""
        month = _MONTHS[vendor].format(column=f"r.{self.day}")
        keys = ", ".join(f"r.{column}" for column in self.key)
        sums = ", ".join(f"SUM({said.format(row='r')})" for said in self.sums.values())
        return f"SELECT {keys}, {month}, {sums} FROM {table} r GROUP BY {keys}, {month}"

    def _statements(self, model: Any, schema_editor: Any) -> Iterator[Statement]:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        vendor = schema_editor.connection.vendor
        bodies = {
            event: "; ".join(self._upsert(row, vendor) for row in rows)
            for event, rows in _EVENTS.items()
        }
        if vendor != "postgresql":
            for event, body in bodies.items():
                yield Statement(
                    f"CREATE TRIGGER {self.name}_{event} AFTER {event.upper()} ON %(table)s "
                    f"BEGIN {body}; END",
                    table=table,
                )
            return
        cases = "".join(
            f"IF TG_OP = '{event.upper()}' THEN {body}; END IF; " for event, body in bodies.items()
        )
        yield Statement(
            f"CREATE OR REPLACE FUNCTION {self.name}_f() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {cases}RETURN NULL; END $$",
            table=table,
        )
        yield Statement(
            f"CREATE TRIGGER {self.name} AFTER INSERT OR UPDATE OR DELETE ON %(table)s "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}_f()",
            table=table,
        )

    def _upsert(self, row: str, vendor: str) -> str:
        """Return the statement that adds one row to its month, or takes the old one out."""
        sign = "-" if row == "OLD" else ""
        columns = ", ".join([*self.key, "month", *self.sums])
        values = ", ".join(
            [
                *(f"{row}.{column}" for column in self.key),
                _MONTHS[vendor].format(column=f"{row}.{self.day}"),
                *(f"{sign}({said.format(row=row)})" for said in self.sums.values()),
            ]
        )
        grown = ", ".join(f"{name} = {self.into}.{name} + excluded.{name}" for name in self.sums)
        keys = ", ".join([*self.key, "month"])
        return (
            f"INSERT INTO {self.into} ({columns}) VALUES ({values}) "
            f"ON CONFLICT ({keys}) DO UPDATE SET {grown}"
        )
