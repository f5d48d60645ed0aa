"""What the program itself noted of a text: frozen, sent, received, published, signed by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from conventions.models import (
    CancelledNumber,
    FrozenDocument,
    PartySignature,
    Publication,
    PublicationCheck,
    Receipt,
    SignatureOverride,
    SignedCopy,
    Transmission,
    WithheldAnnex,
)
from conventions.proof.pieces import Scope, name_of
from csipa.admin.history import person
from csipa.french.dates import long_date
from csipa.spreadsheets import Sheet

TAKEN = "Dossier de preuve remis."
"""What the journal says of somebody who took the proof file of a text."""


@dataclass(frozen=True)
class Fact:
    """One thing done: when, by whom, what, about which text."""

    when: dt.datetime
    who: str
    what: str
    about: str


def facts_of(scope: Scope) -> list[Fact]:
    """Return what was done, the first thing first; nine queries."""
    found = [*_documents(scope), *_exchanges(scope), *_publications(scope), *_signatures(scope)]
    found += _takings(scope)
    return sorted(found, key=lambda fact: (fact.when, fact.about, fact.what))


def _documents(scope: Scope) -> Iterator[Fact]:
    rows = FrozenDocument.objects.without_bytes().filter(scope.owned)
    for row in rows.select_related("act", "convention", "created_by").order_by("pk"):
        what = f"Document figé : {row.get_kind_display()}, SHA-256 {row.sha256}"
        yield Fact(row.created_at, person(row.created_by), what, name_of(row.act or row.convention))
    copies = SignedCopy.objects.filter(scope.owned).defer("file__content")
    for copy in copies.select_related("act", "convention", "file__stored_by").order_by("pk"):
        about = name_of(copy.act or copy.convention)
        who = person(copy.file.stored_by)
        yield Fact(copy.file.stored_at, who, f"Copie signée déposée : {copy.name}", about)


def _exchanges(scope: Scope) -> Iterator[Fact]:
    packages = Transmission.objects.filter(act__in=scope.acts).select_related("act", "made_by")
    for row in packages.order_by("pk"):
        what = f"Paquet préparé pour le contrôle de légalité : {row.identifier}"
        yield Fact(row.made_at, person(row.made_by), what, str(row.act))
    receipts = Receipt.objects.filter(act__in=scope.acts).select_related("act", "imported_by")
    for receipt in receipts.order_by("pk"):
        what = f"Accusé de réception importé : reçu le {long_date(receipt.received_on)}"
        yield Fact(receipt.imported_at, person(receipt.imported_by), what, str(receipt.act))


def _publications(scope: Scope) -> Iterator[Fact]:
    rows = Publication.objects.filter(act__in=scope.acts).order_by("pk")
    for row in rows.select_related("act", "online_by", "withdrawn_by"):
        about = str(row.act)
        what = f"Mis en ligne dans le registre public : {public_url(row)}"
        yield Fact(row.online_at, person(row.online_by), what, about)
        if row.withdrawn_at:
            what = f"Retiré du registre public : {row.withdrawn_reason}"
            yield Fact(row.withdrawn_at, person(row.withdrawn_by), what, about)


def _signatures(scope: Scope) -> Iterator[Fact]:
    overrides = SignatureOverride.objects.filter(act__in=scope.acts)
    for row in overrides.select_related("act", "accepted_by").order_by("pk"):
        what = f"Signé en passant outre : {row.reason or 'sans motif'}"
        yield Fact(row.accepted_at, person(row.accepted_by), what, str(row.act))


def _takings(scope: Scope) -> Iterator[Fact]:
    kind = ContentType.objects.get_for_model(type(scope.text))
    rows = LogEntry.objects.filter(
        content_type=kind, object_id=str(scope.text.pk), change_message=TAKEN
    )
    for row in rows.select_related("user").order_by("pk"):
        yield Fact(row.action_time, person(row.user), TAKEN.rstrip("."), name_of(scope.text))


def cancellations(scope: Scope) -> list[str]:
    """Return what is told of the acts of a scope whose number was cancelled; one query."""
    rows = CancelledNumber.objects.filter(act__in=scope.acts).select_related("act", "cancelled_by")
    return [
        f"{row.act} : numéro annulé le {long_date(row.cancelled_on)} par "
        f"{person(row.cancelled_by)} – {row.reason}"
        for row in rows.order_by("pk")
    ]


def public_url(publication: Publication) -> str:
    """Return the permanent address of an act in the public register."""
    return settings.SITE_ADDRESS + reverse("act", args=[publication.address])


def facts_sheet(facts: list[Fact]) -> Sheet:
    """Return what was done as a table."""
    rows = [[_moment(fact.when), fact.who, fact.about, fact.what] for fact in facts]
    return Sheet("Faits", ("Date et heure", "Qui", "Texte", "Fait"), rows)


def checks_sheet(scope: Scope) -> Sheet | None:
    """Return every reading of the public address, None when the text was never online."""
    checks = PublicationCheck.objects.filter(publication__act__in=scope.acts)
    rows = [
        (
            *(str(row.publication.act), _moment(row.checked_at), row.address),
            *("oui" if row.seen else "non", row.sha256, row.detail),
        )
        for row in checks.select_related("publication__act").order_by("checked_at", "pk")
    ]
    headings = ("Acte", "Lu le", "Adresse", "Vu, identique", "SHA-256 lu", "Constat")
    return Sheet("Constats", headings, rows) if rows else None


def parties_sheet(scope: Scope) -> Sheet | None:
    """Return who signed which text of a convention and when, None when there is no signature."""
    rows = PartySignature.objects.filter(party__convention__in=scope.conventions)
    rows = rows.select_related("party__organisation", "party__convention", "text", "document")
    lines = [
        (
            *(name_of(row.party.convention), row.party.name or str(row.party.organisation)),
            *map(_day, (row.sent_on, row.received_on, row.signed_on, row.original_on)),
            *(row.text.sha256 if row.text else "", row.document.sha256 if row.document else ""),
        )
        for row in rows.defer("text__content", "document__content").order_by("party_id")
    ]
    headings = (
        *("Convention", "Partie", "Envoyée le", "Revenue le", "Signée le", "Original détenu le"),
        *("SHA-256 du texte signé", "SHA-256 du document"),
    )
    return Sheet("Signatures", headings, lines) if lines else None


def publications_data(scope: Scope) -> list[dict[str, Any]]:
    """Return where each act was put online, and what was held back, as data; three queries."""
    rows = Publication.objects.filter(act__in=scope.acts).select_related("act", "document")
    held = WithheldAnnex.objects.filter(annex__act__in=scope.acts).select_related("annex")
    return [
        {
            "acte": str(row.act),
            "adresse": public_url(row),
            "sha256_publie": row.document.sha256,
            "mis_en_ligne": _moment(row.online_at),
            "copie_remplacee": _moment(row.changed_at) if row.changed_at else None,
            "retire": _moment(row.withdrawn_at) if row.withdrawn_at else None,
            "motif_du_retrait": row.withdrawn_reason or None,
            "annexes_non_publiees": [
                {
                    "annexe": str(one.annex),
                    "motif": one.get_ground_display(),
                    "precision": one.reason,
                }
                for one in held
                if one.annex.act_id == row.act_id
            ],
        }
        for row in rows.defer("document__content", "document__source", "document__context")
    ]


def copies_data(scope: Scope) -> list[dict[str, Any]]:
    """Return what the check of each signed copy found, as data; one query."""
    rows = SignedCopy.objects.filter(scope.owned).select_related("file", "document")
    heavy = ("file__content", "document__content", "document__source", "document__context")
    return [
        {
            "nom": row.name,
            "nature": row.get_kind_display(),
            "sha256": row.file.sha256,
            "recue_le": _day(row.received_on) or None,
            "retiree": _moment(row.withdrawn_at) if row.withdrawn_at else None,
            "document_signe_sha256": row.document.sha256 if row.document else None,
            "signatures": row.signatures,
        }
        for row in rows.defer(*heavy).order_by("pk")
    ]


def _moment(when: dt.datetime) -> str:
    return timezone.localtime(when).isoformat(timespec="seconds")


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
