"""« Classer plusieurs communes »: a pasted list becomes as many zonings, all or none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from csipa.admin import own_page
from csipa.admin.periods import NO_DATE
from csipa.admin.widgets import DateInput
from csipa.french.numbers import counted
from sites.actions.zonings import ZoningRefused, open_zonings
from sites.models import Commune, Zone, Zoning
from sites.models.figure import PROFESSION_CHOICES
from sites.review.pasted_communes import LEFT_OUT, PastedName, understood
from sites.rules.care_professions import DOCTOR
from sites.rules.commune_lists import ListRefused, split_names

_TEMPLATE = "admin/sites/zoning/many.html"
_TITLE = "Classer plusieurs communes"


class ManyZoningsForm(forms.Form):
    """A list of communes, their class, for whom, since when, by which act."""

    noms = forms.CharField(
        label="Communes",
        widget=forms.Textarea({"rows": 8}),
        strip=False,
        error_messages={"required": "Collez au moins un nom de commune."},
        help_text="Séparées par un point-virgule, une virgule ou un retour à la ligne. Un code "
        "INSEE convient aussi.",
    )
    zone = forms.ChoiceField(label="Classe", choices=[("", "À choisir"), *Zone.choices])
    profession = forms.ChoiceField(
        label="Pour la profession", choices=PROFESSION_CHOICES, initial=DOCTOR
    )
    depuis = forms.DateField(
        label="Depuis le",
        widget=DateInput,
        error_messages={"invalid": NO_DATE},
        help_text="La classe précédente de chaque commune prend fin la veille.",
    )
    source = forms.CharField(
        label="Source", max_length=200, help_text="L’arrêté et sa date, ou le document lu."
    )


@require_http_methods(["GET", "POST"])
def many_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Ask for the list; write nothing until each name is understood or left out on purpose."""
    if not page.has_add_permission(request):
        raise PermissionDenied
    form = ManyZoningsForm(request.POST or None)
    names: list[PastedName] = []
    if request.method == "POST" and form.is_valid():
        try:
            names = understood(form.cleaned_data["noms"], chosen=_chosen(request))
        except ListRefused as error:
            form.add_error("noms", str(error))
    if names and not any(name.is_open for name in names):
        try:
            return _written(request, form, names)
        except ZoningRefused as error:
            form.add_error(None, str(error))
    unsettled = [name for name in names if name.is_open or name.choices or not name.commune]
    context = {
        "title": _TITLE,
        "form": form,
        "unsettled": unsettled,
        "understood": sum(name.commune is not None for name in names),
        "count": len(names),
        "left_out": LEFT_OUT,
    }
    return own_page(request, page, _TEMPLATE, context)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Return the choices made name by name; none once the list is no longer the one they bear on.

    Raises ListRefused.
    """
    read = request.POST.get("lus", "")
    if not read.strip() or split_names(read) != split_names(request.POST["noms"]):
        return {}
    return request.POST.dict()


def _written(request: HttpRequest, form: ManyZoningsForm, names: list[PastedName]) -> HttpResponse:
    """Write the classes and go to the list. Raises ZoningRefused."""
    asked = form.cleaned_data
    communes: dict[str, Commune] = {one.commune.pk: one.commune for one in names if one.commune}
    if not communes:
        raise ZoningRefused("Tous les noms sont écartés\u00a0: rien n’est à enregistrer.")
    rows = [
        Zoning(
            commune=commune,
            zone=asked["zone"],
            profession=asked["profession"],
            start=asked["depuis"],
            source=asked["source"],
        )
        for commune in communes.values()
    ]
    opened = open_zonings(rows=rows, by=request.user)
    messages.success(request, str(opened))
    if left := sum(name.commune is None for name in names):
        messages.warning(
            request, f"{counted(left, 'nom écarté', 'noms écartés')}, à votre demande."
        )
    return redirect("admin:sites_zoning_changelist")
