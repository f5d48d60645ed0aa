"""What stops a backup, a restoration or a move: one French sentence, with what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SQLITE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}


class Refused(Exception):
    """Nothing was done, or all that was begun has been taken back; the text says why."""


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn what the system refuses while `folder` is written into a sentence (Refused)."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Refused(no_room(folder)) from error
        message = f"{error.filename or folder} : {error.strerror or error}."
        raise Refused(message) from error
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) in _SQLITE_FULL:
            raise Refused(no_room(folder)) from error
        message = f"La base SQLite ne se laisse pas lire ou écrire : {error}."
        raise Refused(message) from error


def no_room(folder: Path) -> str:
    """Return the sentence of a full disk."""
    return (
        f"Plus de place dans {folder} : rien n’y a été laissé. Libérez de l’espace, ou donnez un "
        "autre dossier, puis recommencez."
    )
