"""Booking a room: what is refused is told by its field, what is unusual asks for its reason."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consultations.actions.sessions import BookingRefused, SessionRefused, book, change
from consultations.admin.planning_forms import BookingForm
from consultations.models import Session, SessionPurpose
from consultations.review.booking import cleaning_of
from consultations.review.scope import bookable_sites, own_conventions
from consultations.rules.session_words import from_to
from consultations.rules.weeks import Week
from conventions.models import Convention
from csipa.admin import own_page
from csipa.admin.responses import change_page, visible, whole_number
from csipa.french.dates import long_date
from sites.models import Site

TEMPLATE = "admin/consultations/booking.html"
ADD, CHANGE = "consultations.add_session", "consultations.change_session"


@require_http_methods(["GET", "POST"])
def booking_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Book one session; the address may say the room, the day, the hours and the convention."""
    site = bookable_site(request)
    form = BookingForm(
        request.POST or None,
        site=site,
        conventions=own_conventions(request.user, site),
        initial=asked(request.GET, site),
    )
    if form.is_valid():
        now = timezone.now()
        try:
            session = book(form.booking(), by=request.user, now=now, today=timezone.localdate(now))
        except BookingRefused as refused:
            form.tell(refused.verdicts)
        else:
            messages.success(request, f"Réservé\u00a0: {said(session)}.")
            return to_week(session)
    return _shown(request, page, form, site, "Réserver une salle")


@require_http_methods(["GET", "POST"])
def change_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Move a session, or change anything else in it."""
    session: Session = visible(request, page, pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    site = session.site
    form = BookingForm(
        request.POST or None,
        site=site,
        session=session,
        conventions=own_conventions(request.user, site),
        initial=initial_of(session),
    )
    if form.is_valid():
        now = timezone.now()
        try:
            change(
                session,
                form.booking(),
                seen=form.cleaned_data["version"],
                by=request.user,
                now=now,
                today=timezone.localdate(now),
            )
        except BookingRefused as refused:
            form.tell(refused.verdicts)
        except SessionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "La séance est changée.")
            return change_page(page, session)
    return _shown(request, page, form, site, "Changer la séance", session)


def bookable_site(request: HttpRequest) -> Site:
    """Return the site of the address; PermissionDenied for who may not book, Http404 for none."""
    if not request.user.has_perm(ADD):
        raise PermissionDenied
    pk = whole_number(request.GET.get("site", ""))
    sites = bookable_sites(request.user, today=timezone.localdate())
    site = sites.select_related("commune").filter(pk=pk).first()
    if site is None:
        raise Http404
    return site


def asked(data: QueryDict, site: Site) -> dict[str, Any]:
    """Return what an address says of a session to book; what makes no sense is left out."""
    found: dict[str, Any] = {
        "room": whole_number(data.get("salle", "")),
        "day": _read(forms.DateField(), data.get("jour", "")),
        "starts": _read(forms.TimeField(), data.get("de", "")),
        "ends": _read(forms.TimeField(), data.get("a", "")),
    }
    pk = whole_number(data.get("convention", ""))
    convention = Convention.objects.filter(pk=pk, site=site).first() if pk else None
    if convention is not None:
        found |= {
            "convention": convention.pk,
            "purpose": SessionPurpose.UNSCHEDULED,
            "cleaning": cleaning_of(convention),
        }
    return found


def initial_of(session: Session) -> dict[str, Any]:
    """Return the values of a session as the form shows them."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return {
        "room": session.room_id,
        "purpose": session.purpose,
        "convention": session.convention_id,
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "cleaning": (session.free_at - session.ends_at) // dt.timedelta(minutes=1),
        "person": session.person_id,
        "practitioner": session.practitioner,
        "title": session.title,
        "reason": session.override_reason,
        "version": session.version,
    }


def said(session: Session) -> str:
    """Return « Cabinet 1, le mardi 2 juin 2026 de 9 h à 12 h »."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    day = long_date(start.date(), weekday=True)
    return f"{session.room.name}, le {day} {from_to(start.time(), end.time())}"


def to_week(session: Session) -> HttpResponseRedirect:
    """Go to the week of a session."""
    day = timezone.localdate(session.starts_at)
    query = {"site": session.site_id, "semaine": str(Week.of(day)), "jour": day.isoformat()}
    return redirect(f"{reverse('admin:consultations_planning')}?{urlencode(query)}")


def _read(field: forms.Field, text: str) -> Any:
    try:
        return field.clean(text)
    except forms.ValidationError:
        return None


def _shown(
    request: HttpRequest,
    page: Any,
    form: BookingForm,
    site: Site,
    title: str,
    session: Session | None = None,
) -> HttpResponse:
    context = {"title": title, "form": form, "site": site}
    return own_page(request, page, TEMPLATE, context, session)
