"""The page of an act in the public register: put it there, replace its copy, take it out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from conventions.actions.public_copies import chosen_for, ready_document
from conventions.actions.publishing import (
    MAY_WITHDRAW,
    PublishingRefused,
    change_copy,
    publish_act,
    publishing_refusals,
    withdraw_act,
)
from conventions.models import Act, DocumentKind, Publication
from conventions.review.publications import Standing, standing_of
from csipa.admin import own_page
from csipa.admin.responses import PDF, file_response, visible
from csipa.pdf.door import PdfError

MAY_PUBLISH = "conventions.add_publication"
PAGE = "admin:conventions_act_publication"


class WithdrawForm(forms.Form):
    """Why an act leaves the register; the reason may be left out once its two months are over."""

    reason = forms.CharField(
        label="Motif du retrait",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_GET
def publication_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show where an act stands in the public register, and what can be done there."""
    act: Act = visible(request, page, pk)
    return _show(request, page, act, WithdrawForm())


@require_POST
def publish_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Put an act online."""
    act = _held(request, page, pk, MAY_PUBLISH)
    try:
        publish_act(act=act, by=request.user, now=timezone.now())
    except (PublishingRefused, PdfError) as refused:
        _tell(request, refused)
    else:
        messages.success(request, f"{act} est en ligne : tout le monde peut le lire.")
    return redirect(PAGE, pk)


@require_POST
def change_copy_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Give the public the copy as it is chosen now."""
    act = _held(request, page, pk, MAY_PUBLISH)
    try:
        change_copy(publication=_publication(act), by=request.user, now=timezone.now())
    except (PublishingRefused, PdfError) as refused:
        _tell(request, refused)
    else:
        messages.success(request, "Ce que le public lit est remplacé ; l’ancien fichier est gardé.")
    return redirect(PAGE, pk)


@require_POST
def withdraw_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Take an act out of the register."""
    act: Act = visible(request, page, pk)
    if not (request.user.has_perm(MAY_PUBLISH) or request.user.has_perm(MAY_WITHDRAW)):
        raise PermissionDenied
    publication = _publication(act)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw_act(
                publication=publication,
                by=request.user,
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except PublishingRefused as refused:
            form.add_error("reason", refused.reasons)
        else:
            messages.success(request, f"{act} n’est plus au registre public.")
            return redirect(PAGE, pk)
    return _show(request, page, act, form)


@require_GET
def public_document_view(request: HttpRequest, pk: int, document: int, page: Any) -> HttpResponse:
    """Send a public copy as it was made, whether it is still the one online or not."""
    act: Act = visible(request, page, pk)
    frozen = act.documents.filter(kind=DocumentKind.PUBLIC_COPY, pk=document).first()
    if frozen is None:
        raise Http404
    name = f"copie-publique-{act.pk}-{frozen.pk}.pdf"
    return file_response(bytes(frozen.content), PDF, name, "inline")


def _show(request: HttpRequest, page: Any, act: Act, form: WithdrawForm) -> HttpResponse:
    standing = standing_of(act, today=timezone.localdate())
    is_online = standing is not None and standing.publication.is_online
    refusals = [] if is_online else publishing_refusals(act)
    copies = act.documents.filter(kind=DocumentKind.PUBLIC_COPY).without_bytes()
    context = {
        "title": "Publication",
        "standing": standing,
        "is_online": is_online,
        "refusals": refusals,
        "chosen": None if refusals else chosen_for(act),
        "copies": copies.order_by("-created_at", "-pk"),
        "form": form,
        "may_publish": request.user.has_perm(MAY_PUBLISH),
        **_withdrawing(request, standing),
    }
    if standing is not None:
        path = reverse("act", args=[standing.publication.address])
        context["public_address"] = f"{settings.SITE_ADDRESS}{path}"
    if is_online and standing is not None:
        ready = ready_document(act)
        context["copy_differs"] = ready is None or ready.pk != standing.publication.document_id
    return own_page(request, page, "admin/conventions/act/publication.html", context, act)


def _withdrawing(request: HttpRequest, standing: Standing | None) -> dict[str, bool]:
    """Tell whether this person may take the act out today, and must say why."""
    if standing is None or not standing.publication.is_online:
        return {"may_withdraw": False, "reason_wanted": False}
    early = request.user.has_perm(MAY_WITHDRAW)
    may = early or (standing.term_is_over and request.user.has_perm(MAY_PUBLISH))
    return {"may_withdraw": may, "reason_wanted": not standing.term_is_over}


def _held(request: HttpRequest, page: Any, pk: int, permission: str) -> Act:
    act: Act = visible(request, page, pk)
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return act


def _publication(act: Act) -> Publication:
    """Return the publication of an act; Http404 when it was never put online."""
    found = Publication.objects.filter(act=act).first()
    if found is None:
        raise Http404
    return found


def _tell(request: HttpRequest, refused: PublishingRefused | PdfError) -> None:
    for reason in getattr(refused, "reasons", [str(refused)]):
        messages.error(request, reason)
