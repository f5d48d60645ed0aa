"""Names of the files of an archive: plain ASCII, without a path, readable on any system."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = re.compile(r"[^A-Za-z0-9_.-]+")
_DOTS = re.compile(r"\.{2,}")
_LONGEST = 80
_NOTHING = "fichier"


def plain(name: str) -> str:
    """Return a name of ASCII letters, figures, hyphens, underscores and single inner dots.

    Accents are dropped, folders and everything else give hyphens.

    >>> plain("../../Décision n° 2026 008")
    'Decision-n-2026-008'
    """
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    kept = _DOTS.sub(".", _PLAIN.sub("-", ascii_only))
    return re.sub("-{2,}", "-", kept).strip("-._")[:_LONGEST].rstrip("-._") or _NOTHING


def ranked(rank: int, stem: str, extension: str) -> str:
    """Return « 01-convention.pdf »: no two ranks give one name, and none is reserved anywhere.

    A stem that is itself a file name loses its own extension.
    """
    return f"{rank:02d}-{plain(stem)}.{plain(extension)}"
