"""« Séances à compter »: sessions of unscheduled care that are over, one short form each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from consultations.actions.session_counts import CountRefused, count_session, refused_session
from consultations.admin.session_counts_forms import (
    COMMUNES_LIST,
    CountForm,
    HomeFormSet,
    first_values,
    homes_formset,
    typed_count,
)
from consultations.admin.session_reviews import ledgers_view, review_pdf_view, review_view
from consultations.models import Session, SessionCount
from consultations.review.cpts import territory_of
from consultations.review.ledgers import latest_counts, snp_sessions, to_count
from consultations.review.scope import sessions_of
from csipa.admin import Section, SitePage, ToolbarLink, own_page, register_page
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.hours import said_span
from sites.models import Commune

TEMPLATES = "admin/consultations/sessions"
VIEW = "consultations.view_sessioncount"
ADD = "consultations.add_sessioncount"
CHANGE = "consultations.change_sessioncount"
# The oldest first: what waits longest. Beyond, the list says how many more there are.
_SHOWN, _LATEST = 60, 10


def said_session(session: Session) -> str:
    """Return « Jeudi 5 février 2026, 14 h–18 h, Norrent-Fontes »; reads the site."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    day = upper_first(long_date(start.date(), weekday=True))
    return f"{day}, {said_span(start.time(), end.time())}, {session.site}"


def count_links(request: HttpRequest, session: Session) -> list[ToolbarLink]:
    """Return the way to count a session, or to correct its count; nothing when it may not be."""
    counted = SessionCount.objects.filter(session=session).exists()
    may = request.user.has_perm(CHANGE if counted else ADD)
    if not may or refused_session(session, now=timezone.now()):
        return []
    label = "Corriger le décompte" if counted else "Compter la séance"
    return [ToolbarLink(label, reverse("admin:consultations_sessions_count", args=[session.pk]))]


@require_GET
def list_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the sessions to count, then those counted last."""
    sessions = sessions_of(request.user)
    waiting = to_count(sessions, now=timezone.now())
    found = list(waiting[: _SHOWN + 1])
    context = {
        "title": page.title,
        "waiting": [_line(session) for session in found[:_SHOWN]],
        "more": waiting.count() - _SHOWN if len(found) > _SHOWN else 0,
        "latest": [_line(session) for session in latest_counts(sessions, limit=_LATEST)],
        "may_count": request.user.has_perm(ADD),
        "may_change": request.user.has_perm(CHANGE),
    }
    return own_page(request, page, f"{TEMPLATES}/to_count.html", context)


def _line(session: Session) -> dict[str, Any]:
    return {
        "session": session,
        "said": said_session(session),
        "convention": _named(session),
        "count": getattr(session, "count", None),
    }


def _named(session: Session) -> str:
    return session.convention.reference or session.convention.title


@require_http_methods(["GET", "POST"])
def count_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask what a session counted, or correct it."""
    rows = snp_sessions(sessions_of(request.user)).filter(pk=pk)
    session = rows.select_related("site__commune", "room", "convention", "count").first()
    if session is None:
        raise Http404
    count = getattr(session, "count", None)
    if not request.user.has_perm(CHANGE if count else ADD):
        raise PermissionDenied
    if reason := refused_session(session, now=timezone.now()):
        messages.error(request, reason)
        return redirect(f"admin:{page.name}")
    names = _names(session, count)
    known = {label: code for code, label in names.items()}
    form = CountForm(request.POST or None, initial=first_values(count, session.version))
    homes = homes_formset(request.POST or None, count, known, names)
    if request.method == "POST" and _saved(request, session, form, homes):
        messages.success(request, f"Séance comptée\u00a0: {said_session(session)}.")
        return redirect(f"admin:{page.name}")
    context = {
        "title": "Corriger le décompte" if count else "Compter la séance",
        "said": said_session(session),
        "session": session,
        "convention": _named(session),
        "form": form,
        "homes": homes,
        "known": sorted(known),
        "list_id": COMMUNES_LIST,
        "is_open": bool(homes.initial_forms or homes.is_bound),
        "has_territory": len(names) > 0,
    }
    return own_page(request, page, f"{TEMPLATES}/count.html", context)


def _names(session: Session, count: SessionCount | None) -> dict[str, str]:
    """Return the communes that the lines propose, « Lillers (62516) » by code: the territory's."""
    codes = set(territory_of(session) or ())
    if count is not None:
        codes |= {one.commune_id for one in count.communes.all()}
    return {one.pk: f"{one.name} ({one.pk})" for one in Commune.objects.filter(pk__in=codes)}


def _saved(request: HttpRequest, session: Session, form: CountForm, homes: HomeFormSet) -> bool:
    """Write what was typed; False with the reasons on the form when it is not right."""
    if not (form.is_valid() & homes.is_valid()):
        return False
    data = form.cleaned_data
    session.version = data["version"]
    try:
        count_session(
            session=session,
            typed=typed_count(data, homes.communes()),
            comment=data["comment"],
            by=request.user,
            now=timezone.now(),
        )
    except CountRefused as refused:
        for name, reason in refused.faults:
            form.add_error(name if name in form.fields else None, reason)
        return False
    return True


SESSIONS = register_page(
    SitePage(
        section=Section.ACTIVITY,
        section_rank=6,
        title="Séances à compter",
        route="activite/seances/",
        name="consultations_sessions",
        view=list_view,
        permissions=(VIEW, ADD),
        description="Ce qu’ont compté les permanences de soins non programmés, et leur bilan.",
        views=(
            ("<int:pk>/compter/", "count", count_view),
            ("decomptes/", "ledgers", ledgers_view),
            ("bilan/<int:pk>/", "review", review_view),
            ("bilan/<int:pk>/pdf/", "review_pdf", review_pdf_view),
        ),
        guide="permanences#compter",
        guides={
            "ledgers": "permanences#les-deux-comptes",
            "review": "permanences#le-bilan-dune-convention",
        },
    )
)
