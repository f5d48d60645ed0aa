"""Takes in what the State answers about an act: its receipt, or an anomaly, which is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from conventions.actions.drafting import record_execution
from conventions.actions.storing import store_file
from conventions.exchange.actes import AnomalyRead, MessageError, ReceiptRead, read_message
from conventions.exchange.actes_archive import messages_in
from conventions.models import Act, Execution, Receipt
from conventions.review.identifiers import acts_identified
from conventions.rules.actes.names import read_identifier
from csipa.french.dates import long_date
from sites.models import Organisation

XML = "application/xml"


class ReceiptRefused(ValueError):
    """Nothing was written; `reasons` holds every reason, in French.

    `to_confirm` says that a person may pass over them, once they are read.
    """

    def __init__(self, *reasons: str, to_confirm: bool = False) -> None:
        self.reasons = list(reasons)
        self.to_confirm = to_confirm
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True)
class Taken:
    """A receipt and its act; `is_new` is false when it was there already. `told` is to be read."""

    receipt: Receipt
    act: Act
    is_new: bool
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What became of one message of a file: taken in, or refused and why."""

    name: str
    taken: Taken | None = None
    refused: ReceiptRefused | None = None


def import_receipt(
    *,
    content: bytes,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    act: Act | None = None,
    confirmed: bool = False,
) -> Taken:
    """Note the reception of the act that a receipt is of, and keep the receipt.

    `content` is the message, or an archive that holds no other; `act` is the one that the person
    has before them: another's receipt is refused. `confirmed` replaces a day of reception that
    was noted by hand. The same receipt given again changes nothing. Raises ReceiptRefused.
    """
    messages = _messages(content)
    if len(messages) > 1:
        raise ReceiptRefused(
            "Cette archive contient plusieurs accusés : déposez-la sur la page des accusés."
        )
    return _import_message(messages[0], by=by, now=now, act=act, confirmed=confirmed)


def import_receipts(
    *, content: bytes, name: str, by: AbstractBaseUser | None, now: dt.datetime
) -> list[Outcome]:
    """Take in every receipt of a file, each by itself; never raises ReceiptRefused."""
    try:
        messages = _messages(content)
    except ReceiptRefused as refused:
        return [Outcome(name, refused=refused)]
    outcomes = []
    for rank, message in enumerate(messages, start=1):
        called = name if len(messages) == 1 else f"{name} ({rank}/{len(messages)})"
        try:
            taken = _import_message(message, by=by, now=now, act=None, confirmed=False)
        except ReceiptRefused as refused:
            outcomes.append(Outcome(called, refused=refused))
        else:
            outcomes.append(Outcome(called, taken=taken))
    return outcomes


def _messages(content: bytes) -> list[bytes]:
    try:
        return list(dict.fromkeys(messages_in(content)))
    except MessageError as error:
        raise ReceiptRefused(str(error)) from None


@transaction.atomic
def _import_message(
    content: bytes,
    *,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    act: Act | None,
    confirmed: bool,
) -> Taken:
    read = _read(content)
    found = _act_of(read, act)
    held = Act.objects.select_for_update(of=("self",)).get(pk=found.pk)
    kept = Receipt.objects.select_related("file").filter(act=held).first()
    if kept:
        return _again(kept, read, held)
    execution = Execution.objects.filter(act=held).first() or Execution(act=held)
    _refuse_dates(read, held, execution, timezone.localdate(now), confirmed=confirmed)
    try:
        record_execution(act=held, by=by, received_on=read.received_on, receipt_id=read.identifier)
    except ValidationError as error:
        raise ReceiptRefused(*error.messages) from None
    receipt = Receipt.objects.create(
        act=held,
        identifier=read.identifier,
        received_on=read.received_on,
        file=store_file(content=content, content_type=XML, by=by, now=now),
        imported_at=now,
        imported_by=by,
    )
    return Taken(receipt, held, is_new=True, told=_told(read))


def _read(content: bytes) -> ReceiptRead:
    try:
        read = read_message(content)
    except MessageError as error:
        raise ReceiptRefused(str(error)) from None
    if isinstance(read, AnomalyRead):
        number = f" sur l’acte n° {read.number}" if read.number else ""
        detail = f" : {read.detail}" if read.detail else ""
        raise ReceiptRefused(
            f"Ce n’est pas un accusé : la préfecture signale une anomalie{number}, de nature "
            f"{read.nature or 'non précisée'}{detail.rstrip('.')}. L’acte n’est pas reçu : "
            "corrigez ce qu’elle signale et transmettez-le de nouveau."
        )
    return read


def _act_of(read: ReceiptRead, expected: Act | None) -> Act:
    found = acts_identified(read.identifier)
    if expected is not None and expected.pk not in {one.pk for one in found}:
        whose = f" : c’est celui de « {found[0]} »" if found else ""
        raise ReceiptRefused(
            f"Cet accusé n’est pas celui de cet acte (identifiant {read.identifier}){whose}."
        )
    if expected is not None:
        return expected
    if len(found) == 1:
        return found[0]
    if found:
        raise ReceiptRefused(
            f"Plusieurs actes du registre ont l’identifiant {read.identifier} : gardez-en un."
        )
    identifier = read_identifier(read.identifier)
    siren = identifier.siren if identifier else ""
    if not _is_ours(siren):
        raise ReceiptRefused(
            f"Cet accusé est adressé à une autre collectivité (SIREN {siren}) : il n’est pas pris."
        )
    raise ReceiptRefused(
        f"Aucun acte du registre n’a l’identifiant {read.identifier} : importez ou signez "
        "l’acte d’abord, ou vérifiez sa nature, sa date et son numéro."
    )


def _is_ours(siren: str) -> bool:
    recorded = Organisation.objects.filter(siren=siren, acts__isnull=False)
    return recorded.exists() or Act.objects.filter(authority_siren=siren).exists()


def _again(kept: Receipt, read: ReceiptRead, act: Act) -> Taken:
    """Say that the receipt is there already; refuse one that says something else."""
    same = kept.file.sha256 == hashlib.sha256(read.content).hexdigest()
    if not same and kept.received_on != read.received_on:
        raise ReceiptRefused(
            f"Un autre accusé de cet acte est déjà gardé, du {long_date(kept.received_on)} ; "
            f"celui-ci est du {long_date(read.received_on)}. Rien n’est changé : demandez à la "
            "préfecture lequel est bon."
        )
    return Taken(kept, act, is_new=False)


def _refuse_dates(
    read: ReceiptRead, act: Act, execution: Execution, today: dt.date, *, confirmed: bool
) -> None:
    received, said = read.received_on, long_date(read.received_on)
    reasons = []
    if act.is_cancelled:
        reasons.append("Le numéro de cet acte est annulé : sa réception n’est plus notée.")
    if act.signature_date and received < act.signature_date:
        signed = long_date(act.signature_date)
        reasons.append(f"L’accusé est du {said}, avant la signature de l’acte, le {signed}.")
    if execution.sent_on and received < execution.sent_on:
        sent = long_date(execution.sent_on)
        reasons.append(
            f"L’accusé est du {said}, avant l’envoi noté le {sent} : corrigez d’abord cette date."
        )
    if received > today:
        reasons.append(f"L’accusé est du {said} : cette date est encore à venir.")
    if reasons:
        raise ReceiptRefused(*reasons)
    noted = execution.received_on
    if noted and noted != received and not confirmed:
        raise ReceiptRefused(
            f"L’acte est noté comme reçu le {long_date(noted)} ; l’accusé dit le {said}. "
            "Confirmez pour prendre la date de l’accusé.",
            to_confirm=True,
        )


def _told(read: ReceiptRead) -> list[str]:
    in_force = read.classification
    if in_force is None or in_force.isoformat() == settings.ACTES_CLASSIFICATION_DATE:
        return []
    said = long_date(in_force)
    asked = (
        f"La préfecture emploie la nomenclature du {said} : "
        "faites régler ACTES_CLASSIFICATION_DATE."
    )
    return [asked]
