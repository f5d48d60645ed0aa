"""How the inputs of the week grid are named, so that what comes back says which figure it is."""

from __future__ import annotations

import datetime as dt
import re

from consultations.rules.cells import CellKey, Measure
from consultations.rules.weeks import YEARS

CELL, BASE = "c", "b"
"""What is typed, and what the cell showed before."""

# What both databases can hold in a key.
_LARGEST = 2**31 - 1
_NUMBER = r"\d{1,10}"
_END = re.compile(
    rf"(?P<site>{_NUMBER})-(?P<day>\d{{4}}-\d\d-\d\d)-(?P<profession>{_NUMBER})"
    rf"-(?P<kind>[a-z_]{{1,12}})-(?P<person>{_NUMBER})-(?P<measure>[a-z_]{{1,20}})",
    re.ASCII,
)


class NotACell(ValueError):
    """The name is that of no cell; the text says so, in French."""


def cell_end(key: CellKey, measure: Measure) -> str:
    """Return what the names of all the inputs of a cell end with."""
    return "-".join(
        (
            str(key.site),
            key.date.isoformat(),
            str(key.profession),
            key.kind,
            str(key.person),
            measure.value,
        )
    )


def cell_name(key: CellKey, measure: Measure, prefix: str = CELL) -> str:
    """Return the name of an input: « c-2-2026-06-01-3-consultation-0-done »."""
    return f"{prefix}-{cell_end(key, measure)}"


def read_cell_name(name: str, prefix: str = CELL) -> tuple[CellKey, Measure]:
    """Return the row and the measure that a name speaks of, the inverse of `cell_name`.

    Raises NotACell. Whether the site, the line and the person exist is not looked at.
    """
    start = f"{prefix}-"
    found = _END.fullmatch(name.removeprefix(start)) if name.startswith(start) else None
    if found is None:
        raise NotACell(_UNKNOWN)
    numbers = [int(found[part]) for part in ("site", "profession", "person")]
    try:
        day, measure = dt.date.fromisoformat(found["day"]), Measure(found["measure"])
    except ValueError:
        raise NotACell(_UNKNOWN) from None
    if max(numbers) > _LARGEST or day.year not in YEARS:
        raise NotACell(_UNKNOWN)
    site, profession, person = numbers
    return CellKey.of(site, day, profession, found["kind"], person), measure


_UNKNOWN = "Cette case n’est pas d’une semaine de saisie\u00a0: rechargez la page."
