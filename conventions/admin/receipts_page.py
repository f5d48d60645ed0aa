"""« Accusés de réception »: receipts of several acts dropped at once, and those still awaited."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conventions.actions.receiving import Outcome, import_receipts
from conventions.admin.transmission_forms import ReceiptsForm
from conventions.admin.transmission_views import PERMISSION
from conventions.models import Act, Receipt
from csipa.admin import Section, SitePage, own_page, register_page

TEMPLATE = "admin/conventions/receipts.html"
_SHOWN = 50


@require_http_methods(["GET", "POST"])
def receipts_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what is awaited and what came last; take in the files that are dropped."""
    may = request.user.has_perm(PERMISSION)
    if request.method == "POST" and not may:
        raise PermissionDenied
    outcomes: list[Outcome] = []
    form = ReceiptsForm()
    if request.method == "POST":
        form = ReceiptsForm(request.POST, request.FILES)
    if form.is_valid():
        for file in form.cleaned_data["files"]:
            outcomes += import_receipts(
                content=file.read(), name=file.name, by=request.user, now=timezone.now()
            )
    context = {
        "title": page.title,
        "form": ReceiptsForm() if outcomes else form,
        "outcomes": outcomes,
        "awaited": awaited_acts()[:_SHOWN],
        "last": Receipt.objects.select_related("act").order_by("-imported_at", "-pk")[:_SHOWN],
        "may": may,
    }
    return own_page(request, page, TEMPLATE, context)


def awaited_acts() -> QuerySet[Act]:
    """Return the acts sent whose receipt has not come, the oldest sending first."""
    sent = Act.objects.standing().filter(
        to_transmit=True, execution__sent_on__isnull=False, execution__received_on__isnull=True
    )
    return sent.select_related("execution").order_by("execution__sent_on", "pk")


RECEIPTS = register_page(
    SitePage(
        section=Section.ACTS,
        section_rank=6,
        title="Accusés de réception",
        route="actes/accuses/",
        name="conventions_receipts",
        view=receipts_view,
        permissions=(PERMISSION, "conventions.view_receipt"),
        description="Déposer les accusés de la préfecture : chacun retrouve son acte.",
        guide="transmettre-a-la-prefecture#4-déposer-laccusé",
    )
)
