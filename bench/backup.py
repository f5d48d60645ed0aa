"""What a backup and its restoration cost beside plainly reading the same rows.

    python bench/backup.py [--rows 100000]

Versions of one post are written in a database of its own: a SQLite file, or a new database of the
cluster that DATABASE_URL names. The same run measures, in seconds: reading every table as plainly
as the database can (COPY to the client on PostgreSQL, SELECT * on SQLite), backing up, restoring
into a new database. Both of the last hash every row. What counts is the ratio of their sum to
plain reading, which the machine hardly changes; the goal is 10 at most. The proof: the restored
tables are compared by hash before the restoration is done.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from told import Ratio, tell

ROOT = Path(__file__).resolve().parent.parent
PIECE = 2000
GOAL = 10


def setup(folder: str) -> Any:
    """Load the program and make its database; return the connection."""
    sys.path.insert(0, str(ROOT))
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
    # Imported here: settings read the database from the environment.
    import django  # noqa: PLC0415

    django.setup()
    logging.disable(logging.ERROR)
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    new_database(connection, "bench_backup", folder)
    call_command("migrate", verbosity=0)
    return connection


def new_database(connection: Any, name: str, folder: str) -> None:
    """Point the connection to a database without any table."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    on_sqlite = connection.vendor == "sqlite"
    connection.settings_dict["NAME"] = f"{folder}/{name}.sqlite3" if on_sqlite else name


def fill(rows: int) -> None:
    """Write versions of one post."""
    from django.utils import timezone  # noqa: PLC0415

    from staffing.models import Profession  # noqa: PLC0415

    row = Profession.objects.create(name="Mesure")
    versions = Profession.history.model
    values = {field.attname: getattr(row, field.attname) for field in Profession._meta.fields}
    for start in range(0, rows, PIECE):
        versions.objects.bulk_create(
            versions(**values, history_date=timezone.now(), history_type="~")
            for _ in range(min(PIECE, rows - start))
        )


def read_plainly(connection: Any) -> float:
    """Read every row of every table and return the seconds it took."""
    from csipa.backup.tables import tables  # noqa: PLC0415

    names = [table.name for table in tables(connection)]
    clock = time.perf_counter()
    with connection.cursor() as cursor:
        for name in names:
            if connection.vendor == "postgresql":
                with connection.connection.cursor().copy(f'COPY "{name}" TO STDOUT') as lines:
                    for _ in lines:
                        pass
            else:
                for _ in cursor.execute(f'SELECT * FROM "{name}"'):
                    pass
    return time.perf_counter() - clock


def main() -> None:
    """Measure, and fail beyond the goal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        connection = setup(folder)
        from django.utils import timezone  # noqa: PLC0415

        from csipa.backup.making import make  # noqa: PLC0415
        from csipa.backup.restoring import restore  # noqa: PLC0415

        fill(rows)
        plain = min(read_plainly(connection) for _ in range(3))
        archive = Path(folder) / "bench.zip"
        clock = time.perf_counter()
        manifest = make(connection, archive, now=timezone.now())
        backed_up = time.perf_counter() - clock
        new_database(connection, "bench_restored", folder)
        clock = time.perf_counter()
        restore(archive, connection)
        restored = time.perf_counter() - clock
        connection.close()
    ratio = (backed_up + restored) / plain
    print(
        f"{connection.vendor}, {manifest.rows} rows: plain reading {plain:.2f} s, backup "
        f"{backed_up:.2f} s, restoration {restored:.2f} s; ratio {ratio:.1f} (goal {GOAL})"
    )
    what, told = "sauvegarder puis restaurer", f"{manifest.rows} lignes"
    tell(
        Ratio(f"Sauvegarde, {connection.vendor}", what, "lecture simple", ratio, GOAL, remark=told)
    )
    sys.exit(ratio > GOAL)


if __name__ == "__main__":
    main()
