"""The end of the chain, told outside the database: cutting its last links is then seen.

A line of the file is « moment number MAC ». The file belongs on another disk or machine than the
database, or is copied there; its lines are also told to the log `csipa.audit`.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.conf import settings

from csipa.audit.chain import Head

logger = logging.getLogger("csipa.audit")

_PARTS = 3
# Figures of a number that a database holds, and bytes of a line: more is no line of ours.
_FIGURES = 18
_LINE = 500


@dataclass(frozen=True)
class Anchor:
    """What was written down of the chain one day; `line` counts from 1 in the file."""

    line: int
    told_at: str
    seq: int
    mac: str


def drop_anchor(head: Head, *, now: dt.datetime) -> bool:
    """Write the head in the log and at the end of the file; tell whether the file took it.

    One write of one line: two processes at once do not mix theirs. A full disk or a right that
    lacks is logged as an error; the chain goes on without.
    """
    moment = now.astimezone(dt.UTC).isoformat(timespec="seconds")
    logger.info("audit chain head: %s %s", moment, head)
    path = Path(settings.AUDIT_ANCHORS)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(handle, f"{moment} {head}\n".encode("ascii"))
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        logger.exception("cannot write the head of the audit chain to %s", path)
        return False
    return True


def anchors() -> Iterator[Anchor | int]:
    """Yield what the file says, a line at a time: an anchor, or the number of an unreadable line.

    Nothing when there is no file yet; one unreadable line, 0, when it cannot be opened.
    """
    path = Path(settings.AUDIT_ANCHORS)
    if not path.exists():
        return
    try:
        with path.open(encoding="ascii", errors="replace") as lines:
            yield from _read(lines)
    except OSError:
        logger.exception("cannot read the anchors of the audit chain in %s", path)
        yield 0


def _read(lines: TextIO) -> Iterator[Anchor | int]:
    """Yield each line, cut where it is too long to be ours: the file may be anybody's by now."""
    number = 0
    while line := lines.readline(_LINE):
        number += 1
        parts = line.split()
        if not parts or parts[0].startswith("#"):
            continue
        if len(parts) == _PARTS and parts[1].isdecimal() and len(parts[1]) <= _FIGURES:
            yield Anchor(number, parts[0], int(parts[1]), parts[2])
        else:
            yield number
