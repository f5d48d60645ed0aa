"""Files of an event: its entry for a calendar, the sheet to sign, the list of those invited."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from csipa.admin.responses import PDF, file_response, visible
from csipa.calendars import CONTENT_TYPE
from csipa.pdf.door import PdfError
from csipa.spreadsheets import CSV, to_csv
from staffing.admin.events_views import VIEW_GUESTS, event_address
from staffing.bulk.booklets import SEE_CONTACTS
from staffing.documents.event_calendar import event_calendar
from staffing.documents.signing_sheet import render_signing_sheet
from staffing.review.event_sheet import when_words
from staffing.review.guest_sheet import guest_sheet, signing_people


@require_GET
def calendar_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the event as a file for a calendar."""
    event = visible(request, page, pk)
    content = event_calendar([event], name=str(event))
    return file_response(content, CONTENT_TYPE, f"rencontre-{event.pk}.ics", "attachment")


@require_GET
def signing_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the sheet that those present sign."""
    event = visible(request, page, pk)
    if not request.user.has_perm(VIEW_GUESTS):
        raise PermissionDenied
    try:
        content = render_signing_sheet(
            event=event.title,
            community=str(event.community),
            on=event.held_on,
            when=when_words(event),
            place=event.place,
            people=signing_people(event),
        )
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(event_address("sheet", event))
    return file_response(content, PDF, f"emargement-{event.held_on:%Y-%m-%d}.pdf", "inline")


@require_GET
def guests_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the list of those invited; contacts only to whoever may see those of members."""
    event = visible(request, page, pk)
    if not request.user.has_perm(VIEW_GUESTS):
        raise PermissionDenied
    sheet = guest_sheet(event, with_contacts=request.user.has_perm(SEE_CONTACTS))
    return file_response(to_csv(sheet), CSV, f"invites-{event.held_on:%Y-%m-%d}.csv", "attachment")


VIEWS = (
    ("<int:pk>/agenda/", "calendar", calendar_view),
    ("<int:pk>/emargement/", "signing", signing_view),
    ("<int:pk>/invites/", "guests", guests_view),
)
