"""What can be wrong with an act about to be sent to the State, one question at a time."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator

from django.conf import settings

from conventions.models import Act, FrozenDocument
from conventions.review.identifiers import act_identifier_of
from conventions.review.timeline import act_dates
from conventions.rules.actes.objects import LONGEST, transmitted
from conventions.rules.actes.remarks import Remark
from conventions.rules.actes.senders import LARGEST_PACKAGE, Sender
from conventions.rules.matters import matter_name
from conventions.rules.numbering import NumberError, transmissible
from conventions.rules.timeline import LIFE, Code, timeline
from csipa.french.dates import long_date
from csipa.french.numbers import counted

_SAMPLE_ADDRESS = "@example.org"


def state_faults(act: Act, today: dt.date) -> Iterator[Remark]:
    """Say why the state of an act, or its dates, forbids to send it."""
    if not act.is_signed:
        yield Remark(
            "L’acte n’est pas signé.",
            "Signez-le d’abord : son numéro et sa date font son identifiant.",
        )
    if act.is_cancelled:
        yield Remark("Le numéro de cet acte est annulé.", "Il n’y a rien à transmettre.")
    if not act.to_transmit:
        yield Remark(
            "Cet acte est noté comme n’étant pas soumis à la transmission (CGCT L. 2131-2).",
            "Il n’y a rien à transmettre.",
        )
    faults = timeline(act_dates(act), today=today).faults
    for step in faults:
        if step.part == LIFE and step.code != Code.REPORTED:
            yield Remark(step.fault, "Corrigez les dates de l’exécution, sur la page de l’acte.")


def identity_faults(act: Act) -> Iterator[Remark]:
    """Say why no identifier of its own can be made for an act."""
    if act.is_signed and act.signature_date is None:
        yield Remark(
            "La date de l’acte n’est pas connue.",
            "Importez-le de nouveau avec sa date : elle entre dans son identifiant.",
        )
    if act.number:
        try:
            transmissible(act.number)
        except NumberError as error:
            yield Remark(
                str(error),
                "Donnez aux prochains actes un numéro plus court, dans les séries de numéros.",
            )
    if not (identifier := act_identifier_of(act)):
        return
    same_day = Act.objects.signed().filter(signature_date=act.signature_date).exclude(pk=act.pk)
    for other in same_day.filter(nature=act.nature).select_related("authority"):
        if act_identifier_of(other) == identifier:
            yield Remark(
                f"{other} du même jour a le même identifiant {identifier}.",
                "Le registre tient deux fois le même acte : gardez-en un.",
            )


def heading_faults(code: str) -> Iterator[Remark]:
    """Say why a heading cannot be sent: two levels of the nomenclature at least."""
    levels = code.strip().split(".")
    advice = "Choisissez une matière à deux niveaux, par exemple 8.2 Aide sociale."
    if not code.strip():
        yield Remark("La matière de l’acte n’est pas donnée.", advice)
    elif len(levels) < 2 or matter_name(code) == code.strip():
        yield Remark(f"La matière « {code} » n’est pas dans la nomenclature.", advice)
    elif any(not 1 <= int(level) <= 99 for level in levels):
        yield Remark(f"La matière « {code} » n’est pas de celles que l’échange accepte.", advice)


def settings_faults(sender: Sender) -> Iterator[Remark]:
    """Say what the settings of the exchange lack."""
    if not sender.emails:
        yield Remark(
            "Aucune adresse de retour n’est réglée.",
            "Faites régler ACTES_RETURN_EMAILS : la préfecture y envoie ses réponses.",
        )
    try:
        dt.date.fromisoformat(settings.ACTES_CLASSIFICATION_DATE)
    except ValueError:
        yield Remark(
            "La date de la nomenclature des matières n’est pas une date.",
            "Faites régler ACTES_CLASSIFICATION_DATE : AAAA-MM-JJ.",
        )


def document_faults(document: FrozenDocument | None, name: str) -> Iterator[Remark]:
    """Say why a document called `name` cannot be sent: it is missing, or was altered."""
    if document is None:
        yield Remark(
            f"{name} n’est pas au registre.",
            "Seul un document figé est transmis : signez l’acte, ou importez-le avec son numéro.",
        )
    elif hashlib.sha256(bytes(document.content)).hexdigest() != document.sha256:
        yield Remark(
            f"{name} n’a plus l’empreinte notée à la signature.",
            "Ne transmettez rien : lancez la vérification d’intégrité.",
        )


def size_faults(sizes: Iterable[int]) -> Iterator[Remark]:
    """Say that documents of these `sizes`, in bytes, are too much for one package."""
    total = sum(sizes)
    if total > LARGEST_PACKAGE:
        weight = -(-total // (1024 * 1024))
        yield Remark(
            f"Les documents pèsent {weight} Mo ensemble ; la limite est de 150 Mo.",
            "Retirez des annexes, et envoyez-les par un autre moyen.",
        )


def word_warnings(title: str) -> Iterator[Remark]:
    """Say what of an object is not sent as it is written."""
    sent = transmitted(title)
    if sent.cut:
        yield Remark(
            f"L’objet dépasse {LONGEST} caractères : la fin n’est pas transmise (« {sent.cut} »).",
            "Le document, lui, garde l’objet entier.",
        )
    if sent.lost:
        signs = " ".join(sent.lost)
        yield Remark(
            f"Ces signes de l’objet n’existent pas dans le message et deviennent « ? » : {signs}",
            "Le document, lui, les garde.",
        )


def history_warnings(act: Act) -> Iterator[Remark]:
    """Say that an act was received, sent or packed before."""
    execution = getattr(act, "execution", None)
    if received := execution and execution.received_on:
        yield Remark(
            f"L’acte est déjà reçu en préfecture, le {long_date(received)}.",
            "Transmis une seconde fois sous le même identifiant, il serait refusé.",
        )
    elif sent := execution and execution.sent_on:
        yield Remark(
            f"L’acte est noté comme transmis le {long_date(sent)}.",
            "Attendez son accusé de réception avant d’en préparer un autre paquet.",
        )
    elif made := act.transmissions.count():
        yield Remark(
            f"Cet acte a déjà {counted(made, 'paquet', 'paquets')}.",
            "Vérifiez que le premier n’est pas parti.",
        )


def address_warnings(sender: Sender) -> Iterator[Remark]:
    """Say that answers would go nowhere."""
    if any(email.endswith(_SAMPLE_ADDRESS) for email in sender.emails):
        yield Remark(
            f"L’adresse de retour {sender.emails[0]} n’est qu’un exemple.",
            "Faites régler ACTES_RETURN_EMAILS avant de transmettre : la préfecture y répond.",
        )
