"""« Place d’un organisme »: where it sits, what it signs, what it leads, on any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from conventions.review.committee_places import OrganisationPlace, place_of
from csipa.admin import Panel, ToolbarLink, own_page
from csipa.admin.scope import seen
from csipa.admin.widgets import DateInput
from sites.models import Community, Organisation

PERMISSION = "conventions.view_committee"
_TEMPLATE = "admin/conventions/committee/place.html"
_PANEL = "admin/conventions/committee/_place_panel.html"


class PlaceForm(forms.Form):
    """Which organisation, on which day."""

    organisme = forms.ModelChoiceField(
        label="Organisme",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Choisissez",
    )
    au = forms.DateField(label="Au", required=False, widget=DateInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        # Only those that stand somewhere: the directory holds every commune.
        rows = Organisation.objects.filter(
            Q(committee_seats__isnull=False)
            | Q(piloted_sheets__isnull=False)
            | Q(partnered_sheets__isnull=False)
            | Q(programmes__isnull=False)
            | Q(party_places__convention__programmes__isnull=False)
            | Q(community__isnull=False)
        )
        wanted = data.get("organisme", "")
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
            rows = rows | Organisation.objects.filter(pk=int(wanted))
        self.fields["organisme"].queryset = rows.distinct().order_by("search_key", "pk")


@require_GET
def place_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show where the organisation asked for stands on the day asked for, or today."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    form = PlaceForm(request.GET)
    form.is_valid()
    today = timezone.localdate()
    organisation = form.cleaned_data.get("organisme")
    day = form.cleaned_data.get("au") or today
    context = {
        "title": "Place d’un organisme",
        "asked": form,
        "day": day,
        "is_today": day == today,
        "place": _place(request, organisation, day) if organisation else None,
    }
    return own_page(request, page, _TEMPLATE, context)


def _place(request: HttpRequest, organisation: Organisation, day: dt.date) -> OrganisationPlace:
    return place_of(organisation, day=day, seen=partial(seen, request))


def organisation_panels(request: HttpRequest, organisation: Organisation) -> Iterable[Panel]:
    """Tell on the page of an organisation where it stands today; nothing when nowhere."""
    if not request.user.has_perm(PERMISSION):
        return []
    place = _place(request, organisation, timezone.localdate())
    if place.is_empty:
        return []
    context = {"place": place, "address": place_address(organisation)}
    return [Panel(_PANEL, context)]


def community_links(request: HttpRequest, community: Community) -> Iterable[ToolbarLink]:
    """Lead from the page of a CPTS to its place in committees."""
    if not request.user.has_perm(PERMISSION):
        return []
    url = place_address(community.organisation)
    return [ToolbarLink("Place dans les instances", url, more=True)]


def place_address(organisation: Organisation) -> str:
    """Return the address of the page for an organisation."""
    query = urlencode({"organisme": organisation.pk})
    return f"{reverse('admin:conventions_committee_place')}?{query}"
