"""The page of an error nobody expected: it gives the number under which the journal tells it."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from csipa.logs import request_id
from csipa.unavailable import unavailable


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 in French, or 503 where waiting helps; no session, no query: either may fail."""
    away = unavailable(request, sys.exc_info()[1])
    if away is not None:
        return away
    return HttpResponseServerError(render_to_string("500.html", {"reference": request_id.get()}))
