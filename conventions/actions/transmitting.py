"""Packs acts for the State and notes when they were sent; a package is kept for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from conventions.actions.drafting import record_execution
from conventions.actions.storing import store_file
from conventions.exchange.actes import envelope
from conventions.exchange.actes_archive import write_archive
from conventions.models import Act, Execution, Transmission
from conventions.review.identifiers import act_siren
from conventions.review.preflight import Chosen, Ready, preflight
from conventions.rules.actes.names import archive_name, envelope_name
from csipa.french.dates import long_date
from sites.models import Organisation

GZIP = "application/gzip"


class TransmittingRefused(ValueError):
    """No package was made, or nothing was noted; `reasons` holds every reason, in French."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


@transaction.atomic
def make_transmission(
    *,
    act: Act,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    annexes: Sequence[Chosen] | None = None,
) -> Transmission:
    """Make and keep the package of `act`; it is for a person to send it.

    `annexes` None takes every annexed convention that has a PDF of its own. Packages of one
    sender and one day are numbered from 1, one after the other: its record is held meanwhile.
    Raises TransmittingRefused with all that the pre-flight finds wrong.
    """
    sender = Q(pk=act.authority_id) | Q(siren=act_siren(act))
    list(Organisation.objects.select_for_update(no_key=True).filter(sender).order_by("pk"))
    checked = preflight(act, now=now, annexes=annexes)
    if checked.ready is None:
        raise TransmittingRefused([str(fault) for fault in checked.faults])
    ready, day = checked.ready, timezone.localdate(now)
    siren = ready.sender.siren
    rank = _next_rank(siren, day)
    enclosing = envelope_name(siren, day, rank)
    members = [
        (enclosing, envelope(ready.sender, [ready.name])),
        (ready.name, ready.content),
        *((piece.name, piece.content) for piece in ready.pieces),
    ]
    return Transmission.objects.create(
        act=act,
        identifier=str(ready.message.identifier),
        siren=siren,
        day=day,
        rank=rank,
        name=archive_name(ready.sender.operator, siren, day, rank),
        fields=fields_of(ready, enclosing),
        file=store_file(content=write_archive(members, day=day), content_type=GZIP, by=by, now=now),
        made_at=now,
        made_by=by,
    )


def fields_of(ready: Ready, enclosing: str) -> dict[str, Any]:
    """Return what a platform asks for beside the files, as JSON can hold it."""
    message, sender = ready.message, ready.sender
    pieces = [
        {
            "name": piece.name,
            "type": piece.kind,
            "title": piece.title,
            "size": len(piece.content),
            "sha256": piece.sha256,
        }
        for piece in ready.pieces
    ]
    return {
        "identifier": str(message.identifier),
        "number": message.identifier.number,
        "date": message.identifier.date.isoformat(),
        "nature": message.identifier.nature,
        "subject_matter": ".".join(str(level) for level in message.headings),
        "object": message.object,
        "classification_date": message.classification.isoformat(),
        "on_paper": False,
        "siren": sender.siren,
        "department": sender.department,
        "arrondissement": sender.arrondissement,
        "collectivity_nature": sender.nature,
        "envelope": enclosing,
        "message": ready.name,
        "document": pieces[0],
        "annexes": pieces[1:],
    }


@transaction.atomic
def note_sent(*, act: Act, on: dt.date, by: AbstractBaseUser | None, today: dt.date) -> Execution:
    """Note the day on which somebody sent an act; raise TransmittingRefused when it cannot be."""
    held = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
    execution = Execution.objects.filter(act=held).first()
    received = execution.received_on if execution else None
    reasons = []
    if not held.is_signed:
        reasons.append("L’acte n’est pas signé : il ne peut pas être transmis.")
    if held.is_cancelled:
        reasons.append("Le numéro de cet acte est annulé : il n’a pas été transmis.")
    if on > today:
        reasons.append(f"Le {long_date(on)} est à venir : notez l’envoi une fois fait.")
    if held.signature_date and on < held.signature_date:
        signed = long_date(held.signature_date)
        reasons.append(f"L’acte est du {signed} : il n’a pas pu être transmis le {long_date(on)}.")
    if received and on > received:
        reasons.append(
            f"L’acte est reçu le {long_date(received)} : il n’a pas pu être transmis le "
            f"{long_date(on)}."
        )
    if reasons:
        raise TransmittingRefused(reasons)
    try:
        return record_execution(act=held, by=by, sent_on=on)
    except ValidationError as error:
        raise TransmittingRefused(error.messages) from None


def _next_rank(siren: str, day: dt.date) -> int:
    last = Transmission.objects.filter(siren=siren, day=day).aggregate(last=Max("rank"))["last"]
    return (last or 0) + 1
