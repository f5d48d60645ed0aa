"""Files the signed copies of a convention: scans of originals, PDFs signed elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from conventions.actions.agreeing import Note, NotingRefused, note_signatures
from conventions.actions.copy_files import (
    Filed,
    FilingRefused,
    Looked,
    elsewhere,
    file_faults,
    frozen_of,
    keep_copy,
    look_at,
    seen,
)
from conventions.models import Convention, CopyKind
from conventions.review.agreeing import Matrix, Row, matrix_of
from csipa.french.dates import long_date


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What somebody files: bytes, the name they came under, and what is said of them.

    `parties` are the keys of those who signed it. `signed_on` and `original_on` are noted for
    those of them of whom that day is not known yet.
    """

    content: bytes
    name: str
    kind: str
    parties: Sequence[int]
    received_on: dt.date | None = None
    signed_on: dt.date | None = None
    original_on: dt.date | None = None
    early_reason: str = ""


def file_copy(
    *, convention: Convention, copy: Copy, by: AbstractBaseUser | None, now: dt.datetime
) -> Filed:
    """Keep a signed copy with its convention and note the days given with it, or neither.

    The bytes are kept once under their SHA-256, whatever the number of copies. Raises
    FilingRefused with every reason.
    """
    looked = look_at(copy.content, electronic=copy.kind == CopyKind.ELECTRONIC, now=now)
    with transaction.atomic():
        return _file(convention, copy, looked, by, now)


def _file(
    convention: Convention,
    copy: Copy,
    looked: Looked,
    by: AbstractBaseUser | None,
    now: dt.datetime,
) -> Filed:
    today = timezone.localdate(now)
    list(Convention.objects.select_for_update(of=("self",)).filter(pk=convention.pk))
    matrix = matrix_of(convention, today=today)
    document, frozen = frozen_of(convention)
    faults = [
        *file_faults(looked, kind=copy.kind, frozen=frozen, text=convention),
        *_faults(matrix, copy, today),
    ]
    if faults:
        raise FilingRefused(faults)
    told, doubts = seen(looked, document, frozen)
    doubts += elsewhere(looked.sha256, convention)
    filed = keep_copy(
        looked=looked,
        frozen=(document, frozen),
        by=by,
        now=now,
        name=copy.name,
        convention=convention,
        kind=copy.kind,
        received_on=copy.received_on,
    )
    filed.parties.set(copy.parties)
    doubts += _note(convention, matrix, copy, by, today)
    return Filed(filed, told, doubts)


def _faults(matrix: Matrix, copy: Copy, today: dt.date) -> Iterator[tuple[str, str]]:
    known = {row.party.pk for row in matrix.rows}
    if not copy.parties or not set(copy.parties) <= known:
        yield "parties", "Choisissez les parties qui ont signé cette copie."
    if copy.received_on and copy.received_on > today:
        day = long_date(copy.received_on)
        yield "received_on", f"Reçue le {day} : cette date est encore à venir."


def _note(
    convention: Convention,
    matrix: Matrix,
    copy: Copy,
    by: AbstractBaseUser | None,
    today: dt.date,
) -> list[str]:
    rows = [row for row in matrix.rows if row.party.pk in set(copy.parties)]
    notes = [_noted(row, copy) for row in rows]
    try:
        noted = note_signatures(
            convention=convention,
            notes=[note for note in notes if note.values],
            by=by,
            today=today,
        )
    except NotingRefused as refused:
        faults = [
            ("early_reason" if fault.column == "early_reason" else "signed_on", fault)
            for fault in refused.faults
        ]
        raise FilingRefused(
            [(column, f"{fault.name} : {fault.text}") for column, fault in faults]
        ) from None
    return noted.doubts


def _noted(row: Row, copy: Copy) -> Note:
    """Return what a copy adds to what is known of one of its parties."""
    signature = row.signature
    values: dict[str, object] = {
        name: day
        for name in ("received_on", "original_on")
        if (day := getattr(copy, name)) and getattr(signature, name) is None
    }
    signs = bool(copy.signed_on) and not row.is_valid
    if signs:
        values |= {"signed_on": copy.signed_on, "early_reason": copy.early_reason.strip()}
    return Note(party=row.party.pk, values=values, again=signs)
