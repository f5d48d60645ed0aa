"""« Planning »: a week of a site, room by room, on screen and in print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from consultations.admin.planning_booking import booking_view
from consultations.admin.planning_series import series_view
from consultations.models import SessionPurpose
from consultations.review.planning_print import TAKEN, printed_week, said_tallies
from consultations.review.planning_week import (
    PURPOSES,
    Block,
    Cell,
    PlanningWeek,
    RoomWeek,
    planning_week,
)
from consultations.review.scope import bookable_sites, own_conventions, own_rooms
from consultations.rules.weeks import NotAWeek, Week, read_week
from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import PDF, file_response, whole_number
from csipa.french.dates import WEEKDAYS, long_date, period
from csipa.french.hours import said_span
from csipa.pdf.door import PdfError
from sites.models import Site

TEMPLATE = "admin/consultations/planning.html"
VIEW, ADD = "consultations.view_session", "consultations.add_session"


@require_GET
def planning_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the week asked for, or the present one, of a site the account works for."""
    today = timezone.localdate()
    sites = _sites(request, today)
    site, week = _site(request.GET, sites), _week(request.GET, today)
    context: dict[str, Any] = {
        "title": page.title,
        "sites": sites,
        "site": site,
        "week": week or Week.of(today),
        "wrong_week": request.GET.get("semaine", "") if week is None else "",
        "may_book": request.user.has_perm(ADD),
    }
    if site is not None:
        context |= _told(request, site, context["week"], today)
    return own_page(request, page, TEMPLATE, context)


@require_GET
def planning_pdf_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the week as a sheet to hang on a door."""
    today = timezone.localdate()
    sites = _sites(request, today)
    site, week = _site(request.GET, sites), _week(request.GET, today) or Week.of(today)
    if site is None:
        return redirect(f"admin:{page.name}")
    try:
        own = own_conventions(request.user, site)
        content = printed_week(planning_week(site, week, conventions=own), today=today)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(f"admin:{page.name}")
    return file_response(content, PDF, f"planning-{site.pk}-{week}.pdf", "inline")


def _sites(request: HttpRequest, today: dt.date) -> list[Site]:
    """Return the sites whose planning an account reads, the centre first; one query for all."""
    found = bookable_sites(request.user, today=today).select_related("commune")
    return list(found.order_by("-kind", "search_key"))


def _told(request: HttpRequest, site: Site, week: Week, today: dt.date) -> dict[str, Any]:
    own = own_conventions(request.user, site)
    planning = planning_week(site, week, conventions=own)
    shown = _shown_day(request.GET, week, today)
    may_book = request.user.has_perm(ADD)
    rooms = {line.room.pk for line in planning.rooms} if may_book else set()
    if rooms and own is not None:
        rooms &= set(own_rooms(site, own, today=today).values_list("pk", flat=True))
    return {
        "planning": planning,
        "days": [
            {
                "day": day,
                "name": WEEKDAYS[day.day.weekday()],
                "is_today": day.day == today,
                "is_shown": day.day == shown,
                "hours": [said_span(span.opens_at, span.closes_at) for span in day.spans],
                "url": _here(site, week, jour=day.day.isoformat()),
                "expected": _expected(planning, day, rooms),
            }
            for day in planning.days
        ],
        "rooms": [
            {
                "room": line.room,
                "cells": [
                    _cell(site, line, cell, shown=shown, may_book=line.room.pk in rooms)
                    for cell in line.cells
                ],
            }
            for line in planning.rooms
        ],
        "said_week": f"Semaine {week.number}, {period(week.first, week.last)}",
        "before": _moved(site, week, -1),
        "after": _moved(site, week, 1),
        "now": "" if week == Week.of(today) else _here(site, Week.of(today)),
        "tallies": said_tallies(planning),
        "purposes": [
            (value, label)
            for value, label in PURPOSES.items()
            if own is None or value == SessionPurpose.UNSCHEDULED
        ],
        "is_partial": own is not None,
        "taken": TAKEN,
        "pdf": f"{reverse('admin:consultations_planning_pdf')}?site={site.pk}&semaine={week}",
        "book": f"{reverse('admin:consultations_planning_book')}?site={site.pk}",
        "series": f"{reverse('admin:consultations_planning_series')}?site={site.pk}",
    }


def _expected(planning: PlanningWeek, day: Any, rooms: Collection[int]) -> list[dict[str, Any]]:
    """Return the slots that conventions hold on a day, with the way to book what is not yet.

    `rooms` are those that may be booked, none for who may not book.
    """
    room = next((line.room for line in planning.rooms if line.room.pk in rooms), None)
    found = []
    for slot in day.expected:
        one = {
            "slot": slot,
            "hours": said_span(slot.starts, slot.ends),
            "name": slot.convention.reference or slot.convention.title,
        }
        if room and not slot.booked:
            where = {"room": room.pk, "day": day.day, "convention": slot.convention.pk}
            where |= {"starts": slot.starts, "ends": slot.ends}
            one["url"] = _book_url(planning.site, **where)
            one["series"] = _book_url(planning.site, page="series", **where)
        found.append(one)
    return found


def _cell(
    site: Site, line: RoomWeek, cell: Cell, *, shown: dt.date, may_book: bool
) -> dict[str, Any]:
    day, barred = cell.day.day, cell.day.is_barred
    blocks = [_block(site, line, day, block) for block in cell.blocks]
    return {
        "blocks": blocks,
        "shut": cell.day.shut,
        "is_shown": day == shown,
        "when": long_date(day, weekday=True),
        "day": day,
        "book": _book_url(site, room=line.room.pk, day=day) if may_book and not barred else "",
        "offers_free": any(block["is_free"] for block in blocks),
    }


def _block(site: Site, line: RoomWeek, day: dt.date, block: Block) -> dict[str, Any]:
    session = block.session
    found = {"is_free": block.is_free, "hours": said_span(block.starts, block.ends)}
    if block.is_taken:
        return {**found, "is_taken": True}
    if session is None:
        url = _book_url(site, room=line.room.pk, day=day, starts=block.starts, ends=block.ends)
        return {**found, "url": url}
    return {
        **found,
        "session": session,
        "purpose": block.purpose,
        "who": block.who,
        "is_snp": block.is_snp,
        "cleaning": said_span(block.ends, block.free_at) if block.free_at else "",
        "url": reverse("admin:consultations_session_change", args=[session.pk]),
    }


def _book_url(
    site: Site,
    *,
    room: int,
    day: dt.date,
    starts: dt.time | None = None,
    ends: dt.time | None = None,
    convention: int | None = None,
    page: str = "book",
) -> str:
    query: dict[str, Any] = {"site": site.pk, "salle": room, "jour": day.isoformat()}
    if starts and ends:
        query |= {"de": f"{starts:%H:%M}", "a": f"{ends:%H:%M}"}
    if convention:
        query["convention"] = convention
    return f"{reverse(f'admin:consultations_planning_{page}')}?{urlencode(query)}"


def _here(site: Site, week: Week, **more: str) -> str:
    query = {"site": site.pk, "semaine": str(week), **more}
    return f"{reverse('admin:consultations_planning')}?{urlencode(query)}"


def _moved(site: Site, week: Week, weeks: int) -> str:
    moved = week.moved(weeks)
    return _here(site, moved) if moved else ""


def _site(data: QueryDict, sites: list[Site]) -> Site | None:
    """Return the site asked for among `sites`, else the first; None when there is none."""
    asked = whole_number(data.get("site", ""))
    return next((site for site in sites if site.pk == asked), sites[0] if sites else None)


def _week(data: QueryDict, today: dt.date) -> Week | None:
    """Return the week asked for, that of today when none is; None when the text names none."""
    text = data.get("semaine", "")
    try:
        return read_week(text) if text else Week.of(today)
    except NotAWeek:
        return None


def _shown_day(data: QueryDict, week: Week, today: dt.date) -> dt.date:
    """Return the day that a narrow screen shows: the one asked for, else today, else Monday."""
    asked = data.get("jour", "")
    found = [day for day in week.days if day.isoformat() == asked]
    if found:
        return found[0]
    return today if today in week.days else week.first


PLANNING = register_page(
    SitePage(
        section=Section.ACTIVITY,
        section_rank=4,
        title="Planning",
        route="activite/planning/",
        name="consultations_planning",
        view=planning_view,
        permissions=(VIEW, ADD),
        description="La semaine d’un site, salle par salle\u00a0: qui consulte, et ce qui reste "
        "libre.",
        views=(
            ("pdf/", "pdf", planning_pdf_view),
            ("reserver/", "book", booking_view),
            ("serie/", "series", series_view),
        ),
        guide="planning",
        guides={"book": "planning#réserver-une-salle", "series": "planning#réserver-une-série"},
    )
)
