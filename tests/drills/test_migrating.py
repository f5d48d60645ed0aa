"""`migrate` killed in the middle of a first installation, several times, then run to its end."""

import time

import pytest

from tests.drills.house import House, new_database, on_postgresql
from tests.drills.telling import tell

pytestmark = pytest.mark.drill

APPLIED = "SELECT app, name FROM django_migrations ORDER BY app, name"
# What is looked for once so many migrations are applied; then the process is killed.
KILLED_AFTER = (5, 25, 45)


@pytest.fixture
def empty(model, tmp_path):
    """A house whose database holds nothing yet."""
    with new_database(tmp_path) as address:
        house = House(address, tmp_path, static=model.static)
        try:
            yield house
        finally:
            house.close()


def test_a_migration_killed_in_the_middle_goes_on_when_it_is_run_again(model, empty):
    kills = 0
    for number in KILLED_AFTER:
        migrating = empty.start("migrate", "--verbosity", "0")
        while migrating.process.poll() is None and len(applied(empty)) < number:
            time.sleep(0.02)
        if migrating.process.poll() is None:
            migrating.kill()
            kills += 1
    empty.must("migrate", "--verbosity", "0")
    assert kills == len(KILLED_AFTER)
    assert applied(empty) == applied(model.house)
    assert schema(empty) == schema(model.house)
    assert empty.inside("non_atomic") == []
    before = model.house.inside("digest")
    model.house.must("migrate", "--verbosity", "0")
    assert model.house.inside("digest") == before
    tell(f"« migrate » tué {kills} fois en route, relancé : même schéma qu’une installation sans")
    tell("panne. Chaque migration est tout ou rien ; sur une base à jour elle ne change rien.")


def applied(house):
    """Return the migrations noted as done; none while the table is not there."""
    try:
        return house.rows(APPLIED)
    except Exception:
        return []


def schema(house):
    """Return what the database is made of, tables, columns, indexes and triggers."""
    if not on_postgresql():
        return sorted(house.rows("SELECT type, name, tbl_name FROM sqlite_master"))
    asked = (
        (
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public'"
        ),
        "SELECT tablename, indexname, '' FROM pg_indexes WHERE schemaname = 'public'",
        (
            "SELECT event_object_table, trigger_name, event_manipulation "
            "FROM information_schema.triggers"
        ),
    )
    return sorted(row for sql in asked for row in house.rows(sql))
