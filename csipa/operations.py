"""Operations for migrations: many tables in one step, triggers written anew."""

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
