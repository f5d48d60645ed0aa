"""What each way of looking for people gives and costs: one page, and its print."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import PDF, file_response
from csipa.admin.widgets import DateInput
from csipa.french.typography import typeset
from csipa.pdf.door import PdfError
from staffing.documents.recruiting import (
    ALL,
    FORMULAS,
    TITLE,
    asked_words,
    channel_name,
    render_channels,
    yield_chart,
    yield_words,
)
from staffing.models import Profession, Recruitment
from staffing.review.channels import Asked, ChannelYield, channel_yields

NAME = "staffing_channels"


class AskedForm(forms.Form):
    """Which campaigns are looked at."""

    profession = forms.ModelChoiceField(
        Profession.objects.order_by("position", "search_key"),
        label="Profession",
        required=False,
        empty_label="Toutes",
    )
    du = forms.DateField(label="Ouvertes depuis le", required=False, widget=DateInput)
    au = forms.DateField(label="Jusqu’au", required=False, widget=DateInput)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("du"), cleaned.get("au")
        if start and end and end < start:
            self.add_error("au", "Cette date précède la première\u00a0: échangez-les.")
        return cleaned

    def asked(self) -> Asked:
        """Return what was asked; all campaigns when it cannot be understood."""
        if not self.is_valid():
            return Asked()
        values = self.cleaned_data
        return Asked(values["profession"], values["du"], values["au"])


@require_GET
def channels_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show what each channel gave, with how each figure is worked out."""
    form = AskedForm(request.GET)
    asked = form.asked()
    found = channel_yields(asked, today=timezone.localdate())
    context = {
        "title": TITLE,
        "form": form,
        "asked": _told(asked),
        "rows": _rows(found),
        "chart": yield_chart(found.channels) if found.channels else "",
        "failed": found.failed,
        "formulas": FORMULAS,
        "query": request.GET.urlencode(),
        "back": reverse("admin:staffing_recruitment_changelist"),
    }
    return own_page(request, page, "admin/staffing/channels/channels.html", context)


@require_GET
def channels_pdf_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the same as a PDF."""
    asked = AskedForm(request.GET).asked()
    today = timezone.localdate()
    found = channel_yields(asked, today=today)
    source = {
        "date": today.isoformat(),
        "asked": _told(asked),
        "channels": _rows(found),
        "failed": [_failed(row) for row in found.failed],
    }
    try:
        content = render_channels(source, yield_chart(found.channels) if found.channels else "")
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(f"admin:{NAME}")
    return file_response(content, PDF, f"canaux-de-recrutement-{today.isoformat()}.pdf", "inline")


def _told(asked: Asked) -> str:
    profession = asked.profession.plural if asked.profession else ""
    return asked_words(profession, asked.start, asked.end)


def _rows(found: ChannelYield) -> list[dict[str, Any]]:
    """Return a line for each channel, then one for them all when there are several."""
    rows = [yield_words(channel_name(channel), given) for channel, given in found.channels]
    return [*rows, {**yield_words(ALL, found.all), "is_sum": True}] if len(rows) > 1 else rows


def _failed(row: Recruitment) -> str:
    """Return « Orthophonistes, annonce (orthophonistes) : aucun candidat, suivie par… »."""
    told = f"{row.title} ({row.profession.plural})\u00a0: {row.get_outcome_display()}"
    if row.followed_by:
        told += f", suivie par {row.followed_by.title} ({row.followed_by.profession.plural})"
    return typeset(f"{told}.")


register_page(
    SitePage(
        section=Section.STAFFING,
        section_rank=22,
        title=TITLE,
        route="recrutement/canaux/",
        name=NAME,
        view=channels_view,
        permissions=("staffing.view_recruitment", "staffing.change_recruitment"),
        description="Candidats, recrutés, coût et délais par canal\u00a0; appels sans suite.",
        views=(("pdf/", "pdf", channels_pdf_view),),
        guide="recruter#ce-que-donne-chaque-canal",
    )
)
