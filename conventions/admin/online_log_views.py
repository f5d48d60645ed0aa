"""The daily proof that an act is online: its page, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from conventions.models import Act
from conventions.review.publications import OnlineLog, online_log, standing_of
from csipa.admin import own_page
from csipa.admin.responses import file_response, visible
from csipa.spreadsheets import CSV, Sheet, to_csv

_SHOWN = 120
_HEADINGS = ("Lu le", "Adresse", "Vu à l’identique", "Empreinte SHA-256 lue", "Constat")


@require_GET
def online_log_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the readings of an act online, the last first."""
    act: Act = visible(request, page, pk)
    today = timezone.localdate()
    standing = standing_of(act, today=today)
    log = online_log(standing.publication, today=today) if standing else None
    context = {
        "title": "Constats de mise en ligne",
        "standing": standing,
        "log": log,
        "checks": log.checks[:_SHOWN] if log else [],
        "shown": _SHOWN,
    }
    return own_page(request, page, "admin/conventions/act/online_log.html", context, act)


@require_GET
def online_log_file_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send every reading of an act online, as CSV."""
    act: Act = visible(request, page, pk)
    today = timezone.localdate()
    standing = standing_of(act, today=today)
    if standing is None:
        raise Http404
    log = online_log(standing.publication, today=today)
    name = f"constats-{standing.publication.address}.csv"
    return file_response(to_csv(_sheet(log)), CSV, name, "attachment")


def _sheet(log: OnlineLog) -> Sheet:
    rows = [
        (
            timezone.localtime(check.checked_at).strftime("%Y-%m-%d %H:%M:%S"),
            check.address,
            "oui" if check.seen else "non",
            check.sha256,
            check.detail,
        )
        for check in log.checks
    ]
    return Sheet("Constats", _HEADINGS, rows)
