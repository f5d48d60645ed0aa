"""Pages sent compressed to browsers that take it: a long form weighs a tenth of its text."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# What is worth it: archives, documents and pictures are compressed already, and what is read in
# parts (a PDF) must keep its length.
_TEXTS = ("text/html", "application/json", "text/javascript", "text/calendar")


class Compression(GZipMiddleware):
    """Compresses pages; adds a random length to each, so that its size tells nothing of a secret.

    The guess from sizes (BREACH) also asks for many requests with the cookies of the victim, sent
    from another site: ours do not travel there (SameSite).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress a page that is whole; leave everything else as it is."""
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(_TEXTS):
            return response
        return super().process_response(request, response)
