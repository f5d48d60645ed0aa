"""The remark beside the figures of a day: which line, which day, and a few words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consultations.actions.remarks import LONGEST, NotKept, annotate, remark_of
from consultations.admin.grid import CHANGE, GRID
from consultations.documents.grid_words import day_words
from consultations.review.grid import Reader, read_grid
from consultations.review.grid_checks import SEE_PEOPLE, read_checks
from consultations.review.grid_shapes import Grid
from consultations.review.recorded_lines import read_grounds
from consultations.rules.cell_names import NotACell, cell_end, read_cell_name
from consultations.rules.cells import CellKey, Measure
from consultations.views_grid_asked import Asked, read_asked
from csipa.admin import guided, own_page
from sites.review.scope import sites_of

TEMPLATE = "consultations/remark.html"
_DAY = "row"
"""What stands for the day in the key of a row."""


class RemarkForm(forms.Form):
    """The line, the day, the words; `base` is what the remark said when the page was shown."""

    row = forms.ChoiceField(label="Ligne")
    day = forms.ChoiceField(label="Jour")
    text = forms.CharField(
        label="Remarque",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        help_text="Jamais rien d’un patient. Videz-la pour la retirer.",
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, grid: Grid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["row"].choices = [
            (row.key, f"{one.site}, {row.who}, {row.what}")
            for one in grid.sites
            for row in one.rows
            if row.opens and not row.is_sum
        ]
        self.fields["day"].choices = [
            (day.date.isoformat(), day_words(day.date)) for day in grid.days
        ]

    @property
    def key(self) -> CellKey:
        """Return the row that was chosen, once the form is valid."""
        end = self.cleaned_data["row"].replace(_DAY, self.cleaned_data["day"])
        return read_cell_name(f"c-{end}")[0]


@guided("saisir-la-semaine#une-remarque")
@require_http_methods(["GET", "HEAD", "POST"])
def remark_view(request: HttpRequest) -> HttpResponse:
    """Show the remark of a row, and write it."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    asked, today = read_asked(request.GET), timezone.localdate()
    grid = _grid(request, asked, today)
    if request.method != "POST":
        return _page(request, asked, RemarkForm(initial=_initial(request, asked), grid=grid))
    form = RemarkForm(request.POST, grid=grid)
    if not form.is_valid():
        return _page(request, asked, form)
    data = form.cleaned_data
    try:
        annotate(
            form.key,
            data["text"],
            base=data["base"],
            by=request.user,
            now=timezone.now(),
            today=today,
        )
    except NotKept as refusal:
        return _page(request, asked, _refused(form, grid, str(refusal)))
    messages.success(
        request, "Remarque enregistrée." if data["text"].strip() else "Remarque retirée."
    )
    return redirect(asked.address(asked.week))


def _refused(form: RemarkForm, grid: Grid, reason: str) -> RemarkForm:
    """Return the form with the reason; what is kept is now what the page shows."""
    data = form.data.copy()
    data["base"] = remark_of(form.key)
    again = RemarkForm(data, grid=grid)
    again.add_error("text", reason)
    return again


def _grid(request: HttpRequest, asked: Asked, today: dt.date) -> Grid:
    week = asked.week
    grounds = read_grounds(sites_of(request.user), first=week.first, last=week.last)
    reader = Reader(today, request.user.has_perm(SEE_PEOPLE), may_write=True)
    return read_grid(grounds, week, reader, chosen=asked.day)


def _initial(request: HttpRequest, asked: Asked) -> dict[str, str]:
    """Return the row that the address names, with its remark if it is theirs to write."""
    initial = {"day": asked.day.isoformat()}
    try:
        key, _ = read_cell_name(request.GET.get("case", ""))
    except NotACell:
        return initial
    if read_checks([key], by=request.user).row_refusal(key):
        return initial
    end = cell_end(key, Measure.DONE)
    day, text = key.date.isoformat(), remark_of(key)
    return {"row": end.replace(day, _DAY), "day": day, "text": text, "base": text}


def _page(request: HttpRequest, asked: Asked, form: RemarkForm) -> HttpResponse:
    context = {"title": "Remarque", "form": form, "back": asked.address(asked.week)}
    return own_page(request, GRID, TEMPLATE, context)
