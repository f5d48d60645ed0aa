"""Copies of the test database, for programs that open it by themselves, several at once."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection

from tests.files import ROOT


@contextmanager
def database_copy(folder):
    """Yield the address of a copy, empty and migrated, of the test database.

    Some test of the run must ask for the database by its mark: without one, none is made.
    """
    name = str(connection.settings_dict["NAME"])
    assert "memorydb" in name or name.startswith("test_"), "run a test marked django_db with this"
    copied = copied_file if connection.vendor == "sqlite" else copied_cluster
    with copied(folder) as address:
        yield address


@contextmanager
def copied_file(folder):
    """Copy the test database, which lives in memory, into a file."""
    connection.ensure_connection()
    file = folder / "copy.sqlite3"
    copy = sqlite3.connect(file)
    connection.connection.backup(copy)
    copy.close()
    yield f"sqlite:///{file}"


@contextmanager
def copied_cluster(_folder):
    """Copy the test database inside its cluster; nobody may be using it meanwhile."""
    source = connection.settings_dict
    connection.close()
    name = f"{source['NAME']}_copy"
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


def told_by(program, database, *arguments, timeout=120):
    """Run the clients of a module on a copy; return what they found there, told as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database, "SECRET_KEY": settings.SECRET_KEY},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
