"""The pictures of the guide: where they are served from, and how large they are."""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

from csipa.guide.contents import PICTURES, Version, version_of

# Name under which the pictures are collected among the static files.
STATIC = "guide"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Signature, length and name of the first block; then width and height, four bytes each.
_SIZE_AT, _SIZE_ENDS = 16, 24


class NotAPicture(ValueError):
    """The file is no PNG; the text names it."""


def size_of(name: str) -> tuple[int, int]:
    """Return the width and the height of a picture, in pixels; raises NotAPicture."""
    path = PICTURES / name
    return _size(path, version_of(path))


@lru_cache(maxsize=512)
def _size(path: Path, _version: Version) -> tuple[int, int]:
    with path.open("rb") as file:
        head = file.read(_SIZE_ENDS)
    if not head.startswith(_SIGNATURE) or len(head) < _SIZE_ENDS:
        raise NotAPicture(path.name)
    width, height = struct.unpack(">II", head[_SIZE_AT:_SIZE_ENDS])
    return width, height
