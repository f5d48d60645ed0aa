"""Declaring what the records show, setting it aside, writing to the agency."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from csipa.admin import own_page
from csipa.admin.responses import PDF, change_page, file_response, visible
from csipa.pdf.door import PdfError
from sites.actions.declarations import (
    DeclarationRefused,
    declare_change,
    set_change_aside,
    take_up_change,
)
from sites.admin.declarations_forms import LetterForm, ProposalForm, SetAsideForm
from sites.documents.declaration import letter_pdf
from sites.models import ChangeSetAside, OrganisationKind, SubstantialChange
from sites.review.declaration_letters import Lack, lacking, letter_of
from sites.review.declaration_words import sentences
from sites.review.declarations import find_proposals
from sites.review.scope import sites_of
from sites.rules.declarations import Change, due_on

LIST = "admin:sites_substantialchange_changelist"
_GONE = "Ce changement n’est plus à déclarer\u00a0: la liste est à jour."
_NO_REASON = "Rien n’est écarté\u00a0: dites pourquoi, en 300 caractères au plus."
_MEND = {
    "site": "Compléter la fiche du site",
    "organisation": "Compléter la fiche de l’organisme",
    "substantialchange": "Compléter la déclaration",
}


def proposals_context(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Return what the records show and nobody told, and what was set aside; five queries.

    Of the sites that the person works for.
    """
    today, theirs = timezone.localdate(), sites_of(request.user)
    own = set(theirs.values_list("pk", flat=True))
    told = sentences([one for one in find_proposals(today) if one.site.pk in own])
    return {
        "rows": [
            {
                "label": one.label,
                "sentence": sentence,
                "change": one.change,
                "due": due_on(one.change.day),
                "is_late": due_on(one.change.day) < today,
            }
            for one, sentence in told.items()
        ],
        "aside": ChangeSetAside.objects.filter(site__in=theirs)
        .select_related("site")
        .order_by("-set_aside_on", "-pk"),
        "may_answer": page.has_add_permission(request),
    }


@require_POST
def declare_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Write the declaration of a change that the records show, and open it."""
    change = _asked(request, page, ProposalForm(request.POST))
    if change is None:
        return redirect(LIST)
    try:
        row = declare_change(change=change, by=request.user, today=timezone.localdate())
    except DeclarationRefused as refused:
        messages.error(request, str(refused))
        return redirect(LIST)
    messages.success(request, "Déclaration préparée : relisez-la, puis imprimez la lettre.")
    return change_page(page, row)


@require_POST
def set_aside_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Note that a change need not be told, with the reason."""
    form = SetAsideForm(request.POST)
    change = _asked(request, page, form)
    if change is None:
        return redirect(LIST)
    try:
        set_change_aside(
            change=change,
            reason=form.cleaned_data["reason"],
            by=request.user,
            today=timezone.localdate(),
        )
    except DeclarationRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Changement écarté : il n’est plus proposé.")
    return redirect(LIST)


@require_POST
def take_up_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Propose again a change that was set aside."""
    if not page.has_add_permission(request):
        raise PermissionDenied
    theirs = ChangeSetAside.objects.filter(site__in=sites_of(request.user))
    take_up_change(row=get_object_or_404(theirs, pk=pk), by=request.user)
    messages.success(request, "Ce changement est de nouveau examiné.")
    return redirect(LIST)


@require_GET
def letter_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show what the letter lacks and what may still be typed in it, before it is printed."""
    change: SubstantialChange = visible(request, page, pk)
    form = LetterForm(change=change)
    context = {
        "title": "Lettre à l’agence régionale de santé",
        "form": form,
        "lacks": [_told(one) for one in lacking(change, dated=form.initial["date"])],
    }
    return own_page(request, page, "admin/sites/substantialchange/letter.html", context, change)


@require_GET
def print_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the PDF of the letter."""
    change: SubstantialChange = visible(request, page, pk)
    form = LetterForm(request.GET or None, change=change)
    try:
        content = letter_pdf(letter_of(change, **form.words()))
    except PdfError as error:
        messages.error(request, str(error))
        return change_page(page, change)
    name = f"declaration-{change.happened_on.isoformat()}-{change.pk}.pdf"
    return file_response(content, PDF, name, "inline")


def _asked(request: HttpRequest, page: Any, form: ProposalForm) -> Change | None:
    """Return the change that a button sends back; None, once it is told why, if it is wrong."""
    if not page.has_add_permission(request):
        raise PermissionDenied
    if not form.is_valid():
        lacks_reason = list(form.errors) == ["reason"]
        messages.error(request, _NO_REASON if lacks_reason else _GONE)
        return None
    typed = form.cleaned_data
    site = sites_of(request.user).filter(pk=typed["site"]).first()
    if site is None:
        messages.error(request, _GONE)
        return None
    return Change(site.pk, site.parent_id or site.pk, typed["nature"], typed["day"])


def _told(lack: Lack) -> dict[str, str]:
    """Return a sentence about what is missing, and where to mend it."""
    model = f"admin:sites_{lack.model}"
    if lack.pk is None:
        return {
            "sentence": lack.sentence,
            "url": f"{reverse(f'{model}_add')}?kind={OrganisationKind.ARS}",
            "link": "L’enregistrer",
        }
    url = reverse(f"{model}_change", args=[lack.pk])
    return {"sentence": lack.sentence, "url": url, "link": _MEND[lack.model]}
