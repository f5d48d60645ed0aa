"""« Avancement »: a programme sheet by sheet on any day, and what changed since a meeting."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from conventions.models import CommitteeMeeting, Programme, SheetState
from conventions.review.progress import ProgressBoard, meeting_before, read_progress
from conventions.review.progress_chart import states_chart, states_table
from conventions.review.progress_print import printed_progress
from csipa.admin import Section, SitePage, ToolbarLink, own_page, register_page
from csipa.admin.responses import PDF, file_response
from csipa.admin.scope import seen
from csipa.admin.widgets import DateInput
from csipa.french.grammar import enumeration, upper_first
from csipa.models import PeriodQuerySet
from csipa.pdf.door import PdfError
from sites.rules.names import search_key

PERMISSION = "conventions.view_programme"
TEMPLATE = "admin/conventions/progress.html"
_LATE, _NO_AXIS = "late", "none"


class ProgressForm(forms.Form):
    """Which programme, on which day, since when; then what is kept of it."""

    programme = forms.ModelChoiceField(
        label="Programme", queryset=Programme.objects.none(), required=False
    )
    au = forms.DateField(label="Au", required=False, widget=DateInput)
    depuis = forms.DateField(label="Changements depuis le", required=False, widget=DateInput)
    axe = forms.ChoiceField(label="Axe", required=False)
    etat = forms.ChoiceField(label="État", required=False)
    pilote = forms.ChoiceField(label="Pilote", required=False)

    def __init__(self, data: Any, *, programmes: PeriodQuerySet) -> None:
        super().__init__(data)
        self.fields["programme"].queryset = programmes

    def offer(self, board: ProgressBoard) -> None:
        """Offer the axes and pilots of the board."""
        axes = {line.place.axis_id: line.place.axis for line in board.lines}
        pilots = {line.sheet.pilot_id: line.sheet.pilot for line in board.lines}
        found = [(str(pk), str(axis)) for pk, axis in axes.items() if pk]
        found += [(_NO_AXIS, "Sans axe")] if None in axes else []
        self.fields["axe"].choices = [("", "Tous"), *found]
        named = [(str(pk), upper_first(str(row))) for pk, row in pilots.items() if pk]
        named.sort(key=lambda pair: search_key(pair[1]))
        self.fields["pilote"].choices = [("", "Tous"), *named]
        states = [(value, upper_first(label)) for value, label in SheetState.choices]
        self.fields["etat"].choices = [("", "Tous"), (_LATE, "En retard"), *states]


@require_GET
def progress_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the board of the programme asked for, or of the latest one."""
    form, whole, meeting = _asked(request)
    context: dict[str, Any] = {"title": page.title, "asked": form, "board": None}
    if whole is None:
        context["may_add"] = request.user.has_perm("conventions.add_programme")
        return own_page(request, page, TEMPLATE, context)
    board = _narrowed(whole, form)
    context |= {
        "board": board,
        "meeting": meeting,
        "is_today": board.day == timezone.localdate(),
        "is_past": board.day < timezone.localdate(),
        "is_narrowed": len(board.lines) != len(whole.lines),
        "whole": len(whole.lines),
        "wrong": [error for errors in form.errors.values() for error in errors],
        "chart": states_chart(board) if board.lines else "",
        "table": states_table(board) if board.lines else None,
        "pdf": f"{reverse('admin:conventions_progress_pdf')}?{_query(request, whole)}",
    }
    return own_page(request, page, TEMPLATE, context)


@require_GET
def progress_pdf_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the same as a PDF."""
    form, whole, _ = _asked(request)
    if whole is None:
        messages.error(request, "Aucun programme n’est encore enregistré.")
        return redirect(f"admin:{page.name}")
    try:
        content = printed_progress(
            _narrowed(whole, form), asked=_in_words(form), today=timezone.localdate()
        )
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(f"admin:{page.name}")
    return file_response(content, PDF, f"avancement-{whole.day.isoformat()}.pdf", "inline")


def _asked(
    request: HttpRequest,
) -> tuple[ProgressForm, ProgressBoard | None, CommitteeMeeting | None]:
    """Return the form, the board of the programme asked for, and the meeting it starts from."""
    programmes = seen(request, Programme.objects.order_by("-start", "name"))
    form = ProgressForm(request.GET, programmes=programmes)
    form.is_valid()
    asked = form.cleaned_data
    programme = asked.get("programme") or _latest(programmes, timezone.localdate())
    if programme is None:
        return form, None, None
    day = asked.get("au") or timezone.localdate()
    meeting = meeting_before(programme, day)
    since = asked.get("depuis") or (meeting.held_on if meeting else None)
    if since and since >= day:
        since = None
    board = read_progress(programme, day=day, since=since)
    shown = request.GET.copy()
    shown["programme"], shown["au"] = str(programme.pk), day.isoformat()
    if since:
        shown["depuis"] = since.isoformat()
    form = ProgressForm(shown, programmes=programmes)
    form.offer(board)
    form.is_valid()
    return form, board, meeting if meeting and since == meeting.held_on else None


def _latest(rows: PeriodQuerySet, today: dt.date) -> Programme | None:
    """Return the programme that runs and has most sheets begun last, else the last one."""
    with_sheets = rows.filter(placements__isnull=False).distinct()
    return with_sheets.on(today).first() or with_sheets.first() or rows.first()


def _narrowed(board: ProgressBoard, form: ProgressForm) -> ProgressBoard:
    asked = form.cleaned_data
    kept = board.lines
    if axis := asked.get("axe"):
        kept = [line for line in kept if str(line.place.axis_id or _NO_AXIS) == axis]
    if pilot := asked.get("pilote"):
        kept = [line for line in kept if str(line.sheet.pilot_id) == pilot]
    if state := asked.get("etat"):
        kept = [line for line in kept if (line.is_late if state == _LATE else line.state == state)]
    return replace(board, lines=kept)


def _in_words(form: ProgressForm) -> str:
    """Return what the board is narrowed to."""
    said = []
    for name in ("axe", "etat", "pilote"):
        if value := form.cleaned_data.get(name):
            label = dict(form.fields[name].choices).get(value, "")
            said.append(f"{str(form.fields[name].label).lower()} : {label}")
    return upper_first(enumeration(said))


def _query(request: HttpRequest, board: ProgressBoard) -> str:
    query = QueryDict(mutable=True)
    query.update(request.GET.dict())
    query["programme"] = str(board.programme.pk)
    return query.urlencode()


def programme_links(request: HttpRequest, programme: Programme) -> list[ToolbarLink]:
    """Lead from the page of a programme to how far it has come."""
    if not request.user.has_perm(PERMISSION):
        return []
    return [
        ToolbarLink(
            "Avancement", f"{reverse('admin:conventions_progress')}?programme={programme.pk}"
        )
    ]


PROGRESS = register_page(
    SitePage(
        section=Section.PROGRAMMES,
        section_rank=13,
        title="Avancement",
        route="territoire/avancement/",
        name="conventions_progress",
        view=progress_view,
        permissions=(PERMISSION,),
        description="Où en sont les fiches-actions d’un programme, à toute date, pour son comité.",
        views=(("pdf/", "pdf", progress_pdf_view),),
        guide="instances#lavancement",
    )
)
