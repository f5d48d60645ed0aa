"""Files the signed copies of a convention: scans of originals, PDFs signed elsewhere."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from conventions.actions.agreeing import Note, NotingRefused, note_signatures
from conventions.models import Convention, CopyKind, SignedCopy, StoredFile
from conventions.review.agreeing import Matrix, Row, matrix_of
from conventions.rules.file_kinds import (
    FileKind,
    electronic_fault,
    holds,
    kind_of,
    safe_name,
)
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted


class FilingRefused(ValueError):
    """Nothing was filed; `faults` holds each reason in French, with the field it is about."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = list(faults)
        super().__init__(" ".join(text for _, text in faults))


@dataclass(frozen=True)
class Filed:
    """The copy, and what is to be told about it: what is right, and what deserves a look."""

    copy: SignedCopy
    told: list[str]
    doubts: list[str]


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


@transaction.atomic
def file_copy(
    *, convention: Convention, copy: Copy, by: AbstractBaseUser | None, now: dt.datetime
) -> Filed:
    """Keep a signed copy with its convention and note the days given with it, or neither.

    The bytes are kept once under their SHA-256, whatever the number of copies. Raises
    FilingRefused with every reason.
    """
    today = timezone.localdate(now)
    list(Convention.objects.select_for_update(of=("self",)).filter(pk=convention.pk))
    matrix = matrix_of(convention, today=today)
    kind = kind_of(copy.content)
    sha256 = hashlib.sha256(copy.content).hexdigest()
    frozen = bytes(matrix.document.content) if matrix.document else b""
    faults = list(_faults(convention, matrix, copy, kind, sha256, frozen, today))
    if faults:
        raise FilingRefused(faults)
    told, doubts = _seen(copy, kind, frozen)
    doubts += _elsewhere(convention, sha256)
    filed = SignedCopy(
        convention=convention,
        kind=copy.kind,
        file=_stored(copy.content, sha256, kind, by, now),
        name=safe_name(copy.name, kind),
        received_on=copy.received_on,
    )
    filed._history_user = by
    filed.full_clean()
    filed.save()
    filed.parties.set(copy.parties)
    doubts += _note(convention, matrix, copy, by, today)
    return Filed(filed, told, doubts)


def withdraw_copy(
    *, copy: SignedCopy, by: AbstractBaseUser | None, now: dt.datetime, reason: str
) -> None:
    """Set a copy aside, with why; it is never erased. Raises FilingRefused.

    The days noted for the parties stay: they are corrected on the matrix.
    """
    with transaction.atomic():
        held = SignedCopy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
        if held.withdrawn_at:
            raise FilingRefused([("reason", "Cette copie est déjà retirée.")])
        if not reason.strip():
            raise FilingRefused([("reason", "Dites pourquoi cette copie est retirée.")])
        held.withdrawn_at, held.withdrawn_reason = now, reason.strip()
        held._history_user = by
        held.save()


def _faults(
    convention: Convention,
    matrix: Matrix,
    copy: Copy,
    kind: FileKind,
    sha256: str,
    frozen: bytes,
    today: dt.date,
) -> Iterator[tuple[str, str]]:
    if kind.fault:
        yield "file", kind.fault
    elif frozen and copy.content == frozen:
        yield "file", "C’est le document figé lui-même, que personne n’a encore signé."
    elif copy.kind == CopyKind.ELECTRONIC and (fault := electronic_fault(kind)):
        yield "file", fault
    twin = convention.copies.filter(file__sha256=sha256, withdrawn_at=None).first()
    if twin:
        yield "file", f"Ce fichier est déjà déposé avec cette convention : « {twin.name} »."
    if copy.kind not in CopyKind.values:
        yield "kind", "Dites si la copie est un original numérisé ou un PDF signé."
    known = {row.party.pk for row in matrix.rows}
    if not copy.parties or not set(copy.parties) <= known:
        yield "parties", "Choisissez les parties qui ont signé cette copie."
    if copy.received_on and copy.received_on > today:
        day = long_date(copy.received_on)
        yield "received_on", f"Reçue le {day} : cette date est encore à venir."


def _seen(copy: Copy, kind: FileKind, frozen: bytes) -> tuple[list[str], list[str]]:
    """Return what the file proves, and what is odd about it."""
    if copy.kind != CopyKind.ELECTRONIC:
        return [], []
    count = counted(kind.signatures, "signature électronique", "signatures électroniques")
    told, doubts = [f"Ce PDF porte {count} ; le programme ne vérifie pas les certificats."], []
    if not frozen:
        doubts.append(
            "Le texte de la convention n’est pas arrêté : rien ne dit que ce PDF en est le texte."
        )
    elif holds(copy.content, frozen):
        told.append("Il contient le document figé octet pour octet.")
    else:
        doubts.append(
            "Ce PDF n’est pas fait du document figé : comparez leurs textes avant de vous y fier."
        )
    if not kind.is_whole:
        doubts.append("Quelque chose a été ajouté à ce PDF après sa dernière signature.")
    return told, doubts


def _elsewhere(convention: Convention, sha256: str) -> list[str]:
    """Say with which other conventions, or withdrawn copies, the same bytes are filed."""
    copies = SignedCopy.objects.filter(file__sha256=sha256).select_related("convention")
    others = {str(copy.convention) for copy in copies if copy.convention_id != convention.pk}
    if others:
        return [f"Le même fichier est déposé aussi avec {enumeration(sorted(others))}."]
    if copies:
        return ["Ce fichier avait déjà été déposé ici, puis retiré."]
    return []


def _stored(
    content: bytes, sha256: str, kind: FileKind, by: AbstractBaseUser | None, now: dt.datetime
) -> StoredFile:
    StoredFile.objects.bulk_create(
        [
            StoredFile(
                sha256=sha256,
                content=content,
                size=len(content),
                content_type=kind.content_type,
                stored_at=now,
                stored_by=by,
            )
        ],
        ignore_conflicts=True,
    )
    return StoredFile.objects.defer("content").get(sha256=sha256)


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
