"""The names that « Insérer un nom » offers in long texts, as JSON."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sites.models import Commune, Organisation, Representative, Site
from sites.naming import find_names


@require_safe
def names_view(request: HttpRequest, page: ModelAdmin) -> JsonResponse:
    """Return the names that answer to `q`, among the records that the person may view.

    Raises PermissionDenied for who may view neither organisations nor communes.
    """
    pages = {
        model: page.admin_site.get_model_admin(model)
        for model in (Organisation, Site, Commune, Representative)
    }
    if not any(pages[model].has_view_permission(request) for model in (Organisation, Commune)):
        raise PermissionDenied
    readable = {model: _readable(request, pages[model]) for model in pages}
    found = find_names(
        request.GET.get("q", ""),
        organisations=readable[Organisation],
        sites=readable[Site],
        communes=readable[Commune],
        representatives=readable[Representative],
        today=timezone.localdate(),
    )
    return JsonResponse(asdict(found))


def _readable(request, page):
    """Return the rows that somebody may view, without what only the list shows."""
    if not page.has_view_permission(request):
        return page.model._default_manager.none()
    return page.get_queryset(request).prefetch_related(None)
