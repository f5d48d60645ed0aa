"""The care offer of a territory: people by profession, shares by commune, and their exports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from csipa.admin import own_page
from csipa.admin.responses import XLSX, file_response
from csipa.spreadsheets import CSV, to_csv, to_xlsx
from sites.models import Territory
from staffing.admin.community_rows import own_territories
from staffing.review.offer_export import people_sheet, summary_sheets
from staffing.review.offer_summary import GENERAL, Summary, offer_summary

# Phones and e-mails are personal: who sees those of the members sees those of the register.
CONTACTS = "sites.see_members_contacts"


class OfferForm(forms.Form):
    """Which territory, which day, which profession by commune."""

    territory = forms.ModelChoiceField(
        Territory.objects.none(),
        label="Territoire",
        empty_label=None,
    )
    on = forms.DateField(
        label="Au",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    profession = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest) -> None:
        own = own_territories(request)
        super().__init__(_asked(request, _first(own)))
        self.fields["territory"].queryset = own


@require_GET
def offer_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the care offer of the territory asked for, else of the first one read."""
    _check(request, page)
    form = OfferForm(request) if own_territories(request).exists() else None
    summary = _summary(form) if form and form.is_valid() else None
    context = {
        "title": "Synthèse de l’offre de soins",
        "asked_form": form,
        "summary": summary,
        "query": _query(summary) if summary else "",
        "choices": [(one.key, one.label) for one in summary.professions] if summary else [],
        "reading": reverse("admin:staffing_register"),
        "may_read": request.user.has_perm("staffing.add_registerimport"),
    }
    return own_page(request, page, "admin/staffing/careprovider/offer.html", context)


@require_GET
def workbook_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send the tables of the page and the list of professionals as a workbook."""
    summary = _exported(request, page)
    people = people_sheet(summary.territory, summary.day, contacts=request.user.has_perm(CONTACTS))
    content = to_xlsx([*summary_sheets(summary), people])
    return file_response(content, XLSX, f"{_name(summary)}.xlsx", "attachment")


@require_GET
def csv_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send the list of professionals as comma-separated text."""
    summary = _exported(request, page)
    people = people_sheet(summary.territory, summary.day, contacts=request.user.has_perm(CONTACTS))
    return file_response(to_csv(people), CSV, f"{_name(summary)}.csv", "attachment")


VIEWS = (
    ("synthese/", "offer", offer_view),
    ("synthese/offre-de-soins.xlsx", "offer_xlsx", workbook_view),
    ("synthese/offre-de-soins.csv", "offer_csv", csv_view),
)


def _check(request: HttpRequest, page: Any) -> None:
    if not page.has_view_permission(request):
        raise PermissionDenied


def _exported(request: HttpRequest, page: Any) -> Summary:
    _check(request, page)
    form = OfferForm(request)
    if not form.is_valid():
        raise Http404
    return _summary(form)


def _first(known: QuerySet[Territory]) -> Territory | None:
    """Return the one read last, else the first."""
    read = known.filter(register_imports__isnull=False).order_by("-register_imports__started_at")
    return read.first() or known.first()


def _asked(request: HttpRequest, first: Territory | None) -> dict[str, Any]:
    default = {"territory": first.pk if first else "", "on": timezone.localdate().isoformat()}
    return {**default, **{name: value for name, value in request.GET.items() if value}}


def _summary(form: OfferForm) -> Summary:
    data = form.cleaned_data
    day: dt.date = data["on"] or timezone.localdate()
    return offer_summary(data["territory"], day, asked=data["profession"] or GENERAL)


def _query(summary: Summary) -> str:
    return f"territory={summary.territory.pk}&on={summary.day.isoformat()}"


def _name(summary: Summary) -> str:
    return f"offre-de-soins-{slugify(summary.territory.name)[:60]}-{summary.day.isoformat()}"
