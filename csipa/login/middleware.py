"""What stands before every page: the second factor where it is required, and the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from csipa.login.factors import factor_is_required, has_factor, provider_vouches
from csipa.login.journal import Event, note

Answer = Callable[[HttpRequest], HttpResponse]
# What somebody without a second factor may open where one is required: the way to have one.
_WAYS = frozenset(
    (
        *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"),
        *("mfa_generate_recovery_codes", "account_reauthenticate", "mfa_reauthenticate"),
        *("mfa_reauthenticate_webauthn", "account_change_password", "account_set_password"),
        *("account_login", "account_logout", "door-login", "door-logout", "admin:jsi18n"),
        *("account_inactive", "invitation", "oidc_login", "oidc_callback"),
    )
)


class RequireFactor:
    """Leads whoever has no second factor to the page where one is chosen, before any other page.

    Closed by default: a page is open only if it stands in `_WAYS`. A request without the cookie of
    a session belongs to nobody: public pages and feeds stay as they are, and read no session.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Stop a page that is not open yet. One query, and none where no factor is required."""
        if not factor_is_required() or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        match = request.resolver_match
        if match is not None and match.view_name in _WAYS:
            return None
        if not request.user.is_authenticated or provider_vouches(request):
            return None
        return None if has_factor(request.user) else redirect("mfa_index")


class NoteRefusals:
    """Notes who was refused a page that exists."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, then note a refusal; the query of an address may hold names: it is left out."""
        response = self.get_response(request)
        if response.status_code == 403:
            known = settings.SESSION_COOKIE_NAME in request.COOKIES
            user = request.user if known and request.user.is_authenticated else None
            note(Event.FORBIDDEN, request, user, about=f"{request.method} {request.path[:200]}")
        return response
