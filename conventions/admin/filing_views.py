"""The signed copies of acts and conventions: filed, given back as they came, withdrawn with why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conventions.actions.copy_files import FilingRefused, withdraw_copy
from conventions.actions.filing import Copy, file_copy
from conventions.admin.seal_views import MAY_SEAL, seal_context
from conventions.models import Convention, CopyKind, SignedCopy
from conventions.review.agreeing import Matrix, matrix_of
from conventions.review.copies import filed_copies, lines_of
from conventions.rules.file_kinds import LARGEST, too_large
from csipa.admin import own_page
from csipa.admin.responses import visible
from csipa.admin.widgets import DateInput

MAY_FILE = "conventions.change_convention"
MAY_FILE_ACTS = "conventions.change_execution"
# A sealed copy is made here, never sent in.
FILED = [(kind.value, kind.label) for kind in (CopyKind.SCAN, CopyKind.ELECTRONIC)]
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,application/pdf,image/jpeg,image/png,image/tiff"


class SentCopyForm(forms.Form):
    """A signed copy that somebody sends: its file, its nature, the day it came."""

    file = forms.FileField(
        label="Fichier",
        help_text="PDF, JPEG, PNG ou TIFF, 25 Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    kind = forms.ChoiceField(label="Nature", choices=FILED, widget=forms.RadioSelect)
    received_on = forms.DateField(label="Reçue le", required=False, widget=DateInput())

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError(too_large(sent.size))
        return sent

    def said(self) -> dict[str, Any]:
        """Return what a valid form says, its file as bytes and a name."""
        said = dict(self.cleaned_data)
        sent = said.pop("file")
        return {**said, "content": sent.read(), "name": sent.name}


class CopyForm(SentCopyForm):
    """A copy of a convention, who signed it, and the days that it lets one note."""

    field_order = ("file", "kind", "parties")

    parties = forms.MultipleChoiceField(
        label="Signée par",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez les parties qui ont signé cette copie."},
    )
    signed_on = forms.DateField(
        label="Signée le",
        required=False,
        widget=DateInput(),
        help_text="Noté pour celles de ces parties qui n’ont pas encore signé.",
    )
    original_on = forms.DateField(
        label="Original détenu depuis le",
        required=False,
        widget=DateInput(),
        help_text="Le papier signé à la main, s’il est chez vous.",
    )
    early_reason = forms.CharField(
        label="Motif d’une signature avant que l’acte soit exécutoire",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, matrix: Matrix, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = matrix.rows
        self.fields["parties"].choices = [(str(row.party.pk), row.name) for row in rows]

    def copy(self) -> Copy:
        """Return what is filed; call it on a valid form."""
        said = self.said()
        return Copy(**{**said, "parties": [int(key) for key in said["parties"]]})


@require_http_methods(["GET", "POST"])
def copies_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the copies of a convention; file one more."""
    convention: Convention = visible(request, page, pk)
    may = request.user.has_perm(MAY_FILE)
    if request.method == "POST" and not may:
        raise PermissionDenied
    matrix = matrix_of(convention, today=timezone.localdate())
    form = CopyForm(
        request.POST or None, request.FILES or None, matrix=matrix, initial={"kind": "scan"}
    )
    if request.method == "POST" and form.is_valid() and _filed(request, convention, form):
        return redirect("admin:conventions_convention_copies", pk)
    context = {
        "title": "Signatures et cachet",
        "form": form,
        "lines": lines_of(filed_copies(convention)),
        "matrix": matrix,
        "may_file": may,
        "page_name": page.opts.model_name,
        "seal": seal_context(request, convention),
    }
    return own_page(request, page, "admin/conventions/convention/copies.html", context, convention)


def _filed(request: HttpRequest, convention: Convention, form: CopyForm) -> bool:
    try:
        filed = file_copy(
            convention=convention, copy=form.copy(), by=request.user, now=timezone.now()
        )
    except FilingRefused as refused:
        for field, text in refused.faults:
            form.add_error(field if field in form.fields else None, text)
        return False
    messages.success(request, " ".join([f"Copie déposée : {filed.copy.name}.", *filed.told]))
    for doubt in filed.doubts:
        messages.warning(request, doubt)
    return True


@require_GET
def copy_view(request: HttpRequest, pk: int, copy_pk: int, page: Any) -> HttpResponse:
    """Give a copy back, byte for byte, to be saved and never opened by the browser."""
    copy = _copy(request, pk, copy_pk, page)
    response = HttpResponse(bytes(copy.file.content), content_type=copy.file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, copy.name)  # noqa: FBT003
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
def withdraw_view(request: HttpRequest, pk: int, copy_pk: int, page: Any) -> HttpResponse:
    """Set a copy aside, with why."""
    copy = _copy(request, pk, copy_pk, page)
    if not request.user.has_perm(_right(page, copy)):
        raise PermissionDenied
    try:
        reason = request.POST.get("reason", "")
        withdraw_copy(copy=copy, by=request.user, now=timezone.now(), reason=reason)
    except FilingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            f"Copie retirée : {copy.name}. Elle reste lisible ici ; les signatures notées ne "
            "changent pas.",
        )
    return redirect(f"admin:conventions_{page.opts.model_name}_copies", pk)


def _right(page: Any, copy: SignedCopy) -> str:
    """Return who may set a copy aside: who files, and for a seal who seals."""
    if copy.kind == CopyKind.SEALED:
        return MAY_SEAL
    return MAY_FILE if page.opts.model_name == "convention" else MAY_FILE_ACTS


def _copy(request: HttpRequest, pk: int, copy_pk: int, page: Any) -> SignedCopy:
    """Return a copy of a text that this person may see; Http404 otherwise."""
    owner = {page.opts.model_name: visible(request, page, pk)}
    copy = SignedCopy.objects.select_related("file").filter(pk=copy_pk, **owner)
    found = copy.first()
    if found is None:
        raise Http404
    return found
