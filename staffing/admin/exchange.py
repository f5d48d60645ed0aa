"""The page « Import et export »: posts and people as a workbook, and back, after a preview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import XLSX, file_response
from csipa.french.grammar import enumeration
from csipa.french.numbers import integer
from staffing.actions.importing import ImportRefused, StateChanged, apply_import
from staffing.exchange.carried import NotCarried, carried, taken_back
from staffing.exchange.reading import LARGEST_FILE, MOST_LINES, Book, FileRefused, read_workbook
from staffing.exchange.sheets import TABLES
from staffing.exchange.state import read_state
from staffing.exports import staffing_workbook, workbook_name
from staffing.review.import_plan import Plan, plan_import

_PAGE = "admin:staffing_exchange"
_MODELS = ("post", "person", "assignment")
_VIEW = tuple(f"staffing.view_{name}" for name in _MODELS)
_WRITE = tuple(f"staffing.{deed}_{name}" for deed in ("add", "change") for name in _MODELS)


class WorkbookForm(forms.Form):
    """A workbook to look at; nothing is written yet."""

    file = forms.FileField(
        label="Classeur",
        validators=[
            FileExtensionValidator(
                ["xlsx"],
                "Choisissez un classeur .xlsx : ni .xls, ni .ods, ni .xlsm (macros), ni .csv.",
            )
        ],
        help_text=f"Au format .xlsx, 5 Mo et {integer(MOST_LINES)} lignes au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        """Read the lines of the workbook; keep them in `book`."""
        file = self.cleaned_data["file"]
        try:
            if file.size > LARGEST_FILE:
                raise FileRefused("Ce fichier dépasse 5 Mo : retirez ce qui n’est pas à importer.")
            self.cleaned_data["book"] = read_workbook(file.read())
        except FileRefused as error:
            raise forms.ValidationError(str(error)) from error
        return file


@require_GET
def exchange_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Offer the export, and the import to those who may write."""
    return _shown(request, page, WorkbookForm())


@require_GET
def export_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send the workbook."""
    if not _may_export(request):
        raise PermissionDenied
    name = workbook_name(timezone.localdate())
    return file_response(staffing_workbook(), XLSX, name, "attachment")


@require_http_methods(["GET", "POST"])
def preview_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what a workbook would change; an address opened by itself goes back to the page."""
    if request.method == "GET":
        return redirect(_PAGE)
    _check_import(request)
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, page, form)
    book = form.cleaned_data["book"]
    return _previewed(request, page, book, plan_import(book, read_state()))


@require_POST
def apply_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Write what the preview showed, if it is still true."""
    _check_import(request)
    try:
        book, digest = taken_back(request.POST.get("apercu", ""), person=request.user.pk)
    except NotCarried as error:
        messages.error(request, str(error))
        return redirect(_PAGE)
    plan = plan_import(book, read_state())
    if _not_allowed(request, plan):
        return _previewed(request, page, book, plan)
    try:
        done = apply_import(book=book, digest=digest, by=request.user)
    except StateChanged as error:
        messages.warning(request, str(error))
        return _previewed(request, page, book, plan_import(book, read_state()))
    except ImportRefused as error:
        messages.error(request, str(error))
        return redirect(_PAGE)
    messages.success(request, f"Import enregistré : {done}.")
    return redirect(_PAGE)


def _shown(request: HttpRequest, page: Any, form: WorkbookForm) -> HttpResponse:
    context = {
        "title": page.title,
        "form": form if _may_import(request) else None,
        "may_export": _may_export(request),
    }
    return own_page(request, page, "admin/staffing/exchange.html", context)


def _previewed(request: HttpRequest, page: Any, book: Book, plan: Plan) -> HttpResponse:
    refused = _not_allowed(request, plan)
    may_apply = plan.may_be_applied and not refused
    context = {
        "title": "Aperçu de l’import",
        "plan": plan,
        "sheets": [
            {
                "title": table.title,
                "entries": plan.of(table),
                "unchanged": plan.unchanged[table.title],
                "absent": plan.absent[table.title],
            }
            for table in TABLES
        ],
        "refused": refused,
        "faults": plan.faults,
        "carried": carried(book, digest=plan.digest, person=request.user.pk) if may_apply else "",
    }
    return own_page(request, page, "admin/staffing/exchange_preview.html", context)


def _may_export(request: HttpRequest) -> bool:
    return request.user.has_perms(_VIEW)


def _may_import(request: HttpRequest) -> bool:
    return request.user.has_perms((*_VIEW, *_WRITE))


def _check_import(request: HttpRequest) -> None:
    if not _may_import(request):
        raise PermissionDenied


def _not_allowed(request: HttpRequest, plan: Plan) -> str:
    """Return what this person may not write of a plan, as a French sentence; empty if all."""
    titles = {
        f"« {entry.table.title} »"
        for entry in plan.entries
        if not request.user.has_perm(
            f"staffing.{'add' if entry.is_new else 'change'}_{entry.table.model._meta.model_name}"
        )
    }
    if not titles:
        return ""
    return (
        "Votre compte ne permet pas d’écrire ce que changent ces feuilles : "
        f"{enumeration(sorted(titles))}. Retirez-les du classeur, ou demandez ce droit."
    )


EXCHANGE = register_page(
    SitePage(
        section=Section.STAFFING,
        section_rank=50,
        title="Import et export",
        route="effectifs/tableur/",
        name="staffing_exchange",
        view=exchange_view,
        permissions=_VIEW,
        description="Les postes, les personnes et les affectations dans un tableur.",
        views=(
            ("effectifs.xlsx", "export", export_view),
            ("apercu/", "preview", preview_view),
            ("importer/", "apply", apply_view),
        ),
        guide="effectifs-par-tableur",
    )
)
