"""Reports to the council the decisions taken by delegation: once each, none forgotten."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from conventions.documents import report as document
from conventions.models import DocumentKind, Execution, FrozenDocument, Meeting
from conventions.review.meetings import DELIBERATIVE
from conventions.review.reporting import Data, decisions_to_report, report_data
from csipa.french.dates import long_date
from sites.models import Organisation

_REASON = "Compte rendu au conseil"


class ReportRefused(ValueError):
    """The decisions cannot be reported to this meeting; the text is French."""


def report_of(meeting: Meeting) -> FrozenDocument | None:
    """Return the report kept for a meeting, without its bytes; None before it is made."""
    kept = FrozenDocument.objects.filter(kind=DocumentKind.REPORT, meeting=meeting)
    return kept.without_bytes().first()


def report_refusal(meeting: Meeting, *, today: dt.date) -> str:
    """Return why nothing can be reported to this meeting, as a French sentence; empty if it can."""
    if meeting.body not in DELIBERATIVE:
        return "Il est rendu compte des décisions à un conseil : choisissez l’une de ses réunions."
    if meeting.held_on > today:
        return (
            f"La réunion du {long_date(meeting.held_on)} est à venir : imprimez le projet, et "
            "revenez une fois le compte rendu présenté."
        )
    return ""


def report_decisions(
    *, meeting: Meeting, by: AbstractBaseUser | None, now: dt.datetime
) -> FrozenDocument:
    """Mark every decision not yet reported as brought to the council on the day of the meeting.

    Decisions and document are written together, or nothing is. Asking again gives the document
    back and marks nothing more: what was entered meanwhile goes to the next meeting. Raises
    ReportRefused; csipa.pdf.door.PdfError when the document cannot be made.
    """
    if kept := report_of(meeting):
        return kept
    if reason := report_refusal(meeting, today=timezone.localdate(now)):
        raise ReportRefused(reason)
    ahead = report_data(meeting)
    content = _render(ahead, draft=False)
    with transaction.atomic():
        # Two meetings of one authority would else take the same decisions.
        list(Organisation.objects.select_for_update().filter(pk=meeting.authority_id))
        if kept := report_of(meeting):
            return kept
        # Nobody cancels, from here on, a decision that is being told.
        list(decisions_to_report(meeting).select_for_update(of=("self",)))
        data = report_data(meeting)
        if data != ahead:
            content = _render(data, draft=False)
        _mark([row["key"] for row in data["decisions"]], meeting.held_on, by, now)
        return FrozenDocument.objects.create(
            kind=DocumentKind.REPORT,
            meeting=meeting,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            source=data,
            context=document.report_context(data, draft=False),
            template_version=document.REPORT_VERSION,
            created_at=now,
            created_by=by,
        )


def printed_report(meeting: Meeting) -> bytes:
    """Return the report kept for a meeting, else a preview marked « PROJET ».

    Raises ReportRefused for a meeting of another body, PdfError when it cannot be made.
    """
    if kept := FrozenDocument.objects.filter(kind=DocumentKind.REPORT, meeting=meeting).first():
        return bytes(kept.content)
    if meeting.body not in DELIBERATIVE:
        raise ReportRefused(report_refusal(meeting, today=meeting.held_on))
    return _render(report_data(meeting), draft=True)


def _render(data: Data, *, draft: bool) -> bytes:
    return document.render_report(document.report_context(data, draft=draft), data)


def _mark(acts: list[int], day: dt.date, by: AbstractBaseUser | None, now: dt.datetime) -> None:
    """Note the day on the execution of each act, with its history; a fixed number of queries."""
    rows = list(Execution.objects.select_for_update().filter(act__in=acts))
    for row in rows:
        row.reported_on = day
    kept = {"default_user": by, "default_change_reason": _REASON, "default_date": now}
    if rows:
        bulk_update_with_history(rows, Execution, ["reported_on"], **kept)
    known = {row.act_id for row in rows}
    new = [Execution(act_id=act, reported_on=day) for act in acts if act not in known]
    if new:
        bulk_create_with_history(new, Execution, **kept)
