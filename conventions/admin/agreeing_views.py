"""Who signed: the matrix of a convention, and the closing of a text that no act carries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conventions.actions.agreeing import NotingRefused, note_signatures
from conventions.actions.closing import (
    ClosingRefused,
    close_text,
    closing_refusals,
    standing_refusal,
)
from conventions.admin.agreeing_forms import LABELS, FillForm, SignatureTable
from conventions.models import Convention, PartySignature
from conventions.review.agreeing import Matrix, matrix_of
from conventions.review.copies import filed_copies
from conventions.review.open_findings import fingerprint, open_findings
from csipa.admin import Panel, own_page
from csipa.admin.responses import visible
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted
from csipa.pdf.door import PdfError

PANEL = "admin/conventions/convention/_signatures_panel.html"
MAY_NOTE = "conventions.change_convention"
_NAMED = 5


@require_http_methods(["GET", "POST"])
def matrix_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show who was sent the convention, who signed it and when; note what is typed."""
    convention: Convention = visible(request, page, pk)
    may = request.user.has_perm(MAY_NOTE)
    if request.method == "POST" and not may:
        raise PermissionDenied
    matrix = matrix_of(convention, today=timezone.localdate())
    table = SignatureTable(matrix, request.POST if request.method == "POST" else None, may=may)
    fill = FillForm(request.POST if "fill" in request.POST else None, groups=table.group_names)
    if "fill" in request.POST:
        _fill(request, table, fill)
    elif request.method == "POST" and table.is_valid() and _noted(request, convention, table):
        return redirect("admin:conventions_convention_signatures", convention.pk)
    context = {
        "title": "Signatures",
        "table": table,
        "fill": fill,
        "labels": list(LABELS.values()),
        "may_note": may,
        "may_close": may and not standing_refusal(convention),
        "copies": [copy for copy in filed_copies(convention) if not copy.withdrawn_at],
        **standing(matrix),
    }
    return own_page(
        request, page, "admin/conventions/convention/signatures.html", context, convention
    )


def standing(matrix: Matrix) -> dict[str, Any]:
    """Return what is told of a matrix as a whole."""
    awaited = [row.said for row in matrix.awaited if not row.is_void]
    named = awaited[:_NAMED]
    if more := len(awaited) - len(named):
        named.append(counted(more, "autre", "autres"))
    return {
        "matrix": matrix,
        "count": len(matrix.valid),
        "awaited": enumeration(named),
        "oldest": max(
            (row for row in matrix.rows if row.days is not None), default=None, key=_days
        ),
    }


def _days(row: Any) -> int:
    return row.days


def _fill(request: HttpRequest, table: SignatureTable, fill: FillForm) -> None:
    if not fill.is_valid():
        return
    asked = fill.cleaned_data
    filled = table.fill(asked["fill_column"], asked["fill_day"], asked["fill_group"])
    if filled:
        cells = counted(filled, "case remplie", "cases remplies")
        messages.info(request, f"{cells} : relisez, puis enregistrez.")
    else:
        messages.warning(request, "Aucune case vide dans cette colonne : rien n’est changé.")


def _noted(request: HttpRequest, convention: Convention, table: SignatureTable) -> bool:
    """Write what was typed and say what was done; tell whether it could be."""
    try:
        noted = note_signatures(
            convention=convention,
            notes=list(table.notes()),
            by=request.user,
            today=timezone.localdate(),
        )
    except NotingRefused as refused:
        for text in table.refuse(refused.faults):
            messages.error(request, text)
        return False
    if not noted.changed:
        messages.info(request, "Rien n’a changé.")
        return True
    lines = counted(noted.changed, "ligne enregistrée", "lignes enregistrées")
    done = noted.matrix.signed_on
    said = (
        f" Toutes les parties ont signé : convention conclue le {long_date(done)}." if done else ""
    )
    messages.success(request, f"{lines}.{said}")
    for doubt in noted.doubts:
        messages.warning(request, f"À vérifier – {doubt}")
    return True


def signatures_panels(convention: Convention, *, closed: bool) -> list[Panel]:
    """Return what the page of a convention tells of its signatures; nothing of a fresh draft."""
    known = PartySignature.objects.filter(party__convention=convention)
    if not closed and not known.exists():
        return []
    matrix = matrix_of(convention, today=timezone.localdate())
    url = reverse("admin:conventions_convention_signatures", args=[convention.pk])
    return [Panel(PANEL, {**standing(matrix), "url": url, "closed": closed})]


class ClosingForm(forms.Form):
    """What must have been read before the text is closed."""

    findings_read = forms.BooleanField(
        label="J’ai lu ces remarques et j’arrête le texte ainsi.",
        error_messages={"required": "Cochez cette case si vous arrêtez le texte malgré elles."},
    )

    def __init__(self, *args: Any, findings: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings, self.current = findings, fingerprint(findings)
        if not findings:
            del self.fields["findings_read"]

    def clean(self) -> dict[str, Any] | None:
        """Refuse findings that are no longer those that were shown."""
        if self.findings and self.data.get("findings_shown") != self.current:
            self.add_error(None, "Le texte a changé depuis : relisez ces remarques.")
        return super().clean()


@require_http_methods(["GET", "POST"])
def close_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Tell what the text lacks, or close it on confirmation."""
    convention: Convention = visible(request, page, pk)
    if not request.user.has_perm(MAY_NOTE):
        raise PermissionDenied
    if reason := standing_refusal(convention):
        messages.error(request, reason)
        return redirect("admin:conventions_convention_signatures", pk)
    findings = open_findings(convention, on=None)
    form = ClosingForm(request.POST or None, findings=findings)
    refusals = closing_refusals(convention)
    if request.method == "POST" and not refusals and form.is_valid():
        try:
            close_text(
                convention=convention,
                by=request.user,
                now=timezone.now(),
                findings_accepted=findings,
            )
        except (ClosingRefused, PdfError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Texte arrêté : c’est ce document que les parties signent.")
            return redirect("admin:conventions_convention_signatures", pk)
    context = {"title": "Arrêter le texte", "form": form, "refusals": refusals}
    return own_page(request, page, "admin/conventions/convention/close.html", context, convention)
