"""The journal of access: who entered or was refused, from where, and why (OWASP ASVS 5.0, 16.3).

One line an event, under the logger `csipa.security`. No password, no code, no page content; a name
that belongs to no account is never written: people type their password there by mistake.
"""

from __future__ import annotations

import logging
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from csipa.login.address import client_address

_log = logging.getLogger("csipa.security")


class Event(StrEnum):
    """What may happen at the door."""

    ENTERED = "login.success"
    REFUSED = "login.refused"
    LOCKED = "login.locked"
    LEFT = "logout"
    FORBIDDEN = "access.forbidden"
    PASSWORD = "password.changed"  # noqa: S105 (the name of an event)
    RESET_ASKED = "password.reset_asked"
    FACTOR_ADDED = "factor.added"
    FACTOR_REMOVED = "factor.removed"
    INVITED = "invitation.sent"
    INVITATION_CANCELLED = "invitation.cancelled"
    INVITATION_ACCEPTED = "invitation.accepted"
    PROVIDER_REFUSED = "provider.refused"


_WARNINGS = {Event.REFUSED, Event.LOCKED, Event.FORBIDDEN, Event.PROVIDER_REFUSED}


def note(
    event: Event,
    request: HttpRequest | None,
    user: AbstractBaseUser | None = None,
    *,
    about: str = "",
) -> None:
    """Write one event.

    `user` is the account it concerns, if there is one; `about` a word on how or why.
    """
    name = user.get_username() if user is not None and user.pk else "-"
    number = user.pk if user is not None else None
    origin = client_address(request) if request is not None else "-"
    level = logging.WARNING if event in _WARNINGS else logging.INFO
    _log.log(
        level,
        "%s compte=%s depuis=%s%s",
        event.value,
        name,
        origin,
        f" ({about})" if about else "",
        extra={"event": event.value, "user": number, "client": origin, "about": about},
    )
