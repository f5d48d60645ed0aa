"""« Complétude »: which days are missing, site by site and month by month, on time or late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from consultations.admin.missing import Missing, cell_address, missing_told, sheet_address
from consultations.documents.month_words import month_name, of_month
from consultations.review.completeness import SiteDays, read_completeness, read_month
from consultations.rules.completeness import DayReport, Tally, day_name
from consultations.rules.months import (
    add_months,
    first_day,
    last_day,
    months_between,
    read_written_month,
    written_month,
)
from csipa.admin import Section, SitePage, own_page, register_page
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from sites.models import Site
from sites.review.scope import sites_of

VIEW = "consultations.view_activitycount"
SHOWN = 6
"""How many months the table shows."""


@dataclass(frozen=True)
class MonthCell:
    """How complete a month of a site is, and where its days are told."""

    place: str
    tally: Tally
    url: str


@dataclass(frozen=True)
class DayLine:
    """A day of the sheet: what became of it, and where to enter what is missing."""

    name: str
    state: str
    is_missing: bool
    missing: str
    url: str


@require_GET
def completeness_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what is missing now, then the share entered of each month of each site."""
    today = timezone.localdate()
    newest = asked_month(request, today)
    months = months_between(add_months(newest, 1 - SHOWN), newest)
    found = read_completeness(sites_of(request.user), months[0], last_day(newest), today=today)
    missing = [(one, one.tally()) for one in found]
    context = {
        "title": page.title,
        "sites": [one.site for one in found],
        "told": [missing_told(one, tally, today=today) for one, tally in missing if tally.missing],
        "rows": [
            (
                upper_first(month_name(month)),
                [
                    MonthCell(one.site.name, one.month(month), sheet_address(one.site.pk, month))
                    for one in found
                ],
            )
            for month in reversed(months)
        ],
        **moves(newest, today, SHOWN),
    }
    return own_page(request, page, "admin/consultations/completeness.html", context)


@require_GET
def month_view(request: HttpRequest, site: int, month: str, page: Any) -> HttpResponse:
    """Show the days of one month at one site."""
    place, first = asked_place(request, site, month)
    today = timezone.localdate()
    found = read_month(place, first, today=today)
    context = {
        "title": f"Complétude {of_month(first)}, {place}",
        "site": place,
        "found": found,
        "tally": found.tally() if found else None,
        "told": _told(found, today),
        "days": [_line(found, day) for day in found.days] if found else [],
        "before": sheet_address(site, add_months(first, -1)),
        "after": sheet_address(site, add_months(first, 1)) if first < first_day(today) else "",
        "month": written_month(first),
    }
    return own_page(request, page, "admin/consultations/completeness_month.html", context)


def asked_month(request: HttpRequest, today: dt.date) -> dt.date:
    """Return the last month that the address asks to show, this one where it asks for none."""
    asked = read_written_month(request.GET.get("mois", ""))
    return min(asked or first_day(today), first_day(today))


def asked_place(request: HttpRequest, site: int, month: str) -> tuple[Site, dt.date]:
    """Return the site and the month of an address; Http404 for those that are not theirs."""
    first = read_written_month(month)
    if first is None:
        raise Http404
    return get_object_or_404(sites_of(request.user), pk=site), first


def moves(newest: dt.date, today: dt.date, shown: int) -> dict[str, str]:
    """Return the months to ask for to go back and forth in a table of some months."""
    later = min(add_months(newest, shown), first_day(today))
    return {
        "before": written_month(add_months(newest, -shown)),
        "after": written_month(later) if newest < first_day(today) else "",
    }


def _told(found: SiteDays | None, today: dt.date) -> Missing | None:
    if found is None or not found.tally().missing:
        return None
    return missing_told(found, found.tally(), today=today)


def _line(found: SiteDays, day: DayReport) -> DayLine:
    lines = found.missing_lines(day)
    names = ", ".join(f"{line.profession.plural}, {line.get_kind_display()}" for line in lines)
    if lines:
        state = "rien n’est saisi" if len(lines) == len(day.lines) else "il manque une partie"
    elif day.is_late(found.ground.recording.entry_days):
        state = f"saisi en retard, le {long_date(day.entered_on)}"
    else:
        state = "saisi à temps"
    url = cell_address(found, day)
    return DayLine(upper_first(day_name(day.day)), state, bool(lines), names, url)


COMPLETENESS = register_page(
    SitePage(
        section=Section.ACTIVITY,
        section_rank=2,
        title="Complétude",
        route="activite/completude/",
        name="consultations_completeness",
        view=completeness_view,
        permissions=(VIEW,),
        description="Les journées qui manquent, site par site, sans compter les jours fermés.",
        views=(("<int:site>/<str:month>/", "month", month_view),),
        guide="completude-et-mois",
    )
)
