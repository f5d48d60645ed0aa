"""Gathers what an annual register holds: acts of a year as they were frozen, numbers cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator
from typing import Any

from django.db.models import Q, QuerySet

from conventions.documents.register import Register, estimated_leaves, leaves_of, render_volume
from conventions.models import Act, CancelledNumber, DocumentKind, FrozenDocument
from conventions.rules.registers import MAX_LEAVES, NATURES, Entry, in_order, in_volumes
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from csipa.pdf.door import DocumentTooLarge, DocumentTooSlow
from csipa.steps import followed
from sites.models import Organisation

Data = dict[str, Any]
# Leaves of acts that a volume is planned for; opening, tables and closing take the rest. The lower
# ones serve when acts turn out longer than they seemed, down to one act a volume.
_PLANNED = (175, 140, 100, 60, 1)


class NoSuchVolume(LookupError):
    """The volume asked cannot be printed alone; the text is French."""


def load_register(*, authority: Organisation, year: int, kind: str) -> Register:
    """Return the register `kind` of `year` (see `rules.registers`); four queries in all."""
    acts = _acts(authority, year, kind)
    kept = FrozenDocument.objects.filter(kind=DocumentKind.ACT, act__in=acts.values("pk"))
    parts = dict(kept.values_list("act_id", "context__parts__0"))
    lost = CancelledNumber.objects.filter(
        authority=authority, year=year, nature__in=NATURES[kind]
    ).select_related("act")
    entries = [_act_entry(act, parts[act.pk]) for act in acts.filter(cancellation=None)]
    entries += [_lost_entry(number) for number in lost]
    return Register(
        kind=kind,
        authority=upper_first(authority.name),
        year=year,
        executive=_executive(authority, dt.date(year, 12, 31)),
        entries=in_order(entries),
        parts=parts,
    )


def planned_volumes(register: Register) -> list[list[Entry]]:
    """Return how the register should be cut into volumes, from the length of its texts."""
    return in_volumes(register.entries, leaves=_PLANNED[0]) or [[]]


def printed_register(register: Register, *, volume: int | None = None) -> list[bytes]:
    """Return the PDF of every volume, or of one alone (from 1); each has at most MAX_LEAVES leaves.

    One volume alone is of the first cut (see `volumes_of`), or is refused: volumes of two cuts
    would lose acts between them. Raises csipa.pdf.door.PdfError, or NoSuchVolume.
    """
    if volume is not None:
        return [_alone(register, volume)]
    return followed(volumes_of(register))


def volumes_of(register: Register) -> Generator[tuple[int, int], None, list[bytes]]:
    """Print every volume, yielding its rank and how many there are before each; return them.

    Acts are cut into volumes by the length of their texts; should a volume come out too thick, the
    whole register is cut again into thinner ones. Raises csipa.pdf.door.PdfError.
    """
    for planned in _PLANNED:
        volumes = in_volumes(register.entries, leaves=planned) or [[]]
        printed = []
        for rank, entries in enumerate(volumes, start=1):
            yield rank, len(volumes)
            pdf = _thin_enough(register, entries, rank)
            if pdf is None:
                break
            printed.append(pdf)
        if len(printed) == len(volumes):
            break
    return printed


def _alone(register: Register, rank: int) -> bytes:
    volumes = planned_volumes(register)
    if rank > len(volumes):
        raise NoSuchVolume(f"Ce registre a {counted(len(volumes), 'volume', 'volumes')}.")
    pdf = _thin_enough(register, volumes[rank - 1], rank)
    if pdf is None:
        raise NoSuchVolume(
            f"Le volume {rank} dépasse {MAX_LEAVES} feuillets : imprimez tout le registre, qui "
            "sera coupé autrement."
        )
    return pdf


def _thin_enough(register: Register, entries: list[Entry], rank: int) -> bytes | None:
    """Return a printed volume, None when it is too thick to bind or to print and may be cut."""
    alone = len(entries) < 2
    try:
        pdf = render_volume(register, entries, rank)
    except (DocumentTooLarge, DocumentTooSlow):
        if alone:
            raise
        return None
    return pdf if alone or leaves_of(pdf) <= MAX_LEAVES else None


def years_of(authority: Organisation) -> list[int]:
    """Return the years in which the authority signed acts, the latest first."""
    signed = Act.objects.signed().filter(authority=authority).order_by()
    years = set(signed.exclude(year=None).values_list("year", flat=True).distinct())
    undated = signed.filter(year=None).exclude(signature_date=None)
    years |= {day.year for day in undated.values_list("signature_date", flat=True)}
    return sorted(years, reverse=True)


def _acts(authority: Organisation, year: int, kind: str) -> QuerySet[Act]:
    this_year = Q(year=year) | Q(year__isnull=True, signature_date__year=year)
    signed = Act.objects.signed().filter(this_year, authority=authority)
    return signed.filter(nature__in=NATURES[kind])


def _act_entry(act: Act, part: Data) -> Entry:
    return Entry(
        nature=act.nature,
        number=act.number,
        sequence=act.sequence,
        date=act.signature_date,
        act=act.pk,
        leaves=estimated_leaves(part),
        matter=act.subject_matter,
    )


def _lost_entry(number: CancelledNumber) -> Entry:
    return Entry(
        nature=number.nature,
        number=number.number,
        sequence=number.sequence,
        date=number.act.signature_date if number.act else None,
        act=number.act_id,
        cancelled=number.reason,
    )


def _executive(authority: Organisation, day: dt.date) -> Data:
    """Return who initials and closes the register: whoever signs in their own right on `day`."""
    if holder := authority.holder_on(day):
        return {"the": holder.the_capacity, "title": upper_first(holder.the_capacity)}
    return {"the": "l’exécutif", "title": "L’exécutif"}
