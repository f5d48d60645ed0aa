"""The sums of the months held against the rows that they add up, and made anew."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from consultations.models import ActivityCount, MonthlyTotal
from csipa.totals import Tallied

_KEY = ("site_id", "profession_id", "kind", "month")
# Months after months, as typing them would have: the pages of a year stay side by side.
_AS_TIME_GOES = "4, 1, 2, 3"


@dataclass(frozen=True, order=True)
class Drift:
    """One sum that is not that of its rows; numbers in the order of `tally().sums`."""

    site: int
    profession: int
    kind: str
    month: dt.date
    kept: tuple[int, ...]
    counted: tuple[int, ...]


def tally() -> Tallied:
    """Return what tells how rows are added up."""
    return next(one for one in ActivityCount._meta.constraints if isinstance(one, Tallied))


def check_totals() -> list[Drift]:
    """Return the sums that differ from their rows, none when all is well.

    One query: the database compares, and only what differs is brought here. A country has a million
    sums.
    """
    names = list(tally().sums)
    keys, zeros = ", ".join(_KEY), ", ".join("0" for _ in names)
    kept = ", ".join(f"{name} AS kept_{name}" for name in names)
    nothing = ", ".join(f"0 AS counted_{name}" for name in names)
    said = ", ".join(["site_id", "profession_id", "kind", "month", *names])
    anew = tally().rebuild_sql(ActivityCount._meta.db_table, connection.vendor)
    both = [f"SUM({side}_{name})" for side in ("kept", "counted") for name in names]
    differs = " OR ".join(f"SUM(kept_{name}) <> SUM(counted_{name})" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH counted ({said}) AS ({anew}) SELECT {keys}, {', '.join(both)} FROM ("
            f"SELECT {keys}, {kept}, {nothing} FROM {tally().into} "
            f"UNION ALL SELECT {keys}, {zeros}, {', '.join(names)} FROM counted"
            f") t GROUP BY {keys} HAVING {differs}"
        )
        return sorted(_drift(row, len(names)) for row in cursor.fetchall())


def _drift(row: tuple, sums: int) -> Drift:
    site, profession, kind, month, *numbers = row
    day = dt.date.fromisoformat(month) if isinstance(month, str) else month
    numbers = [int(number) for number in numbers]
    return Drift(site, profession, kind, day, tuple(numbers[:sums]), tuple(numbers[sums:]))


@transaction.atomic
def rebuild_totals() -> int:
    """Make all the sums anew from the rows and return their number.

    On PostgreSQL nobody writes a count meanwhile; SQLite has one writer at a time.
    """
    table = ActivityCount._meta.db_table
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    MonthlyTotal.objects.all().delete()
    columns = ", ".join([*_KEY, *tally().sums])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {tally().into} ({columns}) "
            f"{tally().rebuild_sql(table, connection.vendor)} ORDER BY {_AS_TIME_GOES}"
        )
        return cursor.rowcount
