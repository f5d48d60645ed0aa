"""Restores an archive into a database that nobody has used yet: all of it, or nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from csipa.backup import archive, checking, postgresql, program, scratch, sqlite, vacancy
from csipa.backup.contents import contents, different
from csipa.backup.manifest import Manifest
from csipa.backup.refusals import Refused

_VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(path: Path, connection: Any, *, other_key: bool = False) -> Manifest:
    """Restore an archive and compare every table with its manifest; raises Refused.

    The database must have no table. After a refusal it has none.
    """
    with archive.opened(path) as opened:
        manifest = checking.trusted(opened, other_key=other_key)
        refuse_other_program(manifest, connection.vendor)
        if connection.vendor == "postgresql":
            _into_postgresql(opened, manifest, connection)
        else:
            _into_sqlite(opened, manifest, connection)
    return manifest


def refuse_other_program(manifest: Manifest, vendor: str) -> None:
    """Raise Refused for an archive that this version, or this kind of database, cannot take."""
    here = program.version()
    newer = program.unknown(manifest.schema)
    if newer or program.major(manifest.version) != program.major(here):
        why = f" (elle connaît {newer[0]})" if newer else ""
        message = (
            f"Cette archive vient de la version {manifest.version} du programme{why} ; celle-ci "
            f"est la {here}. Installez la {manifest.version}, rétablissez, puis mettez à jour."
        )
        raise Refused(message)
    if manifest.vendor != vendor:
        message = (
            f"Cette archive est celle d’une base {_VENDORS[manifest.vendor]}, et DATABASE_URL "
            f"désigne une base {_VENDORS[vendor]}. Rétablissez-la dans une base "
            f"{_VENDORS[manifest.vendor]}"
        )
        way = (
            ", puis passez à PostgreSQL par move_to_postgresql." if vendor == "postgresql" else "."
        )
        raise Refused(message + way)


def _into_sqlite(opened: ZipFile, manifest: Manifest, connection: Any) -> None:
    target = Path(connection.settings_dict["NAME"])
    if not target.parent.is_dir():
        message = f"Le dossier {target.parent} n’existe pas."
        raise Refused(message)
    vacancy.refuse_used_file(target)
    # Beside the database: only on the same disk is putting it in place one step.
    with checking.unpacked(opened, manifest, target.parent) as file:
        checking.compare_file(file, manifest)
        sqlite.put_in_place(file, connection)
    scratch.settle(target.parent)


def _into_postgresql(opened: ZipFile, manifest: Manifest, connection: Any) -> None:
    with (
        checking.unpacked(opened, manifest, Path(tempfile.gettempdir())) as dump,
        vacancy.filling(connection) as raw,
    ):
        postgresql.restore(connection, str(dump))
        raw.autocommit = False
        held = tuple(contents(raw, [content.table for content in manifest.contents]))
        checking.refuse_different(different(manifest.contents, held))
        vacancy.finish(raw)
        raw.commit()
