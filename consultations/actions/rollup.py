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
    """Return the sums that differ from their rows, none when all is well. Two queries."""
    kept, counted = _kept(), _counted()
    nothing = (0,) * len(tally().sums)
    return sorted(
        Drift(*key, kept.get(key, nothing), counted.get(key, nothing))
        for key in kept.keys() | counted.keys()
        if kept.get(key, nothing) != counted.get(key, nothing)
    )


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


def _kept() -> dict[tuple, tuple[int, ...]]:
    rows = MonthlyTotal.objects.values_list(*_KEY, *tally().sums)
    return {row[: len(_KEY)]: tuple(row[len(_KEY) :]) for row in rows.iterator()}


def _counted() -> dict[tuple, tuple[int, ...]]:
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(tally().rebuild_sql(ActivityCount._meta.db_table, connection.vendor))
        for site, profession, kind, month, *sums in cursor.fetchall():
            day = dt.date.fromisoformat(month) if isinstance(month, str) else month
            found[site, profession, kind, day] = tuple(int(number) for number in sums)
    return found
