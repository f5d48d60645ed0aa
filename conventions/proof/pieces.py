"""The files that prove an act or a convention, found without their bytes, read one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from conventions.models import (
    Act,
    Convention,
    DocumentKind,
    FrozenDocument,
    ParentRelation,
    PartySignature,
    Receipt,
    SignedCopy,
    SignedText,
    StoredFile,
    Transmission,
)
from conventions.proof.names import plain, ranked
from conventions.review.timeline import authorising_act
from conventions.rules.file_kinds import FileKind
from conventions.rules.signed_text import canonical_bytes
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first

DOCUMENTS, SIGNATURES, TRANSMISSION = "documents", "signatures", "transmission"
PUBLICATION = "publication"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One file: its path in the archive, what it is, how its bytes are read.

    `expected` is the SHA-256 kept since it was filed, empty for a file made with the archive.
    `starts_with` gives the key of the frozen document that its bytes must begin with.
    """

    path: str
    title: str
    read: Callable[[], bytes]
    expected: str = ""
    note: str = ""
    starts_with: int | None = None


@dataclass(frozen=True)
class Scope:
    """What an archive bears on: the text asked for, and the acts and conventions bound to it."""

    text: Act | Convention
    acts: list[Act]
    conventions: list[Convention]

    @property
    def owned(self) -> Q:
        """Match the rows that belong to one of them."""
        return Q(act__in=self.acts) | Q(convention__in=self.conventions)


def scope_of(text: Act | Convention) -> Scope:
    """Return an act with the conventions annexed to it, or a convention with what it rests on.

    A convention comes with its amendments and with the acts that authorise them; an act with the
    conventions that its signature let the parties sign. Four queries and one an amendment.
    """
    if isinstance(text, Act):
        annexed = Convention.objects.filter(annex__act=text).order_by("annex__position", "pk")
        return Scope(text, [text], list(annexed))
    amendments = text.children.filter(parent_relation=ParentRelation.AMENDMENT)
    conventions = [text, *amendments.order_by("rank", "pk")]
    found = [act for convention in conventions if (act := authorising_act(convention))]
    acts = list({act.pk: act for act in found if act.is_signed}.values())
    return Scope(text, acts, conventions)


def pieces_of(scope: Scope) -> Iterator[Piece]:
    """Yield the files kept of a scope, folder by folder; seven queries, none of which reads bytes.

    Their bytes are read one file at a time, when `Piece.read` is called.
    """
    yield from _documents(scope)
    yield from _signed_texts(scope)
    yield from _copies(scope)
    yield from _transmissions(scope)


def name_of(text: Act | Convention) -> str:
    """Return what a reader calls a text: « Décision n° 2026 008 », « Convention C-1 »."""
    if isinstance(text, Act):
        return str(text)
    kind = "Avenant" if text.is_amendment else "Convention"
    return f"{kind} {text.reference}".strip() if text.reference else f"{kind} : {text.title}"


def _documents(scope: Scope) -> Iterator[Piece]:
    rows = FrozenDocument.objects.without_bytes().filter(scope.owned)
    rows = rows.select_related("act", "convention").order_by("created_at", "pk")
    for rank, row in enumerate(rows, start=1):
        folder = PUBLICATION if row.kind == DocumentKind.PUBLIC_COPY else DOCUMENTS
        owner = row.act or row.convention
        day = long_date(timezone.localdate(row.created_at))
        yield Piece(
            path=f"{folder}/{ranked(rank, row.get_kind_display(), 'pdf')}",
            title=f"{upper_first(row.get_kind_display())} – {name_of(owner)}",
            read=_bytes_of(FrozenDocument, row.pk),
            expected=row.sha256,
            note=f"PDF figé le {day} et jamais refait depuis.",
        )


def _signed_texts(scope: Scope) -> Iterator[Piece]:
    signatures = PartySignature.objects.filter(party__convention__in=scope.conventions)
    keys = signatures.exclude(text=None).values("text")
    for row in SignedText.objects.filter(pk__in=keys).defer("content").order_by("pk"):
        yield Piece(
            path=f"{SIGNATURES}/texte-{row.sha256[:16]}.json",
            title="Texte qui lie une partie, mot pour mot",
            read=_text_of(row.pk),
            expected=row.sha256,
            note="Ce que la partie a signé, sous sa forme canonique ; signatures/parties.csv dit "
            "qui.",
        )


def _copies(scope: Scope) -> Iterator[Piece]:
    rows = SignedCopy.objects.filter(scope.owned).select_related("act", "convention")
    rows = rows.defer("file__content").select_related("file").order_by("pk")
    for rank, row in enumerate(rows, start=1):
        extension = FileKind(row.file.content_type).extension or "bin"
        stem = row.name.rsplit(".", 1)[0]
        yield Piece(
            path=f"{SIGNATURES}/{ranked(rank, stem, extension)}",
            title=f"{upper_first(row.get_kind_display())} – {name_of(row.act or row.convention)}",
            read=_bytes_of(StoredFile, row.file_id),
            expected=row.file.sha256,
            note=_copy_note(row),
            starts_with=row.document_id,
        )


def _copy_note(row: SignedCopy) -> str:
    said = [f"Déposée sous le nom « {row.name} »."]
    if row.received_on:
        said.append(f"Reçue le {long_date(row.received_on)}.")
    for found in row.signatures:
        signer = found.get("signer") or found.get("issuer") or "signataire non nommé"
        said.append(f"Signature trouvée : {signer}.")
    if row.withdrawn_at:
        day = long_date(timezone.localdate(row.withdrawn_at))
        said.append(f"RETIRÉE le {day} : {row.withdrawn_reason}")
    return " ".join(said)


def _transmissions(scope: Scope) -> Iterator[Piece]:
    packages = Transmission.objects.filter(act__in=scope.acts).select_related("act", "file")
    for rank, row in enumerate(packages.defer("file__content").order_by("pk"), start=1):
        stem, extension = _split(row.name)
        yield Piece(
            path=f"{TRANSMISSION}/{ranked(rank, stem, extension)}",
            title=f"Paquet préparé pour le contrôle de légalité – {row.act}",
            read=_bytes_of(StoredFile, row.file_id),
            expected=row.file.sha256,
            note=f"Identifiant {row.identifier}, enveloppe « {row.name} ».",
        )
    receipts = Receipt.objects.filter(act__in=scope.acts).select_related("act", "file")
    for row in receipts.defer("file__content").order_by("pk"):
        extension = "xml" if "xml" in row.file.content_type else "bin"
        yield Piece(
            path=f"{TRANSMISSION}/accuse-de-reception-{plain(row.identifier)}.{extension}",
            title=f"Accusé de réception de la préfecture – {row.act}",
            read=_bytes_of(StoredFile, row.file_id),
            expected=row.file.sha256,
            note=f"Identifiant {row.identifier}, reçu en préfecture le "
            f"{long_date(row.received_on)}.",
        )


def _split(name: str) -> tuple[str, str]:
    """Part the name of a package from its extension, both of which say something."""
    for extension in ("tar.gz", "zip", "xml"):
        if name.lower().endswith(f".{extension}"):
            return name[: -len(extension) - 1], extension
    return name, "bin"


def _bytes_of(model: type[FrozenDocument] | type[StoredFile], pk: int) -> Callable[[], bytes]:
    return lambda: bytes(model.objects.values_list("content", flat=True).get(pk=pk))


def _text_of(pk: int) -> Callable[[], bytes]:
    return lambda: canonical_bytes(SignedText.objects.values_list("content", flat=True).get(pk=pk))
