"""« Transmission à l’État »: what an act lacks, its packages, their sending and the receipt."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conventions.actions.receiving import ReceiptRefused, import_receipt
from conventions.actions.transmitting import (
    GZIP,
    TransmittingRefused,
    make_transmission,
    note_sent,
)
from conventions.admin.transmission_forms import AnnexesForm, ReceiptForm, SentForm
from conventions.exchange.actes_archive import archive_members
from conventions.models import Act, Execution, Receipt, Transmission
from conventions.review.preflight import preflight, sender_told
from conventions.rules.matters import matter_name
from csipa.admin import ToolbarLink, own_page
from csipa.admin.responses import PDF, file_response, visible
from csipa.admin.seen import held
from csipa.french.dates import long_date

PERMISSION = "conventions.change_execution"
TEMPLATE = "admin/conventions/act/transmission.html"
LABEL = "Transmission à l’État"
_XML = "application/xml"


@require_http_methods(["GET", "POST"])
def transmission_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show all there is to know about the sending of an act; make a package on request."""
    act: Act = visible(request, page, pk)
    if request.method == "GET":
        return _shown(request, page, act)
    _check_right(request)
    checked = preflight(act, now=timezone.now())
    form = AnnexesForm(request.POST, candidates=checked.candidates)
    if form.is_valid():
        try:
            made = make_transmission(
                act=act, by=request.user, now=timezone.now(), annexes=form.chosen()
            )
        except TransmittingRefused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(
                request,
                f"Paquet prêt : {made.name}. Téléchargez-le, déposez-le chez votre opérateur, puis "
                "notez le jour de l’envoi.",
            )
            return redirect("admin:conventions_act_transmission", pk)
    return _shown(request, page, act, annexes=form)


@require_POST
def sent_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note the day on which somebody sent the act."""
    act: Act = visible(request, page, pk)
    _check_right(request)
    with held(request, act):
        return _sent(request, page, act)


def _sent(request: HttpRequest, page: Any, act: Act) -> HttpResponse:
    form = SentForm(request.POST, initial={"on": _sent_on(act)})
    if form.is_valid():
        on = form.cleaned_data["on"]
        try:
            note_sent(act=act, on=on, by=request.user, today=timezone.localdate())
        except TransmittingRefused as refused:
            for reason in refused.reasons:
                form.add_error("on", reason)
        else:
            messages.success(request, f"Envoi noté : le {long_date(on)}.")
            return redirect("admin:conventions_act_transmission", act.pk)
    return _shown(request, page, act, sent=form)


def _sent_on(act: Act) -> dt.date | None:
    """Return the day noted already, read now."""
    return Execution.objects.filter(act=act).values_list("sent_on", flat=True).first()


@require_POST
def receipt_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Take in the receipt of this act, and of no other."""
    act: Act = visible(request, page, pk)
    _check_right(request)
    form = ReceiptForm(request.POST, request.FILES)
    to_confirm = False
    if form.is_valid():
        said = form.cleaned_data
        try:
            taken = import_receipt(
                content=said["file"].read(),
                by=request.user,
                now=timezone.now(),
                act=act,
                confirmed=said["confirmed"],
            )
        except ReceiptRefused as refused:
            to_confirm = refused.to_confirm
            for reason in refused.reasons:
                form.add_error("file", reason)
        else:
            day = long_date(taken.receipt.received_on)
            how = "noté" if taken.is_new else "déjà gardé : rien n’est changé"
            messages.success(request, f"Accusé du {day} {how}.")
            for line in taken.told:
                messages.warning(request, line)
            return redirect("admin:conventions_act_transmission", pk)
    return _shown(request, page, act, receipt=form, to_confirm=to_confirm)


@require_GET
def package_view(request: HttpRequest, pk: int, package: int, page: Any) -> HttpResponse:
    """Send a package as it was made."""
    made = _package(request, pk, package, page)
    return file_response(bytes(made.file.content), GZIP, made.name, "attachment")


@require_GET
def package_file_view(
    request: HttpRequest, pk: int, package: int, rank: int, page: Any
) -> HttpResponse:
    """Send one file of a package, by its rank in it from 0."""
    made = _package(request, pk, package, page)
    members = archive_members(bytes(made.file.content))
    if rank >= len(members):
        raise Http404
    name, content = members[rank]
    kind = PDF if name.endswith(".pdf") else _XML
    return file_response(content, kind, name, "attachment")


@require_GET
def receipt_file_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the receipt as it came."""
    act: Act = visible(request, page, pk)
    receipt = get_object_or_404(Receipt.objects.select_related("file"), act=act)
    name = f"{receipt.identifier}-1-2_0.xml"
    return file_response(bytes(receipt.file.content), _XML, name, "attachment")


def transmission_links(request: HttpRequest, act: Act) -> list[ToolbarLink]:
    """Return the button that leads here, for an act that the State is to receive.

    That of a draft is under « Plus »: it tells what is missing before one signs.
    """
    if not act.to_transmit:
        return []
    url = reverse("admin:conventions_act_transmission", args=[act.pk])
    more = not act.is_signed or not request.user.has_perm(PERMISSION)
    return [ToolbarLink(LABEL, url, more=more)]


def _shown(
    request: HttpRequest,
    page: Any,
    act: Act,
    *,
    annexes: AnnexesForm | None = None,
    sent: SentForm | None = None,
    receipt: ReceiptForm | None = None,
    to_confirm: bool = False,
) -> HttpResponse:
    checked = preflight(act, now=timezone.now())
    told = checked.sender and sender_told(checked.sender)
    context = {
        "title": LABEL,
        "form": annexes or AnnexesForm(candidates=checked.candidates),
        "sent_form": sent or SentForm(initial={"on": _sent_on(act)}, auto_id="sent_%s"),
        "receipt_form": receipt or ReceiptForm(auto_id="receipt_%s"),
        "to_confirm": to_confirm,
        "checked": checked,
        "matter": matter_name(act.subject_matter) if act.subject_matter else "",
        "sender": told,
        "packages": [{"made": made, "files": _files(made)} for made in _packages(act)],
        "execution": getattr(act, "execution", None),
        "kept": Receipt.objects.filter(act=act).select_related("imported_by").first(),
        "may": request.user.has_perm(PERMISSION),
    }
    return own_page(request, page, TEMPLATE, context, act)


def _packages(act: Act) -> QuerySet[Transmission]:
    rows = act.transmissions.select_related("file", "made_by").defer("file__content")
    return rows.order_by("-pk")


def _files(made: Transmission) -> list[str]:
    """Return the names of the files of a package, in the order of the archive."""
    said = made.fields
    return [
        said["envelope"],
        said["message"],
        said["document"]["name"],
        *(annex["name"] for annex in said["annexes"]),
    ]


def _check_right(request: HttpRequest) -> None:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


def _package(request: HttpRequest, pk: int, package: int, page: Any) -> Transmission:
    act = visible(request, page, pk)
    return get_object_or_404(act.transmissions.select_related("file"), pk=package)
