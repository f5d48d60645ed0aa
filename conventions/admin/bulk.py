"""The action of the list of acts: print those chosen together, as a job."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from conventions.bulk import MOST_ACTS, print_acts
from csipa.french.numbers import counted, integer

_SHOWN = 10


class TogetherForm(forms.Form):
    """How to print several acts."""

    kind = forms.ChoiceField(
        label="Fichier",
        choices=[("pdf", "Un seul PDF, à imprimer"), ("zip", "Une archive ZIP, un PDF par acte")],
        widget=forms.RadioSelect,
        initial="pdf",
    )
    recto = forms.BooleanField(
        label="Commencer chaque acte sur un recto",
        help_text="Pour l’impression recto verso : une page blanche s’ajoute quand il le faut.",
        required=False,
        initial=True,
    )
    contents = forms.BooleanField(
        label="Ajouter la liste des actes en tête", required=False, initial=True
    )


@admin.action(description="Imprimer en un seul PDF", permissions=["view"])
def print_together(page: Any, request: HttpRequest, acts: QuerySet) -> HttpResponse | None:
    """Ask how, then queue the job and lead to its progress; the order is that of the list."""
    keys = list(acts.values_list("pk", flat=True))
    if len(keys) > MOST_ACTS:
        message = (
            f"{integer(len(keys))} actes sont choisis : {integer(MOST_ACTS)} au plus peuvent être "
            "imprimés ensemble. Choisissez par exemple une année."
        )
        page.message_user(request, message, messages.ERROR)
        return None
    form = TogetherForm(request.POST if "together" in request.POST else None)
    if form.is_valid():
        job = print_acts(
            acts=keys,
            recto=form.cleaned_data["recto"],
            contents=form.cleaned_data["contents"],
            archive=form.cleaned_data["kind"] == "zip",
            by=request.user,
            now=timezone.now(),
        )
        return redirect("admin:jobs_job_change", job.pk)
    context = {
        **page.admin_site.each_context(request),
        "title": "Imprimer plusieurs actes",
        "section": page.section,
        "form": form,
        "boxes": (form["recto"], form["contents"]),
        "count": counted(len(keys), "acte", "actes"),
        "acts": acts[:_SHOWN],
        "others": counted(len(keys) - _SHOWN, "autre", "autres") if len(keys) > _SHOWN else "",
        "checkbox": ACTION_CHECKBOX_NAME,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
        "media": Media(css={"all": ["csipa/css/jobs.css"]}),
    }
    return TemplateResponse(request, "admin/conventions/act/together.html", context)
