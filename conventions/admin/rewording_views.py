"""On the page of a convention: its clauses that have been worded again since it was written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from conventions.actions.rewording import RewordingRefused, take_current_wording
from conventions.admin.clause_texts import version_changes
from conventions.admin.clauses_views import AMENDING
from conventions.models import Article, Convention
from conventions.review.clauses import older_wordings_of
from csipa.admin import Panel
from csipa.admin.responses import change_page, rewritable, whole_number
from csipa.french.numbers import counted, plural


def wording_panels(page: Any, request: HttpRequest, convention: Convention) -> list[Panel]:
    """Return what was worded again since, for a draft or a convention in force; often nothing."""
    found = older_wordings_of(convention, today=timezone.localdate())
    if not found:
        return []
    closed = bool(page.lock_of(request, convention))
    may_change = not closed and page.has_change_permission(request, convention)
    may_amend = closed and request.user.has_perms(AMENDING)
    have = plural(len(found), "a une rédaction plus récente", "ont une rédaction plus récente")
    context = {
        "told": f"{counted(len(found), 'clause', 'clauses')} {have}",
        "rows": [
            {"one": row, "changes": version_changes(row.carried, row.current)} for row in found
        ],
        "take_url": reverse("admin:conventions_convention_reword", args=[convention.pk])
        if may_change
        else "",
        "amend_url": reverse("admin:conventions_convention_amend", args=[found[0].root.pk])
        if may_amend
        else "",
        "closed": closed,
    }
    return [Panel("admin/conventions/clause/_older_panel.html", context)]


@require_POST
def reword_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Bring one article of a draft to the wording that its clause has today."""
    convention: Convention = rewritable(request, page, pk)
    key = whole_number(request.POST.get("article", ""))
    article = Article.objects.filter(convention=convention, pk=key).first() if key else None
    if article is None:
        raise Http404
    try:
        done = take_current_wording(article=article, by=request.user)
    except RewordingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Rédaction actuelle reprise : article « {done} ».")
    return change_page(page, convention)
