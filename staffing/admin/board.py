"""« Tableau des effectifs »: what is missing, where, since when, on any day past or planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.admin.responses import PDF, file_response, whole_number
from csipa.french.grammar import upper_first
from csipa.pdf.door import PdfError
from staffing.documents.board_words import NOTES, day_words
from staffing.review.board import Board, read_board
from staffing.review.board_cards import board_span, cards, matrix, packed, series
from staffing.review.board_print import printed_board

TEMPLATE = "admin/staffing/board.html"
PERMISSION = "staffing.view_post"
_ISO, _FRENCH = "%Y-%m-%d", "%d/%m/%Y"


class BoardForm(forms.Form):
    """Which day, which profession, which site."""

    on = forms.DateField(
        label="Au",
        required=False,
        input_formats=[_ISO, _FRENCH],
        widget=forms.DateInput(attrs={"type": "date"}, format=_ISO),
    )
    profession = forms.ChoiceField(label="Profession", required=False)
    site = forms.ChoiceField(label="Site", required=False)

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        professions = [(str(one.pk), upper_first(one.name)) for one in board.professions]
        self.fields["profession"].choices = [("", "Toutes"), *professions]
        sites = [(str(one.pk), one.name) for one in board.sites]
        self.fields["site"].choices = [("", "Tous"), *sites]


@require_GET
def board_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the table of posts on the day asked for, or today."""
    today = timezone.localdate()
    board = _asked(request.GET)
    day = _day(request.GET.get("on", ""))
    form = BoardForm({**request.GET.dict(), "on": (day or today).isoformat()}, board=board)
    context = {
        "title": page.title,
        "asked": form,
        "wrong_day": request.GET.get("on", "") if day is None else "",
        "board": board,
        "is_narrowed": board.profession is not None or board.site is not None,
        **_told(request, board, day or today, today),
    }
    return own_page(request, page, TEMPLATE, context)


@require_GET
def board_pdf_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the same as a PDF."""
    today = timezone.localdate()
    day = _day(request.GET.get("on", "")) or today
    try:
        content = printed_board(_asked(request.GET), day, today=today)
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(f"admin:{page.name}")
    return file_response(content, PDF, f"effectifs-{day.isoformat()}.pdf", "inline")


def _told(request: HttpRequest, board: Board, day: dt.date, today: dt.date) -> dict[str, Any]:
    span = board_span(board, today=today)
    before, after = board.around(day)
    shown = cards(board, day, span)
    for card in shown:
        card["links"] = _links(request, card["profession"])
    return {
        "day": day,
        "today": today,
        "is_today": day == today,
        "day_words": day_words(day, today=today),
        "headline": board.headline_on(day, today=today),
        "cards": shown,
        "matrix": matrix(board, day) if board.site is None else None,
        "before": before,
        "after": after,
        "kept": _kept(board),
        "notes": NOTES,
        "slider": {
            "days": (span.last - span.first).days,
            "at": min(max((day - span.first).days, 0), (span.last - span.first).days),
        },
        "script": {
            "first": span.first.isoformat(),
            "today": today.isoformat(),
            "changes": [one.isoformat() for one in board.changes],
            **packed(series(board, today=today)),
        },
    }


def _links(request: HttpRequest, profession: Any) -> list[tuple[str, str]]:
    """Return where to see the posts and the assignments behind the figures of a profession."""
    found = []
    for model, label, key in (
        ("post", "Postes", "profession__id__exact"),
        ("assignment", "Affectations", "post__profession__id__exact"),
    ):
        if request.user.has_perm(f"staffing.view_{model}"):
            query = f"?{key}={profession.pk}" if profession else ""
            found.append((label, f"{reverse(f'admin:staffing_{model}_changelist')}{query}"))
    return found


def _asked(data: QueryDict) -> Board:
    return read_board(
        profession=whole_number(data.get("profession", "")), site=whole_number(data.get("site", ""))
    )


def _day(text: str) -> dt.date | None:
    """Return the day of a text, as a date field or a person writes it; None if it is no day."""
    try:
        return forms.DateField(input_formats=[_ISO, _FRENCH]).clean(text)
    except forms.ValidationError:
        return None


def _kept(board: Board) -> str:
    """Return the filters as the end of an address."""
    query = QueryDict(mutable=True)
    for name, chosen in (("profession", board.profession), ("site", board.site)):
        if chosen is not None:
            query[name] = str(chosen.pk)
    return f"&{query.urlencode()}" if query else ""


BOARD = register_page(
    SitePage(
        section=Section.STAFFING,
        section_rank=1,
        title="Tableau des effectifs",
        route="effectifs/",
        name="staffing_board",
        view=board_view,
        permissions=(PERMISSION,),
        description="Ce qui manque, où et depuis quand, à toute date passée ou prévue.",
        views=(("pdf/", "pdf", board_pdf_view),),
        guide="tableau-des-effectifs",
    )
)
