"""Compares the chain to what was told of it outside the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from django.conf import settings

from csipa.audit.anchors import Anchor, anchors
from csipa.audit.models import Link
from csipa.audit.report import Fault, Report
from csipa.french.dates import long_date
from csipa.french.numbers import counted, integer

_CHUNK = 500
_DAY = 10


def check_anchors(report: Report, *, whole: bool) -> None:
    """Check that every link that was told outside is still there; one query for 500 lines.

    The file is read to its end and no line is kept. One fault tells all the lines that disagree,
    by the first and how many.
    """
    lost, first, unreadable, known = 0, None, 0, False
    for lines in _chunks():
        found = [line for line in lines if isinstance(line, Anchor)]
        unreadable += len(lines) - len(found)
        known = known or bool(found)
        numbers = {anchor.seq for anchor in found}
        rows = Link.objects.filter(seq__in=numbers).values_list("seq", "mac")
        macs = {seq: bytes(mac).hex() for seq, mac in rows}
        for anchor in found:
            if anchor.seq and macs.get(anchor.seq) != anchor.mac:
                lost, first = lost + 1, first or anchor
    if first is not None:
        report.add(Fault("anchor", _told(first, lost)))
    if unreadable:
        lines_told = counted(unreadable, "ligne illisible", "lignes illisibles")
        report.add(Fault("anchor-file", f"Fichier d’ancres\u00a0: {lines_told} ({_where()})."))
    if not known and whole and report.head.seq:
        report.notes.append(
            "Aucune ancre n’a été trouvée hors de la base\u00a0: une chaîne coupée par la fin ne "
            f"se verrait pas. Le fichier attendu est {_where()}."
        )


def _chunks() -> Iterator[list[Anchor | int]]:
    lines = anchors()
    while found := list(islice(lines, _CHUNK)):
        yield found


def _told(anchor: Anchor, lost: int) -> str:
    others = f", ni {counted(lost - 1, 'autre', 'autres')}" if lost > 1 else ""
    return (
        f"La chaîne a perdu sa fin ou a été refaite\u00a0: l’ancre du {_day(anchor)} (maillon "
        f"{integer(anchor.seq)}) n’y est plus{others}. Si la base vient d’être rétablie depuis une "
        f"sauvegarde, mettez de côté le fichier {_where()} et gardez-le avec le compte rendu de "
        "l’incident."
    )


def _day(anchor: Anchor) -> str:
    try:
        return long_date(dt.date.fromisoformat(anchor.told_at[:_DAY]))
    except ValueError:
        return anchor.told_at


def _where() -> str:
    return str(settings.AUDIT_ANCHORS)
