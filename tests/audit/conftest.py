"""What somebody with the rights of the database may do, around every trigger."""

import pytest
from django.db import connection


@pytest.fixture
def tamper(db):
    """Return a function that runs SQL on a table as if it had no trigger."""

    def run(table, sql, *params):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute(sql, params)
                cursor.execute("SET LOCAL session_replication_role = DEFAULT")
                return
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [table],
            )
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute(sql, params)
            for _, made in triggers:
                cursor.execute(made)

    return run
