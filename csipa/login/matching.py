"""Which account belongs to the identity that a provider told; none is ever made."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from csipa.login.models import Invitation
from csipa.login.oidc import ProviderRefused

_ASK = "Demandez à la personne qui administre CSIPA."


def account_for(claims: dict[str, Any], *, now: dt.datetime) -> User:
    """Return the active account of that identity; raise ProviderRefused when there is none.

    The first time, an account is recognised by a mail address that the provider has verified, and
    the identity is kept; from then on only the identity counts, whatever the address becomes.
    """
    _check_house(claims)
    subject = str(claims["sub"])
    with transaction.atomic():
        known = SocialAccount.objects.select_related("user").filter(
            provider=settings.OIDC_SERVER, uid=subject
        )
        if found := known.first():
            return _open(found.user)
        user = _open(_by_mail(claims))
        SocialAccount.objects.create(provider=settings.OIDC_SERVER, uid=subject, user=user)
        _use_up_invitation(user, now)
    return user


def has_second_factor(claims: dict[str, Any]) -> bool:
    """Tell whether the provider says that it asked for a second factor."""
    methods = claims.get("amr")
    said = {str(claims.get("acr", "")), *(map(str, methods) if isinstance(methods, list) else ())}
    return not said.isdisjoint(settings.OIDC_FACTOR_CLAIMS)


def _check_house(claims: dict[str, Any]) -> None:
    domain = str(claims.get("email", "")).rpartition("@")[2].lower()
    siren = str(claims.get("siren") or claims.get("siret") or "")[:9]
    if settings.OIDC_MAIL_DOMAINS and domain not in settings.OIDC_MAIL_DOMAINS:
        raise ProviderRefused("Votre adresse n’est pas d’un domaine admis ici. " + _ASK, "domain")
    if settings.OIDC_SIREN and siren not in settings.OIDC_SIREN:
        raise ProviderRefused("Votre employeur n’est pas admis ici. " + _ASK, "employer")


def _by_mail(claims: dict[str, Any]) -> User:
    """Return the one active account of a verified address that no other identity holds."""
    mail = str(claims.get("email", ""))
    if not (settings.OIDC_MAILS_VERIFIED or claims.get("email_verified") is True):
        raise ProviderRefused(
            f"{settings.OIDC_NAME} n’a pas vérifié votre adresse électronique. " + _ASK,
            "unverified mail",
        )
    found = list(User.objects.filter(email__iexact=mail, is_active=True)[:2]) if mail else []
    taken = SocialAccount.objects.filter(provider=settings.OIDC_SERVER, user__in=found)
    if len(found) != 1 or taken.exists():
        raise ProviderRefused(
            "Aucun compte n’est ouvert ici pour cette identité. " + _ASK, "no account"
        )
    return found[0]


def _open(user: User) -> User:
    if not user.is_active:
        raise ProviderRefused("Ce compte est fermé. " + _ASK, "closed account")
    return user


def _use_up_invitation(user: User, now: dt.datetime) -> None:
    """Close the invitation of somebody who entered by this way: its link opens nothing any more."""
    waiting = Invitation.objects.filter(user=user, accepted_at=None, cancelled_at=None).first()
    if waiting is not None:
        waiting.accepted_at, waiting.secret_hash = now, ""
        waiting.save(update_fields=["accepted_at", "secret_hash"])
