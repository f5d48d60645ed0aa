"""« Mois »: closed by who types, checked, validated by the head of service, reopened if need be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from consultations.actions.months import MonthRefused, take_step
from consultations.admin.completeness import asked_month, asked_place, moves
from consultations.admin.missing import missing_told
from consultations.admin.month_figures import month_figures
from consultations.documents.month_words import (
    STEP_BUTTONS,
    STEP_SENTENCES,
    month_name,
    of_month,
)
from consultations.review.grid_checks import SEE_PEOPLE
from consultations.review.month_sheet import MonthSheet, MonthView, read_months, read_sheet
from consultations.review.months import lock_sentence, reopeners
from consultations.rules.completeness import day_name
from consultations.rules.months import (
    MonthState,
    MonthStep,
    add_months,
    may_close,
    months_between,
    possible,
    written_month,
)
from csipa.admin import Section, SitePage, own_page, register_page
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from sites.models import Site
from sites.review.scope import sites_of

SHOWN = 6
TO_CLOSE = "À clore"
PERMISSIONS = {
    MonthStep.CLOSE: "consultations.close_month",
    MonthStep.CHECK: "consultations.check_month",
    MonthStep.VALIDATE: "consultations.validate_month",
    MonthStep.REOPEN: "consultations.reopen_month",
}
_WHO = {
    MonthStep.CLOSE: "La clôture revient à la personne qui saisit.",
    MonthStep.CHECK: "La vérification revient à la personne chargée de vérifier les mois.",
    MonthStep.VALIDATE: "La validation revient au chef de service.",
}


@dataclass(frozen=True)
class StepForm:
    """A step that this person may take now; `asks` is why a reason is needed, empty if none is."""

    step: str
    button: str
    asks: str
    is_way_on: bool


@dataclass(frozen=True)
class Told:
    """How far a month has come, in words, and what is not as it should be."""

    state: str
    flag: str


@dataclass(frozen=True)
class Refused:
    """A step that was not taken, with the reason that was typed."""

    step: str
    reason: str
    message: str


@require_GET
def months_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show how far the months of the sites have come."""
    today = timezone.localdate()
    newest = asked_month(request, today)
    months = months_between(add_months(newest, 1 - SHOWN), newest)
    found = read_months(sites_of(request.user), months, today=today)
    context = {
        "title": page.title,
        "sites": [one[0].site for one in found],
        "rows": [
            (
                upper_first(month_name(month)),
                [(one[rank], _address(one[rank]), _told(one[rank], today)) for one in found],
            )
            for rank, month in reversed([*enumerate(months)])
        ],
        **moves(newest, today, SHOWN),
    }
    return own_page(request, page, "admin/consultations/months.html", context)


@require_GET
def month_view(request: HttpRequest, site: int, month: str, page: Any) -> HttpResponse:
    """Show one month of a site: its figures, what is missing, its trace, what comes next."""
    place, first = asked_place(request, site, month)
    return _sheet(request, page, place, first)


@require_POST
def step_view(request: HttpRequest, site: int, month: str, page: Any) -> HttpResponse:
    """Take the step asked for, or show the month again with why it is not taken."""
    place, first = asked_place(request, site, month)
    try:
        step = MonthStep(request.POST.get("step", ""))
    except ValueError:
        raise PermissionDenied from None
    if not request.user.has_perm(PERMISSIONS[step]):
        raise PermissionDenied
    reason = request.POST.get("reason", "")
    try:
        take_step(place, first, step, by=request.user, now=timezone.now(), reason=reason)
    except MonthRefused as error:
        refused = Refused(step.value, reason, str(error))
        return _sheet(request, page, place, first, refused=refused)
    messages.success(request, STEP_SENTENCES[step])
    return redirect("admin:consultations_months_month", site, written_month(first))


def _sheet(
    request: HttpRequest, page: Any, site: Site, month: dt.date, *, refused: Refused | None = None
) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    sheet = read_sheet(site, month, today=today, sees_people=user.has_perm(SEE_PEOPLE))
    tally = sheet.days.tally() if sheet.days else None
    is_locked = sheet.state is not MonthState.OPEN
    context = {
        "title": f"{upper_first(month_name(month))}, {site}",
        "sheet": sheet,
        "state": TO_CLOSE
        if not is_locked and may_close(month, today)
        else upper_first(str(sheet.label)),
        "site": site,
        "figures": month_figures(sheet),
        "told": missing_told(sheet.days, tally, today=today)
        if sheet.days and tally and tally.missing
        else None,
        "tally": tally,
        "unusual": [(row, upper_first(day_name(row.date))) for row in sheet.unusual],
        "forms": _forms(user, sheet, today, missing=bool(tally and tally.missing)),
        "waits": _waits(user, sheet, today),
        "locked": lock_sentence(sheet.lock, reopeners()) if is_locked and sheet.lock else "",
        "refused": refused,
        "closed_on": sheet.closed_on,
        "month": written_month(month),
        "of_month": of_month(month),
        "before": written_month(add_months(month, -1)),
        "after": written_month(add_months(month, 1)) if month < today.replace(day=1) else "",
    }
    return own_page(request, page, "admin/consultations/month.html", context)


def _forms(user: Any, sheet: MonthSheet, today: dt.date, *, missing: bool) -> list[StepForm]:
    found = []
    for step in possible(sheet.state):
        if not user.has_perm(PERMISSIONS[step]):
            continue
        if step is MonthStep.CLOSE and not may_close(sheet.month, today):
            continue
        asks = ""
        if step is MonthStep.REOPEN:
            asks = "Motif de la réouverture"
        elif step is MonthStep.CLOSE and missing:
            asks = "Pourquoi clore sans ces journées"
        found.append(StepForm(step.value, STEP_BUTTONS[step], asks, step is not MonthStep.REOPEN))
    return found


def _waits(user: Any, sheet: MonthSheet, today: dt.date) -> str:
    """Return what the next step waits for, when it is not for this person to take now."""
    step = possible(sheet.state)[0]
    if step is MonthStep.CLOSE and not may_close(sheet.month, today):
        day = long_date(add_months(sheet.month, 1) - dt.timedelta(days=1))
        return f"Le mois pourra être clos à partir du {day}."
    if step is MonthStep.REOPEN:
        return "Le mois est validé\u00a0: il n’y a plus rien à faire."
    return "" if user.has_perm(PERMISSIONS[step]) else _WHO[step]


def _address(view: MonthView) -> str:
    return reverse(
        "admin:consultations_months_month", args=[view.site.pk, written_month(view.month)]
    )


def _told(view: MonthView, today: dt.date) -> Told:
    """Return what is to be said of a month: its state, and what is not as it should be."""
    if view.may_close:
        return Told(TO_CLOSE, "en retard" if view.is_late else "")
    is_over = view.month < today.replace(day=1)
    lacks = is_over and view.tally is not None and bool(view.tally.missing)
    return Told(upper_first(str(view.state.label)), "incomplet" if lacks else "")


MONTHS = register_page(
    SitePage(
        section=Section.ACTIVITY,
        section_rank=3,
        title="Mois",
        route="activite/mois/",
        name="consultations_months",
        view=months_view,
        permissions=("consultations.view_monthlock", *PERMISSIONS.values()),
        description="Clore les mois, les vérifier, les valider\u00a0; les rouvrir avec un motif.",
        views=(
            ("<int:site>/<str:month>/", "month", month_view),
            ("<int:site>/<str:month>/etape/", "step", step_view),
        ),
        guide="completude-et-mois#les-mois",
    )
)
