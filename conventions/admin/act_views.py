"""What one does with an act beside typing it: print, export, annex, sign, import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from conventions.actions import (
    PartyLine,
    annex_convention,
    import_file,
)
from conventions.admin.responses import json_response, pdf_response, word_response
from conventions.admin_forms import AnnexForm, ImportForm, only_representative
from conventions.exchange.faults import ExchangeError
from conventions.models import Act
from csipa.admin import own_page
from csipa.admin.responses import editable, visible
from csipa.pdf.door import PdfError


@require_GET
def document_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the PDF: the signed document, or the draft marked « PROJET »."""
    return pdf_response(request, page, visible(request, page, pk))


@require_GET
def word_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send a draft for Word."""
    return word_response(request, page, visible(request, page, pk))


@require_GET
def export_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the exchange file."""
    return json_response(visible(request, page, pk))


@require_http_methods(["GET", "POST"])
def annex_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Start a convention annexed to a draft, its parties taken from their records."""
    act: Act = editable(request, page, pk)
    if act.is_signed:
        raise PermissionDenied
    form = AnnexForm(request.POST or None, admin_site=page.admin_site)
    if form.is_valid():
        lines = [PartyLine(act.authority, act.signatory)]
        lines += [PartyLine(party, only_representative(party)) for party in form.others()]
        try:
            convention = annex_convention(
                act=act, by=request.user, parties=lines, **form.fields_of_convention()
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request, "Convention jointe à l’acte : complétez ses articles et enregistrez."
            )
            return redirect("admin:conventions_convention_change", convention.pk)
    context = {"form": form, "title": "Joindre une convention"}
    return own_page(request, page, "admin/conventions/act/annex.html", context, act)


@require_http_methods(["GET", "POST"])
def import_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Take an act or a convention from a file, or show every fault it holds."""
    if not page.has_add_permission(request):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    faults: list[Any] = []
    if form.is_valid():
        try:
            imported = import_file(
                content=form.cleaned_data["file"].read(),
                by=request.user,
                now=timezone.now(),
                replace=form.cleaned_data["replace"],
            )
        except ExchangeError as error:
            faults = error.faults
        except PdfError as error:
            form.add_error(None, f"{error} Rien n’est importé.")
        else:
            messages.success(request, f"Import réussi : {imported.act or imported.convention}.")
            for notice in imported.notices:
                messages.warning(request, notice)
            model = "act" if imported.act else "convention"
            row = imported.act or imported.convention
            return redirect(f"admin:conventions_{model}_change", row.pk)
    context = {"form": form, "faults": faults, "title": "Importer un acte ou une convention"}
    return own_page(request, page, "admin/conventions/act/import.html", context)
