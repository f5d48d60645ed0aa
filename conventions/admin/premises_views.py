"""Who uses the rooms of a site, week by week, and what deserves a look in a convention's own."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from conventions.exchange.agreements import load_convention
from conventions.models import Convention
from conventions.review.premises import Occupation, occupations, own_uses
from conventions.review.premises_remarks import NAMES, TAKEN, has_premises, premises_remarks
from conventions.rules.premises import weekly_length
from csipa.admin import Panel, own_page
from csipa.admin.widgets import DateInput
from csipa.french.hours import said_length
from sites.models import Site

PANEL = "admin/conventions/convention/premises_panel.html"
_WEEK = dt.timedelta(days=7)
_ONE_DAY = dt.timedelta(days=1)


class OccupationForm(forms.Form):
    """Which site, and a day of the week to show."""

    site = forms.ModelChoiceField(
        Site.objects.order_by("name"), label="Site", required=False, empty_label=None
    )
    jour = forms.DateField(
        label="Semaine du",
        required=False,
        widget=DateInput(),
        validators=[MinValueValidator(dt.date(1900, 1, 1)), MaxValueValidator(dt.date(2999, 1, 1))],
    )


@require_GET
def occupation_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show who uses each room of a site on each day of a week."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    form = OccupationForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    site = chosen.get("site") or _first_site()
    monday = _monday(chosen.get("jour") or timezone.localdate())
    context: dict[str, Any] = {
        "title": "Occupation des salles",
        "form": OccupationForm(initial={"site": site, "jour": monday}),
        "site": site,
        "monday": monday,
        "sunday": monday + _WEEK - _ONE_DAY,
        "before": monday - _WEEK,
        "after": monday + _WEEK,
        "days": _days(site, monday) if site else [],
    }
    return own_page(request, page, "admin/conventions/convention/occupation.html", context)


def premises_panel(convention: Convention, *, closed: bool) -> Panel | None:
    """Tell what the premises of a convention hold each week, and what deserves a look.

    Once the text is closed only what may still be settled outside of it is told.
    """
    if convention.site_id is None or not _says_premises(convention):
        return None
    row = load_convention(convention.pk)
    if not has_premises(row):
        return None
    today = timezone.localdate()
    slots = {use.slot for use in own_uses(row)}
    remarks = premises_remarks(row, today=row.start or today)
    context = {
        "site": row.site,
        "length": said_length(weekly_length(slots)) if slots else "",
        "remarks": [one for one in remarks if not closed or one.rule in (TAKEN, NAMES)],
        "day": max(row.start or today, today),
    }
    return Panel(PANEL, context) if slots or context["remarks"] else None


def _says_premises(convention: Convention) -> bool:
    """Tell whether it is worth reading the whole convention; three queries at most."""
    if convention.as_written and not convention.sealed:
        return bool(convention.premises)
    lines = (convention.rooms, convention.slots, convention.equipment)
    return any(line.exists() for line in lines)


def _first_site() -> Site | None:
    """Return the site whose rooms are lent most lately, else the first of the list."""
    lent = Convention.objects.filter(site__isnull=False, slots__isnull=False).order_by("-start")
    row = lent.select_related("site").first()
    return row.site if row else Site.objects.order_by("name").first()


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _days(site: Site, monday: dt.date) -> list[dict[str, Any]]:
    """Return the days of a week that are used, with what doubles another use marked."""
    found = occupations(site, monday, monday + _WEEK - _ONE_DAY)
    return [
        {"day": day, "holiday": lines[0].holiday, "lines": _marked(lines)}
        for day, group in groupby(found, key=lambda one: one.day)
        if (lines := list(group))
    ]


def _marked(lines: list[Occupation]) -> list[dict[str, Any]]:
    return [{"line": one, "doubled": any(_doubles(one, other) for other in lines)} for one in lines]


def _doubles(one: Occupation, other: Occupation) -> bool:
    same = one.room is not None and other.room is not None and one.room.pk == other.room.pk
    return same and one is not other and one.start < other.end and other.start < one.end
