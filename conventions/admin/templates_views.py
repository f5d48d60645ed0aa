"""What one does with a model beside typing it: read it whole, copy it, retire it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from conventions.actions.clauses import retire_template
from conventions.actions.templates import copy_template, restore_template
from conventions.admin.templates_forms import CopyForm
from conventions.models import ConventionTemplate
from conventions.review.clauses import whole_templates
from conventions.review.templates import (
    TemplateText,
    faults_of,
    filled_with_examples,
    whole_text,
)
from csipa.admin import own_page
from csipa.admin.responses import editable, visible
from csipa.french.grammar import list_punctuation
from csipa.french.typography import typeset, typeset_html
from csipa.richtext import clean

CHANGE = "admin:conventions_conventiontemplate_change"


@require_GET
def preview_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the whole model, its placeholders filled with examples, and what it lacks."""
    visible(request, page, pk)
    template = whole_templates(ConventionTemplate.objects.filter(pk=pk)).get()
    text = whole_text(template)
    context = {
        "title": "Aperçu",
        "faults": faults_of(text),
        "parties": template.parties.all(),
        "said": _said(text),
    }
    return own_page(
        request, page, "admin/conventions/conventiontemplate/preview.html", context, template
    )


@require_http_methods(["GET", "POST"])
def copy_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask the name of a copy, and make it."""
    template = visible(request, page, pk)
    if not page.has_add_permission(request):
        raise PermissionDenied
    start = {"name": f"{template.name} (copie)"[:200]}
    form = CopyForm(request.POST or None, initial=start)
    if form.is_valid():
        copy = copy_template(template=template, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, f"Copie faite : adaptez « {copy} », puis enregistrez.")
        return redirect(CHANGE, copy.pk)
    return own_page(
        request,
        page,
        "admin/conventions/conventiontemplate/copy.html",
        {"form": form, "title": "Dupliquer"},
        template,
    )


@require_http_methods(["GET", "POST"])
def retire_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Take a model out of use, or put it back."""
    template = editable(request, page, pk)
    if request.method == "POST":
        if template.retired_on:
            restore_template(template=template, by=request.user)
            messages.success(request, f"Remis en usage : {template}.")
        else:
            retire_template(template=template, by=request.user, on=timezone.localdate())
            messages.success(request, f"Retiré : {template}.")
        return redirect(CHANGE, template.pk)
    title = "Remettre en usage" if template.retired_on else "Retirer"
    return own_page(
        request,
        page,
        "admin/conventions/conventiontemplate/retire.html",
        {"title": title},
        template,
    )


def _said(text: TemplateText) -> dict[str, Any]:
    """Return what a convention written from the model would say, filled with examples."""
    own = text.template
    return {
        "title": _plain(own.title),
        "subtitle": _plain(own.subtitle),
        "preamble": _rich(own.preamble),
        "articles": [
            {
                "clause_pk": article.clause_pk,
                "clause": article.clause,
                "version": version,
                "title": _plain(version.title),
                "introduction": _plain(version.introduction),
                "body": _rich(version.body),
                "commitments": list_punctuation([_plain(line) for line in version.commitments]),
            }
            if (version := article.version)
            else {"clause_pk": article.clause_pk, "clause": article.clause}
            for article in text.articles
        ],
        "decision_title": _plain(own.decision_title),
        "decision_recitals": [_plain(line) for line in own.decision_recitals],
        "decision_provision": _plain(own.decision_provision),
    }


def _plain(words: str) -> str:
    return typeset(filled_with_examples(words))


def _rich(body: str) -> SafeString:
    return mark_safe(typeset_html(clean(filled_with_examples(body, rich=True))))  # noqa: S308 (cleaned on the line)
