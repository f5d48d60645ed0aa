"""What one does with a convention beside typing it: print and export it alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from conventions.admin.responses import json_response, pdf_response, word_response
from csipa.admin.responses import visible


@require_GET
def document_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the PDF of the convention alone, to be signed by its parties."""
    return pdf_response(request, page, visible(request, page, pk))


@require_GET
def word_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the draft of a convention alone for Word."""
    return word_response(request, page, visible(request, page, pk))


@require_GET
def export_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the exchange file of the convention alone."""
    return json_response(visible(request, page, pk))
