"""A list of communes as people paste it: from a convention, a mail, a column of a spreadsheet."""

from __future__ import annotations

import re

MOST_NAMES = 600
LONGEST_LIST = 40_000
# Longer than any name of a commune with its two codes: a sentence, not a name.
LONGEST_NAME = 120

_SEPARATORS = re.compile(r"[;,\n\r\t\u2028\u2029]+")
# What opens an item of a list in a document (« – Ames », « • Ames ») and what closes a sentence.
_OPENING = " \u00a0\u202f•·*–—-«\"'"
_CLOSING = " \u00a0\u202f.»\"'"


class ListRefused(ValueError):
    """The text is no list of communes; the message says why, in French."""


def split_names(text: str) -> list[str]:
    """Return the names of a pasted list, in its order, none dropped, repeats included.

    Names are apart by « ; », « , », a tab or a new line; bullets, quotes and the full stop at the
    end go, as does « et » before the last name. Raises ListRefused for a text without a name, or
    far too long for a list of communes.
    """
    if len(text) > LONGEST_LIST:
        raise ListRefused("Ce texte est trop long pour une liste de communes : collez-en une part.")
    names = [_bare(part) for part in _SEPARATORS.split(text)]
    names = [name for name in names if name]
    if not names:
        raise ListRefused("Collez au moins un nom de commune.")
    if len(names) > MOST_NAMES:
        raise ListRefused(
            f"Cette liste compte plus de {MOST_NAMES} noms : collez-la en plusieurs fois."
        )
    return [*names[:-1], *_last(names[-1])] if len(names) > 1 else _last(names[0])


def _bare(part: str) -> str:
    return re.sub(r"\s+", " ", part.lstrip(_OPENING).rstrip(_CLOSING)).strip()


def _last(name: str) -> list[str]:
    """Cut « Ames et Amettes » in two, as the end of an enumeration."""
    return [part for one in re.split(r"(?:^| )et ", name) if (part := _bare(one))]


def is_same_writing(typed: str, name: str) -> bool:
    """Tell whether a name is typed as it is written, case, hyphens and apostrophes aside."""
    return _writing(typed) == _writing(name)


def _writing(name: str) -> str:
    flat = name.casefold().replace("’", "'")
    return re.sub(r"[\s\u00a0-]+", " ", flat).strip()
