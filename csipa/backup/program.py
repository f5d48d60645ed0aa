"""The version of the program, and which archives it can read."""

from __future__ import annotations

import tomllib
from typing import Any

from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def version() -> str:
    """Return the version of the program, as « 0.7.0 »."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def major(of: str) -> str:
    """Return what two versions must share for one to read the backups of the other."""
    return of.partition(".")[0]


def schema(connection: Any) -> dict[str, str]:
    """Return the last migration that a database has of each app; empty when it has none."""
    if not MigrationRecorder(connection).has_table():
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return dict(cursor.fetchall())


def unknown(of: dict[str, str]) -> list[str]:
    """Return the migrations of a schema that this program does not have, as « app.name »."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return sorted(f"{app}.{name}" for app, name in of.items() if (app, name) not in known)


def missing(connection: Any) -> list[str]:
    """Return the migrations that a database has yet to receive, as « app.name »."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    return sorted(
        ".".join(key) for key in loader.graph.nodes if key not in loader.applied_migrations
    )
