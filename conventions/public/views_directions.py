"""What tells robots where to go: sitemap.xml (sitemaps.org 0.9) and robots.txt (RFC 9309)."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from conventions.public.answers import FRESH, absolute, answer
from conventions.review.public_register import readable

# Pages that anybody reads beside the acts, by the name of their address.
PAGES = ("acts", "permanences", "open-data", "verify")
# The format allows fifty thousand addresses a file.
_MOST = 49_000
# Doors of the back office, and addresses that a secret opens.
_CLOSED = ("/admin/", "/saisie/", "/agenda/", "/seances/")


@require_safe
def sitemap_view(request: HttpRequest) -> HttpResponseBase:
    """List the public pages and every act online with its last change; one query."""
    acts = list(readable().only("address", "online_at", "changed_at")[:_MOST])
    pages = [(absolute(reverse(name)), None) for name in PAGES]
    pages += [(absolute(reverse("act", args=[row.address])), row.last_modified) for row in acts]
    content = render_to_string("public/sitemap.xml", {"pages": pages}).encode()
    modified = max((row.last_modified for row in acts), default=None)
    return answer(
        request, content, "application/xml; charset=utf-8", fresh=FRESH, modified=modified
    )


@require_safe
def robots_view(request: HttpRequest) -> HttpResponseBase:
    """Keep robots out of the back office and name the sitemap."""
    closed = [f"Disallow: {path}" for path in _CLOSED]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    content = "\n".join(lines).encode()
    return answer(request, content, "text/plain; charset=utf-8", fresh=FRESH)
