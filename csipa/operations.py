"""Operations for migrations: many tables in one step, triggers written anew, searched words."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.operations import BtreeGistExtension
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.models import CheckConstraint, UniqueConstraint

from csipa.constraints import Guard


class CreateModels(Operation):
    """Create several models, each after those that it refers to.

    At each operation Django draws anew every model that the new one can reach, and all of ours
    reach each other through the user: one by one, each table costs more than the one before. Here
    the models are drawn once, when all are known.
    """

    reduces_to_sql = True
    serialization_expand_args = ["models"]

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what a migration needs to write this operation down."""
        return type(self).__name__, [], {"models": self.models}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add the models to a state that forgets what it had drawn."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Create the tables."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the triggers, then the tables, the last one first."""
        drawn = [from_state.apps.get_model(app_label, model.name) for model in self.models]
        for model in drawn:
            for constraint in model._meta.constraints:
                # Django's own go with the table; a trigger on PostgreSQL leaves its function.
                if not isinstance(constraint, CheckConstraint | UniqueConstraint):
                    constraint.remove_sql(model, schema_editor)
        for operation in reversed(self.models):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Return what `migrate --plan` prints."""
        return "Create models " + ", ".join(model.name for model in self.models)


class RemakeGuards(Operation):
    """Write the triggers of an application's guards anew, as the program now writes them.

    Rows are left alone; on a new base, where they were just written, nothing changes.
    """

    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing: the constraints are the same."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop and create the triggers of every table of the application."""
        for model in to_state.apps.get_app_config(app_label).get_models():
            for constraint in model._meta.constraints:
                if isinstance(constraint, Guard):
                    constraint.remove_sql(model, schema_editor)
                    constraint.create_sql(model, schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Leave the triggers: they hold for the older program too."""

    def describe(self) -> str:
        """Return what `migrate --plan` prints."""
        return "Write the triggers of the guards anew"


class IndexOverTime(BtreeGistExtension):
    """Create the extension that exclusion constraints need; nothing to do on SQLite, either way."""

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the extension on PostgreSQL."""
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class IndexWords(Operation):
    """Index the letters of texts on PostgreSQL, where a part of a word is then found at once.

    Needs the extension `pg_trgm`, which comes with the server as `btree_gist` does. Where the role
    may not create it, and on SQLite, nothing is done: searches read all the rows.
    """

    reversible = True

    def __init__(self, table: str, texts: tuple[str, ...]) -> None:
        self.table, self.texts = table, texts

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what a migration needs to write this operation down."""
        return type(self).__name__, [], {"table": self.table, "texts": self.texts}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change no model: other databases have no such index."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Create the extension and an index for each text."""
        if schema_editor.connection.vendor != "postgresql" or not _has_trigrams(schema_editor):
            return
        for name, text in self._indexes():
            schema_editor.execute(
                f"CREATE INDEX IF NOT EXISTS {name} ON {self.table} "
                f"USING gin (({text}) gin_trgm_ops)"
            )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the indexes; the extension stays."""
        if schema_editor.connection.vendor == "postgresql":
            for name, _ in self._indexes():
                schema_editor.execute(f"DROP INDEX IF EXISTS {name}")

    def describe(self) -> str:
        """Return what `migrate --plan` prints."""
        return f"Index the words of {self.table}"

    def _indexes(self) -> list[tuple[str, str]]:
        return [(f"{self.table}_words_{rank}", text) for rank, text in enumerate(self.texts, 1)]


def _has_trigrams(schema_editor: Any) -> bool:
    """Tell whether `pg_trgm` is there, created now where this role may."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT installed_version IS NOT NULL, "
            "has_database_privilege(current_database(), 'CREATE') "
            "FROM pg_available_extensions WHERE name = 'pg_trgm'"
        )
        there, may_create = cursor.fetchone() or (False, False)
        if not there and may_create:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    return bool(there or may_create)
