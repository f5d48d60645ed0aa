"""Requests that no browser of ours makes are refused before any view reads them."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request

# Characters: the longest address that a page of ours makes has some hundreds.
LONGEST = 8000

_log = logging.getLogger(__name__)


class OddRequests:
    """Answers 400 to a NUL in an address, which no database takes, and to an endless address.

    So too where a page that only reads was asked for a number that no column holds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse, or go on."""
        asked = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "\x00" in asked or "%00" in asked or len(asked) > LONGEST:
            return bad_request(request, None)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Refuse a number out of range in an address, a NUL anywhere; leave every other error."""
        if not isinstance(error, OverflowError | DataError):
            return None
        if request.method not in ("GET", "HEAD") and "NUL" not in str(error):
            return None
        _log.warning("Out of range in what was asked: %s", error)
        return bad_request(request, error)
