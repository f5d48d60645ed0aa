"""Invitations: a link sent by mail, with which somebody chooses the password of their account."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from csipa.french.dates import long_date
from csipa.french.grammar import enumeration
from csipa.login.mails import send
from csipa.login.models import Invitation
from csipa.private_addresses import hash_of, new_secret
from csipa.roles.keeping import roles_of


class CannotInvite(Exception):
    """Why an invitation does not go, in French."""


def why_not(user: User) -> str:
    """Return why `user` cannot be invited, as a French sentence; empty if nothing prevents it."""
    if not user.is_active:
        return "Ce compte est fermé\u00a0: rouvrez-le avant d’inviter la personne."
    if user.has_usable_password():
        return "Cette personne a déjà choisi son mot de passe."
    if not user.email:
        return "Écrivez d’abord l’adresse électronique de la personne."
    return ""


def invite(*, user: User, by: User, now: dt.datetime) -> Invitation:
    """Send a link to somebody who has no password yet; links of before open nothing any more.

    Raise CannotInvite; an error of the mail server undoes everything and is raised too.
    """
    if reason := why_not(user):
        raise CannotInvite(reason)
    secret = new_secret()
    expires = now + dt.timedelta(days=settings.INVITATION_DAYS)
    with transaction.atomic():
        invitation, _ = Invitation.objects.update_or_create(
            user=user,
            defaults={
                "invited_by": by,
                "sent_at": now,
                "expires_at": expires,
                "secret_hash": hash_of(secret),
                "accepted_at": None,
                "cancelled_at": None,
            },
        )
        _send(user, by, secret, expires)
    return invitation


def cancel(*, invitation: Invitation, now: dt.datetime) -> None:
    """Make the link worth nothing; harmless when it already is."""
    invitation.secret_hash = ""
    invitation.cancelled_at = now
    invitation.save(update_fields=["secret_hash", "cancelled_at"])


def find(secret: str, *, now: dt.datetime) -> Invitation | None:
    """Return the invitation that a link opens; None for one that is used, cancelled or too old."""
    found = (
        Invitation.objects.filter(secret_hash=hash_of(secret), accepted_at=None, cancelled_at=None)
        .select_related("user", "invited_by")
        .first()
    )
    if found is None or now >= found.expires_at:
        return None
    return found if found.user.is_active and not found.user.has_usable_password() else None


def accept(*, secret: str, password: str, now: dt.datetime) -> User | None:
    """Give the account its password and use the link up; None when the link opens nothing.

    The row is held meanwhile: of two people with the same link, one comes first.
    """
    with transaction.atomic():
        held = Invitation.objects.select_for_update().filter(secret_hash=hash_of(secret)).first()
        found = find(secret, now=now) if held else None
        if found is None:
            return None
        found.accepted_at, found.secret_hash = now, ""
        found.save(update_fields=["accepted_at", "secret_hash"])
        found.user.set_password(password)
        found.user.save(update_fields=["password"])
        return found.user


def _send(user: User, by: User, secret: str, expires: dt.datetime) -> None:
    roles = roles_of(user)
    send(
        "login/mail/invitation.txt",
        "login/mail/invitation.html",
        to=user.email,
        subject="CSIPA\u00a0: votre compte est ouvert",
        context={
            "name": user.first_name or user.get_username(),
            "username": user.get_username(),
            "by": by.get_full_name() or by.get_username(),
            "roles": enumeration([f"«\u00a0{role.name}\u00a0»" for role in roles]),
            "several": len(roles) > 1,
            "tasks": [role.told for role in roles],
            "until": long_date(expires.date()),
            "address": settings.SITE_ADDRESS + reverse("invitation", args=[secret]),
        },
    )
