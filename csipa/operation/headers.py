"""Headers that every answer carries, beside those of Django and of the strict policy."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# What no page of ours ever asks a browser for; passkeys are the one thing that stays open, to us.
_NEVER = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join(
    [
        *(f"{name}=()" for name in _NEVER),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)
# Read by anybody, also from the pages of others.
_OPEN = ("/actes/", "/donnees/", "/schemas/")
# Whoever sits down at a shared computer afterwards must not read it with the Back button.
_CLOSED = ("/admin/", "/compte/")
# The words of the stock scripts are the same for everybody.
_WORDS = "/admin/jsi18n/"


class Headers:
    """Adds what a browser must not do with an answer of ours (OWASP ASVS 5.0, 3.4)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers that no view set itself."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        reach = "cross-origin" if request.path.startswith(_OPEN) else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", reach)
        if request.path.startswith(_CLOSED) and request.path != _WORDS:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
