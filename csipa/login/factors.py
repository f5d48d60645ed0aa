"""The second factor: whether the house requires one, and whether somebody has one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

REQUIRED = "required"
# The provider of identity said, for this session, that it asked for a second factor itself.
VOUCHED = "provider_factor"
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factor_is_required() -> bool:
    """Tell whether nobody may work without a second factor."""
    return settings.SECOND_FACTOR == REQUIRED


def has_factor(user: Any) -> bool:
    """Tell whether somebody has an application of codes or a passkey. One query."""
    return bool(is_mfa_enabled(user, KINDS))


def provider_vouches(request: HttpRequest) -> bool:
    """Tell whether the provider of identity asked for a second factor at this login."""
    return bool(request.session.get(VOUCHED))
