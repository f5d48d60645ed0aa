"""Where a request comes from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "inconnue"


def client_address(request: HttpRequest) -> str:
    """Return the address of whoever asks; « inconnue » when the server does not know it.

    `X-Forwarded-For` is believed only as far as our own proxies wrote it: the entry that the
    farthest of the `TRUSTED_PROXIES` added. What stands before it was written by the client.
    """
    trusted = settings.TRUSTED_PROXIES
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if trusted and len(told) >= trusted and (address := _valid(told[-trusted])):
        return address
    return _valid(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def _valid(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""
