"""The pages of the door: those of django-allauth, with what ours say and note besides."""

from __future__ import annotations

import json
from typing import Any

from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as factors
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from csipa.login.factors import VOUCHED, factor_is_required, has_factor
from csipa.login.journal import Event, note


class LoginView(account.LoginView):
    """The login page; `admin:login` shows the same one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Tell somebody logged in whose account opens no page, instead of sending them round."""
        if request.user.is_authenticated and not admin.site.has_permission(request):
            return render(request, "account/no_access.html", status=403)
        if request.method == "POST":
            request.session.pop(VOUCHED, None)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the provider of identity, when there is one."""
        return {**super().get_context_data(**kwargs), "provider": settings.OIDC_NAME}


@never_cache
@require_POST
def logout_view(request: HttpRequest) -> HttpResponse:
    """End the session and say so; a login left half-way begins again."""
    if not request.user.is_authenticated:
        logout(request)
        return redirect("admin:login")
    note(Event.LEFT, request, request.user)
    return admin.site.logout(request)


class PasswordChangeView(account.PasswordChangeView):
    """Changes one’s own password; the other sessions of the account end."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the page in the frame of the back office."""
        return {**_frame(self.request), **super().get_context_data(**kwargs)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Note the change."""
        note(Event.PASSWORD, self.request, self.request.user)
        return super().form_valid(form)


class PasswordResetFromKeyView(account.PasswordResetFromKeyView):
    """Chooses a password after a link sent by mail."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Note the change."""
        note(Event.PASSWORD, self.request, self.reset_user, about="lien")
        return super().form_valid(form)


def no_password_view(request: HttpRequest) -> HttpResponse:
    """Say that an account without a password enters by other means."""
    return redirect("mfa_index" if request.user.is_authenticated else "admin:login")


@login_required
def password_change_view(request: HttpRequest) -> HttpResponse:
    """Lead from the address of the stock page to ours."""
    return redirect("account_change_password")


# Second factors -----------------------------------------------------------------------------------


def _as_text(options: Any) -> str:
    """Return what a browser needs for a passkey, for an attribute: no script is inline."""
    return json.dumps(options, default=dict)


class CodeView(factors.AuthenticateView):
    """The second step of a login: a code, or a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell which factors the account has."""
        told = super().get_context_data(**kwargs)
        user = self.stage.login.user
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        told["has_keys"] = Authenticator.Type.WEBAUTHN in kinds
        told["has_codes"] = Authenticator.Type.TOTP in kinds
        told["key_options"] = _as_text(told["js_data"]["request_options"])
        return told


class SecurityView(factors.IndexView):
    """What protects one’s account: password, second factors, recovery codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whether a factor is required and still missing."""
        user = self.request.user
        told = super().get_context_data(**kwargs)
        factor = has_factor(user)
        needed = factor_is_required() and not factor and not self.request.session.get(VOUCHED)
        return {**_frame(self.request), **told, "has_factor": factor, "needed": needed}


class AddCodesView(totp.ActivateTOTPView):
    """Adds an application of codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Write the key by groups of four, to be copied by hand."""
        told = super().get_context_data(**kwargs)
        secret = told["form"].secret
        groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
        return {**_frame(self.request), **told, "secret": " ".join(groups)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Note the new factor."""
        note(Event.FACTOR_ADDED, self.request, self.request.user, about="application de codes")
        return super().form_valid(form)


class RemoveCodesView(totp.DeactivateTOTPView):
    """Removes the application of codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the page in the frame of the back office."""
        return {**_frame(self.request), **super().get_context_data(**kwargs)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Note the removal."""
        note(Event.FACTOR_REMOVED, self.request, self.request.user, about="application de codes")
        return super().form_valid(form)


class AddKeyView(keys.AddWebAuthnView):
    """Adds a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the browser what it needs."""
        told = super().get_context_data(**kwargs)
        options = _as_text(told["js_data"]["creation_options"])
        form = kwargs.get("form") or self.get_form()
        return {**_frame(self.request), **told, "form": form, "key_options": options}

    def form_valid(self, form: Any) -> HttpResponse:
        """Note the new factor."""
        note(Event.FACTOR_ADDED, self.request, self.request.user, about="clé d’accès")
        return super().form_valid(form)


class RemoveKeyView(keys.RemoveWebAuthnView):
    """Removes a passkey, unless it is the last factor where one is required."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell why it stays, if it must."""
        return {
            **_frame(self.request),
            **super().get_context_data(**kwargs),
            "refused": self._refusal(),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove and note, or say why not."""
        if self._refusal():
            return self.render_to_response(self.get_context_data(), status=409)
        note(Event.FACTOR_REMOVED, self.request, self.request.user, about="clé d’accès")
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Go back to what protects the account."""
        return reverse("mfa_index")

    def _refusal(self) -> str:
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.object):
            return ""
        return str(adapter.error_messages["cannot_delete_authenticator"])


class RenameKeyView(keys.EditWebAuthnView):
    """Gives a passkey another name."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the page in the frame of the back office."""
        return {**_frame(self.request), **super().get_context_data(**kwargs)}

    def get_success_url(self) -> str:
        """Go back to what protects the account."""
        return reverse("mfa_index")


class RecoveryCodesView(codes.ViewRecoveryCodesView):
    """Shows the recovery codes, once."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the page in the frame of the back office."""
        return {**_frame(self.request), **super().get_context_data(**kwargs)}


class NewRecoveryCodesView(codes.GenerateRecoveryCodesView):
    """Makes new recovery codes; those of before are worth nothing any more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the page in the frame of the back office."""
        return {**_frame(self.request), **super().get_context_data(**kwargs)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Note it."""
        note(Event.FACTOR_ADDED, self.request, self.request.user, about="codes de secours")
        return super().form_valid(form)


class PasswordAgainView(account.ReauthenticateView):
    """Asks for the password before something that protects the account changes."""


class CodeAgainView(factors.ReauthenticateView):
    """Asks for a code instead."""


class KeyAgainView(keys.ReauthenticateWebAuthnView):
    """Asks for a passkey instead."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the browser what it needs."""
        told = super().get_context_data(**kwargs)
        return told | {"key_options": _as_text(told["js_data"]["request_options"])}


def _frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of the back office reads, for somebody who works there."""
    return admin.site.each_context(request)
