"""Each request has a number: on every line of the journal, in its answer, on the error page."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from csipa.logs import account, belonging_to

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_NOT_TOLD = ("/static/", "/healthz", "/readyz")

access = logging.getLogger("csipa.access")


class RequestNumber:
    """Numbers a request, and tells it in the journal when it is answered.

    The number of a proxy is taken where `BEHIND_PROXY` says that one writes it; anybody else’s is
    ignored. The line names the route, never what fills it: keys of links are secrets.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, numbered."""
        began = time.monotonic()
        number = _number(request)
        with belonging_to(number):
            response = self.get_response(request)
            response[HEADER] = number
            self._tell(request, response, milliseconds=round(1000 * (time.monotonic() - began)))
        return response

    def _tell(self, request: HttpRequest, response: HttpResponse, *, milliseconds: int) -> None:
        if request.path.startswith(_NOT_TOLD):
            return
        user = getattr(request, "user", None)
        # Asking who it is would be a query where no view did.
        known = user is not None and "_cached_user" in request.__dict__
        account.set(user.pk if known else None)
        match = request.resolver_match
        route = f"/{match.route}" if match else "-"
        told = {
            "method": request.method,
            "route": route,
            "status": response.status_code,
            "milliseconds": milliseconds,
        }
        access.info("%(method)s %(route)s %(status)s, %(milliseconds)s ms", told, extra=told)


def _number(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
