"""Which article of a convention a letter that ends it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

DENUNCIATION, TERMINATION, DURATION = "denunciation", "termination", "duration"
_SAID = {
    TERMINATION: re.compile(
        r"r[ée]sili|r[ée]solution|rupture|fin anticip|d[ée]nonc", re.IGNORECASE
    ),
    DENUNCIATION: re.compile(r"d[ée]nonc|reconduction|renouvellement|dur[ée]e", re.IGNORECASE),
}
# What the clauses of the library call the article wanted, by the kind of the letter.
_SUBJECTS = {TERMINATION: TERMINATION, DENUNCIATION: DURATION}


@dataclass(frozen=True, kw_only=True)
class Heading:
    """An article as it prints: its number, its title, the subject of the clause it came from."""

    number: str
    title: str
    subject: str = ""


def article_on(headings: Sequence[Heading], kind: str) -> Heading | None:
    """Return the article about the end of a convention, None when no title tells which.

    The clause that an article was written from says it best; else the first title that names it.
    `kind` is « denunciation », or anything else for a termination.
    """
    wanted = DENUNCIATION if kind == DENUNCIATION else TERMINATION
    by_title = [one for one in headings if _SAID[wanted].search(one.title)]
    by_clause = [one for one in headings if one.subject == _SUBJECTS[wanted]]
    return next(iter([*by_clause, *by_title]), None)
