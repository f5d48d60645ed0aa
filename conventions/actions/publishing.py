"""Puts acts in the public register, replaces what it gives of them, takes them out of it."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from conventions.actions.indexing import index_publication
from conventions.actions.public_copies import (
    CopyRefused,
    Prepared,
    chosen_for,
    keep_copy,
    prepare_copy,
    ready_document,
)
from conventions.models import Act, DocumentKind, Execution, FrozenDocument, Publication
from conventions.rules.numbering import NumberError
from conventions.rules.public_addresses import public_address
from conventions.rules.publishing import may_leave, online_until
from csipa.french.dates import long_date

MAY_WITHDRAW = "conventions.withdraw_publication"
"""Who may take an act out of the register before its two months are over."""

_TERM_OVER = "Les deux mois de mise à disposition du public sont écoulés."


class PublishingRefused(ValueError):
    """Nothing changed in the public register; `reasons` holds every reason, in French."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def publishing_refusals(act: Act, *, is_kept: bool | None = None) -> list[str]:
    """Return every reason why `act` cannot be put online; two queries.

    `is_kept` tells whether its document is kept, where somebody has read that already.
    """
    if not act.is_signed:
        return ["L’acte n’est pas signé : un projet ne se publie pas."]
    reasons = []
    if act.is_cancelled:
        reasons.append("Le numéro de l’acte est annulé : il ne se publie pas.")
    if act.individual:
        reasons.append(
            "C’est un acte individuel : il est notifié à la personne qu’il concerne, et ne se "
            "publie pas."
        )
    if is_kept is None:
        is_kept = act.documents.filter(kind=DocumentKind.ACT).exists()
    if not is_kept:
        reasons.append(
            "Le document signé de cet acte n’est pas gardé par le programme : importez l’acte de "
            "nouveau."
        )
    return reasons


def publish_act(*, act: Act, by: AbstractBaseUser | None, now: dt.datetime) -> Publication:
    """Put a signed act online; asking again for one that is online already changes nothing.

    When words or annexes are left out, the public copy is made, searched and kept first. The first
    time, the day becomes that of its publication unless one was noted. An act taken out
    of the register comes back at the same address, and its two months start again. Raises
    PublishingRefused with every reason, csipa.pdf.door.PdfError when the copy cannot be made.
    """
    prepared = None if publishing_refusals(act) else _prepared(act)
    with transaction.atomic():
        locked = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
        known = Publication.objects.filter(act=locked).first()
        if known and known.is_online:
            return known
        if reasons := publishing_refusals(locked):
            raise PublishingRefused(reasons)
        publication = known or Publication(act=locked, address=_free_address(locked, now))
        publication.document = _document(locked, prepared, by, now)
        publication.online_at, publication.online_by = now, by
        publication.changed_at = publication.withdrawn_at = publication.withdrawn_by = None
        publication.withdrawn_reason = ""
        _save(publication, by, "Remis en ligne" if known else "Mis en ligne")
        _note_day(locked, by, now)
        index_publication(publication=publication)
    return publication


def withdraw_act(
    *, publication: Publication, by: AbstractBaseUser | None, now: dt.datetime, reason: str
) -> Publication:
    """Take an act out of the public register; its address and its proofs are kept.

    Before two full months (CGCT R. 2131-1) it takes a reason, and somebody who may. Raises
    PublishingRefused.
    """
    with transaction.atomic():
        held = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        if reasons := _withdrawing_refusals(held, by, now, reason):
            raise PublishingRefused(reasons)
        held.withdrawn_at, held.withdrawn_by = now, by
        held.withdrawn_reason = reason.strip() or _TERM_OVER
        _save(held, by, "Retiré du registre public")
    return held


def change_copy(
    *, publication: Publication, by: AbstractBaseUser | None, now: dt.datetime
) -> Publication:
    """Give the public what is chosen now for an act online; the document it had is kept.

    Nothing changes when it is what the public reads already. Raises PublishingRefused, and
    csipa.pdf.door.PdfError when the copy cannot be made.
    """
    prepared = _prepared(publication.act) if publication.is_online else None
    with transaction.atomic():
        act = Act.objects.select_for_update(of=("self",)).get(pk=publication.act_id)
        held = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        if not held.is_online:
            raise PublishingRefused(["L’acte n’est pas en ligne : mettez-le d’abord en ligne."])
        document = _document(act, prepared, by, now)
        if document.pk != held.document_id:
            held.document, held.changed_at = document, now
            _save(held, by, "Copie publique remplacée")
            index_publication(publication=held)
    return held


def _withdrawing_refusals(
    publication: Publication, by: AbstractBaseUser | None, now: dt.datetime, reason: str
) -> list[str]:
    if not publication.is_online:
        return ["L’acte est déjà retiré du registre public."]
    since = timezone.localdate(publication.online_at)
    if may_leave(since, on=timezone.localdate(now)):
        return []
    term = f"L’acte doit rester en ligne jusqu’au {long_date(online_until(since))} inclus"
    if by is not None and not by.has_perm(MAY_WITHDRAW):
        return [f"{term} : vous n’avez pas le droit de le retirer plus tôt."]
    return [] if reason.strip() else [f"{term} : dites pourquoi il est retiré plus tôt."]


def _prepared(act: Act) -> Prepared | None:
    """Make the public copy before any row is locked; None where a document is there already."""
    try:
        return None if ready_document(act) else prepare_copy(act)
    except CopyRefused as refused:
        raise PublishingRefused(refused.reasons) from None


def _document(
    act: Act, prepared: Prepared | None, by: AbstractBaseUser | None, now: dt.datetime
) -> FrozenDocument:
    """Return the document that the public is to read, kept now if it was just made."""
    if document := ready_document(act):
        return document
    chosen = chosen_for(act)
    if chosen is None or prepared is None or prepared.key != chosen.key:
        raise PublishingRefused(["Ce qui est à retirer de l’acte vient de changer : recommencez."])
    return keep_copy(act=act, prepared=prepared, by=by, now=now)


def _free_address(act: Act, now: dt.datetime) -> str:
    """Return the address of an act, followed by a rank where another authority has it already."""
    day = act.signature_date or timezone.localdate(now)
    try:
        address = public_address(act.year or day.year, act.nature, act.number)
    except NumberError as error:
        raise PublishingRefused([str(error)]) from None
    starting = Publication.objects.filter(address__startswith=address)
    taken = set(starting.values_list("address", flat=True))
    if address not in taken:
        return address
    ranks = range(2, len(taken) + 3)
    return next(name for rank in ranks if (name := f"{address}-{rank}") not in taken)


def _note_day(act: Act, by: AbstractBaseUser | None, now: dt.datetime) -> None:
    """Note the day of publication where none is known; who has the page of the act open is told."""
    execution = Execution.objects.select_for_update().filter(act=act).first() or Execution(act=act)
    if execution.published_on:
        return
    execution.published_on = timezone.localdate(now)
    execution._history_user, execution._change_reason = by, "Mise en ligne"
    execution.save()
    act.version += 1
    act._history_user, act._change_reason = by, "Mise en ligne"
    act.save(update_fields=["version"])


def _save(publication: Publication, by: AbstractBaseUser | None, reason: str) -> None:
    publication._history_user, publication._change_reason = by, reason
    publication.save()
