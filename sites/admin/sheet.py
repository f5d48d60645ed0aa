"""The printed sheet of a site."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from csipa.admin.responses import PDF, change_page, file_response, visible
from csipa.pdf.door import PdfError
from sites.review.sheet import printed_sheet


@require_GET
def sheet_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the sheet of a site as a PDF."""
    site = visible(request, page, pk)
    try:
        content = printed_sheet(site, user=request.user, today=timezone.localdate())
    except PdfError as error:
        messages.error(request, str(error))
        return change_page(page, site)
    return file_response(content, PDF, f"fiche-{slugify(site.name)}.pdf", "inline")
