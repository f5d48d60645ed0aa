"""Public pages of the app: the schema that files of the exchange format must follow."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conventions.exchange.reader import SCHEMA_FILE


@require_safe
@cache_control(public=True, max_age=3600)
def schema_view(request: HttpRequest) -> HttpResponse:
    """Send the JSON Schema of `csipa-acte/1` and `csipa-convention/1`."""
    return HttpResponse(SCHEMA_FILE.read_bytes(), content_type="application/schema+json")
