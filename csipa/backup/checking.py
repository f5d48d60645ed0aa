"""Reads an archive again, as far as it can be without a database to restore it into."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

from csipa.backup import archive, postgresql, scratch, sqlite
from csipa.backup.contents import different
from csipa.backup.manifest import DAMAGED, Manifest
from csipa.backup.refusals import Refused, told

_FOREIGN = (
    "Le manifeste de cette archive n’est pas signé de la clé de ce serveur : ou bien quelqu’un l’a "
    "changé, ou bien la base vient d’un autre serveur. Donnez AUDIT_KEY (à défaut SECRET_KEY) tel "
    "qu’il était là-bas. Si cette clé est perdue, ajoutez --other-key : tout le reste est vérifié."
)


def check(path: Path, *, other_key: bool = False) -> Manifest:
    """Read an archive to its end and compare all that it says; raises Refused.

    Of SQLite, the file is opened, checked and hashed table by table; of PostgreSQL, pg_restore
    reads the dump through: its tables are compared by a restoration only.
    """
    with archive.opened(path) as opened:
        manifest = trusted(opened, other_key=other_key)
        with unpacked(opened, manifest, Path(tempfile.gettempdir())) as dump:
            if manifest.vendor == "sqlite":
                compare_file(dump, manifest)
            else:
                postgresql.read_through(str(dump))
    return manifest


def trusted(opened: ZipFile, *, other_key: bool) -> Manifest:
    """Return the manifest of an archive, signed by this server unless `other_key` says not to."""
    manifest = archive.manifest_of(opened)
    if not manifest.is_signed and not other_key:
        raise Refused(_FOREIGN)
    return manifest


@contextmanager
def unpacked(opened: ZipFile, manifest: Manifest, folder: Path) -> Iterator[Path]:
    """Give the dump as a file, in a folder of its own that disappears afterwards."""
    with told(folder):
        scratch.sweep(folder)
    with scratch.folder_in(folder) as apart:
        path = apart / manifest.dump
        with path.open("wb") as file:
            archive.unpack(opened, manifest, file)
        yield path


def compare_file(path: Path, manifest: Manifest) -> None:
    """Raise Refused unless a SQLite file is sound and holds what the manifest says."""
    sqlite.check(path)
    held = sqlite.contents_of(path, [content.table for content in manifest.contents])
    refuse_different(different(manifest.contents, held))


def refuse_different(names: list[str]) -> None:
    """Raise Refused when tables are not what the manifest says."""
    if names:
        raise Refused(DAMAGED.format(f"des lignes ont changé dans {', '.join(names[:5])}"))
