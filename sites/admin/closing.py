"""What is said once the closing of a site is saved: what is left there, who is to be told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from csipa.french.dates import long_date
from csipa.french.grammar import enumeration
from sites.models import Site, SiteKind
from sites.review.closing import left_at
from sites.rules.declarations import due_on

_VIEW = ("sites.view_substantialchange", "sites.change_substantialchange")


def warn_of_closing(request: HttpRequest, site: Site) -> None:
    """Warn of what stays at a site that closes, and of the declaration for an antenna."""
    if site.closed_on is None:
        return
    left = left_at(site, user=request.user, day=max(site.closed_on, timezone.localdate()))
    if left:
        told = (
            f"Après la fermeture du {long_date(site.closed_on)}, il reste sur ce site "
            f"{enumeration(left)} : donnez-leur un autre site ou mettez-y fin."
        )
        messages.warning(request, told)
    if site.kind == SiteKind.ANTENNA:
        messages.warning(request, _to_declare(request, site))


def _to_declare(request: HttpRequest, site: Site) -> str:
    """Return until when the agency is to be told, with the way there for whoever may go."""
    sentence = (
        "La fermeture d’une antenne se déclare à l’agence régionale de santé dans les quinze "
        f"jours, au plus tard le {long_date(due_on(site.closed_on))}"
    )
    if not any(request.user.has_perm(permission) for permission in _VIEW):
        return f"{sentence}."
    address = reverse("admin:sites_substantialchange_changelist")
    return format_html('{} : <a href="{}">Changements à déclarer</a>.', sentence, address)
