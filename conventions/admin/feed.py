"""The agenda: what falls due, and the private addresses under which calendars read it."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from conventions.actions.feeds import PERMISSION, create_feed, revoke_feed
from conventions.models import CalendarFeed
from conventions.review.agenda import Entry, upcoming
from csipa.admin import ModelAdmin, Section
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


@admin.register(CalendarFeed)
class CalendarFeedAdmin(ModelAdmin):
    """One page for whoever may read acts; each person sees their own addresses only."""

    section = Section.ACTS
    section_rank = 5
    description = "Ce qui arrive à échéance, ici et dans votre propre agenda."

    def has_module_permission(self, request):
        """Show the agenda in the menu to whoever may read acts."""
        return request.user.has_perm(PERMISSION)

    def has_view_permission(self, request, obj=None):
        """Open the agenda to whoever may read acts."""
        return request.user.has_perm(PERMISSION)

    def has_add_permission(self, request):
        """Leave the stock page of addition aside: the agenda has its own form."""
        return False

    def has_change_permission(self, request, obj=None):
        """Let nobody change an address: it is revoked, and another is created."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Keep revoked addresses, with who opened them."""
        return False

    def get_queryset(self, request):
        """Show people their own addresses."""
        return super().get_queryset(request).filter(user=request.user)

    def changelist_view(self, request, extra_context=None):
        """Show what falls due, and the addresses of this person."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._page(request, FeedForm())

    def create_view(self, request: HttpRequest) -> HttpResponse:
        """Create an address and show it: the only time, for its secret is not kept."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = FeedForm(request.POST)
        if not form.is_valid():
            return self._page(request, form)
        feed, secret = create_feed(
            by=request.user, name=form.cleaned_data["name"], now=timezone.now()
        )
        address = request.build_absolute_uri(reverse("agenda-feed", args=[secret]))
        created = {
            "feed": feed,
            "address": address,
            "webcal": f"webcal://{address.partition('://')[2]}",
        }
        return self._page(request, FeedForm(), created=created)

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Close one of this person's addresses."""
        feed = get_object_or_404(self.get_queryset(request), pk=pk)
        revoke_feed(feed=feed, by=request.user, now=timezone.now())
        messages.success(request, f"Adresse révoquée : {feed.name}. Elle n’ouvre plus rien.")
        return redirect("admin:conventions_calendarfeed_changelist")

    def _page(
        self, request: HttpRequest, form: FeedForm, created: dict[str, Any] | None = None
    ) -> HttpResponse:
        today = timezone.localdate()
        entries = upcoming(today - _YEAR, today + _YEAR, today=today)
        feeds = self.get_queryset(request).filter(revoked_at=None).order_by("name", "pk")
        context = {
            **self.admin_site.each_context(request),
            "title": "Agenda",
            "opts": self.opts,
            "media": self.media + form.media,
            "section": self.section,
            "form": form,
            "created": created,
            "feeds": feeds,
            "waiting": [_line(entry) for entry in entries if entry.waiting],
            "months": _by_month([e for e in entries if not e.waiting and e.day >= today]),
        }
        return TemplateResponse(request, TEMPLATE, context)

    def get_urls(self):
        """Add what one does with addresses to the stock pages."""
        return [
            path(
                "adresse/",
                self.admin_site.admin_view(never_cache(require_POST(self.create_view))),
                name="conventions_calendarfeed_create",
            ),
            path(
                "<int:pk>/revoquer/",
                self.admin_site.admin_view(require_POST(self.revoke_view)),
                name="conventions_calendarfeed_revoke",
            ),
            *super().get_urls(),
        ]


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
