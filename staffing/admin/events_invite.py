"""« Inviter »: people of the care offer or members are looked for, ticked, and invited at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from csipa.admin import own_page
from csipa.admin.responses import visible, whole_number, whole_numbers
from csipa.french.numbers import counted
from staffing.actions.events import EventRefused, Invited, invite, invite_group, uninvite
from staffing.admin.community_rows import own_providers
from staffing.admin.events_forms import ChoiceForm, NamesForm
from staffing.admin.events_views import ADD_GUESTS, VIEW_GUESTS, event_address
from staffing.models import CommunityEvent
from staffing.review.event_sheet import GuestLine, guest_lines
from staffing.review.invitable import (
    Choice,
    chosen,
    communes_of,
    members_to_invite,
    providers_to_invite,
)

DELETE_GUESTS = "staffing.delete_eventguest"
_TEMPLATE = "admin/staffing/event/invite.html"
MEMBERS, OUTSIDE, OFFER = "adherents", "non-adherents", "offre"
_SOURCES = (
    (MEMBERS, "Adhérents", "staffing.view_membership"),
    (OUTSIDE, "Pas encore adhérents", "staffing.view_careprovider"),
    (OFFER, "Toute l’offre de soins", "staffing.view_careprovider"),
)


@require_http_methods(["GET", "POST"])
def invite_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Look for people, tick them, invite them; the search stays as it was."""
    event = visible(request, page, pk)
    if not request.user.has_perm(ADD_GUESTS):
        raise PermissionDenied
    sources = [one for one in _SOURCES if request.user.has_perm(one[2])]
    source = _source(request.GET, [one[0] for one in sources])
    names = NamesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and names.is_valid():
        providers, members = chosen(event, _allowed(request))
        providers = providers.filter(pk__in=own_providers(request))
        try:
            done = invite(
                event=event,
                providers=providers,
                members=members,
                names=names.cleaned_data["names"],
                by=request.user,
            )
        except EventRefused as refused:
            messages.error(request, str(refused))
        else:
            _tell(request, done)
        return redirect(f"{event_address('invite', event)}?{request.GET.urlencode()}")
    communes = [(one.pk, str(one)) for one in communes_of(event)]
    asked = ChoiceForm(request.GET, communes=communes)
    context = {
        "title": "Inviter",
        "event": event,
        "asked": asked,
        "form": names,
        "sources": [(code, label, code == source) for code, label, _ in sources],
        "source": source,
        "choice": _choice(event, source, asked),
        "kept": request.GET.urlencode(),
        "count": event.guests.filter(walk_in=False).count(),
        "removable": _removable(request, event),
    }
    return own_page(request, page, _TEMPLATE, context, event)


@require_POST
def invite_group_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Invite the participants of the group of a meeting."""
    event = visible(request, page, pk)
    if not request.user.has_perm(ADD_GUESTS):
        raise PermissionDenied
    _tell(request, invite_group(event=event, by=request.user))
    return redirect(event_address("invite", event))


@require_POST
def uninvite_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Take the people ticked off the list."""
    event = visible(request, page, pk)
    if not request.user.has_perm(DELETE_GUESTS):
        raise PermissionDenied
    keys = whole_numbers(request.POST.getlist("remove"))
    try:
        names = uninvite(event=event, guests=keys, by=request.user)
    except EventRefused as refused:
        messages.error(request, str(refused))
    else:
        if names:
            told = counted(len(names), "personne retirée", "personnes retirées")
            messages.success(request, f"{told} de la liste.")
        else:
            messages.warning(request, "Personne n’est coché\u00a0: cochez qui retirer.")
    return redirect(event_address("invite", event))


def _source(data: QueryDict, allowed: list[str]) -> str:
    asked = data.get("parmi", "")
    return asked if asked in allowed else (allowed[0] if allowed else "")


def _choice(event: CommunityEvent, source: str, asked: ChoiceForm) -> Choice:
    """Return the people that the search finds; a wrong value of the address narrows nothing."""
    asked.is_valid()
    given = asked.cleaned_data
    narrowed = {
        "profession": given.get("profession", ""),
        "commune": given.get("commune", ""),
        "name": given.get("nom", ""),
    }
    if source == MEMBERS:
        return members_to_invite(event, **narrowed)
    if source:
        return providers_to_invite(event, **narrowed, outside=source == OUTSIDE)
    return Choice([])


def _removable(request: HttpRequest, event: CommunityEvent) -> list[GuestLine]:
    """Return who may be taken off the list: those who neither came nor joined."""
    if not request.user.has_perms((VIEW_GUESTS, DELETE_GUESTS)):
        return []
    return [line for line in guest_lines(event) if not (line.present or line.joined_on)]


def _allowed(request: HttpRequest) -> list[str]:
    """Return the boxes ticked among the people that this person may see."""
    sent = request.POST.getlist("who")
    ticked = [one for one in sent if whole_number(one[1:]) is not None]
    if not request.user.has_perm("staffing.view_membership"):
        ticked = [one for one in ticked if not one.startswith("m")]
    if not request.user.has_perm("staffing.view_careprovider"):
        ticked = [one for one in ticked if not one.startswith("p")]
    return ticked


def _tell(request: HttpRequest, done: Invited) -> None:
    told = counted(len(done.added), "personne invitée", "personnes invitées")
    if done.already:
        told += f", {counted(len(done.already), 'déjà sur la liste', 'déjà sur la liste')}"
    if done.added:
        messages.success(request, f"{told}.")
    elif done.already:
        messages.info(request, "Toutes ces personnes sont déjà sur la liste.")
    else:
        messages.warning(request, "Personne n’est coché\u00a0: cochez qui inviter.")


VIEWS = (
    ("<int:pk>/inviter/", "invite", invite_view),
    ("<int:pk>/retirer/", "uninvite", uninvite_view),
    ("<int:pk>/inviter/groupe/", "invite_group", invite_group_view),
)
