"""The agenda: what falls due, and the private addresses under which calendars read it."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from conventions.actions.feeds import COMMITTEES, PERMISSION, create_feed, revoke_feed
from conventions.admin.single_page import SinglePageAdmin
from conventions.models import CalendarFeed
from conventions.review.agenda import Entry, upcoming
from csipa.admin import Section, own_page
from csipa.french.dates import MONTHS
from csipa.french.grammar import upper_first

TEMPLATE = "admin/conventions/calendarfeed/agenda.html"
# How far back what waits is looked for, and how far ahead deadlines are shown.
_YEAR = dt.timedelta(days=365)


class FeedForm(forms.Form):
    """The name under which somebody will know the address again."""

    name = forms.CharField(
        label="Nom de l’adresse",
        max_length=80,
        help_text="Ce qui la lira : « Mon téléphone », « Agenda du bureau ».",
    )


@never_cache
@require_POST
def create_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Create an address and show it: the only time, for its secret is not kept."""
    page.check_open(request)
    form = FeedForm(request.POST)
    if not form.is_valid():
        return page.show(request, form=form)
    feed, secret = create_feed(by=request.user, name=form.cleaned_data["name"], now=timezone.now())
    address = request.build_absolute_uri(reverse("agenda-feed", args=[secret]))
    created = {
        "feed": feed,
        "address": address,
        "webcal": f"webcal://{address.partition('://')[2]}",
    }
    return page.show(request, created=created)


@require_POST
def revoke_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Close one of this person's addresses."""
    feed = get_object_or_404(page.get_queryset(request), pk=pk)
    revoke_feed(feed=feed, by=request.user, now=timezone.now())
    messages.success(request, f"Adresse révoquée : {feed.name}. Elle n’ouvre plus rien.")
    return redirect("admin:conventions_calendarfeed_changelist")


@admin.register(CalendarFeed)
class CalendarFeedAdmin(SinglePageAdmin):
    """One page for whoever may read acts; each person sees their own addresses only."""

    section = Section.ACTS
    section_rank = 5
    guide = "apres-la-signature#lagenda"
    description = "Ce qui arrive à échéance, ici et dans votre propre agenda."
    permission = PERMISSION
    views = (
        ("adresse/", "create", create_view),
        ("<int:pk>/revoquer/", "revoke", revoke_view),
    )

    def show(self, request: HttpRequest, **context: Any) -> HttpResponse:
        """Show what falls due, and the addresses of this person."""
        today = timezone.localdate()
        entries = upcoming(
            today - _YEAR,
            today + _YEAR,
            today=today,
            with_committees=request.user.has_perm(COMMITTEES),
        )
        shown = {
            "title": "Agenda",
            "opts": None,
            "form": FeedForm(),
            "feeds": self.get_queryset(request).filter(revoked_at=None).order_by("name", "pk"),
            "waiting": [_line(entry) for entry in entries if entry.waiting],
            "months": _by_month([e for e in entries if not e.waiting and e.day >= today]),
        }
        return own_page(request, self, TEMPLATE, {**shown, **context})


def _line(entry: Entry) -> dict[str, Any]:
    address = reverse(f"admin:conventions_{entry.model}_change", args=[entry.pk])
    return {"entry": entry, "url": address}


def _by_month(entries: list[Entry]) -> list[dict[str, Any]]:
    """Return the entries, already in order, month by month."""
    months = groupby(entries, key=lambda entry: (entry.day.year, entry.day.month))
    return [
        {
            "name": upper_first(f"{MONTHS[month - 1]} {year}"),
            "lines": [_line(entry) for entry in found],
        }
        for (year, month), found in months
    ]
