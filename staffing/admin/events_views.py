"""Own pages of an event: what came of it, the list of presence, who joined."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from csipa.admin import ToolbarLink, own_page
from csipa.admin.responses import visible, whole_number, whole_numbers
from csipa.french.numbers import counted
from staffing.actions.events import EventRefused, add_walk_in, note_attendance
from staffing.actions.joining import JoinRefused, join_from
from staffing.admin.events_forms import JoinForm, WalkInForm, past_day
from staffing.models import CommunityEvent, EventGuest
from staffing.review.event_sheet import event_sheet, guest_lines, when_words
from staffing.review.funnel import read_funnel
from staffing.rules.funnel import Step

_TEMPLATES = "admin/staffing/event"
VIEW_GUESTS = "staffing.view_eventguest"
ADD_GUESTS = "staffing.add_eventguest"
CHANGE_GUESTS = "staffing.change_eventguest"
JOIN = ("staffing.change_eventguest", "staffing.add_membership")


def event_address(name: str, event: CommunityEvent) -> str:
    """Return the address of an own page of an event."""
    return reverse(f"admin:staffing_communityevent_{name}", args=[event.pk])


def event_links(request: HttpRequest, event: CommunityEvent) -> list[ToolbarLink]:
    """Return the buttons of an event that this person may use."""
    user = request.user
    links = [ToolbarLink("Voir le bilan", event_address("sheet", event), primary=True)]
    if user.has_perm(ADD_GUESTS):
        links.append(ToolbarLink("Inviter", event_address("invite", event)))
    if user.has_perm(VIEW_GUESTS):
        links.append(ToolbarLink("Présences et adhésions", event_address("attendance", event)))
        links.append(
            ToolbarLink(
                "Feuille d’émargement (PDF)",
                event_address("signing", event),
                new_tab=True,
                more=True,
            )
        )
        links.append(
            ToolbarLink("Liste des invités (CSV)", event_address("guests", event), more=True)
        )
    links.append(
        ToolbarLink("Fichier d’agenda (.ics)", event_address("calendar", event), more=True)
    )
    board = reverse("admin:staffing_communityevent_mobilisation", args=[event.community_id])
    links.append(ToolbarLink("Mobilisation de la CPTS", board, more=True))
    return links


@require_GET
def sheet_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show an event: its funnel, what came out of it, its people."""
    event = visible(request, page, pk)
    sees = request.user.has_perm(VIEW_GUESTS)
    context = {
        "title": "Bilan",
        "event": event,
        "when": when_words(event),
        "is_to_come": event.held_on > timezone.localdate(),
        "sheet": event_sheet(read_funnel(event)),
        "steps": [step.label for step in Step],
        "guests": guest_lines(event) if sees else [],
        "sees_guests": sees,
        "links": [link for link in event_links(request, event) if not link.primary],
        "may_change": page.has_change_permission(request, event),
    }
    return own_page(request, page, f"{_TEMPLATES}/sheet.html", context, event)


@require_http_methods(["GET", "POST"])
def attendance_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the list of presence; note what changed, then who joined if a button asked for it."""
    event = visible(request, page, pk)
    if not request.user.has_perm(VIEW_GUESTS):
        raise PermissionDenied
    if request.method == "POST":
        return _noted(request, event)
    lines = guest_lines(event)
    today = timezone.localdate()
    context = {
        "title": "Présences et adhésions",
        "event": event,
        "guests": lines,
        "when": when_words(event),
        # On the evening itself people are still coming.
        "is_past": event.held_on < today,
        "joined_on": event.held_on,
        "today": today,
        "came": sum(line.present is True for line in lines),
        "unknown": sum(line.present is None for line in lines),
        "walk_in": WalkInForm(),
        "may_note": request.user.has_perm(CHANGE_GUESTS),
        "may_add": request.user.has_perm(ADD_GUESTS),
        "may_join": _may_join(request) and event.held_on <= today,
        "sees_members": request.user.has_perm("staffing.view_membership"),
    }
    return own_page(request, page, f"{_TEMPLATES}/attendance.html", context, event)


@require_POST
def walk_in_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Add somebody who came without being invited."""
    event = visible(request, page, pk)
    if not request.user.has_perm(ADD_GUESTS):
        raise PermissionDenied
    form = WalkInForm(request.POST)
    if form.is_valid():
        try:
            guest = add_walk_in(event=event, by=request.user, **form.cleaned_data)
        except EventRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{guest} est sur la liste, présent ou présente.")
    else:
        messages.error(request, "Donnez le prénom et le nom de la personne, puis ajoutez-la.")
    return redirect(event_address("attendance", event))


@require_http_methods(["GET", "POST"])
def join_view(request: HttpRequest, pk: int, guest: int, page: Any) -> HttpResponse:
    """Ask for the names of a guest known by a name alone, then make a member of them."""
    event = visible(request, page, pk)
    if not _may_join(request):
        raise PermissionDenied
    row = EventGuest.objects.filter(event=event, pk=guest).select_related("event").first()
    if row is None:
        raise Http404
    form = JoinForm(request.POST or None, guest=row)
    namesake = False
    if form.is_valid():
        try:
            member = join_from(guest=row, by=request.user, **form.cleaned_data)
        except JoinRefused as refused:
            form.add_error(None, str(refused))
            namesake = refused.is_namesake
        else:
            messages.success(request, f"{member} a adhéré\u00a0: l’adhésion est créée.")
            return redirect(event_address("attendance", event))
    if not (namesake or request.POST.get("is_another")):
        del form.fields["is_another"]
    context = {"title": "Noter une adhésion", "form": form, "event": event, "guest": row}
    return own_page(request, page, f"{_TEMPLATES}/join.html", context, event)


def _may_join(request: HttpRequest) -> bool:
    return request.user.has_perms(JOIN)


def _noted(request: HttpRequest, event: CommunityEvent) -> HttpResponse:
    """Write what the list of presence says, then go back to it."""
    if not request.user.has_perm(CHANGE_GUESTS):
        raise PermissionDenied
    try:
        done = note_attendance(
            event=event,
            ticked=set(whole_numbers(request.POST.getlist("present"))),
            shown=set(whole_numbers(request.POST.getlist("shown"))),
            is_complete="complete" in request.POST and "join" not in request.POST,
            by=request.user,
        )
    except EventRefused as refused:
        messages.error(request, str(refused))
        return redirect(event_address("attendance", event))
    if asked := request.POST.get("join"):
        return _joined(request, event, whole_number(asked))
    told = [
        counted(done.present, "présent noté", "présents notés"),
        counted(done.absent, "absent noté", "absents notés"),
    ]
    if done.removed:
        told.append(counted(done.removed, "personne retirée", "personnes retirées"))
    messages.success(request, f"Liste enregistrée\u00a0: {', '.join(told)}.")
    return redirect(event_address("attendance", event))


def _joined(request: HttpRequest, event: CommunityEvent, key: int | None) -> HttpResponse:
    """Make a member of a guest: at once for one of the register, else after asking the names."""
    if not _may_join(request):
        raise PermissionDenied
    guest = EventGuest.objects.filter(event=event, pk=key).first()
    if guest is None:
        raise Http404
    if guest.provider_id is None and guest.membership_id is None:
        return redirect("admin:staffing_communityevent_join", event.pk, guest.pk)
    on = past_day(request.POST.get("on", ""), event.held_on)
    try:
        member = join_from(guest=guest, on=on, by=request.user)
    except JoinRefused as refused:
        if refused.is_namesake:
            return redirect("admin:staffing_communityevent_join", event.pk, guest.pk)
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{member} a adhéré\u00a0: l’adhésion est créée.")
    return redirect(event_address("attendance", event))


VIEWS = (
    ("<int:pk>/bilan/", "sheet", sheet_view),
    ("<int:pk>/presences/", "attendance", attendance_view),
    ("<int:pk>/venu/", "walk_in", walk_in_view),
    ("<int:pk>/adhesion/<int:guest>/", "join", join_view),
)
