"""Puts the authority's electronic seal on a frozen document, beside its bytes and never in them.

A seal tells where a document comes from and that it did not change (Regulation (EU) No 910/2014,
art. 3 and 35). The frozen bytes are the start of the sealed file, to the byte.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.actions.copy_files import look_at, stored
from conventions.documents.fields import field_names
from conventions.documents.parties import signatories
from conventions.models import Act, Convention, CopyKind, DocumentKind, FrozenDocument, SignedCopy
from conventions.review.timeline import authorising_act
from conventions.rules.file_kinds import safe_name
from csipa.pdf.signing import SigningUnavailable, certificate_told, sign_pdf

KINDS = frozenset({DocumentKind.ACT, DocumentKind.CONVENTION, DocumentKind.CERTIFICATE})


class SealingRefused(ValueError):
    """The document is not sealed; `reasons` holds every reason, in French."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def sealing_refusals(document: FrozenDocument) -> list[str]:
    """Return why a document cannot be sealed, whatever the certificate; two queries at most."""
    if document.kind not in KINDS:
        return ["Seuls un acte, une convention et un certificat reçoivent le cachet."]
    reasons = []
    if document.act_id and document.act.is_cancelled:
        reasons.append("Le numéro de cet acte est annulé : il ne reçoit plus le cachet.")
    if seals_of(document).exists():
        reasons.append("Ce document porte déjà le cachet : retirez d’abord l’exemplaire déposé.")
    return reasons


def seals_of(document: FrozenDocument) -> Any:
    """Return the query of the sealed copies of a document that were not withdrawn."""
    return SignedCopy.objects.filter(document=document, kind=CopyKind.SEALED, withdrawn_at=None)


def seal_document(
    *, document: FrozenDocument, by: AbstractBaseUser | None, now: dt.datetime
) -> SignedCopy:
    """Seal a frozen document and keep the sealed file with its act or its convention.

    The seal shows in the field of the authority when the document has one; documents frozen
    before there were fields get an invisible one. Signing takes a while and may ask a
    time-stamping service: no row is locked meanwhile. Raises SealingRefused.
    """
    if reasons := sealing_refusals(document):
        raise SealingRefused(reasons)
    content = bytes(document.content)
    if hashlib.sha256(content).hexdigest() != document.sha256:
        message = "Le document gardé n’a plus l’empreinte notée à la signature : ne scellez rien."
        raise SealingRefused([message])
    try:
        sealed = sign_pdf(
            content,
            field=field_of(document),
            reason=reason_of(document),
            location=_place(document),
            shown=_shown(now),
            now=now,
        )
    except SigningUnavailable as error:
        raise SealingRefused([str(error)]) from error
    looked = look_at(sealed, electronic=True, now=now)
    with transaction.atomic():
        owner = _locked(document)
        if reasons := sealing_refusals(document):
            raise SealingRefused(reasons)
        copy = SignedCopy(
            **owner,
            kind=CopyKind.SEALED,
            file=stored(looked, by=by, now=now),
            document=document,
            signatures=looked.signatures,
            name=safe_name(f"{reason_of(document)} - cachet.pdf", looked.kind),
        )
        copy._history_user = by
        copy._change_reason = "Cachet électronique"
        copy.full_clean()
        copy.save()
    return copy


def _locked(document: FrozenDocument) -> dict[str, Act | Convention]:
    """Hold the act or the convention, so that two people do not seal it at once."""
    if document.act_id:
        return {"act": Act.objects.select_for_update(of=("self",)).get(pk=document.act_id)}
    held = Convention.objects.select_for_update(of=("self",))
    return {"convention": held.get(pk=document.convention_id)}


def _shown(now: dt.datetime) -> list[str]:
    """Return who seals, as the field shows it: the subject of the certificate."""
    told = certificate_told(now=now)
    if told is None:
        return []
    names = [told.subject]
    if told.organisation and told.organisation != told.subject:
        names.append(told.organisation)
    return ["Cachet électronique", *names]


def reason_of(document: FrozenDocument) -> str:
    """Return what is sealed: « Décision n° 2026 008 », « Convention n° C-1 »."""
    context = document.context
    if document.kind == DocumentKind.CERTIFICATE:
        return f"{context['heading']} - {context['name']}"
    return str(context["parts"][0]["footer"])


def _place(document: FrozenDocument) -> str:
    source = document.source
    place = source.get("place") or (source.get("signature") or {}).get("place")
    return str(place or "")


def field_of(document: FrozenDocument) -> str:
    """Return the name of the field of the authority; empty when the document has none."""
    context = document.context
    if document.kind == DocumentKind.CERTIFICATE:
        return str((context["signature"].get("field") or {}).get("id") or "")
    fields = field_names(context)
    own = fields[0] if fields else []
    if not own:
        return ""
    rank = _rank_of_authority(document) if document.kind == DocumentKind.CONVENTION else 0
    return own[rank] if rank < len(own) else own[0]


def _rank_of_authority(document: FrozenDocument) -> int:
    """Return the place, among those who sign, of the authority whose act authorises it; else 0."""
    act = authorising_act(document.convention)
    parties = document.convention.parties.order_by("position", "pk")
    keys = list(parties.values_list("organisation_id", flat=True))
    said = document.source.get("parties") or []
    if act is None or len(said) != len(keys):
        return 0
    pairs = zip(keys, said, strict=True)
    signing = [key for key, party in pairs if party in signatories(said)]
    return signing.index(act.authority_id) if act.authority_id in signing else 0
