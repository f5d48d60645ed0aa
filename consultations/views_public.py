"""What anybody may read of the planning, without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from consultations.review.public_sessions import public_sites
from csipa.calendars import etag_of

TEMPLATE = "consultations/public_sessions.html"
# Seconds during which any cache may give the page again.
_FRESH = 300


@require_safe
@cache_control(public=True, max_age=_FRESH)
def public_view(request: HttpRequest) -> HttpResponse:
    """Show the sessions to come of the sites that publish them; the same page for everybody."""
    # Without the request: nothing of who reads may reach a page that caches keep.
    page = render_to_string(
        TEMPLATE, {"here": "permanences", "sites": public_sites(now=timezone.now())}
    )
    response = HttpResponse(page)
    response["ETag"] = etag = etag_of(page.encode())
    return get_conditional_response(request, etag=etag, response=response)
