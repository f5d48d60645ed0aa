"""Names of what is sent: identifier taken apart, message, documents, envelope, archive.

A day is always written by the calendar year (`%Y%m%d`): the year of the ISO week would move the
acts of the last days of December into another year, and their identifiers with them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_FLOW = "1-1"
"""Transmission of an act, first message of its flow."""

_IDENTIFIER = re.compile(
    r"(?P<department>0[0-9]{2}|02[AB]|9[0-9]{2})-(?P<siren>[0-9]{9})-(?P<day>[0-9]{8})-"
    r"(?P<number>[A-Z0-9_]{2,15})-(?P<nature>DE|AR|AI|CC|BF|AU)"
)


@dataclass(frozen=True)
class Identifier:
    """The parts of the identifier of a transmitted act."""

    department: str
    siren: str
    date: dt.date
    number: str
    nature: str

    def __str__(self) -> str:
        return f"{self.department}-{self.siren}-{self.date:%Y%m%d}-{self.number}-{self.nature}"


def read_identifier(text: str) -> Identifier | None:
    """Take an identifier apart; None when it is not one. The inverse of `str`.

    >>> read_identifier("062-200072460-20260115-2026_008-AU").number
    '2026_008'
    """
    found = _IDENTIFIER.fullmatch(text)
    if found is None:
        return None
    figures = found["day"]
    try:
        day = dt.date(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
    except ValueError:
        return None
    return Identifier(found["department"], found["siren"], day, found["number"], found["nature"])


def message_name(identifier: str) -> str:
    """Return the name of the message that describes an act.

    >>> message_name("062-200072460-20260115-2026_008-AU")
    '062-200072460-20260115-2026_008-AU-1-1_0.xml'
    """
    return f"{identifier}-{_FLOW}_0.xml"


def document_name(identifier: str, kind: str, rank: int) -> str:
    """Return the name of a document: rank 1 is the act, its annexes follow from 2.

    >>> document_name("062-200072460-20260115-2026_008-AU", "22_CO", 2)
    '22_CO-062-200072460-20260115-2026_008-AU-1-1_2.pdf'
    """
    return f"{kind}-{identifier}-{_FLOW}_{rank}.pdf"


def envelope_name(siren: str, day: dt.date, rank: int) -> str:
    """Return the name of the envelope: `rank` counts those of this sender that day, from 1.

    >>> envelope_name("200072460", dt.date(2025, 12, 31), 1)
    'EACT--200072460--20251231-1.xml'
    """
    return f"EACT--{siren}--{day:%Y%m%d}-{rank}.xml"


def archive_name(operator: str, siren: str, day: dt.date, rank: int) -> str:
    """Return the name of the archive; without an operator it waits for its three letters.

    >>> archive_name("ABC", "200072460", dt.date(2026, 1, 15), 2)
    'ABC-EACT--200072460--20260115-2.tar.gz'
    """
    start = f"{operator}-" if operator else ""
    return f"{start}EACT--{siren}--{day:%Y%m%d}-{rank}.tar.gz"
