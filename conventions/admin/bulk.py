"""The actions of the lists of acts and conventions: print those chosen together, as a job."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from conventions.bulk.prints import (
    ACTS,
    CONVENTIONS,
    MOST_TEXTS,
    Printable,
    print_acts,
    print_conventions,
)
from conventions.models import Act, Convention
from csipa.admin import own_page
from csipa.french.numbers import counted, integer

_SHOWN = 10


class TogetherForm(forms.Form):
    """How to print several acts."""

    note = (
        "Les actes signés sont imprimés tels qu’ils ont été figés, les autres avec la marque "
        "« PROJET »."
    )
    order = ("kind", "recto", "contents")

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

    @property
    def boxes(self) -> list[forms.BoundField]:
        """Return what is ticked or not, in order."""
        return [self[name] for name in self.order if name != "kind"]


class ConventionsTogetherForm(TogetherForm):
    """How to print several conventions."""

    note = (
        "Les conventions signées sont imprimées telles qu’elles ont été figées, les autres avec "
        "la marque « PROJET »."
    )
    order = ("kind", "amendments", "recto", "contents")

    kind = forms.ChoiceField(
        label="Fichier",
        choices=[
            ("pdf", "Un seul PDF, à imprimer"),
            ("zip", "Une archive ZIP, un PDF par convention"),
        ],
        widget=forms.RadioSelect,
        initial="pdf",
    )
    amendments = forms.BooleanField(
        label="Mettre après chaque convention ses avenants", required=False, initial=True
    )
    recto = forms.BooleanField(
        label="Commencer chaque convention sur un recto",
        help_text="Pour l’impression recto verso : une page blanche s’ajoute quand il le faut.",
        required=False,
        initial=True,
    )
    contents = forms.BooleanField(
        label="Ajouter la liste des conventions en tête", required=False, initial=True
    )


@admin.action(description="Imprimer en un seul PDF", permissions=["view"])
def print_together(page: Any, request: HttpRequest, texts: QuerySet) -> HttpResponse | None:
    """Ask how, then queue the job and lead to its progress; the order is that of the list."""
    return _together(page, request, texts, kind="pdf", action="print_together")


@admin.action(description="Archive ZIP", permissions=["view"])
def archive_together(page: Any, request: HttpRequest, texts: QuerySet) -> HttpResponse | None:
    """Do as `print_together`, an archive of separate files being proposed first."""
    return _together(page, request, texts, kind="zip", action="archive_together")


def _together(
    page: Any, request: HttpRequest, texts: QuerySet, *, kind: str, action: str
) -> HttpResponse | None:
    printable = {Act: ACTS, Convention: CONVENTIONS}[page.model]
    keys = list(texts.values_list("pk", flat=True))
    if len(keys) > MOST_TEXTS:
        page.message_user(request, _too_many(printable, len(keys)), messages.ERROR)
        return None
    form_class = {Act: TogetherForm, Convention: ConventionsTogetherForm}[page.model]
    asked = request.POST if "together" in request.POST else None
    form = form_class(asked, initial={"kind": kind})
    if form.is_valid():
        return redirect("admin:jobs_job_change", _queue(request, keys, form.cleaned_data))
    context = {
        "title": f"Imprimer plusieurs {printable.words.several}",
        "form": form,
        "count": printable.counted(len(keys)),
        "lines": [_line(text) for text in texts[:_SHOWN]],
        "others": counted(len(keys) - _SHOWN, "autre", "autres") if len(keys) > _SHOWN else "",
        "action": action,
        "checkbox": ACTION_CHECKBOX_NAME,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
    }
    return own_page(request, page, "admin/conventions/together.html", context)


def _queue(request: HttpRequest, keys: list[int], wanted: dict[str, Any]) -> int:
    """Queue the job; return its key."""
    options = {
        "recto": wanted["recto"],
        "contents": wanted["contents"],
        "archive": wanted["kind"] == "zip",
        "by": request.user,
        "now": timezone.now(),
    }
    if "amendments" in wanted:
        amendments = wanted["amendments"]
        return print_conventions(conventions=keys, amendments=amendments, **options).pk
    return print_acts(acts=keys, **options).pk


def _too_many(printable: Printable, count: int) -> str:
    several = printable.words.several
    return (
        f"{integer(count)} {several} sont {printable.agreed('choisi')}s : {integer(MOST_TEXTS)} au "
        f"plus peuvent être {printable.agreed('imprimé')}s ensemble. Choisissez par exemple une "
        "année."
    )


def _line(text: Act | Convention) -> tuple[str, str]:
    """Return the name of a text and its object."""
    return (str(text) if isinstance(text, Act) else text.reference or "Sans référence"), text.title
