"""Answers that any cache may keep: their marks, and 304 for who has them already."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from csipa.calendars import etag_of

# Seconds during which a list may be given again without asking; an act is asked for each time,
# since it may be taken out of the register.
FRESH = 300


def absolute(path: str) -> str:
    """Return the address that anybody may keep, under SITE_ADDRESS whatever name was asked."""
    return f"{settings.SITE_ADDRESS}{path}"


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    fresh: int = 0,
    status: int = 200,
) -> HttpResponseBase:
    """Answer with a page made without the request: nothing of who reads may reach it."""
    html = render_to_string(template, context)
    return answer(request, html.encode(), "text/html; charset=utf-8", fresh=fresh, status=status)


def answer(
    request: HttpRequest,
    content: bytes,
    content_type: str,
    *,
    fresh: int = 0,
    status: int = 200,
    modified: dt.datetime | None = None,
) -> HttpResponseBase:
    """Answer with bytes whose mark is their hash; kept `fresh` seconds, 0 to be asked each time."""
    response = HttpResponse(content, content_type=content_type, status=status)
    mark(response, etag_of(content), fresh=fresh, modified=modified)
    if status != 200:
        return response
    return conditional(request, response, modified=modified)


def mark(
    response: HttpResponseBase, etag: str, *, fresh: int = 0, modified: dt.datetime | None = None
) -> None:
    """Write the marks that caches read on an answer."""
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified.timestamp())
    if fresh:
        patch_cache_control(response, public=True, max_age=fresh)
    else:
        patch_cache_control(response, public=True, no_cache=True)


def conditional(
    request: HttpRequest, response: HttpResponseBase, *, modified: dt.datetime | None = None
) -> HttpResponseBase:
    """Return `response`, or 304 when its marks are those that the reader has."""
    since = None if modified is None else int(modified.timestamp())
    found = get_conditional_response(
        request, etag=response["ETag"], last_modified=since, response=response
    )
    return found if found is not None else response
