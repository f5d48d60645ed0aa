"""How the name of a profession is usually written in the plural."""

from __future__ import annotations

import re

_LINKS = frozenset({"de", "du", "des", "d", "en", "à", "au", "aux", "et", "sans", "pour"})
_WORD = re.compile(r"[^\W\d_]+")
_SAME = ("s", "x", "z")
_AL = "al"


def usual_plural(name: str) -> str:
    """Return the plural of a profession, each word up to the first link: « sages-femmes ».

    A guess to start from: « infirmiers en pratique avancée ». People may write another.
    """
    written, end = "", 0
    for found in _WORD.finditer(name):
        if found[0].lower() in _LINKS:
            break
        written += name[end : found.start()] + _plural_word(found[0])
        end = found.end()
    return written + name[end:]


def _plural_word(word: str) -> str:
    if word.endswith(_AL):
        return f"{word.removesuffix(_AL)}aux"
    return word if word.endswith(_SAME) else f"{word}s"
