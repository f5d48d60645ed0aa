"""The electronic seal on the pages of acts and conventions: what it is put on, and with what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from conventions.actions.sealing_documents import (
    KINDS,
    SealingRefused,
    seal_document,
    sealing_refusals,
)
from conventions.models import Act, Convention, CopyKind, FrozenDocument, SignedCopy
from csipa.admin.responses import visible
from csipa.pdf.certificates import Certificate, SigningUnavailable, certificate_told

MAY_SEAL = "conventions.seal_document"


@dataclass(frozen=True)
class Sealable:
    """A frozen document on the page: its sealed copy when it has one, else why it gets none."""

    document: FrozenDocument
    copy: SignedCopy | None
    refusals: list[str]


@dataclass(frozen=True)
class SealContext:
    """What the page tells of the seal; `fault` says why nothing can be sealed now."""

    documents: list[Sealable]
    certificate: Certificate | None
    fault: str
    may: bool

    @property
    def is_ready(self) -> bool:
        """Tell whether the server has a certificate that signs today."""
        return self.certificate is not None and not self.fault


def seal_context(request: HttpRequest, text: Act | Convention) -> SealContext:
    """Return what the page tells of the seal of a text; two queries and one a document."""
    certificate, fault = certificate_now()
    sealed = SignedCopy.objects.filter(
        document__in=text.documents.filter(kind__in=KINDS), kind=CopyKind.SEALED, withdrawn_at=None
    )
    copies = {copy.document_id: copy for copy in sealed}
    documents = text.documents.filter(kind__in=KINDS).without_bytes().order_by("kind", "-pk")
    return SealContext(
        documents=[
            Sealable(
                document,
                copies.get(document.pk),
                [] if document.pk in copies else sealing_refusals(document),
            )
            for document in documents
        ],
        certificate=certificate,
        fault=fault,
        may=request.user.has_perm(MAY_SEAL),
    )


def certificate_now() -> tuple[Certificate | None, str]:
    """Return the certificate of the server and why it cannot sign now, in French."""
    try:
        told = certificate_told(now=timezone.now())
    except SigningUnavailable as error:
        return None, str(error)
    return told, told.fault if told else ""


@require_POST
def seal_view(request: HttpRequest, pk: int, document: int, page: Any) -> HttpResponse:
    """Put the seal on one document of an act or of a convention."""
    text: Act | Convention = visible(request, page, pk)
    if not request.user.has_perm(MAY_SEAL):
        raise PermissionDenied
    frozen = get_object_or_404(text.documents.filter(kind__in=KINDS), pk=document)
    try:
        copy = seal_document(document=frozen, by=request.user, now=timezone.now())
    except SealingRefused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    else:
        messages.success(
            request, f"Cachet apposé : {copy.name}. Le document figé n’a pas changé d’un octet."
        )
    return redirect(f"admin:conventions_{page.opts.model_name}_copies", pk)
