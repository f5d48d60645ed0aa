"""« Importer des adhérents »: a CSV or a workbook, looked at before anything is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from csipa.admin import own_page
from csipa.admin.responses import file_response
from csipa.carried import NotCarried
from csipa.french.numbers import integer
from csipa.spreadsheets import CSV, Sheet, to_csv
from csipa.tables import Table
from csipa.workbooks import FileRefused
from sites.models import Community
from staffing.actions.importing_members import ImportRefused, import_members
from staffing.admin.community_rows import community_of
from staffing.bulk.booklets import SEE_CONTACTS
from staffing.exchange.members_table import (
    HEADINGS,
    LARGEST_FILE,
    MOST_LINES,
    carried,
    read_members,
    taken_back,
)
from staffing.review.members_plan import Plan, plan_members

_WRITE = ("staffing.add_membership", "staffing.change_membership")
_TEMPLATES = "admin/staffing/directories"


class MembersFileForm(forms.Form):
    """A file of members to look at; nothing is written yet."""

    file = forms.FileField(
        label="Fichier",
        help_text=(
            f"CSV ou .xlsx, {LARGEST_FILE // 1_000_000} Mo et {integer(MOST_LINES)} lignes au plus."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """Read the lines of the file; keep them in `table`."""
        file = self.cleaned_data["file"]
        try:
            if file.size > LARGEST_FILE:
                raise FileRefused("Ce fichier est trop grand : importez-le en plusieurs fois.")
            self.cleaned_data["table"] = read_members(file.read())
        except FileRefused as error:
            raise forms.ValidationError(str(error)) from error
        return file


def may_import(request: HttpRequest) -> bool:
    """Tell whether this person may add and change memberships."""
    return request.user.has_perms(_WRITE)


@require_GET
def import_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Offer the import."""
    _check(request)
    return _shown(request, page, community_of(request, pk), MembersFileForm())


@require_GET
def model_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send an empty file: the names of the columns."""
    _check(request)
    content = to_csv(Sheet("Adhérents", list(HEADINGS.values()), []))
    return file_response(content, CSV, "adherents-modele.csv", "attachment")


@require_http_methods(["GET", "POST"])
def preview_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show what a file would change; an address opened by itself goes back to the form."""
    _check(request)
    community = community_of(request, pk)
    if request.method == "GET":
        return redirect("admin:staffing_directories_import", pk)
    form = MembersFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, page, community, form)
    return _previewed(request, page, community, form.cleaned_data["table"])


@require_POST
def apply_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Write what the preview showed, if it is still true."""
    _check(request)
    community = community_of(request, pk)
    try:
        table, key, digest = taken_back(request.POST.get("apercu", ""), person=request.user.pk)
        if key != community.pk:
            raise NotCarried("Cet aperçu est celui d’une autre CPTS : envoyez le fichier ici.")
    except NotCarried as error:
        messages.error(request, str(error))
        return redirect("admin:staffing_directories_import", pk)
    try:
        done = import_members(
            table=table,
            community=community,
            digest=digest,
            by=request.user,
            today=timezone.localdate(),
            sees_contacts=request.user.has_perm(SEE_CONTACTS),
        )
    except ImportRefused as error:
        messages.warning(request, str(error))
        return _previewed(request, page, community, table)
    new = sum(entry.is_new for entry in done.entries)
    messages.success(
        request,
        f"Import enregistré. Adhésions ajoutées : {new} ; modifiées : {len(done.entries) - new}.",
    )
    return redirect("admin:staffing_directories_one", pk)


def _shown(
    request: HttpRequest, page: Any, community: Community, form: MembersFileForm
) -> HttpResponse:
    context = {
        "title": f"Importer des adhérents : {community}",
        "form": form,
        "community": community,
        "headings": list(HEADINGS.values()),
    }
    return own_page(request, page, f"{_TEMPLATES}/import.html", context)


def _previewed(request: HttpRequest, page: Any, community: Community, table: Table) -> HttpResponse:
    plan: Plan = plan_members(
        table,
        community,
        today=timezone.localdate(),
        sees_contacts=request.user.has_perm(SEE_CONTACTS),
    )
    text = carried(table, community=community.pk, digest=plan.digest, person=request.user.pk)
    context = {
        "title": "Aperçu de l’import",
        "plan": plan,
        "community": community,
        "carried": text if plan.entries else "",
    }
    return own_page(request, page, f"{_TEMPLATES}/import_preview.html", context)


def _check(request: HttpRequest) -> None:
    if not may_import(request):
        raise PermissionDenied
