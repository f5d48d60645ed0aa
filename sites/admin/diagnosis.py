"""« Diagnostic du territoire »: all that is known of a territory on a day, alone or compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from csipa.admin import Section, SitePage, ToolbarLink, own_page, register_page
from csipa.admin.contributions import contribute_links
from csipa.admin.periods import NO_DATE
from csipa.admin.responses import PDF, file_response
from csipa.admin.scope import OWN, narrowed
from csipa.admin.widgets import DateInput
from csipa.pdf.door import PdfError
from sites.admin.figures import BACK, TO_DIAGNOSIS
from sites.models import Community, Territory
from sites.review.diagnosis import Diagnosis, first_territory, read_diagnosis
from sites.review.diagnosis_compare import compared
from sites.review.diagnosis_print import column, printed_diagnosis
from sites.review.diagnosis_tables import told

PERMISSIONS = ("sites.view_figure", "sites.view_territory")
TEMPLATE = "admin/sites/diagnosis.html"
_NO_TERRITORY = "Ce territoire n’existe plus\u00a0: choisissez-en un autre."


class DiagnosisForm(forms.Form):
    """Which territory, on which day; and with what it is compared, if with anything."""

    territoire = forms.ModelChoiceField(
        Territory.objects.none(),
        label="Territoire",
        empty_label=None,
        error_messages={"invalid_choice": _NO_TERRITORY},
    )
    au = forms.DateField(label="Au", widget=DateInput, error_messages={"invalid": NO_DATE})
    avec = forms.ModelChoiceField(
        Territory.objects.none(),
        label="Comparer avec",
        required=False,
        empty_label="Le même territoire",
        error_messages={"invalid_choice": _NO_TERRITORY},
    )
    le = forms.DateField(
        label="À la date du",
        required=False,
        widget=DateInput,
        error_messages={"invalid": NO_DATE},
        help_text="Vide\u00a0: la même date.",
    )

    def __init__(
        self, asked: Mapping[str, str], *, territories: QuerySet[Territory], today: dt.date
    ) -> None:
        usual = {"au": today.isoformat()}
        if not asked.get("territoire") and (first := first_territory(today, territories)):
            usual["territoire"] = str(first.pk)
        super().__init__({**usual, **{key: value for key, value in asked.items() if value}})
        for name in ("territoire", "avec"):
            self.fields[name].queryset = territories.order_by("name")

    @property
    def pair(self) -> tuple[Diagnosis, Diagnosis | None]:
        """Return the diagnosis asked for, and the one beside it if any; the form is valid."""
        territory, day = self.cleaned_data["territoire"], self.cleaned_data["au"]
        other = self.cleaned_data["avec"] or territory
        other_day = self.cleaned_data["le"] or day
        first = read_diagnosis(territory, day)
        if (other, other_day) == (territory, day):
            return first, None
        return first, read_diagnosis(other, other_day)


@require_GET
def diagnosis_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the diagnosis of a territory, or two side by side."""
    form = _form(request, timezone.localdate())
    first, second = form.pair if form.is_valid() else (None, None)
    context = {
        "title": page.title,
        "asked": form,
        "found": first,
        "query": _query(form) if first else "",
        "has_territories": Territory.objects.exists() if first is None else True,
        "told": told(first) if first and not second else None,
        "compared": compared(told(first), told(second)) if first and second else None,
        "columns": [column(one) for one in (first, second) if one],
        "links": _links(request, first) if first else {},
    }
    return own_page(request, page, TEMPLATE, context)


@require_GET
def diagnosis_pdf_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the same as a PDF, with its notes."""
    today = timezone.localdate()
    form = _form(request, today)
    if not form.is_valid():
        messages.error(request, "Choisissez un territoire et une date avant d’imprimer.")
        return redirect("admin:sites_diagnosis")
    first, second = form.pair
    try:
        content = printed_diagnosis(first, second, today=today)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("admin:sites_diagnosis")
    name = f"diagnostic-{slugify(first.territory.name)}-{first.day.isoformat()}.pdf"
    return file_response(content, PDF, name, "inline")


def _form(request: HttpRequest, today: dt.date) -> DiagnosisForm:
    territories = narrowed(request, Territory.objects.all(), (OWN,))
    return DiagnosisForm(request.GET.dict(), territories=territories, today=today)


def _query(form: DiagnosisForm) -> str:
    """Return what was asked for, as the end of an address."""
    return urlencode({key: value for key, value in form.data.items() if key in form.fields})


def _links(request: HttpRequest, found: Diagnosis) -> dict[str, str]:
    """Return where to go from here, as far as this person may."""
    links = {}
    territory, day = found.territory.pk, found.day.isoformat()
    if request.user.has_perm("sites.add_figure"):
        asked = {"territory": territory, "as_of": day, BACK: TO_DIAGNOSIS, "au": day}
        links["add"] = f"{reverse('admin:sites_figure_add')}?{urlencode(asked)}"
    if request.user.has_perm("sites.view_figure"):
        links["figures"] = (
            f"{reverse('admin:sites_figure_changelist')}?territory__id__exact={territory}"
        )
    if request.user.has_perm("sites.view_territory"):
        links["territory"] = reverse("admin:sites_territory_change", args=[territory])
    if request.user.has_perm("sites.view_commune"):
        links["map"] = f"{reverse('admin:sites_map')}?territoire={territory}"
    if request.user.has_perm("sites.add_zoning"):
        links["zoning"] = reverse("admin:sites_zoning_many")
    return links


def territory_links(request: HttpRequest, row: Territory) -> list[ToolbarLink]:
    """Return the way from a territory to its diagnosis."""
    return _to_diagnosis(request, row.pk)


def community_links(request: HttpRequest, row: Community) -> list[ToolbarLink]:
    """Return the way from a CPTS to the diagnosis of its territory."""
    return _to_diagnosis(request, row.territory_id)


def _to_diagnosis(request: HttpRequest, territory: int) -> list[ToolbarLink]:
    if not any(request.user.has_perm(permission) for permission in PERMISSIONS):
        return []
    address = f"{reverse('admin:sites_diagnosis')}?territoire={territory}"
    return [ToolbarLink("Diagnostic du territoire", address)]


contribute_links("sites.Territory", territory_links)
contribute_links("sites.Community", community_links)

DIAGNOSIS = register_page(
    SitePage(
        section=Section.TERRITORY,
        section_rank=1,
        title="Diagnostic du territoire",
        route="territoire/diagnostic/",
        name="sites_diagnosis",
        view=diagnosis_view,
        permissions=PERMISSIONS,
        description="Population, accès aux soins, densités et zonage, à toute date, avec leurs "
        "sources.",
        views=(("pdf/", "pdf", diagnosis_pdf_view),),
        guide="diagnostic",
    )
)
