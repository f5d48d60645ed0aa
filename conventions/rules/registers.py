"""What the annual registers hold, in which order, and in how many volumes.

Sources: CGCT R. 2121-9 (deliberations, by order of date; leaves numbered and initialled; tables by
date and by subject), R. 2122-7 and R. 2122-7-1 (orders of the executive), decree 2010-783 of
8 July 2010 and circular IOCB1032174C of 14 December 2010 (25 mm to bind, blank backs struck,
decisions taken by delegation kept with the deliberations).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

DELIBERATIONS = "deliberations"
ORDERS = "orders"
# Delegated decisions follow the rules of deliberations on the same object (CGCT L. 2122-23).
NATURES = {DELIBERATIONS: ("deliberation", "decision"), ORDERS: ("arrete",)}
# A volume beyond this is no longer bound (circular of 14 December 2010). A leaf is two pages.
MAX_LEAVES = 200


@dataclass(frozen=True)
class Entry:
    """One number of a register: an act, or a number that was cancelled.

    `act` is the key of the act, None for a number that no act bears; `cancelled` the reason, None
    for an act that stands; `date` that of signature, None when it is not known; `leaves` how many
    the act takes once printed, as estimated; `matter` its code in the State's nomenclature.
    """

    nature: str
    number: str
    sequence: int | None
    date: dt.date | None
    act: int | None = None
    cancelled: str | None = None
    leaves: int = 1
    matter: str = ""


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries by date, then by nature (deliberations first) and number.

    A number without a date stands where its rank puts it in its series: right after the number
    before it. What has neither goes last.
    """
    order = [nature for natures in NATURES.values() for nature in natures]
    dated = [
        (day, order.index(entry.nature), entry.sequence or 0, entry.number, entry.act or 0, entry)
        for _, series in groupby(sorted(entries, key=_by_series), key=lambda entry: entry.nature)
        for day, entry in _with_dates(series)
    ]
    return [line[-1] for line in sorted(dated, key=lambda line: line[:-1])]


def _by_series(entry: Entry) -> tuple[str, bool, int]:
    return entry.nature, entry.sequence is None, entry.sequence or 0


def _with_dates(series: Iterable[Entry]) -> Iterable[tuple[dt.date, Entry]]:
    """Yield the entries of one nature, by rank, with the date that places them."""
    previous = dt.date.min
    for entry in series:
        if entry.sequence is None:
            yield entry.date or dt.date.max, entry
            continue
        previous = entry.date or previous
        yield previous, entry


def in_volumes(entries: Sequence[Entry], *, leaves: int) -> list[list[Entry]]:
    """Cut a register into volumes whose entries take at most `leaves` leaves as estimated.

    An act is never cut; one that alone takes more stands in a volume of its own.
    """
    volumes: list[list[Entry]] = []
    room = 0
    for entry in entries:
        if entry.leaves > room or not volumes:
            volumes.append([])
            room = leaves
        volumes[-1].append(entry)
        room -= entry.leaves
    return volumes
