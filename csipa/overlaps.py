"""No two rows of one scope at the same time: an exclusion constraint, or triggers on SQLite.

PostgreSQL needs the extension `btree_gist`, which the migration that first uses this creates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.backends.ddl_references import Statement, Table

from csipa.constraints import Guard


class NoOverlap(Guard):
    """Rows with the same `scope` do not overlap in time; the end does not belong to a row.

    `start` and `end` are columns of moments. `unless` is the SQL condition, for a row named
    `{row}`, of the rows that count for nothing (cancelled ones); it is valid on both databases.
    """

    arguments = ("name", "message", "scope", "start", "end", "unless")
    moment = "AFTER"

    def __init__(
        self, *, name: str, message: str, scope: str, start: str, end: str, unless: str
    ) -> None:
        super().__init__(name=name, violation_error_message=message)
        self.scope, self.start, self.end, self.unless = scope, start, end, unless

    def remove_sql(self, model: Any, schema_editor: Any) -> None:
        """Drop the constraint, or the triggers."""
        if schema_editor.connection.vendor != "postgresql":
            super().remove_sql(model, schema_editor)
            return
        table = schema_editor.quote_name(model._meta.db_table)
        schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {self.name}", params=None)

    def _conditions(self, model: Any, vendor: str) -> Iterator[tuple[str, str]]:
        for event in ("insert", "update"):
            yield event, self._broken(model._meta.db_table)

    def _broken(self, table: str) -> str:
        return (
            f"NOT ({self.unless.format(row='NEW')}) AND EXISTS (SELECT 1 FROM {table} o "
            f"WHERE o.id <> NEW.id AND o.{self.scope} = NEW.{self.scope} "
            f"AND NOT ({self.unless.format(row='o')}) "
            f"AND o.{self.start} < NEW.{self.end} AND NEW.{self.start} < o.{self.end})"
        )

    def _statements(self, model: Any, schema_editor: Any) -> Iterator[Statement]:
        if schema_editor.connection.vendor != "postgresql":
            yield from super()._statements(model, schema_editor)
            return
        table = Table(model._meta.db_table, schema_editor.quote_name)
        yield Statement(
            f"ALTER TABLE %(table)s ADD CONSTRAINT {self.name} EXCLUDE USING gist "
            f"({self.scope} WITH =, tstzrange({self.start}, {self.end}, '[)') WITH &&) "
            f"WHERE (NOT ({self.unless.format(row=model._meta.db_table)}))",
            table=table,
        )
