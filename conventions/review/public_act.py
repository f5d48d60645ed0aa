"""What the page of an act online tells around its text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from conventions.models import DocumentKind, Publication
from conventions.review.public_register import published_on
from conventions.rules.deadlines import appeal_until
from conventions.rules.matters import matter_name


@dataclass(frozen=True, slots=True)
class PublicAct:
    """An act online. Words come from the public document, days from what is known of the act."""

    publication: Publication
    reference: str
    nature: str
    title: str
    heading: str
    theme: str
    authority: str
    author: str
    capacities: list[str]
    signed_on: dt.date | None
    published_on: dt.date
    received_on: dt.date | None
    receipt_id: str
    to_transmit: bool
    enforceable_on: dt.date | None
    appeal_until: dt.date
    parts: list[dict[str, Any]]
    redacted: bool
    notices: list[str]

    @property
    def online_on(self) -> dt.date:
        """Return the day the act went online."""
        return timezone.localdate(self.publication.online_at)

    @property
    def changed_on(self) -> dt.date | None:
        """Return the day on which another copy took the place of the first, None if none did."""
        changed = self.publication.changed_at
        return timezone.localdate(changed) if changed else None

    @property
    def name(self) -> str:
        """Return « Décision n° 2026 008 du 15 janvier 2026 – Objet »."""
        return f"{self.reference} – {self.title}" if self.title else self.reference


def with_page() -> QuerySet[Publication]:
    """Return publications with what their page reads, withdrawn ones too; no bytes."""
    return Publication.objects.select_related(
        "act__execution", "act__cancellation", "act__authority__commune", "document"
    ).defer("document__content")


def public_act(publication: Publication) -> PublicAct:
    """Return what the page of one row of `with_page` tells; no query."""
    act, document = publication.act, publication.document
    source, parts = document.source, document.context.get("parts") or []
    printed = parts[0] if parts else {}
    signature = printed.get("signature") or {}
    execution = getattr(act, "execution", None)
    published = published_on(publication)
    # What the copy itself says of what was taken out of it, frozen with it.
    told = document.context.get("public") or {}
    return PublicAct(
        publication=publication,
        reference=act.reference,
        nature=printed.get("nature") or act.get_nature_display(),
        title=printed.get("title") or source.get("title") or "",
        heading=printed.get("heading") or "",
        theme=matter_name(act.subject_matter),
        authority=printed.get("authority") or "",
        author=signature.get("name") or "",
        capacities=list(signature.get("lines") or []),
        signed_on=act.signature_date,
        published_on=published,
        received_on=execution.received_on if execution else None,
        receipt_id=execution.receipt_id if execution else "",
        to_transmit=act.to_transmit,
        enforceable_on=act.enforceable_on(),
        appeal_until=appeal_until(published),
        parts=parts,
        redacted=document.kind == DocumentKind.PUBLIC_COPY,
        notices=[notice for notice in (told.get("notice"), *(told.get("lines") or [])) if notice],
    )
