"""Names of backups by their moment, and those that are old enough to go."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

_NAME = re.compile(r"csipa-\d{4}-\d\d-\d\d-\d{6}\.zip")


def name_at(now: dt.datetime) -> str:
    """Return the name of a backup begun at a local moment: names in order are in time."""
    return f"csipa-{now:%Y-%m-%d-%H%M%S}.zip"


def drop_old(folder: Path, *, keep: int) -> list[Path]:
    """Erase the backups of a folder but the `keep` latest (at least 1); return those erased.

    Files that have another name than `name_at` gives are nobody's to erase.
    """
    if keep < 1:
        message = f"{keep} backups to keep"
        raise ValueError(message)
    found = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    for path in (old := found[:-keep]):
        path.unlink()
    return old
