"""A new version is installed while the former one still serves: its migrations only add.

What takes something away, or demands more of a row than the former code writes, waits for the next
version, and says so in the migration: `former_code = "…"`, a French sentence that says since which
version nothing reads or writes it any more.
"""

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

# The last migration of each application at version 0.7.0: no two versions ran together before.
SINCE = {
    "sites": "0009",
    "staffing": "0003",
    "conventions": "0012",
    "consultations": "0003",
    "audit": "0001",
    "jobs": "0001",
}
TAKES_AWAY = (
    migrations.DeleteModel,
    migrations.RemoveField,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
LOADER = MigrationLoader(None)


def operations(migration):
    """Yield the operations of a migration, those inside others too."""
    left = list(migration.operations)
    while left:
        one = left.pop(0)
        left = [*getattr(one, "database_operations", ()), *getattr(one, "models", ()), *left]
        yield one


def breaks(operation, before):
    """Say how an operation breaks the code that was written for the state `before`; "" if not."""
    if isinstance(operation, TAKES_AWAY):
        return f"{type(operation).__name__} {operation.describe()}"
    if isinstance(operation, migrations.AddField):
        field = operation.field
        given = field.null or field.has_db_default() or field.many_to_many
        return "" if given else f"{operation.name}: neither null nor db_default"
    if isinstance(operation, migrations.AlterField):
        former = before.models[before_key(operation, before)].fields[operation.name]
        if former.null and not operation.field.null:
            return f"{operation.name}: no longer null"
        if shorter(former, operation.field):
            return f"{operation.name}: shorter"
    return ""


def before_key(operation, state):
    """Return the key of the model of an operation among those of its application."""
    name = operation.model_name.lower()
    return next(key for key in state.models if key[1] == name)


def shorter(former, field):
    """Tell whether a column takes less text than before."""
    one, other = getattr(former, "max_length", None), getattr(field, "max_length", None)
    return bool(one and other and other < one)


def later():
    """Return the migrations that came after the first version that others follow."""
    return [
        migration
        for (label, name), migration in sorted(LOADER.disk_migrations.items())
        if (label in SINCE and name[:4] > SINCE[label]) or label == "roles"
    ]


@pytest.mark.parametrize("migration", later(), ids=str)
def test_the_former_version_still_serves_on_the_new_schema(migration):
    if getattr(migration, "former_code", ""):
        return
    before = LOADER.project_state((migration.app_label, migration.name), at_end=False)
    own = before.clone()
    own.models = {key: state for key, state in own.models.items() if key[0] == migration.app_label}
    made = {one.name_lower for one in operations(migration) if hasattr(one, "name_lower")}
    found = [
        told
        for one in operations(migration)
        if getattr(one, "model_name", "").lower() not in made and (told := breaks(one, own))
    ]
    assert not found, f"{migration}: {found}"


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("site", "name"),
        migrations.RenameField("site", "name", "title"),
        migrations.DeleteModel("Site"),
        migrations.AddField("site", "rank", models.IntegerField(default=0)),
        migrations.AlterField("site", "closed_on", models.DateField()),
        migrations.AlterField("site", "name", models.CharField(max_length=3)),
    ],
    ids=lambda one: one.describe(),
)
def test_what_would_break_it_is_seen(operation):
    state = LOADER.project_state(("sites", "0009_kinds_of_care_organisations"))
    state.models = {key: value for key, value in state.models.items() if key[0] == "sites"}
    assert breaks(operation, state)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("site", "rank", models.IntegerField(null=True)),
        migrations.AddField("site", "rank", models.IntegerField(default=0, db_default=0)),
        migrations.AlterField("site", "name", models.CharField(max_length=900)),
    ],
    ids=lambda one: one.describe(),
)
def test_what_only_adds_passes(operation):
    state = LOADER.project_state(("sites", "0009_kinds_of_care_organisations"))
    state.models = {key: value for key, value in state.models.items() if key[0] == "sites"}
    assert not breaks(operation, state)
