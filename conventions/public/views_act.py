"""The page of an act online, and its document."""

from __future__ import annotations

import io
import re
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from conventions.documents.printing import mark_bodies
from conventions.models import ActState, FrozenDocument, Publication
from conventions.public.answers import absolute, conditional, mark, page
from conventions.review.public_act import PublicAct, public_act, with_page
from csipa.french.typography import raise_ordinals

# « L. 5211-2 » stays on one line: a browser would cut it after the hyphen.
_ARTICLE = re.compile("\\b[LRDA]\\.[\u00a0 ][0-9]+(?:-[0-9]+)+")


@require_safe
def act_view(request: HttpRequest, address: str) -> HttpResponseBase:
    """Show an act; 410 once it is out of the register, 404 where none ever was."""
    publication = with_page().filter(address=address).first()
    if publication is None:
        return _unknown(request)
    if not _is_readable(publication):
        return _gone(request, publication)
    act = public_act(publication)
    document = publication.document
    context = {
        "here": "actes",
        "act": act,
        "text": _text_of(act),
        "document": document,
        "pages": pages_of(document.pk, document.sha256),
        "annexes": act.parts[1:],
        "canonical": absolute(reverse("act", args=[address])),
        "pdf": reverse("act-pdf", args=[address]),
        "court": settings.APPEAL_COURT,
        "prefecture": settings.PREFECTURE_NAME,
        "authority": publication.act.authority,
    }
    return page(request, "public/acts/act.html", context)


@require_safe
def pdf_view(request: HttpRequest, address: str) -> HttpResponseBase:
    """Give the document that anybody reads: its very bytes, marked with their hash."""
    publication = (
        Publication.objects.select_related("act__cancellation", "document")
        .defer("document__content", "document__context", "document__source")
        .filter(address=address)
        .first()
    )
    if publication is None:
        return _unknown(request)
    if not _is_readable(publication):
        return _gone(request, publication)
    document, modified = publication.document, publication.last_modified
    response = HttpResponse(content_type="application/pdf")
    mark(response, f'"{document.sha256}"', modified=modified)
    # The bytes stay in the database for a reader who has them.
    answer = conditional(request, response, modified=modified)
    if answer is response and request.method == "GET":
        response.content = bytes(document.content)
    if answer is response:
        response["Content-Length"] = str(document.size)
        response["Content-Disposition"] = f'inline; filename="{address}.pdf"'
        response["Link"] = f'<{absolute(reverse("act", args=[address]))}>; rel="canonical"'
    return answer


@lru_cache(maxsize=1024)
def pages_of(document: int, sha256: str) -> int:
    """Return how many pages a frozen document has, 0 when it cannot be told.

    Its key and its hash are remembered: frozen bytes never change, and reading them is long.
    """
    content = FrozenDocument.objects.values_list("content", flat=True).get(pk=document)
    try:
        return len(PdfReader(io.BytesIO(bytes(content))).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        return 0


def _text_of(act: PublicAct) -> SafeString:
    """Return the text of an act as HTML, from the strings that its document was printed from."""
    html = render_to_string("public/acts/_text.html", {"parts": mark_bodies(act.parts)})
    bound = _ARTICLE.sub(r'<span class="act-article">\g<0></span>', html)
    return mark_safe(raise_ordinals(bound))  # noqa: S308 (from a template that escapes)


def _is_readable(publication: Publication) -> bool:
    act = publication.act
    signed = act.state == ActState.SIGNED
    return publication.is_online and signed and not act.individual and not act.is_cancelled


def _gone(request: HttpRequest, publication: Publication) -> HttpResponseBase:
    """Say that an act is no longer given; neither its object nor the reason is told."""
    since = publication.withdrawn_at and timezone.localdate(publication.withdrawn_at)
    return page(request, "public/acts/gone.html", {"here": "actes", "since": since}, status=410)


def _unknown(request: HttpRequest) -> HttpResponseBase:
    """Say that no act was ever at an address, and lead to the search: never to a log in."""
    return page(request, "public/acts/unknown.html", {"here": "actes"}, status=404)
