"""How the name of a profession is usually written in the plural."""

from __future__ import annotations

import re

_LINKS = frozenset({"de", "du", "des", "d", "en", "à", "au", "aux", "et", "sans", "pour"})
_WORD = re.compile(r"[^\W\d_]+")
_SAME = ("s", "x", "z")


def usual_plural(name: str) -> str:
    """Return the plural of a profession, each word up to the first link: « sages-femmes ».

    A guess to start from: « infirmiers en pratique avancée ». People may write another.
    """
    written, end = "", 0
    for found in _WORD.finditer(name):
        if found[0].lower() in _LINKS:
            break
        written += name[end : found.end()] + ("" if found[0].endswith(_SAME) else "s")
        end = found.end()
    return written + name[end:]
