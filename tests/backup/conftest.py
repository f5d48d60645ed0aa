"""A database with a few rows, its backup, and new databases to restore into."""

import datetime as dt
import shutil
import sqlite3
from contextlib import closing

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from csipa.backup import sqlite
from csipa.backup.making import make
from tests.copies import copied_file

NOW = dt.datetime(2026, 11, 22, 21, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def filled(django_db_setup, django_db_blocker, tmp_path_factory):
    """A file with every table and two rows; the schema is told even where tests skip migrations."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its drills, on databases of its own")
    folder = tmp_path_factory.mktemp("filled")
    with django_db_blocker.unblock(), copied_file(folder):
        pass
    with closing(sqlite3.connect(folder / "copy.sqlite3")) as raw:
        raw.execute(
            "CREATE TABLE IF NOT EXISTS django_migrations "
            "(id integer PRIMARY KEY, app text, name text, applied text)"
        )
        if not raw.execute("SELECT 1 FROM django_migrations").fetchone():
            raw.execute("INSERT INTO django_migrations VALUES (1, 'audit', '0001_the_chain', '')")
        raw.executemany("INSERT INTO auth_group (name) VALUES (?)", [("élodie",), ("été",)])
        raw.commit()
    return folder / "copy.sqlite3"


@pytest.fixture
def source(filled, tmp_path, django_db_blocker, settings):
    """A connection to a copy of that file; the program knows its migrations."""
    settings.MIGRATION_MODULES = {}
    path = tmp_path / "source.sqlite3"
    shutil.copy(filled, path)
    wrapper = DatabaseWrapper(sqlite.settings_of(path), alias="source")
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()


@pytest.fixture
def backup(source, tmp_path):
    """The path of a backup of these rows."""
    path = tmp_path / "sauvegarde.zip"
    make(source, path, now=NOW)
    return path


@pytest.fixture
def new(tmp_path, source):
    """A connection to a SQLite file that is not there yet."""
    (tmp_path / "neuve").mkdir()
    wrapper = DatabaseWrapper(sqlite.settings_of(tmp_path / "neuve" / "base.sqlite3"), alias="new")
    yield wrapper
    wrapper.close()
