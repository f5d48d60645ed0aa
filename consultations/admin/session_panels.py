"""What the planning tells on the page of a site and on that of a convention."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from consultations.admin.planning_booking import said
from consultations.models import Session
from consultations.review.booking import who_of
from consultations.review.planning import coming_sessions, session_states, week_counts
from consultations.review.scope import sessions_of
from consultations.review.session_review_words import counts_words
from consultations.rules.weeks import Week
from conventions.models import Convention
from csipa.admin import Panel
from csipa.french.numbers import counted
from sites.models import Site
from sites.review.scope import works_for

VIEW = "consultations.view_session"
COUNTS = "consultations.view_sessioncount"
_SHOWN = 5


def site_panels(request: HttpRequest, site: Site) -> list[Panel]:
    """Return the week of a site in a few lines, for whoever may read its planning."""
    if not request.user.has_perm(VIEW) or not works_for(request.user, site):
        return []
    now = timezone.now()
    week = Week.of(timezone.localdate(now))
    csipa, snp = week_counts(site, week)
    context = {
        "csipa": counted(csipa, "séance", "séances") if csipa else "aucune séance",
        "snp": counted(snp, "séance", "séances") if snp else "aucune séance",
        "coming": [_line(one) for one in coming_sessions(since=now, site=site)[:_SHOWN]],
        "url": f"{reverse('admin:consultations_planning')}?site={site.pk}&semaine={week}",
    }
    return [Panel("admin/consultations/session/_site_panel.html", context)]


def convention_panels(request: HttpRequest, convention: Convention) -> list[Panel]:
    """Return how many sessions were planned and held under a convention, and what they counted.

    None without any session.
    """
    if not request.user.has_perm(VIEW):
        return []
    sessions = sessions_of(request.user)
    states = session_states(convention, sessions)
    if not states.booked:
        return []
    now = timezone.now()
    coming = coming_sessions(since=now, convention=convention, among=sessions).first()
    context = {
        "booked": counted(states.booked, "séance réservée", "séances réservées"),
        "held": counted(states.held, "tenue", "tenues"),
        "cancelled": counted(states.cancelled, "annulée", "annulées") if states.cancelled else "",
        "untold": counted(states.untold, "déjà passée", "déjà passées") if states.untold else "",
        "next": _line(coming) if coming else None,
        "url": f"{reverse('admin:consultations_session_changelist')}"
        f"?convention__id__exact={convention.pk}",
    }
    if request.user.has_perm(COUNTS):
        done, to_count = counts_words(convention, sessions, now=now)
        context |= {
            "done": done,
            "to_count": to_count,
            "review": reverse("admin:consultations_sessions_review", args=[convention.pk]),
            "counting": reverse("admin:consultations_sessions"),
        }
    return [Panel("admin/consultations/session/_convention_panel.html", context)]


def _line(session: Session) -> dict[str, Any]:
    return {
        "said": said(session),
        "what": session.title or session.get_purpose_display(),
        "who": who_of(session),
        "url": reverse("admin:consultations_session_change", args=[session.pk]),
    }
