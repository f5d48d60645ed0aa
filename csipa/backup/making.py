"""Makes a backup: dump and hashes of one and the same moment, in one archive."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from csipa.backup import archive, postgresql, program, scratch, sqlite
from csipa.backup.contents import Content, contents
from csipa.backup.manifest import Manifest
from csipa.backup.refusals import Refused
from csipa.backup.tables import tables


def make(connection: Any, path: Path, *, now: dt.datetime) -> Manifest:
    """Back up a database into a new file; return its manifest. Raises Refused, and leaves nothing.

    Nobody is held up meanwhile: what is written after the beginning is not in it.
    """
    if not path.parent.is_dir():
        message = f"Le dossier {path.parent} n’existe pas."
        raise Refused(message)
    if not program.schema(connection):
        message = "Cette base est vide : il n’y a rien à sauvegarder."
        raise Refused(message)
    way = _of_postgresql if connection.vendor == "postgresql" else _of_sqlite
    with archive.writing(path) as out:
        manifest = way(connection, out, path.parent, now)
        out.end(manifest)
    return manifest


def _of_sqlite(connection: Any, out: archive.Writing, folder: Path, now: dt.datetime) -> Manifest:
    with scratch.folder_in(folder) as apart:
        copy = apart / archive.DUMPS["sqlite"]
        sqlite.copy(connection, copy)
        held = tables(connection)
        return _written(
            connection,
            out,
            now,
            server=sqlite3.sqlite_version,
            pieces=lambda: sqlite.pieces(copy),
            counted=lambda: sqlite.contents_of(copy, held),
        )


def _of_postgresql(
    connection: Any, out: archive.Writing, folder: Path, now: dt.datetime
) -> Manifest:
    held = tables(connection)
    with postgresql.snapshot(connection) as (raw, moment):
        return _written(
            connection,
            out,
            now,
            server=postgresql.version(connection),
            pieces=lambda: postgresql.dumping(connection, moment),
            counted=lambda: tuple(contents(raw, held)),
        )


def _written(
    connection: Any,
    out: archive.Writing,
    now: dt.datetime,
    *,
    server: str,
    pieces: Callable[[], Iterator[bytes]],
    counted: Callable[[], tuple[Content, ...]],
) -> Manifest:
    """Write the dump while the hashes are made beside it."""
    name = archive.DUMPS[connection.vendor]
    schema = program.schema(connection)
    with ThreadPoolExecutor(1) as beside:
        hashes = beside.submit(counted)
        size, sha256 = out.dump(name, pieces, packed=connection.vendor == "sqlite")
        return Manifest(
            version=program.version(),
            vendor=connection.vendor,
            vendor_version=server,
            made_at=now,
            schema=schema,
            dump=name,
            size=size,
            sha256=sha256,
            contents=hashes.result(),
        )
