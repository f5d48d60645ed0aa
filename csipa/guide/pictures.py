"""The pictures of the guide: where they are served from, and how large they are."""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

from csipa.guide.contents import PICTURES, Version, version_of

# Name under which the pictures are collected among the static files.
STATIC = "guide"
# Container, its length, kind of file, kind of block, its length and its first byte; then the width
# and the height less one, fourteen bits each (WebP Lossless Bitstream Specification, 3).
_HEAD = struct.Struct("<4s4x8s4xBI")
_SIGNATURE = (b"RIFF", b"WEBPVP8L", 0x2F)
_SIDE = 14


class NotAPicture(ValueError):
    """The file is no lossless WebP; the text names it."""


def size_of(name: str) -> tuple[int, int]:
    """Return the width and the height of a picture, in pixels; raises NotAPicture."""
    path = PICTURES / name
    return _size(path, version_of(path))


@lru_cache(maxsize=512)
def _size(path: Path, _version: Version) -> tuple[int, int]:
    with path.open("rb") as file:
        head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise NotAPicture(path.name)
    *signature, sides = _HEAD.unpack(head)
    if tuple(signature) != _SIGNATURE:
        raise NotAPicture(path.name)
    most = (1 << _SIDE) - 1
    return (sides & most) + 1, (sides >> _SIDE & most) + 1
