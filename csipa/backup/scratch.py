"""Files on their way: none has a name that looks good before it is whole and on the disk.

What a killed process leaves is told from what a living one writes by the lock that the system drops
with the process.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from csipa.backup.refusals import told

_PARTIAL = ".partiel"
_FOLDER = ".csipa-"


@contextmanager
def arriving(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write that takes its name at the end; raises Refused, and then leaves nothing.

    It is readable by its owner only. A file that has the name already is never replaced.
    """
    partial = path.with_name(f".{path.name}{_PARTIAL}")
    with told(path.parent):
        handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield file
                file.flush()
                os.fsync(file.fileno())
                os.link(partial, path)
        finally:
            partial.unlink(missing_ok=True)
        settle(path.parent)


@contextmanager
def folder_in(parent: Path) -> Iterator[Path]:
    """Give a folder for the time of a work, readable by its owner only; raises Refused."""
    with told(parent):
        folder = Path(tempfile.mkdtemp(prefix=_FOLDER, dir=parent))
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield folder
        finally:
            os.close(handle)
            shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path) -> None:
    """Erase what killed processes have left in a folder, but nothing that one is writing."""
    for path in {*parent.glob(f".*{_PARTIAL}"), *parent.glob(f"{_FOLDER}*")}:
        handle = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        finally:
            os.close(handle)


def settle(folder: Path) -> None:
    """Have the names of a folder on the disk: after that a power cut takes none back."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
