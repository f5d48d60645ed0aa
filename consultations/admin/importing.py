"""« Importer des décomptes »: a CSV or a workbook, looked at before anything is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultations.actions.importing import ImportRefused, apply_import
from consultations.bulk import PERMISSION, import_later
from consultations.exchange.activity_table import (
    LARGEST_FILE,
    MOST_LINES,
    FileRefused,
    Table,
    read_table,
    write_csv,
)
from consultations.exchange.carried import LARGEST, carried, taken_back
from consultations.review.exported import exported_rows
from consultations.review.grid_checks import SEE_PEOPLE
from consultations.review.import_plan import Plan, plan_import
from consultations.review.import_words import told_entries
from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import file_response
from csipa.admin.widgets import DateInput
from csipa.carried import NotCarried
from csipa.french.numbers import integer
from sites.review.scope import sites_of

AT_ONCE = 2000
"""Lines that are written while the person waits; more go to a worker."""
_PAGE = "admin:consultations_import"
_VIEW = "consultations.view_activitycount"
_WRITE = (PERMISSION, "consultations.change_activitycount")
_SHOWN = 100
_CSV = "text/csv; charset=utf-8"


class FileForm(forms.Form):
    """A file to look at; nothing is written yet."""

    file = forms.FileField(
        label="Fichier",
        help_text=(
            f"CSV ou .xlsx, {LARGEST_FILE // 1_000_000} Mo et {integer(MOST_LINES)} lignes au plus."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    replace = forms.BooleanField(
        label="Remplacer les valeurs déjà saisies",
        required=False,
        help_text="Sinon, une ligne qui dit autre chose que la base est mise de côté.",
    )

    def clean_file(self) -> Any:
        """Read the lines of the file; keep them in `table`."""
        file = self.cleaned_data["file"]
        try:
            if file.size > LARGEST_FILE:
                raise FileRefused("Ce fichier est trop grand : importez-le en plusieurs fois.")
            self.cleaned_data["table"] = read_table(file.read())
        except FileRefused as error:
            raise forms.ValidationError(str(error)) from error
        return file


class PeriodForm(forms.Form):
    """The days to export, both included."""

    first = forms.DateField(label="Du", widget=DateInput)
    last = forms.DateField(label="Au", widget=DateInput)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", "Ce jour précède le premier : échangez les deux dates.")
        return data


@require_GET
def import_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Offer the import to those who may write, the export to those who may read."""
    return _shown(request, page, FileForm(), _period())


@require_GET
def model_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send an empty file: the names of the columns."""
    content = "".join(write_csv([])).encode()
    return file_response(content, _CSV, "decomptes-modele.csv", "attachment")


@require_GET
def export_view(request: HttpRequest, page: Any) -> HttpResponse | StreamingHttpResponse:
    """Send the counts of a period in the columns of the import."""
    if not request.user.has_perm(_VIEW):
        raise PermissionDenied
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return _shown(request, page, FileForm(), form)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    rows = exported_rows(
        sites_of(request.user), first=first, last=last, sees_people=_sees_people(request)
    )
    response = StreamingHttpResponse(write_csv(rows), content_type=_CSV)
    name = f"decomptes-{first.isoformat()}-{last.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    return response


@require_http_methods(["GET", "POST"])
def preview_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what a file would change; an address opened by itself goes back to the page."""
    if request.method == "GET":
        return redirect(_PAGE)
    _check_import(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, page, form, _period())
    return _previewed(request, page, form.cleaned_data["table"], form.cleaned_data["replace"])


@require_POST
def apply_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Write what the preview showed, if it is still true; a long file goes to a worker."""
    _check_import(request)
    try:
        table, replace, digest = taken_back(request.POST.get("apercu", ""), person=request.user.pk)
    except NotCarried as error:
        messages.error(request, str(error))
        return redirect(_PAGE)
    only_good, now = "bonnes" in request.POST, timezone.now()
    if len(table.rows) > AT_ONCE:
        job = import_later(table, replace=replace, only_good=only_good, by=request.user, now=now)
        return redirect("admin:jobs_job_change", job.pk)
    plan = _plan(request, table, replace)
    try:
        if plan.digest != digest:
            raise ImportRefused(
                "Des décomptes ont changé depuis l’aperçu : rien n’est écrit. Relisez l’aperçu "
                "ci-dessous, puis confirmez de nouveau."
            )
        today = timezone.localdate(now)
        apply_import(plan, by=request.user, now=now, today=today, only_good=only_good)
    except ImportRefused as error:
        messages.warning(request, str(error))
        return _previewed(request, page, table, replace)
    messages.success(request, f"Import enregistré : {plan}.")
    return redirect(_PAGE)


def _shown(request: HttpRequest, page: Any, form: FileForm, period: PeriodForm) -> HttpResponse:
    context = {
        "title": page.title,
        "form": form if request.user.has_perms(_WRITE) else None,
        "period": period if request.user.has_perm(_VIEW) else None,
    }
    return own_page(request, page, "admin/consultations/import.html", context)


def _previewed(request: HttpRequest, page: Any, table: Table, replace: bool) -> HttpResponse:  # noqa: FBT001
    plan = _plan(request, table, replace)
    text = carried(table, replace=replace, digest=plan.digest, person=request.user.pk)
    context = {
        "title": "Aperçu de l’import",
        "plan": plan,
        "entries": told_entries(plan.entries[:_SHOWN]),
        "left": max(0, len(plan.entries) - _SHOWN),
        "conflicts": told_entries(plan.conflicts[:_SHOWN]),
        "conflicts_left": max(0, len(plan.conflicts) - _SHOWN),
        "carried": text if plan.entries and len(text) <= LARGEST else "",
        "is_too_long": len(text) > LARGEST,
        "is_long": len(table.rows) > AT_ONCE,
    }
    return own_page(request, page, "admin/consultations/import_preview.html", context)


def _plan(request: HttpRequest, table: Table, replace: bool) -> Plan:  # noqa: FBT001
    return plan_import(
        table,
        sites_of(request.user),
        sees_people=_sees_people(request),
        today=timezone.localdate(),
        replace=replace,
    )


def _period() -> PeriodForm:
    today = timezone.localdate()
    return PeriodForm(initial={"first": dt.date(today.year, 1, 1), "last": today})


def _sees_people(request: HttpRequest) -> bool:
    return request.user.has_perm(SEE_PEOPLE)


def _check_import(request: HttpRequest) -> None:
    if not request.user.has_perms(_WRITE):
        raise PermissionDenied


IMPORT = register_page(
    SitePage(
        section=Section.ACTIVITY,
        section_rank=14,
        title="Importer des décomptes",
        route="activite/import/",
        name="consultations_import",
        view=import_view,
        permissions=(PERMISSION, _VIEW),
        description="Des journées passées depuis un tableur, et les mêmes colonnes en retour.",
        views=(
            ("modele.csv", "model", model_view),
            ("decomptes.csv", "export", export_view),
            ("apercu/", "preview", preview_view),
            ("importer/", "apply", apply_view),
        ),
        guide="importer-des-decomptes",
    )
)
