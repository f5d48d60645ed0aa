"""What this house asks of django-allauth: how it counts, what it says, what it never does."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from csipa.login.address import client_address
from csipa.login.backend import account_of
from csipa.login.factors import factor_is_required, provider_vouches
from csipa.login.journal import Event, note
from csipa.login.waiting import ACTION, APP, locked, seconds_to_wait

_FACTOR_STAGE = "allauth.mfa.stages.AuthenticateStage"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; attempts are counted for each account and address before any hashing."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Identifiant ou mot de passe inexact.",
        "email_password_mismatch": "Identifiant ou mot de passe inexact.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "too_many_login_attempts": "Trop d’essais. Réessayez dans quelques minutes.",
        "rate_limited": "Trop d’essais. Réessayez dans quelques minutes.",
        "invalid_password_reset": "Ce lien a déjà servi, ou il est trop ancien.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts are opened by invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that attempts are counted under."""
        return client_address(request)

    def get_login_stages(self) -> list[str]:
        """Ask for the second factor, unless the provider of identity vouches for one."""
        request = context.request
        return [] if request is not None and provider_vouches(request) else [_FACTOR_STAGE]

    # Attempts ---------------------------------------------------------------------------------

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count for an account and an address: one who guesses does not shut the owner out."""
        login = credentials.get("email") or credentials.get("username") or ""
        return f"{client_address(request)} {login.strip().lower()}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; raise ValidationError, with the delay, when there were too many."""
        key = self._get_login_attempts_cache_key(request, **credentials)
        self._login_failed_rl_usage = ratelimit.consume(request, app=APP, action=ACTION, key=key)
        if not self._login_failed_rl_usage:
            note(Event.LOCKED, request, _named(credentials))
            raise locked(seconds_to_wait(request, key))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a wrong password."""
        user = _named(credentials)
        note(Event.REFUSED, request, user, about="mot de passe" if user else "compte inconnu")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Note who entered, and how."""
        methods = [one["method"] for one in get_authentication_records(request, user)]
        note(Event.ENTERED, request, user, about="+".join(dict.fromkeys(methods)))
        return super().post_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Tell whether the password must be typed again: not within minutes of the login."""
        request = context.request
        records = get_authentication_records(request, request.user)
        fresh = [one for one in records if one["method"] in {"password", "mfa"}]
        if fresh and time.time() - fresh[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app)

    # Messages ---------------------------------------------------------------------------------

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address of a reset link: the site's own, whatever the request said it was."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_ADDRESS + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the page that sums up what protects the account."""
        return reverse("mfa_index")


def _named(credentials: dict[str, Any]) -> Any:
    return account_of(credentials.get("username") or credentials.get("email") or "")


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: kept encrypted, and never all removed where one is required."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Code inexact.",
        "cannot_delete_authenticator": (
            "Ici, un second facteur est obligatoire\u00a0: ajoutez-en un autre avant de retirer "
            "celui-ci."
        ),
    }

    def get_totp_issuer(self) -> str:
        """Return what the telephone shows above the code."""
        return "CSIPA"

    def get_totp_label(self, user: Any) -> str:
        """Return what the telephone shows below: the user name."""
        return user.get_username()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the name of the site that a passkey is made for."""
        return super().get_public_key_credential_rp_entity() | {"name": "CSIPA"}

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept: a stolen backup makes no code."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret; one that another key encrypted opens nothing."""
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Tell whether another factor remains where one is required."""
        if not factor_is_required():
            return True
        kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        others = Authenticator.objects.filter(user=authenticator.user, type__in=kinds)
        return others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """Propose a name for a key."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Ma clé" if not count else f"Clé n°\u00a0{count + 1}"


def _fernet() -> MultiFernet:
    """Return what opens the secrets: the key of today first, then those of before."""
    keys = [settings.FACTOR_KEY or settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(key)) for key in keys])


def _key_from(secret: str) -> bytes:
    digest = hashlib.sha256(b"csipa second factors " + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)
