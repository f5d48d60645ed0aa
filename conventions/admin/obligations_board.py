"""The board of obligations: what each party owes under all conventions, the late ones first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from conventions.admin.obligations_forms import ALL, DRAFTS, OVER, BoardForm
from conventions.admin.obligations_views import badge_of, sheet_response
from conventions.models import Convention, Periodicity, Tracking
from conventions.review.obligations import (
    Obligation,
    Owed,
    by_organisation,
    read_obligations,
    urgency,
)
from conventions.review.terms import stage_sql, with_terms
from conventions.rules.convention_stages import RUNNING, ConventionStage
from csipa.admin import Panel, own_page
from csipa.admin.responses import whole_number

PANEL = "admin/conventions/convention/obligations_panel.html"
_OVER = tuple(stage for stage in ConventionStage if stage.is_over)
_STAGES = {OVER: _OVER, DRAFTS: (ConventionStage.DRAFT,), ALL: tuple(ConventionStage)}
# Beyond, the parties that have nothing to do are folded.
_FEW = 6


@require_GET
def board_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what each party owes, narrowed by party, site, state and convention."""
    found, form, kept = _asked(request, page)
    owed = by_organisation(kept)
    narrowed = any(form.cleaned_data.get(name) for name in ("organisme", "site", "convention"))
    query = request.GET.copy()
    query.pop("organisme", None)
    context = {
        "title": "Engagements des parties",
        "form": form,
        "all": Owed("", None, None, kept),
        "found": bool(found),
        "query": query.urlencode(),
        "parties": [
            {
                "owed": one,
                "is_open": bool(one.late or one.soon or narrowed or len(owed) <= _FEW),
                "lines": [(line, badge_of(line)) for line in one.obligations],
            }
            for one in owed
        ],
    }
    return own_page(request, page, "admin/conventions/convention/obligations.html", context)


@require_GET
def organisation_sheet_view(request: HttpRequest, organisation: int, page: Any) -> HttpResponse:
    """Show the follow-up sheet of one party under the conventions that the board shows."""
    _, _, kept = _asked(request, page)
    lines = [line for line in kept if (line.organisation_pk or 0) == organisation]
    return sheet_response(
        request,
        sorted(lines, key=lambda line: line.convention.pk),
        today=timezone.localdate(),
        name=f"engagements-{organisation}",
        back=reverse("admin:conventions_convention_obligations"),
    )


def obligations_panel(convention: Convention, *, today: dt.date) -> Panel | None:
    """Tell what is late or soon due under a convention; None, after one query, if nothing is."""
    tracked = Tracking.objects.exclude(periodicity=Periodicity.CONTINUOUS)
    own = Q(commitment__article__convention=convention)
    amended = Q(commitment__article__convention__parent=convention)
    if not tracked.filter(own | amended).exists():
        return None
    rows = list(with_terms(Convention.objects.filter(pk=convention.pk)))
    lines = read_obligations(rows, today=today)
    pressing = [line for line in lines if line.is_late or line.soon]
    if not pressing:
        return None
    pressing.sort(key=urgency)
    context = {
        "convention": convention,
        "all": Owed("", None, None, lines),
        "lines": [(line, badge_of(line)) for line in pressing],
    }
    return Panel(PANEL, context)


def _asked(request: HttpRequest, page: Any) -> tuple[list[Obligation], BoardForm, list[Obligation]]:
    """Return the obligations of the conventions looked at, the filters, and what they keep."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    today, roots = timezone.localdate(), page.get_queryset(request).roots()
    found = _found(roots, request.GET, today)
    data = request.GET
    if not found and "etape" not in data:
        # Nothing holds any more, or nothing yet: better all there is than an empty page.
        data = data.copy()
        data["etape"] = ALL
        found = _found(roots, data, today)
    form = BoardForm(data, found=found)
    return found, form, form.kept(found)


def _found(
    roots: QuerySet[Convention], asked: Mapping[str, str], today: dt.date
) -> list[Obligation]:
    """Return the obligations of the stages asked for, and of the convention asked for by its key.

    Unless told otherwise of the conventions that hold or will, and what is still late under others.
    """
    stages = _STAGES.get(asked.get("etape", ""))
    wanted = Q(stage_now__in=stages or RUNNING)
    if stages is None:
        tracked = Tracking.objects.exclude(periodicity=Periodicity.CONTINUOUS)
        texts = tracked.values("commitment__article__convention")
        wanted |= Q(pk__in=texts) | Q(children__in=texts)
    key = whole_number(asked.get("convention", ""))
    if key is not None:
        wanted |= Q(pk=key)
    chosen = roots.alias(stage_now=stage_sql(today)).filter(wanted).order_by().values("pk")
    rows = with_terms(Convention.objects.filter(pk__in=chosen)).select_related("site__commune")
    found = read_obligations(list(rows.order_by("-start", "-pk")), today=today)
    if stages is None:
        found = [line for line in found if _runs(line) or line.convention.pk == key]
    return found


def _runs(line: Obligation) -> bool:
    """Tell whether an obligation is on the board unless told otherwise."""
    return line.stage in RUNNING or (line.is_late and line.stage is not ConventionStage.DRAFT)
