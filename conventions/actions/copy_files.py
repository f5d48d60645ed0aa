"""What is the same for all signed copies: the file is looked at, kept once, set aside with why."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.actions.storing import store_file
from conventions.models import Act, Convention, CopyKind, FrozenDocument, SignedCopy, StoredFile
from conventions.review.copies import signed_document, told_of
from conventions.rules.file_kinds import (
    FileKind,
    electronic_fault,
    holds,
    kind_of,
    safe_name,
)
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted
from csipa.pdf.checking import Checked, check_pdf


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


@dataclass(frozen=True)
class Looked:
    """A file that was looked at: what it is, and what its electronic signatures prove.

    `checked` is None for a scan: nothing in it is to be checked.
    """

    content: bytes
    sha256: str
    kind: FileKind
    checked: Checked | None = None

    @property
    def signatures(self) -> list[dict[str, Any]]:
        """Return what was found, as data to keep."""
        return [found.as_data() for found in self.checked.signatures] if self.checked else []


def look_at(content: bytes, *, electronic: bool, now: dt.datetime) -> Looked:
    """Read a file that somebody sends; it takes a second, so do it before any row is locked."""
    kind = kind_of(content)
    sha256 = hashlib.sha256(content).hexdigest()
    if not electronic or kind.fault or electronic_fault(kind):
        return Looked(content, sha256, kind)
    return Looked(content, sha256, kind, check_pdf(content, now=now))


def frozen_of(text: Act | Convention) -> tuple[FrozenDocument | None, bytes]:
    """Return the document that is signed and its bytes; None and nothing while it is open."""
    document = signed_document(text).defer("context", "source").first()
    return document, bytes(document.content) if document else b""


def file_faults(
    looked: Looked, *, kind: str, frozen: bytes, text: Act | Convention
) -> Iterator[tuple[str, str]]:
    """Yield why this file cannot be filed with `text`."""
    if looked.kind.fault:
        yield "file", looked.kind.fault
    elif frozen and looked.content == frozen:
        yield "file", "C’est le document figé lui-même, que personne n’a encore signé."
    elif kind == CopyKind.ELECTRONIC and (fault := electronic_fault(looked.kind)):
        yield "file", fault
    if twin := text.copies.filter(file__sha256=looked.sha256, withdrawn_at=None).first():
        here = "cet acte" if isinstance(text, Act) else "cette convention"
        yield "file", f"Ce fichier est déjà déposé avec {here} : « {twin.name} »."
    if kind not in {CopyKind.SCAN, CopyKind.ELECTRONIC}:
        yield "kind", "Dites si la copie est un original numérisé ou un PDF signé."


def begins_with_frozen(looked: Looked, frozen: bytes) -> bool:
    """Tell whether an electronic copy is the frozen document with something added after it."""
    return looked.checked is not None and bool(frozen) and holds(looked.content, frozen)


def seen(looked: Looked, document: FrozenDocument | None, frozen: bytes) -> tuple[list[str], ...]:
    """Return what the file proves, and what is odd about it; nothing of a scan."""
    if looked.checked is None:
        return [], []
    told = [told_of(found) for found in looked.checked.signatures]
    doubts = list(_odd(looked, looked.checked))
    if document is None:
        doubts.append(
            "Le texte de la convention n’est pas arrêté : rien ne dit que ce PDF en est le texte."
        )
    elif not begins_with_frozen(looked, frozen):
        doubts.append(
            "Signé ailleurs : ce PDF n’est pas fait du document figé. Comparez leurs textes avant "
            "de vous y fier."
        )
    else:
        told.append("Il contient le document figé octet pour octet.")
        if document.sha256 not in looked.checked.faithful and looked.checked.signatures:
            doubts.append(
                "Autre chose que des signatures a été ajouté après le document figé : ce qu’on "
                "voit peut en différer."
            )
    return told, doubts


def _odd(looked: Looked, checked: Checked) -> Iterator[str]:
    if not checked.readable:
        yield f"Ses signatures n’ont pas pu être vérifiées. {checked.problem}"
    elif checked.unread:
        one, many = "ne peut pas être lue", "ne peuvent pas être lues"
        count = counted(
            checked.unread, f"signature de ce PDF {one}", f"signatures de ce PDF {many}"
        )
        yield f"{count} : demandez de nouveau le fichier signé."
    if any(not found.holds for found in checked.signatures):
        yield "Une signature de ce PDF ne vaut rien : ce qui a été signé a changé depuis."
    if not looked.kind.is_whole:
        yield "Quelque chose a été ajouté à ce PDF après sa dernière signature."


def elsewhere(sha256: str, text: Act | Convention) -> list[str]:
    """Say with which other texts, or withdrawn copies, the same bytes are filed."""
    copies = SignedCopy.objects.filter(file__sha256=sha256).select_related("convention", "act")
    owners = [copy.act or copy.convention for copy in copies]
    if others := {str(owner) for owner in owners if owner != text}:
        return [f"Le même fichier est déposé aussi avec {enumeration(sorted(others))}."]
    if owners:
        return ["Ce fichier avait déjà été déposé ici, puis retiré."]
    return []


def keep_copy(
    *,
    looked: Looked,
    frozen: tuple[FrozenDocument | None, bytes],
    by: AbstractBaseUser | None,
    now: dt.datetime,
    name: str,
    **said: Any,
) -> SignedCopy:
    """Keep a file as a signed copy; `said` are its owner and what somebody says of it.

    `frozen` is what `frozen_of` gives: the copy is tied to the document that it begins with.
    """
    document, content = frozen
    copy = SignedCopy(
        file=stored(looked, by=by, now=now),
        document=document if begins_with_frozen(looked, content) else None,
        signatures=looked.signatures,
        name=safe_name(name, looked.kind),
        **said,
    )
    copy._history_user = by
    copy.full_clean()
    copy.save()
    return copy


def stored(looked: Looked, *, by: AbstractBaseUser | None, now: dt.datetime) -> StoredFile:
    """Keep the bytes, once under their SHA-256 whatever the number of copies."""
    return store_file(content=looked.content, content_type=looked.kind.content_type, by=by, now=now)


@transaction.atomic
def withdraw_copy(
    *, copy: SignedCopy, by: AbstractBaseUser | None, now: dt.datetime, reason: str
) -> None:
    """Set a copy aside, with why; it is never erased. Raises FilingRefused.

    The days noted for the parties stay: they are corrected on the matrix.
    """
    held = SignedCopy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
    if held.withdrawn_at:
        raise FilingRefused([("reason", "Cette copie est déjà retirée.")])
    if not reason.strip():
        raise FilingRefused([("reason", "Dites pourquoi cette copie est retirée.")])
    held.withdrawn_at, held.withdrawn_reason = now, reason.strip()
    held._history_user = by
    held.save()
