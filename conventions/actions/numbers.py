"""Gives numbers to acts: one statement on one counter row, in the transaction of the signature.

The same statement runs on both databases. The row it locks makes simultaneous signatures wait for
one another, and a transaction that fails gives its number back: no gap, no double.
"""

from __future__ import annotations

from django.db import connection

from conventions.models import NumberSeries
from conventions.rules.numbering import DEFAULT_PATTERN, format_number
from sites.models import Organisation

_TABLE = NumberSeries._meta.db_table
_TAKE = f"""
INSERT INTO {_TABLE} (authority_id, nature, year, pattern, last) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (authority_id, nature, year) DO UPDATE SET last = {_TABLE}.last + 1
RETURNING last, pattern
"""
_REACH = f"""
INSERT INTO {_TABLE} (authority_id, nature, year, pattern, last) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (authority_id, nature, year) DO UPDATE SET
last = CASE WHEN {_TABLE}.last < excluded.last THEN excluded.last ELSE {_TABLE}.last END
"""


def take_number(*, authority: Organisation, nature: str, year: int) -> tuple[int, str]:
    """Advance the series of `year` and return the rank taken (from 1) and the number printed.

    Call it inside the transaction that signs the act. A new year goes on with the pattern of the
    year before.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [authority.pk, nature, year, _pattern(authority, nature)])
        sequence, pattern = cursor.fetchone()
    return sequence, format_number(pattern, year=year, sequence=sequence)


def next_number(*, authority: Organisation, nature: str, year: int) -> tuple[int, str]:
    """Return what `take_number` would give now; somebody else may take it meanwhile."""
    series = NumberSeries.objects.filter(authority=authority, nature=nature, year=year).first()
    sequence = (series.last if series else 0) + 1
    pattern = series.pattern if series else _pattern(authority, nature)
    return sequence, format_number(pattern, year=year, sequence=sequence)


def reach_number(*, authority: Organisation, nature: str, year: int, sequence: int) -> None:
    """Let the series of `year` go on after `sequence`, the rank of an act entered by hand."""
    with connection.cursor() as cursor:
        row = [authority.pk, nature, year, _pattern(authority, nature), sequence]
        cursor.execute(_REACH, row)


def _pattern(authority: Organisation, nature: str) -> str:
    series = NumberSeries.objects.filter(authority=authority, nature=nature)
    return series.order_by("-year").values_list("pattern", flat=True).first() or DEFAULT_PATTERN
