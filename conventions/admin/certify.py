"""The page on which an act is certified enforceable, and the certificates it has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from conventions.actions.certifying import (
    CertifyingRefused,
    certificate_source,
    certify_act,
    certifying_refusals,
)
from conventions.documents.certificate import certificate_context, certificate_pdf
from conventions.models import Act, DocumentKind, FrozenDocument
from conventions.review.stages import stage
from conventions.rules.stages import Stage
from csipa.admin import ToolbarLink, own_page
from csipa.admin.responses import PDF, change_page, editable, file_response, visible
from csipa.admin.widgets import DateInput
from csipa.french.dates import long_date
from csipa.pdf.door import PdfError
from sites.models import Representative

_IN_FORCE = {Stage.ENFORCEABLE, Stage.CLOSED}


class CertifierField(forms.ModelChoiceField):
    """A representative, told apart by capacity and mandate."""

    def label_from_instance(self, obj: Representative) -> str:
        """Return name, capacity and, once it is over, the end of the mandate."""
        label = f"{obj.full_name}, {obj.agreed_capacity}"
        return f"{label} (jusqu’au {long_date(obj.end)})" if obj.end else label


class CertifyForm(forms.Form):
    """Who certifies, where and when; the day is always typed."""

    certifier = CertifierField(
        Representative.objects.none(),
        label="Certifié par",
        help_text="L’exécutif en fonction ce jour-là, ou qui en a délégation.",
    )
    place = forms.CharField(label="Fait à", max_length=120)
    on = forms.DateField(label="Le", widget=DateInput())

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = act.authority.representatives.order_by("position", "-start", "pk")
        self.fields["certifier"].queryset = people


@require_http_methods(["GET", "POST"])
def certify_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show what the certificate will say, or what forbids it; make it on confirmation."""
    act: Act = editable(request, page, pk)
    initial = {
        "certifier": act.authority.holder_on(timezone.localdate()),
        "place": act.signature_place,
    }
    form = CertifyForm(request.POST or None, act=act, initial=initial)
    if form.is_valid():
        if "preview" in request.POST:
            if pdf := _preview(form, act):
                return pdf
        elif _certify(request, form, act):
            return change_page(page, act)
    context = {
        "title": "Certifier l’acte exécutoire",
        "form": form,
        "refusals": certifying_refusals(act),
        "certificates": certificates_of(act),
    }
    return own_page(request, page, "admin/conventions/act/certify.html", context, act)


@require_GET
def certificate_view(request: HttpRequest, pk: int, document: int, page: Any) -> HttpResponse:
    """Send a certificate as it was made."""
    act: Act = visible(request, page, pk)
    frozen = get_object_or_404(act.documents.filter(kind=DocumentKind.CERTIFICATE), pk=document)
    name = f"certificat-{act.pk}-{frozen.pk}.pdf"
    return file_response(bytes(frozen.content), PDF, name, "inline")


def certificates_of(act: Act) -> QuerySet[FrozenDocument]:
    """Return the certificates of an act, the last one first, without their bytes."""
    kept = act.documents.filter(kind=DocumentKind.CERTIFICATE).without_bytes()
    return kept.select_related("created_by").order_by("-created_at", "-pk")


def certificate_links(page: Any, request: HttpRequest, act: Act) -> list[ToolbarLink]:
    """Return the buttons that lead to the last certificate and to a new one."""
    links = []
    if last := certificates_of(act).first():
        url = _address("certificate", act.pk, last.pk)
        links.append(ToolbarLink("Certificat exécutoire (PDF)", url, new_tab=True))
    in_force = stage(act, today=timezone.localdate()) in _IN_FORCE
    if in_force and page.has_change_permission(request, act):
        url = _address("certify", act.pk)
        links.append(ToolbarLink("Certifier…", url, more=bool(links)))
    return links


def _preview(form: CertifyForm, act: Act) -> HttpResponse | None:
    """Return the page to read over, None when it cannot be made."""
    typed = form.cleaned_data
    try:
        source = certificate_source(
            act=act, on=typed["on"], place=typed["place"], certifier=typed["certifier"]
        )
        content = certificate_pdf(certificate_context(source, draft=True), source)
    except (CertifyingRefused, PdfError) as refused:
        return _refuse(form, refused)
    return file_response(content, PDF, f"certificat-{act.pk}-projet.pdf", "inline")


def _certify(request: HttpRequest, form: CertifyForm, act: Act) -> FrozenDocument | None:
    """Return the certificate made, None when it is refused."""
    typed = form.cleaned_data
    try:
        made = certify_act(
            act=act,
            by=request.user,
            on=typed["on"],
            now=timezone.now(),
            place=typed["place"],
            certifier=typed["certifier"],
        )
    except (CertifyingRefused, PdfError) as refused:
        return _refuse(form, refused)
    messages.success(request, f"Certificat fait : {act}. Empreinte : {made.sha256[:16]}…")
    return made


def _refuse(form: CertifyForm, refused: CertifyingRefused | PdfError) -> None:
    for reason in getattr(refused, "reasons", [str(refused)]):
        form.add_error(None, reason)


def _address(name: str, *keys: int) -> str:
    return reverse(f"admin:conventions_act_{name}", args=keys)
