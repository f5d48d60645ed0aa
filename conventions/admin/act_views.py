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
from conventions.actions.rehearsing import rehearse_import
from conventions.admin.responses import json_response, pdf_response, word_response
from conventions.admin_forms import AnnexForm, ImportForm, only_representative
from conventions.exchange.faults import ExchangeError
from conventions.exchange.from_pdf import exchange_bytes
from conventions.models import Act
from csipa.admin import own_page
from csipa.admin.responses import editable, visible
from csipa.carried import NotCarried, signed, unsigned
from csipa.pdf.door import PdfError

_SALT = "conventions.admin.act_views"


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
    """Show what a file would bring in, or every fault it holds; then take it."""
    if not page.has_add_permission(request):
        raise PermissionDenied
    is_sent = request.method == "POST" and "apercu" not in request.POST
    form = ImportForm(request.POST, request.FILES) if is_sent else ImportForm()
    faults: list[Any] = []
    try:
        if "apercu" in request.POST:
            return _imported(request)
        if is_sent and form.is_valid():
            return _previewed(request, page, **form.cleaned_data)
    except NotCarried as error:
        messages.error(request, str(error))
    except ExchangeError as error:
        faults = error.faults
    except PdfError as error:
        messages.error(request, f"{error} Rien n’est importé.")
    context = {"form": form, "faults": faults, "title": "Importer un acte ou une convention"}
    return own_page(request, page, "admin/conventions/act/import.html", context)


def _previewed(request: HttpRequest, page: Any, *, file: Any, replace: bool) -> HttpResponse:
    """Show what a file would bring in; raises as `import_file` does."""
    content = exchange_bytes(file.read())
    told = rehearse_import(content=content, by=request.user, now=timezone.now(), replace=replace)
    kept = {"content": content.decode(), "replace": replace}
    context = {
        "title": "Aperçu de l’import",
        "told": told,
        "carried": signed(kept, salt=_SALT, person=request.user.pk),
    }
    return own_page(request, page, "admin/conventions/act/import_preview.html", context)


def _imported(request: HttpRequest) -> HttpResponse:
    """Take what the preview showed; raises NotCarried, and as `import_file` does."""
    kept = unsigned(request.POST["apercu"], salt=_SALT, person=request.user.pk)
    imported = import_file(
        content=kept["content"].encode(),
        by=request.user,
        now=timezone.now(),
        replace=kept["replace"],
    )
    row = imported.act or imported.convention
    messages.success(request, f"Import réussi : {row}.")
    for notice in imported.notices:
        messages.warning(request, notice)
    model = "act" if imported.act else "convention"
    return redirect(f"admin:conventions_{model}_change", row.pk)
