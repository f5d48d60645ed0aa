"""What one does with clauses beside typing them: publish, prepare, import, see who carries what."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conventions.actions.clauses import (
    ClauseRefused,
    import_library,
    new_version,
    plan_library,
    publish_version,
)
from conventions.admin.clause_texts import version_cards, version_changes
from conventions.admin.clauses_forms import PublishForm
from conventions.models import Clause
from conventions.review.clauses import OlderWording, older_wordings, versions_of
from csipa.admin import own_page
from csipa.admin.responses import editable, visible, whole_number
from csipa.french.numbers import counted

LIST = "admin:conventions_clause_changelist"
AMENDING = ("conventions.add_convention", "conventions.add_act", "conventions.view_convention")


@require_POST
def new_version_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Copy the latest wording into one that may be changed, and open it."""
    clause: Clause = editable(request, page, pk)
    try:
        draft = new_version(clause=clause, by=request.user)
    except ClauseRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            f"Version {draft.number} en préparation : changez-la, enregistrez, puis publiez-la.",
        )
    return redirect("admin:conventions_clause_change", clause.pk)


@require_http_methods(["GET", "POST"])
def publish_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Ask from which day a wording holds and what it changes, then close it for ever."""
    clause: Clause = editable(request, page, pk)
    versions = versions_of(clause)
    if not versions or versions[0].published_on:
        messages.info(request, "Aucune version n’est en préparation : préparez-en une.")
        return redirect("admin:conventions_clause_change", clause.pk)
    draft, after = versions[0], versions[1] if len(versions) > 1 else None
    form = PublishForm(request.POST or None, draft=draft, after=after)
    if form.is_valid():
        try:
            publish_version(
                version=draft,
                by=request.user,
                on=form.cleaned_data["published_on"],
                change_note=form.cleaned_data["change_note"],
            )
        except ClauseRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Version {draft.number} publiée : {clause}.")
            return redirect("admin:conventions_clause_change", clause.pk)
    context = {
        "form": form,
        "title": f"Publier la version {draft.number}",
        "card": version_cards(versions[:2])[0],
    }
    return own_page(request, page, "admin/conventions/clause/publish.html", context, clause)


@require_GET
def older_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the conventions in force that carry an older wording, of one clause or of all."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    clause = None
    if asked := request.GET.get("clause"):
        clause = visible(request, page, _key(asked))
    today = timezone.localdate()
    found = older_wordings(today=today, clause=clause)
    context = {
        "title": "Rédactions anciennes",
        "today": today,
        "groups": [_group(list(same)) for _, same in groupby(found, key=lambda row: row.root.pk)],
        "may_see": request.user.has_perm("conventions.view_convention"),
        "may_amend": request.user.has_perms(AMENDING),
    }
    return own_page(request, page, "admin/conventions/clause/older.html", context, clause)


@require_http_methods(["GET", "POST"])
def import_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Fill an empty library with the clauses and models shipped with the program."""
    allowed = ("conventions.add_clause", "conventions.add_conventiontemplate")
    if not request.user.has_perms(allowed):
        raise PermissionDenied
    if request.method == "POST":
        done = import_library(by=request.user, today=timezone.localdate())
        messages.success(request, str(done))
        return redirect(LIST)
    return own_page(
        request,
        page,
        "admin/conventions/clause/import.html",
        {"title": "Importer la bibliothèque de départ", "plan": plan_library()},
    )


def _key(asked: str) -> int:
    key = whole_number(asked)
    if key is None:
        raise Http404
    return key


def _group(rows: list[OlderWording]) -> dict[str, Any]:
    """Return one convention with its articles that carry an older wording."""
    return {
        "root": rows[0].root,
        "count": counted(len(rows), "clause", "clauses"),
        "rows": [
            {"one": row, "changes": version_changes(row.carried, row.current)} for row in rows
        ],
    }
