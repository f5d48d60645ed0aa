"""Several tables made in one step, with their triggers, and taken away again."""

import pytest
from django.db import IntegrityError, connection, migrations, models
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from csipa.constraints import Refused
from csipa.operations import CreateModels, IndexWords

KEPT = Refused(name="tried_child_kept", message="On le garde.", delete="OLD.id > 0")
TREE = CreateModels(
    models=[
        migrations.CreateModel("Parent", [("id", models.BigAutoField(primary_key=True))]),
        migrations.CreateModel(
            "Child",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("parent", models.ForeignKey("tried.Parent", models.CASCADE)),
            ],
            options={"constraints": [KEPT]},
        ),
    ]
)


def left_behind():
    """Return the tables, and the functions of triggers, that stay in the database."""
    with connection.cursor() as cursor:
        names = [table.name for table in connection.introspection.get_table_list(cursor)]
        if connection.vendor == "postgresql":
            cursor.execute("SELECT proname FROM pg_proc WHERE proname LIKE 'tried%'")
            names += [name for (name,) in cursor.fetchall()]
    return {name for name in names if name.startswith("tried")}


def test_models_are_drawn_once_all_are_known():
    before = ProjectState()
    drawn = before.apps
    after = before.clone()
    TREE.state_forwards("tried", after)
    assert before.apps is drawn
    parent = after.apps.get_model("tried", "Parent")
    assert after.apps.get_model("tried", "Child")._meta.get_field("parent").related_model is parent


@pytest.mark.django_db(transaction=True)
def test_tables_and_triggers_come_and_go():
    before, after = ProjectState(), ProjectState()
    TREE.state_forwards("tried", after)
    with connection.schema_editor() as editor:
        TREE.database_forwards("tried", editor, before, after)
    try:
        parent = after.apps.get_model("tried", "Parent").objects.create()
        child = after.apps.get_model("tried", "Child").objects.create(parent=parent)
        with pytest.raises(IntegrityError, match=KEPT.name):
            child.delete()
    finally:
        with connection.schema_editor() as editor:
            TREE.database_backwards("tried", editor, after, before)
    assert left_behind() == set()


def test_a_migration_can_be_written_with_it():
    text, imports = OperationWriter(TREE, indentation=0).serialize()
    assert text.startswith("csipa.operations.CreateModels(\n    models=[\n        migrations.")
    assert "import csipa.operations" in imports
    assert TREE.describe() == "Create models Parent, Child"


SEARCHED = {"conventions_act": 4, "staffing_person": 2, "consultations_session": 2}


def word_indexes():
    """Return how many texts of each table have their letters indexed."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, COUNT(*) FROM pg_indexes WHERE indexdef LIKE '%%gin_trgm_ops%%' "
            "GROUP BY tablename"
        )
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_searched_texts_are_indexed_on_postgresql_alone_and_no_longer_on_the_way_back():
    expected = SEARCHED if connection.vendor == "postgresql" else {}
    assert word_indexes() == expected
    operation = IndexWords(table="sites_site", texts=("name",))
    assert OperationWriter(operation).serialize()[0]
    state, editor = ProjectState(), connection.schema_editor()
    operation.database_forwards("sites", editor, state, state)
    assert word_indexes() == (expected | {"sites_site": 1} if expected else {})
    operation.database_backwards("sites", editor, state, state)
    assert word_indexes() == expected
