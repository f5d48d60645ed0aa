"""Invitations on the page of an account: what became of them, and their buttons."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from csipa.admin.contributions import contribute_panels
from csipa.admin.finding import OWN, Command, register_commands
from csipa.admin.navigation import Panel
from csipa.login.invitations import CannotInvite, cancel, invite, why_not
from csipa.login.journal import Event, note
from csipa.login.mails import mail_leaves
from csipa.login.models import Invitation


def invitation_panels(request: HttpRequest, user: User) -> list[Panel]:
    """Return what is told of an account that has no password, and what can be done. One query."""
    if user.has_usable_password():
        return []
    invitation = Invitation.objects.filter(user=user).select_related("invited_by").first()
    told = {
        "user": user,
        "invitation": invitation,
        "waits": invitation is not None and not (invitation.cancelled_at or invitation.accepted_at),
        "is_late": invitation is not None and invitation.expires_at <= timezone.now(),
        "refusal": why_not(user),
        "may_invite": _may_change(request, user),
    }
    return [Panel("login/_invitation.html", told)]


def _may_change(request: HttpRequest, user: User) -> bool:
    page = admin.site.get_model_admin(User)
    return bool(page.has_change_permission(request, user))


def _account(request: HttpRequest, pk: int) -> User:
    """Return an account that the person may change; raise Http404 or PermissionDenied."""
    user = admin.site.get_model_admin(User).get_object(request, str(pk))
    if user is None:
        raise Http404
    if not _may_change(request, user):
        raise PermissionDenied
    return user


def _back(user: User) -> Any:
    return redirect("admin:auth_user_change", user.pk)


@require_POST
def send_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation, or send it again."""
    user = _account(request, pk)
    try:
        invite(user=user, by=request.user, now=timezone.now())
    except CannotInvite as refusal:
        messages.error(request, str(refusal))
    except (OSError, SMTPException):
        messages.error(
            request,
            "Le serveur de courrier n’a pas répondu\u00a0: rien n’est parti. Réessayez plus tard.",
        )
    else:
        note(Event.INVITED, request, user)
        if mail_leaves():
            messages.success(request, f"L’invitation est partie à {user.email}.")
        else:
            messages.warning(
                request,
                "L’invitation est prête, mais le courrier n’est pas réglé\u00a0: elle s’est écrite "
                f"à l’écran du serveur et {user.email} ne la recevra pas.",
            )
    return _back(user)


@require_POST
def cancel_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link that was sent worth nothing."""
    user = _account(request, pk)
    cancel(invitation=get_object_or_404(Invitation, user=user), now=timezone.now())
    note(Event.INVITATION_CANCELLED, request, user)
    messages.success(request, "L’invitation est annulée\u00a0: son lien n’ouvre plus rien.")
    return _back(user)


def _commands(_request: HttpRequest) -> list[Command]:
    """Lead to how one enters."""
    words = "mot de passe second facteur clé codes sécurité compte"
    return [Command("Ma connexion", OWN, reverse("mfa_index"), words, main=90)]


contribute_panels("auth.User", invitation_panels)
register_commands(_commands)
