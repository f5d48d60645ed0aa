"""Where the revisions of a PDF file end (ISO 32000-1 §7.5.6), found in its bytes alone.

Signing appends: what was signed stays, byte for byte, at the beginning of the signed file. No
object is read here, so that a hostile file costs one pass over its bytes.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

# A file signed by a hundred people is not one of ours; the rest would only cost time.
MOST_REVISIONS = 100

_END = re.compile(rb"startxref[\r\n \t]{1,4}(\d{1,12})[\r\n \t]{1,4}%%EOF(?:\r\n|\n|\r)?")


@dataclass(frozen=True)
class Revision:
    """The bytes from the beginning of a file up to `end`; `startxref` is where its table is."""

    end: int
    startxref: int
    sha256: str


def earlier_revisions(content: bytes) -> list[Revision]:
    """Return what the file was before each later addition, oldest first; the whole file is left."""
    found: list[Revision] = []
    view = memoryview(content)
    digest, hashed = hashlib.sha256(), 0
    for match in _END.finditer(content):
        end = match.end()
        if end == len(content) or len(found) == MOST_REVISIONS:
            break
        digest.update(view[hashed:end])
        hashed = end
        found.append(Revision(end, int(match[1]), digest.copy().hexdigest()))
    return found
