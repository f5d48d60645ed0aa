"""The pages on which a departure is noted, and another part of a full time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from csipa.admin import own_page
from csipa.admin.responses import change_page, editable
from csipa.admin.seen import held
from csipa.french.dates import long_date, period
from csipa.french.grammar import de
from staffing.actions.assignments import change_fte, end_assignment
from staffing.admin_forms import DepartureForm, FteChangeForm
from staffing.models import Assignment
from staffing.review.workload import overwork_words
from staffing.rules.capacity import fte_words


@require_http_methods(["GET", "POST"])
def departure_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note the last day of an assignment, and why it ends."""
    row: Assignment = editable(request, page, pk)
    with held(request, row):
        return _left(request, page, editable(request, page, pk))


def _left(request: HttpRequest, page: Any, row: Assignment) -> HttpResponse:
    initial = {"end": row.end or timezone.localdate(), "departure_reason": row.departure_reason}
    form = DepartureForm(request.POST or None, row=row, initial=initial)
    if form.is_valid():
        try:
            end_assignment(assignment=row, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            day = long_date(form.cleaned_data["end"])
            messages.success(request, f"Départ {de(str(row.person))} noté au {day}.")
            return change_page(page, row)
    return _shown(request, page, row, form, "admin/staffing/assignment/departure.html")


@require_http_methods(["GET", "POST"])
def fte_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Change the part of a full time from a day on: the next assignment is opened."""
    row: Assignment = editable(request, page, pk)
    if not page.has_add_permission(request):
        raise PermissionDenied
    form = FteChangeForm(request.POST or None, initial={"overlap_reason": row.overlap_reason})
    if form.is_valid():
        try:
            following = change_fte(assignment=row, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            said = f"{fte_words(following.fte)} à partir du {long_date(following.start)}"
            messages.success(request, f"{row.person}\u00a0: {said}.")
            if told := overwork_words(row.person):
                messages.warning(request, told)
            return change_page(page, following)
    return _shown(request, page, row, form, "admin/staffing/assignment/fte.html")


def _shown(
    request: HttpRequest, page: Any, row: Assignment, form: Any, template: str
) -> HttpResponse:
    title = "Noter un départ" if isinstance(form, DepartureForm) else "Changer la quotité"
    said = f"{fte_words(row.fte)}, {period(row.start, row.end)}"
    return own_page(request, page, template, {"form": form, "title": title, "said": said}, row)
