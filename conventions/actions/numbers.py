"""Gives numbers to acts: one statement on one counter row, in the transaction of the signature.

The same statement runs on both databases. The row it locks makes simultaneous signatures wait for
one another, and a transaction that fails gives its number back: no gap, no double.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Q

from conventions.models import Act, CancelledNumber, NumberSeries
from conventions.rules.numbering import DEFAULT_PATTERN, NumberError, format_number, parse_number
from sites.models import Organisation

_TABLE = NumberSeries._meta.db_table
_TAKE = f"""
INSERT INTO {_TABLE} (authority_id, nature, year, pattern, last) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (authority_id, nature, year) DO UPDATE SET last = {_TABLE}.last + 1
RETURNING last, pattern
"""  # noqa: S608 (the name of our table)
_REACH = f"""
INSERT INTO {_TABLE} (authority_id, nature, year, pattern, last) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (authority_id, nature, year) DO UPDATE SET
last = CASE WHEN {_TABLE}.last < excluded.last THEN excluded.last ELSE {_TABLE}.last END
"""  # noqa: S608 (the name of our table)


def number_act(*, act: Act, on: dt.date) -> None:
    """Give `act`, signed on `on`, the next number of its series, or recognise the one it bears.

    Sets year, rank and number; call it inside the transaction that saves them. A number typed by
    hand that the series would print takes its place in it: the series goes on after it. Raises
    NumberError when another act bears the number, or when it is cancelled.
    """
    act.year = on.year
    if not act.number:
        act.sequence, act.number = take_number(
            authority=act.authority, nature=act.nature, year=on.year
        )
    elif act.sequence is None:
        _recognise(act, on.year)
    refuse_double(act, act.year, act.sequence)


def _recognise(act: Act, year: int) -> None:
    if place := place_of_number(
        authority=act.authority, nature=act.nature, number=act.number, year=year
    ):
        act.year, act.sequence = place
        reach_number(authority=act.authority, nature=act.nature, year=place[0], sequence=place[1])


def place_of_number(
    *, authority: Organisation, nature: str, number: str, year: int
) -> tuple[int, int] | None:
    """Return year and rank of a number in its series, None when it is in another style.

    `year` is that of the signature; an act signed in January may bear a number of the year before.
    """
    series = NumberSeries.objects.filter(authority=authority, nature=nature, year=year)
    pattern = series.values_list("pattern", flat=True).first() or _pattern(authority, nature)
    read = parse_number(pattern, number)
    if read is None or read[0] not in (None, year, year - 1):
        return None
    return read[0] or year, read[1]


def refuse_double(act: Act, year: int, sequence: int | None) -> None:
    """Raise NumberError when another act bears the number of `act`, or when it is cancelled.

    `sequence` is its rank in the series of `year`, None for a number in another style. Sure once
    the series is locked, which taking or reaching a number does.
    """
    series = {"authority": act.authority, "nature": act.nature}
    this_year = Q(year=year) | Q(year__isnull=True, signature_date__year=year)
    others = Act.objects.signed().filter(this_year, **series).exclude(pk=act.pk)
    ranked = Q(sequence=sequence) if sequence else Q(pk__in=[])
    same = others.filter(ranked) | others.numbered(act.number)
    if twin := same.first():
        raise NumberError(
            f"Le numéro « {act.number} » est déjà celui de l’acte « {twin.title} » : "
            "corrigez le numéro, ou réglez le dernier numéro donné de la série."
        )
    cancelled = CancelledNumber.objects.filter(ranked | Q(number=act.number), year=year, **series)
    if gone := cancelled.first():
        raise NumberError(
            f"Le numéro « {gone.number} » est annulé ({gone.reason}) : il n’est plus donné."
        )


def take_number(*, authority: Organisation, nature: str, year: int) -> tuple[int, str]:
    """Advance the series of `year` and return the rank taken (from 1) and the number printed.

    Call it inside the transaction that signs the act. A new year goes on with the pattern of the
    year before.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [authority.pk, nature, year, _pattern(authority, nature)])
        sequence, pattern = cursor.fetchone()
    _keep_version(authority, nature, year)
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
    _keep_version(authority, nature, year)


def _keep_version(authority: Organisation, nature: str, year: int) -> None:
    """Write the history of a series that a statement has just written, if it changed."""
    series = NumberSeries.objects.get(authority=authority, nature=nature, year=year)
    known = NumberSeries.history.filter(id=series.pk).order_by("-pk").first()
    if known is None or known.last != series.last:
        NumberSeries.history.bulk_history_create([series], update=known is not None)


def _pattern(authority: Organisation, nature: str) -> str:
    series = NumberSeries.objects.filter(authority=authority, nature=nature)
    return series.order_by("-year").values_list("pattern", flat=True).first() or DEFAULT_PATTERN
