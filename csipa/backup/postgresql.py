"""PostgreSQL: what pg_dump and pg_restore do, under the snapshot that the hashes are made of.

The password goes by the environment of the child process, never by its command line.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.db.backends.postgresql.client import DatabaseClient

from csipa.backup.refusals import Refused

_PIECE = 1 << 20
_LACKS = (
    "Le programme {} n’est pas sur cette machine : installez les outils de PostgreSQL (paquet "
    "postgresql-client), ou mettez leur dossier dans PATH."
)
_NOTHING_OF_OWNERS = ("--no-owner", "--no-privileges")


def tool(name: str, connection: Any) -> str:
    """Return the path of pg_dump or pg_restore; raises Refused when it lacks or is too old."""
    path = shutil.which(name)
    if path is None:
        raise Refused(_LACKS.format(name))
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)(?:\.\d+)*", said)
    connection.ensure_connection()
    server = connection.pg_version // 10_000
    if found is None or int(found[1]) < server:
        message = (
            f"{name} est en version {found[1] if found else 'inconnue'} et le serveur en version "
            f"{server} : installez postgresql-client-{server}, ou mettez son dossier en tête de "
            "PATH."
        )
        raise Refused(message)
    return path


def version(connection: Any) -> str:
    """Return the version of the server, as « 15.14 »."""
    connection.ensure_connection()
    major, minor = divmod(connection.pg_version, 10_000)
    return f"{major}.{minor}"


@contextmanager
def snapshot(connection: Any) -> Iterator[tuple[Any, str]]:
    """Give a connection of its own that reads one moment of the database, and the moment's name."""
    apart = connection.copy(alias="backup")
    apart.ensure_connection()
    try:
        raw = apart.connection
        raw.autocommit = False
        raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        name = raw.execute("SELECT pg_export_snapshot()").fetchone()[0]
        yield raw, name
        raw.rollback()
    finally:
        apart.close()


def dumping(connection: Any, moment: str) -> Iterator[bytes]:
    """Yield a dump in the custom format of what the database was at a moment; raises Refused.

    Comments are left out: that of an extension can only be restored by its owner.
    """
    arguments, environment = _named(connection)
    command = [
        tool("pg_dump", connection),
        *("--format=custom", "--compress=1", "--no-comments", f"--snapshot={moment}"),
        *_NOTHING_OF_OWNERS,
        *arguments,
    ]
    with tempfile.TemporaryFile() as errors:
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, env=environment
        ) as child:
            try:
                while piece := child.stdout.read(_PIECE):
                    yield piece
            except BaseException:
                child.kill()
                raise
        if child.returncode:
            message = f"pg_dump n’a pas abouti : {_said(errors)}"
            raise Refused(message)


def restore(connection: Any, dump: str) -> None:
    """Restore a dump in one transaction: all of it or nothing; raises Refused."""
    arguments, environment = _named(connection)
    command = [
        tool("pg_restore", connection),
        *("--single-transaction", "--exit-on-error"),
        *_NOTHING_OF_OWNERS,
        *(*arguments[:-1], f"--dbname={arguments[-1]}", dump),
    ]
    with tempfile.TemporaryFile() as errors:
        if subprocess.run(command, stderr=errors, env=environment, check=False).returncode:
            message = f"pg_restore n’a pas abouti, et la base est restée vide : {_said(errors)}"
            raise Refused(message)


def read_through(dump: str) -> None:
    """Read a dump to its end without a database; raises Refused when it cannot be."""
    path = shutil.which("pg_restore")
    if path is None:
        raise Refused(_LACKS.format("pg_restore"))
    done = subprocess.run([path, "--file=/dev/null", dump], capture_output=True, check=False)
    if done.returncode:
        message = f"pg_restore ne lit pas l’archive : {done.stderr.decode(errors='replace')[:300]}"
        raise Refused(message)


def _named(connection: Any) -> tuple[list[str], dict[str, str]]:
    """Return the arguments that name the database, its name last, and the environment."""
    arguments, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return arguments[1:], {**os.environ, **(environment or {})}


def _said(errors: IO[bytes]) -> str:
    errors.seek(0)
    lines = errors.read(4000).decode(errors="replace").strip().splitlines()
    return lines[0] if lines else "aucune explication."
