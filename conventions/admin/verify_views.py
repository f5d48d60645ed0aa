"""The page that reads again every file kept with an act or a convention, and hashes it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from conventions.models import Act, Convention
from conventions.review.kept_files import kept_files
from csipa.admin import ToolbarLink, own_page
from csipa.admin.responses import visible

LABEL = "Vérifier les documents"
ROUTE = "<int:pk>/verifier/"
NAME = "verify"


@require_GET
def verify_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show, file by file, whether its bytes are still those that were kept."""
    text: Act | Convention = visible(request, page, pk)
    files = list(kept_files(text))
    context = {
        "title": LABEL,
        "files": files,
        "changed": sum(not file.is_intact for file in files),
        "now": timezone.localtime(),
        "back": reverse(
            f"admin:{page.opts.app_label}_{page.opts.model_name}_change", args=[text.pk]
        ),
    }
    return own_page(request, page, "admin/conventions/verify.html", context, text)


def verify_link(text: Act | Convention) -> ToolbarLink:
    """Return the button that leads to that page."""
    url = reverse(f"admin:conventions_{text._meta.model_name}_{NAME}", args=[text.pk])
    return ToolbarLink(LABEL, url, more=True)
