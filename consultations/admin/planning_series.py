"""A series: what stands against each date is shown; it is kept, skipped or moved, then booked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consultations.actions.sessions import SeriesRefused, SessionRefused, book_series
from consultations.admin.planning_booking import asked, bookable_site
from consultations.admin.planning_forms import SeriesForm
from consultations.review.booking import Booking, series_verdicts
from consultations.review.scope import own_conventions
from consultations.rules.recurrence import LONGEST
from consultations.rules.sessions import Verdict
from consultations.rules.weeks import Week
from conventions.models import Convention
from csipa.admin import own_page
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from sites.models import Site

FORM, PREVIEW = "admin/consultations/series.html", "admin/consultations/series_preview.html"
KEEP, SKIP, MOVE = "keep", "skip", "move"
CHOICES = ((KEEP, "Garder"), (MOVE, "Déplacer"), (SKIP, "Sauter"))


class DateForm(forms.Form):
    """What becomes of one date of a series."""

    todo = forms.ChoiceField(choices=CHOICES)
    day = forms.DateField(required=False)
    starts = forms.TimeField(required=False)
    ends = forms.TimeField(required=False)

    def clean(self) -> dict[str, Any]:
        """Ask where a date moves to."""
        data: dict[str, Any] = super().clean() or {}
        wanted = [data.get(name) for name in ("day", "starts", "ends")]
        if data.get("todo") == MOVE and not all(one is not None for one in wanted):
            raise forms.ValidationError("Pour déplacer, donnez un jour et des heures.")
        return data


@dataclass
class DateRow:
    """One date of a series: what becomes of it, and what stands against it so."""

    origin: dt.date
    todo: str
    booking: Booking
    verdicts: list[Verdict] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The beginning of the names of its inputs."""
        return f"d{self.origin.isoformat()}"

    @property
    def said(self) -> str:
        """The day in words."""
        return upper_first(long_date(self.origin, weekday=True))

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """What may become of it, and which is chosen."""
        return [(value, label, value == self.todo) for value, label in CHOICES]

    @property
    def is_refused(self) -> bool:
        """Tell whether it cannot be booked so."""
        return bool(self.faults) or any(verdict.refused for verdict in self.verdicts)


@require_http_methods(["GET", "POST"])
def series_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Ask for a series, show its dates, book those that are kept."""
    site = bookable_site(request)
    own = own_conventions(request.user, site)
    initial = _initial(request.GET, site)
    form = SeriesForm(request.POST or None, site=site, conventions=own, initial=initial)
    if not form.is_valid():
        context = {"title": "Réserver une série", "form": form, "site": site}
        return own_page(request, page, FORM, context)
    step = request.POST.get("step", "preview")
    if step == "form":
        context = {"title": "Réserver une série", "form": form, "site": site}
        return own_page(request, page, FORM, context)
    rows = _rows(request.POST, form, is_first=step == "preview")
    _judge(rows, own, is_first=step == "preview")
    if step == "book" and _booked(request, form, rows):
        return redirect(_week_url(site, rows))
    return own_page(request, page, PREVIEW, _told(form, site, rows))


def _rows(data: QueryDict, form: SeriesForm, *, is_first: bool) -> list[DateRow]:
    rows = []
    for day in form.days:
        row = DateRow(day, KEEP, form.booking(day=day))
        if not is_first:
            typed = DateForm(data, prefix=row.name)
            row.todo = typed.data.get(f"{row.name}-todo", SKIP)
            if typed.is_valid() and row.todo == MOVE:
                values = typed.cleaned_data
                moved = {name: values[name] for name in ("day", "starts", "ends")}
                row.booking = form.booking(**moved)
            elif not typed.is_valid():
                row.faults = [text for texts in typed.errors.values() for text in texts]
        rows.append(row)
    return rows


def _judge(rows: Sequence[DateRow], own: frozenset[int] | None, *, is_first: bool) -> None:
    """Find what stands against each date; those that cannot be are first proposed as skipped."""
    now = timezone.now()
    wanted = [row for row in rows if row.todo != SKIP and not row.faults]
    bookings, today = [row.booking for row in wanted], timezone.localdate(now)
    found = series_verdicts(bookings, now=now, today=today, conventions=own)
    for row, verdicts in zip(wanted, found, strict=True):
        row.verdicts = verdicts
        if is_first and row.is_refused:
            row.todo = SKIP


def _booked(request: HttpRequest, form: SeriesForm, rows: Sequence[DateRow]) -> bool:
    """Book what is kept; False, with the reasons told, when something stands against it."""
    kept = [row for row in rows if row.todo != SKIP]
    if any(row.faults for row in kept):
        messages.error(request, "Rien n’est réservé\u00a0: corrigez les dates signalées.")
        return False
    now = timezone.now()
    try:
        booked = book_series(
            [row.booking for row in kept],
            first=form.cleaned_data["day"],
            last=form.cleaned_data["last_day"],
            every=form.cleaned_data["every"],
            by=request.user,
            now=now,
            today=timezone.localdate(now),
        )
    except SeriesRefused as refused:
        said = "Rien n’est réservé\u00a0: voyez ce qui s’oppose à "
        said += counted(len(refused.days), "date", "dates")
        messages.error(request, f"{said}. Sautez, déplacez, ou dites le motif de l’exception.")
        return False
    except SessionRefused as refused:
        messages.error(request, str(refused))
        return False
    told = counted(len(booked), "séance réservée", "séances réservées")
    messages.success(request, f"{told}.")
    return True


def _told(form: SeriesForm, site: Site, rows: Sequence[DateRow]) -> dict[str, Any]:
    kept = [row for row in rows if row.todo != SKIP]
    return {
        "title": "Dates de la série",
        "form": form,
        "site": site,
        "rows": rows,
        "kept": len(kept),
        "refused": sum(row.is_refused for row in rows),
        "asks_reason": form.asks_reason or any(row.verdicts and not row.is_refused for row in kept),
        "carried": [
            (name, value)
            for name in form.fields
            if name not in ("reason", "version")
            for value in form.data.getlist(name)
        ],
    }


def _initial(data: QueryDict, site: Site) -> dict[str, Any]:
    found = asked(data, site)
    day, convention = found["day"], found.get("convention")
    if day is not None:
        found["weekdays"] = [day.isoweekday()]
    if day is not None and convention:
        last = Convention.objects.values_list("ends_on", flat=True).get(pk=convention)
        found["last_day"] = last and min(last, _bounded_year(day))
    return found


def _bounded_year(day: dt.date) -> dt.date:
    """Return the last day that a series from `day` may reach."""
    return day + dt.timedelta(days=LONGEST) if day.year < dt.MAXYEAR - 1 else day


def _week_url(site: Site, rows: Sequence[DateRow]) -> str:
    first = min(row.booking.day for row in rows if row.todo != SKIP)
    query = {"site": site.pk, "semaine": str(Week.of(first)), "jour": first.isoformat()}
    return f"{reverse('admin:consultations_planning')}?{urlencode(query)}"
