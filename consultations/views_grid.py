"""The week grid: the page, the plain form that saves it, and the cells that the browser sends."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from consultations.actions.grid import TypedCell, close_day, save_cells
from consultations.admin.grid import CHANGE, GRID
from consultations.documents.grid_words import day_words
from consultations.review.grid import Reader, read_grid
from consultations.review.grid_checks import SEE_PEOPLE
from consultations.review.guardrails import bounds_for
from consultations.review.recorded_lines import read_grounds
from consultations.rules.answers import Answer, Fate
from consultations.rules.weeks import Week
from consultations.views_grid_asked import Asked, read_asked
from consultations.views_grid_form import changed_cells, closing_asked
from csipa.admin import guided, own_page
from csipa.admin.own_pages import site_pages
from csipa.french.dates import period
from csipa.french.numbers import counted
from sites.review.scope import sites_of

TEMPLATE = "consultations/grid.html"
MOST_CELLS = 2000
NO_LONGER_HERE = (
    "Vous n’êtes plus connecté\u00a0: reconnectez-vous, ce que vous avez tapé sera envoyé ensuite."
)
NOT_ALLOWED = "Votre compte ne permet pas de saisir l’activité\u00a0: demandez-en le droit."
NOT_CELLS = "La demande ne porte pas de cases lisibles\u00a0: rechargez la page."
TOO_MANY = f"Trop de cases à la fois\u00a0: {MOST_CELLS} au plus."
_STEPS = ((-1, "before"), (1, "after"))
_BESIDE = {"consultations_completeness": "Complétude", "consultations_planning": "Planning"}
_SETTINGS = "consultations.view_siterecording"


@guided("saisir-la-semaine")
def grid_view(request: HttpRequest) -> HttpResponse:
    """Show a week, or save what was typed in it; whoever only sees it may not save."""
    if not GRID.may_open(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _saved(request)
    return _shown(request)


@require_safe
def _shown(request: HttpRequest) -> HttpResponse:
    return _page(request, read_asked(request.GET), [])


def _saved(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not user.has_perm(CHANGE):
        raise PermissionDenied
    now, today = timezone.now(), timezone.localdate()
    answers = save_cells(changed_cells(request.POST), by=user, now=now, today=today)
    if closing := closing_asked(request.POST):
        site = sites_of(user).filter(pk=closing[0]).first()
        if site is None:
            raise PermissionDenied
        answers += close_day(site, closing[1], by=user, now=now, today=today)
    saved = sum(answer.fate is Fate.SAVED for answer in answers)
    if saved or not answers:
        told = counted(saved, "case enregistrée", "cases enregistrées")
        messages.success(request, f"{told}." if saved else "Rien n’avait changé.")
    left = [answer for answer in answers if answer.fate is not Fate.SAVED]
    if left:
        return _page(request, read_asked(request.GET), left)
    return redirect(request.get_full_path())


def _page(request: HttpRequest, asked: Asked, left: list[Answer]) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    theirs = sites_of(user)
    week = asked.week
    every = read_grounds(theirs, first=week.first, last=week.last)
    grounds = [one for one in every if one.site.pk in asked.sites] or every
    reader = Reader(today, user.has_perm(SEE_PEOPLE), user.has_perm(CHANGE))
    answers = {answer.name: answer for answer in left}
    usual = bounds_for(grounds, week.first, week.last) if reader.may_write else None
    grid = read_grid(grounds, week, reader, chosen=asked.day, answers=answers, bounds=usual)
    unsaved = [cell for one in grid.sites for row in one.rows for cell in row.answers]
    placed = {cell.name for cell in unsaved}
    context = {
        "title": GRID.title,
        "grid": grid,
        "week": week,
        "week_words": period(week.first, week.last),
        "wrong_week": asked.wrong,
        "asked": asked,
        "shown_sites": [one.site.pk for one in grounds],
        "every_site": [one.site for one in every],
        "today": today,
        "chosen_words": day_words(asked.day),
        "days": [(day, asked.address(week, day.date)) for day in grid.days],
        "this_week": "" if week == Week.of(today) else asked.address(Week.of(today)),
        "left": left,
        "unsaved": unsaved,
        "stray": [answer for answer in left if answer.name not in placed],
        "beside": _beside(user),
        "remarks_address": asked.address(week, name="saisie-remarque"),
        "settings_address": _settings(user),
    }
    for step, name in _STEPS:
        moved = week.moved(step)
        context[f"{name}_week"] = asked.address(moved) if moved else ""
    return own_page(request, GRID, TEMPLATE, context)


def _beside(user: Any) -> list[tuple[str, str]]:
    """Return the pages beside this one that an account may open, by name and address."""
    return [
        (_BESIDE[page.name], reverse(f"admin:{page.name}"))
        for page in site_pages()
        if page.name in _BESIDE and page.may_open(user)
    ]


def _settings(user: Any) -> str:
    """Return where lines are set up, empty for those who may not see it."""
    may = user.has_perm(_SETTINGS)
    return reverse("admin:consultations_siterecording_changelist") if may else ""


@never_cache
@require_POST
def cells_view(request: HttpRequest) -> HttpResponse:
    """Save cells sent by the browser, and answer with what became of each."""
    user = request.user
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return JsonResponse({"message": NO_LONGER_HERE}, status=401)
    if not user.has_perm(CHANGE):
        return JsonResponse({"message": NOT_ALLOWED}, status=403)
    cells = _sent(request.body)
    if cells is None:
        return JsonResponse({"message": NOT_CELLS}, status=400)
    if len(cells) > MOST_CELLS:
        return JsonResponse({"message": TOO_MANY}, status=400)
    answers = save_cells(cells, by=user, now=timezone.now(), today=timezone.localdate())
    return JsonResponse({"cells": [_as_json(answer) for answer in answers]})


def _sent(body: bytes) -> list[TypedCell] | None:
    """Return the cells of a request, None where it is not made of cells."""
    try:
        cells = json.loads(body)["cells"]
        return [
            TypedCell(
                _text(cell["name"]),
                _text(cell["value"]),
                _text(cell.get("base", "")),
                cell.get("confirmed") is True,
            )
            for cell in cells
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _as_json(answer: Answer) -> dict[str, Any]:
    theirs = answer.theirs
    return {
        "name": answer.name,
        "state": answer.fate.value,
        "value": answer.value,
        "message": answer.message,
        "theirs": theirs and {"value": theirs.value, "by": theirs.by, "at": theirs.at},
    }
