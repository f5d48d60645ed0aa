"""What conventions tell on the page of a site: who lends the place, until when, for which hours."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from conventions.admin.convention_list import stage_badge
from conventions.review.site_agreements import SiteAgreement, SiteHolding, site_holding
from conventions.review.site_sheet import PERMISSIONS, lent_label
from conventions.review.watched import name_of, obligation_label
from csipa.admin import Panel
from csipa.french.grammar import enumeration
from csipa.french.hours import said_length
from csipa.french.numbers import counted
from sites.models import Site

PANEL = "admin/conventions/convention/_site_panel.html"


def site_panels(request: HttpRequest, site: Site) -> list[Panel]:
    """Return what holds a site, for whoever may read conventions."""
    if not any(request.user.has_perm(permission) for permission in PERMISSIONS):
        return []
    holding = site_holding(site, today=timezone.localdate())
    length = sum((one.length for one in holding.agreements if _has_begun(one)), dt.timedelta())
    context = {
        "agreements": [_told(one) for one in holding.agreements],
        "drafts": [{"name": str(row), "url": _change_url(row)} for row in holding.drafts],
        "length": said_length(length) if length else "",
        "occupation": f"{reverse('admin:conventions_convention_occupation')}?site={site.pk}",
        **_owed(holding, site),
    }
    return [Panel(PANEL, context)]


def _has_begun(one: SiteAgreement) -> bool:
    return bool(one.convention.start and one.convention.start <= timezone.localdate())


def _told(one: SiteAgreement) -> dict[str, Any]:
    """Return what a line says of a convention."""
    return {
        "name": name_of(one.convention),
        "title": one.convention.title,
        "url": _change_url(one.convention),
        "stage": one.terms.stage.label,
        "badge": stage_badge(one.terms.stage),
        "parties": enumeration(one.parties),
        "start": one.convention.start,
        "ends_on": one.terms.ends_on,
        "has_begun": _has_begun(one),
        "notice_by": one.notice_by,
        "lender": one.lender,
        "rooms": enumeration(filter(None, one.rooms)),
        "equipment": [lent_label(thing) for thing in one.equipment],
        "slots": enumeration(str(slot) for slot in one.slots),
        "length": said_length(one.length) if one.slots else "",
    }


def _owed(holding: SiteHolding, site: Site) -> dict[str, Any]:
    """Return how many commitments are open, the next one, and where they all are."""
    if not holding.open:
        return {}
    following = holding.next_due
    board = reverse("admin:conventions_convention_obligations")
    return {
        "owed": counted(len(holding.open), "engagement à tenir", "engagements à tenir"),
        "late": holding.late,
        "next": obligation_label(following) if following else "",
        "next_on": following and following.due_on,
        "board": f"{board}?site={site.pk}",
    }


def _change_url(convention: Any) -> str:
    return reverse("admin:conventions_convention_change", args=[convention.pk])
