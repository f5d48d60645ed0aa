"""« Coller une liste de communes »: names become members of a territory, after a preview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from csipa.admin import own_page
from csipa.admin.periods import NO_DATE
from csipa.admin.responses import change_page, editable
from csipa.admin.widgets import DateInput
from csipa.french.numbers import counted, plural
from sites.actions.territories import CommunesRefused, add_communes
from sites.review.pasted_communes import LEFT_OUT, PastedList, read_pasted
from sites.rules.commune_lists import ListRefused

_TEMPLATE = "admin/sites/territory/paste.html"
_PREVIEW = "admin/sites/territory/paste_preview.html"
_ROUTE = "admin:sites_territory_paste"


class PasteForm(forms.Form):
    """A list of names, and since when they are members."""

    noms = forms.CharField(
        label="Noms des communes",
        widget=forms.Textarea({"rows": 10}),
        strip=False,
        error_messages={"required": "Collez au moins un nom de commune."},
        help_text="Séparés par un point-virgule, une virgule ou un retour à la ligne. Un code "
        "INSEE ou un code postal convient aussi.",
    )
    depuis = forms.DateField(
        label="Membres depuis le",
        required=False,
        widget=DateInput,
        error_messages={"invalid": NO_DATE},
        help_text="Vide : depuis toujours.",
    )


@require_http_methods(["GET", "POST"])
def paste_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask for the list, show what each name means, then add what is settled."""
    territory = editable(request, page, pk)
    if not request.user.has_perm("sites.add_territorycommune"):
        return redirect("admin:sites_territory_change", pk)
    form = PasteForm(request.POST or None)
    if request.method == "GET" or "corriger" in request.POST or not form.is_valid():
        if "corriger" in request.POST:
            form = PasteForm(initial=request.POST.dict())
        return own_page(request, page, _TEMPLATE, {"title": _title(), "form": form}, territory)
    start = form.cleaned_data["depuis"]
    try:
        pasted = read_pasted(
            form.cleaned_data["noms"], territory=territory, start=start, chosen=request.POST
        )
    except ListRefused as error:
        form.add_error("noms", str(error))
        return own_page(request, page, _TEMPLATE, {"title": _title(), "form": form}, territory)
    if "ajouter" not in request.POST or pasted.open or not pasted.added:
        return _previewed(request, page, territory, form, pasted)
    try:
        count = add_communes(
            territory=territory, communes=pasted.added, start=start, by=request.user
        )
    except CommunesRefused as error:
        messages.error(request, str(error))
        return _previewed(request, page, territory, form, pasted)
    said = counted(count, "commune ajoutée", "communes ajoutées")
    messages.success(request, f"{said} à « {territory} ».")
    return change_page(page, territory)


def _title() -> str:
    return "Coller une liste de communes"


def _previewed(
    request: HttpRequest, page: Any, territory: Any, form: PasteForm, pasted: PastedList
) -> HttpResponse:
    open_names = len(pasted.open) if "ajouter" in request.POST else 0
    context = {
        "title": "Aperçu de la liste",
        "asked": form,
        "start": form.cleaned_data["depuis"],
        "pasted": pasted,
        "left_out": LEFT_OUT,
        "unsettled": f"{counted(open_names, 'nom reste', 'noms restent')} à régler : choisissez sa "
        "commune ou écartez-le, puis ajoutez de nouveau."
        if open_names
        else "",
        "members": sum(bool(name.member) for name in pasted.names),
        "repeated": sum(bool(name.repeats) for name in pasted.names),
        "button": f"Ajouter {plural(len(pasted.added), 'la commune', 'les communes')}",
    }
    return own_page(request, page, _PREVIEW, context, territory)
