"""Fifty people sign at once in several processes, one of which dies in the middle."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 50
CLIENTS_PROGRAM = (sys.executable, "-m", "tests.conventions.signing_clients")


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    """Yield the address of a copy, empty and migrated, of the test database."""
    with django_db_blocker.unblock():
        copied = copied_file if connection.vendor == "sqlite" else copied_cluster
        with copied(tmp_path) as address:
            yield address


@contextmanager
def copied_file(folder):
    """Copy the test database, which lives in memory, into a file."""
    connection.ensure_connection()
    file = folder / "numbers.sqlite3"
    copy = sqlite3.connect(file)
    connection.connection.backup(copy)
    copy.close()
    yield f"sqlite:///{file}"


@contextmanager
def copied_cluster(_folder):
    """Copy the test database inside its cluster; nobody may be using it meanwhile."""
    source = connection.settings_dict
    connection.close()
    name = f"{source['NAME']}_numbers"
    where = {
        "host": source["HOST"],
        "port": source["PORT"],
        "user": source["USER"],
        "password": source["PASSWORD"],
    }
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source["NAME"]}"')
        try:
            account = f"{source['USER']}:{source['PASSWORD']}@{source['HOST']}:{source['PORT']}"
            yield f"postgres://{account}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_fifty_signatures_at_once_leave_no_gap_and_no_double_though_one_is_killed(database):
    done = subprocess.run(
        [*CLIENTS_PROGRAM, "--clients", str(CLIENTS), "--kills", "1"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database, "SECRET_KEY": settings.SECRET_KEY},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "ranks": list(range(1, CLIENTS + 1)),
        "last": CLIENTS,
        "without document": 0,
        "killed": 1,
    }
