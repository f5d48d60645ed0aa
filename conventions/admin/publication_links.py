"""What the pages of acts hold of the public register: addresses, button, panel, list action."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from conventions.actions.publishing import publishing_refusals
from conventions.admin.online_log_views import online_log_file_view, online_log_view
from conventions.admin.public_copy_views import public_copy_view, public_preview_view
from conventions.admin.publication_views import (
    MAY_PUBLISH,
    PAGE,
    change_copy_view,
    public_document_view,
    publication_view,
    publish_view,
    withdraw_view,
)
from conventions.bulk.publishing import publish_later, refusal_of
from conventions.models import Act, DocumentKind, FrozenDocument
from conventions.review.publications import standing_of
from csipa.admin import Panel, ToolbarLink, own_page
from csipa.french.numbers import counted, integer

PUBLICATION_VIEWS = (
    ("<int:pk>/publication/", "publication", publication_view),
    ("<int:pk>/publication/en-ligne/", "publish", publish_view),
    ("<int:pk>/publication/remplacer/", "change_copy", change_copy_view),
    ("<int:pk>/publication/retirer/", "withdraw", withdraw_view),
    ("<int:pk>/publication/copie/", "public_copy", public_copy_view),
    ("<int:pk>/publication/apercu/", "public_preview", public_preview_view),
    ("<int:pk>/publication/copie/<int:document>/", "public_document", public_document_view),
    ("<int:pk>/publication/constats/", "online_log", online_log_view),
    ("<int:pk>/publication/constats.csv", "online_log_file", online_log_file_view),
)
MOST_ACTS = 500
# Beyond, indexing and public copies take longer than a page may: a worker does it.
AT_ONCE = 10


def publication_panels(request: HttpRequest, act: Act) -> list[Panel]:
    """Return what the page of a signed act tells of the register; two queries."""
    if not act.is_signed or act.individual or act.is_cancelled:
        return []
    context = {
        "standing": standing_of(act, today=timezone.localdate()),
        "url": reverse(PAGE, args=[act.pk]),
        "may_publish": request.user.has_perm(MAY_PUBLISH),
    }
    return [Panel("admin/conventions/act/_publication.html", context)]


def publication_links(act: Act) -> list[ToolbarLink]:
    """Return the button that leads to the page of a signed act in the register."""
    if not act.is_signed:
        return []
    return [ToolbarLink("Publication…", reverse(PAGE, args=[act.pk]), more=True)]


@admin.action(description="Mettre en ligne", permissions=["publish"])
def publish_together(page: Any, request: HttpRequest, acts: QuerySet[Act]) -> HttpResponse | None:
    """Show which of the acts chosen can go online and why others cannot; publish on agreement."""
    if not request.user.has_perm(MAY_PUBLISH):
        raise PermissionDenied
    if (count := acts.count()) > MOST_ACTS:
        page.message_user(
            request,
            f"{integer(count)} actes sont choisis : {MOST_ACTS} au plus se mettent en ligne "
            "ensemble. Choisissez par exemple une année.",
            messages.ERROR,
        )
        return None
    ready, refused, online = _sorted_out(acts)
    if "publish" in request.POST and len(ready) > AT_ONCE:
        user: Any = request.user
        job = publish_later(acts=[act.pk for act in ready], by=user, now=timezone.now())
        return redirect("admin:jobs_job_change", job.pk)
    if "publish" in request.POST:
        _publish(page, request, ready)
        return None
    context = {
        "title": "Mettre plusieurs actes en ligne",
        "ready": ready,
        "refused": refused,
        "online": online,
        "count": counted(len(ready), "acte sera mis en ligne", "actes seront mis en ligne"),
        "checkbox": ACTION_CHECKBOX_NAME,
        "is_long": len(ready) > AT_ONCE,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
    }
    return own_page(request, page, "admin/conventions/act/publish_together.html", context)


def _sorted_out(acts: QuerySet[Act]) -> tuple[list[Act], list[tuple[Act, list[str]]], list[Act]]:
    """Return the acts that can go online, those that cannot with why, those already there."""
    kept = FrozenDocument.objects.filter(act=OuterRef("pk"), kind=DocumentKind.ACT)
    rows = acts.select_related("cancellation", "publication").annotate(is_kept=Exists(kept))
    ready, refused, online = [], [], []
    for act in rows:
        if hasattr(act, "publication") and act.publication.is_online:
            online.append(act)
        elif reasons := publishing_refusals(act, is_kept=act.is_kept):
            refused.append((act, reasons))
        else:
            ready.append(act)
    return ready, refused, online


def _publish(page: Any, request: HttpRequest, acts: list[Act]) -> None:
    """Publish each act apart: one that is refused at the last moment holds no other back."""
    done = 0
    for act in acts:
        if refusal := refusal_of(act, by=request.user, now=timezone.now()):
            page.message_user(request, refusal, messages.ERROR)
        else:
            done += 1
    if done:
        told = counted(done, "acte est en ligne", "actes sont en ligne")
        page.message_user(request, f"{told}.", messages.SUCCESS)
