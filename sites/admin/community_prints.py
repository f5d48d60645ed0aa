"""What a CPTS takes away: its sheet, the report on its missions, its indicators as a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from csipa.admin.responses import PDF, file_response, visible
from csipa.pdf.door import PdfError
from csipa.spreadsheets import CSV, to_csv
from sites.admin.day import asked_day
from sites.documents.community_print import render_report, render_sheet
from sites.models import Community
from sites.review.communities import CommunityBoard, board_of
from sites.review.community_print import board_source, indicators_table


@require_GET
def sheet_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the sheet of a CPTS on the day asked for, as a PDF."""
    return _printed(request, pk, page, "fiche", render_sheet)


@require_GET
def report_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the report on the missions of a CPTS on the day asked for, as a PDF."""
    return _printed(request, pk, page, "bilan", render_report)


@require_GET
def indicators_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send every value known on the day asked for, as a table for spreadsheets."""
    board = _board(request, pk, page)
    name = f"indicateurs-{_slug(board)}-{board.day.isoformat()}.csv"
    return file_response(to_csv(indicators_table(board)), CSV, name, "attachment")


def sees_missions(request: HttpRequest) -> bool:
    """Tell whether the person may see missions and indicators."""
    deeds = ("view", "change")
    return any(request.user.has_perm(f"sites.{deed}_communitymission") for deed in deeds)


def _board(request: HttpRequest, pk: int, page: Any) -> CommunityBoard:
    community: Community = visible(request, page, pk)
    if not sees_missions(request):
        raise PermissionDenied
    return board_of(community, day=asked_day(request)[1])


def _printed(
    request: HttpRequest, pk: int, page: Any, name: str, render: Callable[[dict[str, Any]], bytes]
) -> HttpResponse:
    board = _board(request, pk, page)
    try:
        content = render(board_source(board, today=timezone.localdate()))
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("admin:sites_community_board", pk)
    named = f"{name}-{_slug(board)}-{board.day.isoformat()}.pdf"
    return file_response(content, PDF, named, "inline")


def _slug(board: CommunityBoard) -> str:
    return slugify(str(board.community))[:60] or "cpts"
