"""What an act lacks to be sent to the State: every fault and every warning at once.

Nothing is sent from here. What is right comes out ready to be packed, so that what was checked
and what is packed are the same bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from conventions.exchange.actes import Message, act_message, envelope, schema_faults
from conventions.models import Act, Annex, CopyKind, DocumentKind, FrozenDocument
from conventions.review.identifiers import (
    act_department,
    act_identifier_of,
    act_siren,
)
from conventions.review.preflight_remarks import (
    address_warnings,
    document_faults,
    heading_faults,
    history_warnings,
    identity_faults,
    settings_faults,
    size_faults,
    state_faults,
    word_warnings,
)
from conventions.review.timeline import acts_with_dates
from conventions.rules.actes.codes import (
    AMENDMENT_TYPE,
    ANNEX_TYPES,
    CONVENTION_TYPE,
    SENDER_NATURES,
    main_type,
    type_label,
)
from conventions.rules.actes.names import document_name, message_name, read_identifier
from conventions.rules.actes.objects import transmitted
from conventions.rules.actes.remarks import Remark
from conventions.rules.actes.senders import (
    Sender,
    sender_faults,
    sender_warnings,
)
from conventions.rules.file_kinds import holds
from conventions.rules.numbering import NumberError
from sites.models import OrganisationKind

COMMUNE = "31"
"""Nature of a commune, which sends its acts itself."""
_SIGNED_KINDS = (CopyKind.ELECTRONIC, CopyKind.SEALED)


@dataclass(frozen=True)
class Candidate:
    """An annexed convention that can be sent beside the act; `document` is None without a PDF."""

    annex: Annex
    document: FrozenDocument | None
    kind: str

    @property
    def name(self) -> str:
        """Return the reference of the convention, or the title of the annex."""
        convention = self.annex.convention
        return (convention and convention.reference) or self.annex.title


@dataclass(frozen=True)
class Chosen:
    """An annex to send, by its key, and the type of document it is sent as."""

    annex: int
    kind: str


@dataclass(frozen=True)
class Piece:
    """A document of the package: its name, its type, its bytes, and what it is, in words."""

    name: str
    kind: str
    content: bytes
    title: str

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of its bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def size(self) -> int:
        """Return how many bytes it has."""
        return len(self.content)

    @property
    def kind_label(self) -> str:
        """Return what its type is called."""
        return type_label(self.kind)


@dataclass(frozen=True)
class Ready:
    """What will be packed: who sends, what is said of the act, and the documents in order."""

    sender: Sender
    message: Message
    content: bytes
    pieces: tuple[Piece, ...]

    @property
    def name(self) -> str:
        """Return the name of the message."""
        return message_name(str(self.message.identifier))


@dataclass(frozen=True)
class Preflight:
    """The answer: `ready` is None as long as there are faults."""

    faults: list[Remark]
    warnings: list[Remark]
    candidates: list[Candidate]
    ready: Ready | None = None
    identifier: str = ""
    object: str = ""
    sender: Sender | None = field(default=None)


def candidates_of(act: Act) -> list[Candidate]:
    """Return the annexed conventions of an act with their frozen PDF; two queries."""
    annexes = act.annexes.exclude(convention=None).select_related("convention").order_by("position")
    rows = list(annexes)
    frozen = FrozenDocument.objects.filter(
        kind=DocumentKind.CONVENTION, convention__in=[row.convention_id for row in rows]
    ).defer("context", "source")
    by_convention = {document.convention_id: document for document in frozen}
    return [
        Candidate(
            row,
            by_convention.get(row.convention_id),
            AMENDMENT_TYPE if row.convention.is_amendment else CONVENTION_TYPE,
        )
        for row in rows
    ]


def sender_of(act: Act) -> Sender:
    """Return who sends an act, from its authority and the settings."""
    is_commune = act.authority.kind == OrganisationKind.COMMUNE
    return Sender(
        siren=act_siren(act),
        department=act_department(act),
        arrondissement=settings.ACTES_ARRONDISSEMENT,
        nature=COMMUNE if is_commune else settings.ACTES_COLLECTIVITY_NATURE,
        operator=settings.ACTES_OPERATOR,
        contact_name=settings.ACTES_CONTACT_NAME,
        contact_phone=settings.ACTES_CONTACT_PHONE,
        contact_email=settings.ACTES_CONTACT_EMAIL,
        emails=tuple(settings.ACTES_RETURN_EMAILS),
    )


def preflight(act: Act, *, now: dt.datetime, annexes: Sequence[Chosen] | None = None) -> Preflight:
    """Check all that sending `act` asks for; `annexes` None takes every one that has a PDF.

    Eight queries at most, the PDFs being read to be checked against their hash.
    """
    rows = acts_with_dates().select_related("authority", "receipt")
    loaded = rows.get(pk=act.pk)
    candidates = candidates_of(loaded)
    if annexes is None:
        annexes = [Chosen(one.annex.pk, one.kind) for one in candidates if one.document]
    sender, said = sender_of(loaded), transmitted(loaded.title)
    main, pieces = _main_document(loaded), _chosen(candidates, annexes)
    sent = _sent_bytes(loaded, main) if main else b""
    faults = [
        *state_faults(loaded, timezone.localdate(now)),
        *identity_faults(loaded),
        *heading_faults(loaded.subject_matter),
        *([] if said.text else [Remark("L’acte n’a pas d’objet.", "Écrivez-le.")]),
        *sender_faults(sender),
        *settings_faults(sender),
        *(document_faults(main, "Le document signé de cet acte") if loaded.is_signed else []),
        *_annex_faults(candidates, annexes),
        *size_faults([len(sent), *(document.size for document in pieces)]),
    ]
    identifier = act_identifier_of(loaded)
    warnings = [
        *word_warnings(loaded.title),
        *(_annex_warnings(candidates) if loaded.is_signed else []),
        *history_warnings(loaded),
        *sender_warnings(sender),
        *address_warnings(sender),
    ]
    ready = None
    if not faults and main:
        ready = _ready(loaded, sender, said.text, candidates, annexes, (sent, _titled(main, sent)))
        messages = (ready.content, envelope(sender, [ready.name]))
        faults = [
            Remark(f"Le schéma de l’échange refuse le message ({fault}).", "Signalez-le.")
            for content in messages
            for fault in schema_faults(content)
        ]
    return Preflight(
        faults, warnings, candidates, None if faults else ready, identifier, said.text, sender
    )


def _ready(
    act: Act,
    sender: Sender,
    said: str,
    candidates: list[Candidate],
    annexes: Sequence[Chosen],
    sent: tuple[bytes, str],
) -> Ready:
    identifier = read_identifier(act_identifier_of(act))
    if identifier is None:
        raise NumberError("L’acte n’a pas d’identifiant.")
    named, by_annex = str(identifier), {one.annex.pk: one for one in candidates}
    kind = main_type(identifier.nature)
    pieces = [Piece(document_name(named, kind, 1), kind, *sent)]
    for rank, chosen in enumerate(annexes, start=2):
        one = by_annex[chosen.annex]
        pieces.append(
            Piece(
                document_name(named, chosen.kind, rank),
                chosen.kind,
                bytes(one.document.content),
                one.name,
            )
        )
    message = Message(
        identifier=identifier,
        headings=tuple(int(level) for level in act.subject_matter.strip().split(".")),
        object=said,
        classification=dt.date.fromisoformat(settings.ACTES_CLASSIFICATION_DATE),
        document=pieces[0].name,
        annexes=tuple(piece.name for piece in pieces[1:]),
    )
    return Ready(sender, message, act_message(message), tuple(pieces))


def _main_document(act: Act) -> FrozenDocument | None:
    return act.documents.filter(kind=DocumentKind.ACT).defer("context", "source").first()


def _titled(main: FrozenDocument, sent: bytes) -> str:
    """Say which PDF of the act goes: the frozen one, or the one signed in it."""
    signed = len(sent) != main.size
    return "Acte signé électroniquement" if signed else "Document figé de l’acte"


def _sent_bytes(act: Act, main: FrozenDocument) -> bytes:
    """Return the PDF signed electronically in the frozen document if there is one, else that."""
    frozen = bytes(main.content)
    copies = act.copies.filter(kind__in=_SIGNED_KINDS, document=main, withdrawn_at=None)
    for copy in copies.select_related("file").order_by("-pk"):
        signed = bytes(copy.file.content)
        if holds(signed, frozen):
            return signed
    return frozen


def _chosen(candidates: list[Candidate], annexes: Sequence[Chosen]) -> list[FrozenDocument]:
    keys = {one.annex for one in annexes}
    return [one.document for one in candidates if one.document and one.annex.pk in keys]


def _annex_faults(candidates: list[Candidate], annexes: Sequence[Chosen]) -> Iterator[Remark]:
    by_annex = {one.annex.pk: one for one in candidates}
    for chosen in annexes:
        one = by_annex.get(chosen.annex)
        if one is None:
            yield Remark("Une annexe choisie n’est pas de cet acte.", "Choisissez de nouveau.")
            continue
        if chosen.kind not in ANNEX_TYPES:
            yield Remark(
                f"Le type « {chosen.kind} » de l’annexe « {one.name} » n’existe pas.",
                "Choisissez-le dans la liste.",
            )
        yield from document_faults(one.document, f"Le PDF de la convention « {one.name} »")


def _annex_warnings(candidates: list[Candidate]) -> Iterator[Remark]:
    for one in candidates:
        if one.document is None:
            yield Remark(
                f"La convention annexée « {one.name} » n’a pas de PDF à elle.",
                "Elle part dans le document de l’acte, sans fichier séparé.",
            )


def sender_told(sender: Sender) -> str:
    """Return « SIREN 200072460, département 062… » for a page."""
    nature = SENDER_NATURES.get(sender.nature, sender.nature)
    return (
        f"SIREN {sender.siren}, département {sender.department}, arrondissement "
        f"{sender.arrondissement}, {nature}"
    )
