"""The one file of a backup: a ZIP that holds the dump, its manifest, and how to do without us."""

from __future__ import annotations

import hashlib
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from csipa.backup import manifest as manifests
from csipa.backup import scratch
from csipa.backup.manifest import DAMAGED, Manifest
from csipa.backup.refusals import Refused, told

MANIFEST = "manifeste.json"
README = "LISEZ-MOI.txt"
DUMPS = {"sqlite": "base.sqlite3", "postgresql": "base.dump"}
_PIECE = 1 << 20
_HOW = """\
Sauvegarde de CSIPA. Elle contient toutes les données de la base\u00a0: gardez-la comme la base.

Pour la rétablir\u00a0: python manage.py restore CETTE-ARCHIVE.zip
Sans le programme\u00a0: base.sqlite3 est une base SQLite, base.dump se rétablit par pg_restore.
"""


class Writing:
    """An archive being written, one dump and then its manifest."""

    def __init__(self, file: Any) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True)

    def dump(
        self, name: str, pieces: Callable[[], Iterator[bytes]], *, packed: bool
    ) -> tuple[int, str]:
        """Write the dump; return its size in bytes and its SHA-256. `packed`: compress it."""
        entry = zipfile.ZipInfo(name, time.localtime()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry._compresslevel = 1  # the public way takes a file by its path only
        size, digest = 0, hashlib.sha256()
        with self._zip.open(entry, "w", force_zip64=True) as out:
            for piece in pieces():
                out.write(piece)
                digest.update(piece)
                size += len(piece)
        return size, digest.hexdigest()

    def end(self, manifest: Manifest) -> None:
        """Write the manifest and close."""
        self._zip.writestr(README, _HOW)
        self._zip.writestr(MANIFEST, manifest.written())
        self._zip.close()

    def abandon(self) -> None:
        """Let go of the file: nothing more is written to it."""
        self._zip.fp = None


@contextmanager
def writing(path: Path) -> Iterator[Writing]:
    """Write an archive that takes its name at the end; raises Refused, and then leaves nothing."""
    if path.exists():
        message = f"{path} existe déjà : une sauvegarde n’en remplace jamais une autre."
        raise Refused(message)
    with told(path.parent):
        scratch.sweep(path.parent)
    with scratch.arriving(path) as file:
        out = Writing(file)
        try:
            yield out
        except BaseException:
            out.abandon()
            raise


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive to read it; raises Refused for what is none, or is damaged."""
    if not path.is_file():
        message = f"{path} n’existe pas."
        raise Refused(message)
    with _whole():
        archive = zipfile.ZipFile(path)
    with archive:
        yield archive


def manifest_of(archive: zipfile.ZipFile) -> Manifest:
    """Return what an archive says of itself; raises Refused."""
    with _whole():
        text = archive.read(MANIFEST)
    manifest = manifests.read(text)
    if DUMPS.get(manifest.vendor) != manifest.dump:
        raise Refused(DAMAGED.format("son manifeste ne se lit pas"))
    return manifest


def unpack(archive: zipfile.ZipFile, manifest: Manifest, into: IO[bytes] | None = None) -> None:
    """Read the dump to its end, into a file if one is given; raises Refused unless it is whole."""
    size, digest = 0, hashlib.sha256()
    with _whole(), archive.open(manifest.dump) as dump:
        while piece := dump.read(_PIECE):
            size += len(piece)
            digest.update(piece)
            if size > manifest.size:
                break
            if into is not None:
                into.write(piece)
    if (size, digest.hexdigest()) != (manifest.size, manifest.sha256):
        raise Refused(DAMAGED.format("ses octets ne sont plus ceux du jour où elle a été faite"))


@contextmanager
def _whole() -> Iterator[None]:
    """Turn what a broken ZIP raises into a sentence (Refused)."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
        raise Refused(DAMAGED.format("elle est coupée, ou ce n’en est pas une")) from error
