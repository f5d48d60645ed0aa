"""The page « Intégrité »: what the last verification found, and the verification asked for."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.audit.chain import head
from csipa.audit.models import Link, Verification
from csipa.audit.sources import exempted
from csipa.audit.working import KIND, PERMISSION
from csipa.french.grammar import upper_first
from csipa.jobs.actions import enqueue

_SHOWN = 20
_GROUPED = 8


@require_GET
def integrity_view(request: HttpRequest, page: SitePage) -> HttpResponse:
    """Show the last verification, the end of the chain and the verifications before."""
    done = list(Verification.objects.select_related("asked_by").defer("faults", "notes")[:_SHOWN])
    last = Verification.objects.filter(scope="").first()
    found = _faults(request, last)[:_SHOWN] if last else []
    end = head()
    since = Link.objects.order_by("seq").values_list("sealed_at", flat=True).first()
    context = {
        "title": page.title,
        "last": last,
        "found": found,
        "more": last.fault_count - len(found) if last else 0,
        "has_page": True,
        "done": done,
        "head": end,
        "mac": _grouped(end.mac.hex()),
        "since": since,
        "apart": _apart(),
        "may_verify": request.user.has_perm(PERMISSION),
    }
    return own_page(request, page, "admin/audit/integrity.html", context)


@require_GET
def verification_view(request: HttpRequest, pk: int, page: SitePage) -> HttpResponse:
    """Show one verification with everything that it found."""
    told = get_object_or_404(Verification.objects.select_related("asked_by"), pk=pk)
    found = _faults(request, told)
    context = {
        "title": upper_first(str(told)),
        "last": told,
        "found": found,
        "more": told.fault_count - len(found),
        "mac": _grouped(told.head_mac),
    }
    return own_page(request, page, "admin/audit/verification.html", context)


@require_POST
def verify_view(request: HttpRequest, page: SitePage) -> HttpResponse:
    """Queue a verification, and lead to its progress; raises PermissionDenied."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    user: Any = request.user
    job = enqueue(
        kind=KIND,
        label="Vérification de l’intégrité",
        parameters={},
        by=user,
        now=timezone.now(),
    )
    return redirect("admin:jobs_job_change", job.pk)


def _faults(request: HttpRequest, told: Verification) -> list[dict[str, str]]:
    """Return the sentences of the faults, with the page of the thing where the person may go."""
    return [
        {"text": fault["text"], "url": _address(request, fault["model"], fault["pk"])}
        for fault in told.faults
    ]


def _address(request: HttpRequest, label: str, pk: str) -> str:
    """Return the page of a row; empty when there is none, or none that the person may see."""
    if not (label and pk):
        return ""
    try:
        page = admin.site.get_model_admin(apps.get_model(label))
        if not page.has_view_permission(request):
            return ""
        return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_change", args=[pk])
    except (LookupError, NoReverseMatch, NotRegistered):
        return ""


def _apart() -> list[dict[str, str]]:
    """Return what is not chained, with why."""
    told = [
        {"name": upper_first(str(model._meta.verbose_name_plural)), "reason": reason}
        for model, reason in exempted().items()
    ]
    return sorted(told, key=lambda line: line["name"])


def _grouped(mac: str) -> list[str]:
    """Cut a signature in groups that a person can read aloud or copy."""
    return [mac[place : place + _GROUPED] for place in range(0, len(mac), _GROUPED)]


INTEGRITY = register_page(
    SitePage(
        section=Section.SETTINGS,
        section_rank=60,
        title="Intégrité",
        route="integrite/",
        name="integrity",
        view=integrity_view,
        permissions=("audit.view_verification", PERMISSION),
        description="La preuve que rien n’a été changé en dehors du programme.",
        views=(
            ("verifier/", "verify", verify_view),
            ("<int:pk>/", "verification", verification_view),
        ),
        guide="integrite",
    )
)
