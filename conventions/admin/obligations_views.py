"""What the parties of one convention owe: followed, noted as done, printed for each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conventions.actions.following import (
    FollowingRefused,
    follow_commitments,
    note_done,
    undo_done,
)
from conventions.admin.obligations_forms import DoneForm, FollowForm
from conventions.exports import file_name
from conventions.models import Commitment, Convention, Fulfilment
from conventions.review.obligation_log import log_of
from conventions.review.obligation_sheets import printed_sheet
from conventions.review.obligations import Obligation, Owed, by_party, noted_on, obligations_of
from conventions.rules.obligations import ObligationState
from csipa.admin import own_page
from csipa.admin.differences import moment
from csipa.admin.history import person
from csipa.admin.responses import PDF, file_response, visible
from csipa.admin.seen import held
from csipa.french.dates import long_date
from csipa.french.numbers import counted
from csipa.pdf.door import PdfError

PERMISSION = "conventions.change_convention"


@dataclass(frozen=True)
class Line:
    """An obligation on its page: what was noted, and the form to note more."""

    obligation: Obligation
    noted: Sequence[Fulfilment]
    form: DoneForm | None

    @property
    def badge(self) -> str:
        """Return the class of its state."""
        return badge_of(self.obligation)


@require_GET
def commitments_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show what each party of a convention owes and what was done."""
    return _shown(request, page, visible(request, page, pk))


@require_http_methods(["GET", "POST"])
def follow_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Set how every commitment of a convention is followed; its text stays as it is."""
    convention = followable(request, page, pk)
    with held(request, convention):
        return _followed(request, page, convention)


def _followed(request: HttpRequest, page: Any, convention: Convention) -> HttpResponse:
    owed = _owed(convention)
    data = request.POST if request.method == "POST" else None
    forms = [FollowForm(data, line=line) for one in owed for line in one.obligations]
    if data is not None and all(form.is_valid() for form in forms):
        wanted = {form.line.commitment_pk: form.follow for form in forms if form.has_changed()}
        try:
            count = follow_commitments(convention=convention, wanted=wanted, by=request.user)
        except FollowingRefused as refused:
            messages.error(request, str(refused))
            return redirect("admin:conventions_convention_follow", convention.pk)
        changed = counted(count, "engagement réglé", "engagements réglés")
        messages.success(request, f"Suivi enregistré : {changed}." if count else "Rien à changer.")
        return to_commitments(convention)
    by_key = {form.line.commitment_pk: form for form in forms}
    context = {
        "title": "Régler le suivi",
        "form": forms[0] if forms else None,
        "has_errors": any(form.errors for form in forms),
        "parties": [
            {"owed": one, "forms": [by_key[line.commitment_pk] for line in one.obligations]}
            for one in owed
        ],
    }
    return own_page(
        request, page, "admin/conventions/convention/obligations_follow.html", context, convention
    )


@require_POST
def fulfil_view(request: HttpRequest, pk: int, commitment: int, page: Any) -> HttpResponse:
    """Note that a commitment was honoured."""
    convention = followable(request, page, pk)
    row = get_object_or_404(_commitments(convention), pk=commitment)
    today = timezone.localdate()
    form = DoneForm(request.POST, commitment=row.pk, today=today)
    if form.is_valid():
        try:
            done = note_done(
                commitment=row,
                done_on=form.cleaned_data["done_on"],
                proof=form.cleaned_data["proof"],
                by=request.user,
                now=timezone.now(),
                today=today,
            )
        except FollowingRefused as refused:
            form.add_error("done_on", str(refused))
        else:
            messages.success(request, f"Noté comme fait le {long_date(done.done_on)} : « {row} ».")
            return to_commitments(convention, row.pk)
    return _shown(request, page, convention, refused=form, refused_pk=row.pk)


@require_POST
def unfulfil_view(request: HttpRequest, pk: int, fulfilment: int, page: Any) -> HttpResponse:
    """Take back what was noted as done by mistake."""
    convention = followable(request, page, pk)
    rows = Fulfilment.objects.filter(commitment__in=_commitments(convention))
    row = get_object_or_404(rows.select_related("commitment"), pk=fulfilment)
    commitment, done_on = row.commitment, row.done_on
    undo_done(fulfilment=row, by=request.user)
    messages.success(
        request, f"« {commitment} » n’est plus noté comme fait le {long_date(done_on)}."
    )
    return to_commitments(convention, commitment.pk)


@require_GET
def sheet_view(request: HttpRequest, pk: int, party: int, page: Any) -> HttpResponse:
    """Show the follow-up sheet of one party of a convention; 0 is what each of them owes."""
    convention = visible(request, page, pk)
    today = timezone.localdate()
    lines = [
        line for line in obligations_of([convention], today=today) if (line.party_pk or 0) == party
    ]
    name = file_name(convention, "pdf").removesuffix(".pdf")
    back = reverse("admin:conventions_convention_commitments", args=[convention.pk])
    return sheet_response(request, lines, today=today, name=f"{name}-engagements", back=back)


def sheet_response(
    request: HttpRequest, lines: Sequence[Obligation], *, today: dt.date, name: str, back: str
) -> HttpResponse:
    """Answer with the sheet of these obligations, or go back and say why there is none."""
    if not lines:
        raise Http404
    try:
        content = printed_sheet(lines, today=today)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(back)
    return file_response(content, PDF, f"{name}.pdf", "inline")


def followable(request: HttpRequest, page: Any, pk: int) -> Convention:
    """Return a convention whose commitments this person may follow, whatever its state."""
    convention: Convention = visible(request, page, pk)
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return convention


def to_commitments(convention: Convention, commitment: int | None = None) -> HttpResponse:
    """Go to the commitments of a convention, and to one of them."""
    url = reverse("admin:conventions_convention_commitments", args=[convention.pk])
    return redirect(f"{url}#engagement-{commitment}" if commitment else url)


def badge_of(line: Obligation) -> str:
    """Return the classes of the state of an obligation; its words tell it too."""
    if line.is_late:
        return "badge badge-danger"
    if line.state is ObligationState.DUE:
        return "badge badge-to-do" if line.soon else "badge"
    if line.state is ObligationState.DONE:
        return "badge badge-done"
    return "badge badge-over"


def _shown(
    request: HttpRequest,
    page: Any,
    convention: Convention,
    refused: DoneForm | None = None,
    refused_pk: int | None = None,
) -> HttpResponse:
    """Show the commitments; `refused` is the form that was sent, with its errors."""
    owed, today = _owed(convention), timezone.localdate()
    noted = noted_on(line for one in owed for line in one.obligations)
    may_follow = request.user.has_perm(PERMISSION)

    def line(obligation: Obligation) -> Line:
        pk = obligation.commitment_pk
        form = refused if pk == refused_pk else None
        if form is None and may_follow:
            form = DoneForm(commitment=pk, today=today)
        return Line(obligation, noted.get(pk) or [], form)

    lines = [obligation for one in owed for obligation in one.obligations]
    context = {
        "title": "Engagements",
        "form": refused,
        "refused_pk": refused_pk,
        "may_follow": may_follow,
        "parties": [{"owed": one, "lines": [line(o) for o in one.obligations]} for one in owed],
        "all": Owed("", None, None, lines),
        "stage": lines[0].stage.label if lines else "",
        "log": [(entry, person(entry.by), moment(entry.at)) for entry in log_of(lines)],
        "tracks": any(obligation.periodicity != "continuous" for obligation in lines),
    }
    return own_page(
        request, page, "admin/conventions/convention/commitments.html", context, convention
    )


def _owed(convention: Convention) -> list[Owed]:
    return by_party(obligations_of([convention], today=timezone.localdate()))


def _commitments(convention: Convention) -> Any:
    """Return the commitments that the page of a convention shows, those of amendments included."""
    keys = [line.commitment_pk for one in _owed(convention) for line in one.obligations]
    return Commitment.objects.filter(pk__in=keys)
