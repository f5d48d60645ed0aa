"""« Signatures et cachet » of an act: its paper original, its signed copies, its seal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from conventions.actions.copy_files import FilingRefused
from conventions.actions.filing_acts import ActCopy, file_act_copy, note_original, original_of
from conventions.admin.filing_views import MAY_FILE_ACTS, SentCopyForm, copy_view, withdraw_view
from conventions.admin.seal_views import seal_context, seal_view
from conventions.models import Act, SignedCopy
from conventions.review.copies import filed_copies, lines_of
from csipa.admin import Panel, own_page
from csipa.admin.responses import visible
from csipa.admin.seen import SeenForm, held
from csipa.admin.widgets import DateInput

PAGE = "admin:conventions_act_copies"
PANEL = "admin/conventions/act/_copies_panel.html"


class OriginalForm(forms.Form):
    """Since when the paper is held; empty when it is not."""

    original_on = forms.DateField(
        label="Original signé à la main détenu depuis le", required=False, widget=DateInput()
    )


class PaperForm(SeenForm, OriginalForm):
    """The same day alone: what is noted is shown, and corrected."""


class ActCopyForm(OriginalForm, SentCopyForm):
    """A copy of an act, and since when its paper is held."""

    def copy(self) -> ActCopy:
        """Return what is filed; call it on a valid form."""
        return ActCopy(**self.said())


@require_http_methods(["GET", "POST"])
def act_copies_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the copies of an act and its seal; file one more."""
    act: Act = visible(request, page, pk)
    may = request.user.has_perm(MAY_FILE_ACTS) and act.is_signed
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = ActCopyForm(request.POST or None, request.FILES or None, initial={"kind": "scan"})
    if request.method == "POST" and form.is_valid() and _filed(request, act, form):
        return redirect(PAGE, pk)
    held = original_of(act)
    context = {
        "title": "Signatures et cachet",
        "form": form,
        "paper": PaperForm(initial={"original_on": held}, auto_id="original_%s"),
        "held": held,
        "lines": lines_of(filed_copies(act)),
        "may_file": may,
        "page_name": page.opts.model_name,
        "seal": seal_context(request, act),
    }
    return own_page(request, page, "admin/conventions/act/copies.html", context, act)


@require_POST
def original_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note since when the paper original is held."""
    act: Act = visible(request, page, pk)
    if not request.user.has_perm(MAY_FILE_ACTS):
        raise PermissionDenied
    with held(request, act):
        return _original(request, act)


def _original(request: HttpRequest, act: Act) -> HttpResponse:
    form = PaperForm(request.POST, initial={"original_on": original_of(act)})
    if not form.is_valid():
        taken = form.taken.get("original_on")
        messages.error(request, taken or "Donnez le jour sous la forme 15/01/2026.")
        return redirect(PAGE, act.pk)
    since = form.cleaned_data["original_on"]
    try:
        note_original(act=act, since=since, by=request.user, today=timezone.localdate())
    except FilingRefused as refused:
        messages.error(request, str(refused))
    else:
        said = "Original signé à la main noté comme détenu." if since else "Original noté absent."
        messages.success(request, said)
    return redirect(PAGE, act.pk)


def _filed(request: HttpRequest, act: Act, form: ActCopyForm) -> bool:
    try:
        filed = file_act_copy(act=act, copy=form.copy(), by=request.user, now=timezone.now())
    except FilingRefused as refused:
        for field, text in refused.faults:
            form.add_error(field if field in form.fields else None, text)
        return False
    messages.success(request, " ".join([f"Copie déposée : {filed.copy.name}.", *filed.told]))
    for doubt in filed.doubts:
        messages.warning(request, doubt)
    return True


def copies_panel(request: HttpRequest, act: Act) -> Panel:
    """Return what the page of a signed act tells of its original and of its copies; two queries."""
    kinds = SignedCopy.objects.filter(act=act, withdrawn_at=None).values_list("kind", flat=True)
    return Panel(
        PANEL,
        {
            "url": reverse(PAGE, args=[act.pk]),
            "may_file": request.user.has_perm(MAY_FILE_ACTS),
            "held": original_of(act),
            "kinds": sorted(set(kinds)),
            "count": len(kinds),
        },
    )


# Route, name, view: as in `act_links`.
COPY_VIEWS = (
    ("<int:pk>/copies/", "copies", act_copies_view),
    ("<int:pk>/copies/<int:copy_pk>/", "copy", copy_view),
    ("<int:pk>/copies/<int:copy_pk>/retirer/", "copy_withdraw", withdraw_view),
    ("<int:pk>/original/", "original", original_view),
    ("<int:pk>/cachet/<int:document>/", "seal", seal_view),
)
