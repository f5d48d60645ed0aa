"""« À suivre »: what the conventions call for, to be filtered, and sent by e-mail to who wants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from conventions.actions.digest import PERMISSION, Covers, NoAddress, subscribe, unsubscribe
from conventions.admin.publication_lines import MAY_SEE, public_lines
from conventions.admin.single_page import SinglePageAdmin
from conventions.call_places import place_of
from conventions.digest_mail import day_of, distance_of
from conventions.models import DigestSubscription
from conventions.review.watch import AHEAD, Call, calls
from conventions.review.watched import party_names
from conventions.rules.watch import CallKind, Level
from csipa.admin import Section, own_page
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from sites.models import Weekday

TEMPLATE = "admin/conventions/watch.html"
_REACHES = [(30, "30 jours"), (60, "60 jours"), (90, "90 jours"), (180, "6 mois"), (365, "un an")]
_ALL = [("", "Tout")]
_COVERS = ("with_conventions", "with_acts", "with_committees", "even_empty")


class DigestForm(forms.Form):
    """On which day to send the message, and how far it looks."""

    weekday = forms.TypedChoiceField(
        label="Jour d’envoi",
        coerce=int,
        choices=[(day.value, upper_first(str(day.label))) for day in Weekday],
    )
    days_ahead = forms.TypedChoiceField(
        label="Ce qui arrive dans", coerce=int, choices=_REACHES, initial=AHEAD
    )
    with_conventions = forms.BooleanField(
        label="Les conventions : échéances, préavis, signatures, engagements",
        required=False,
        initial=True,
    )
    with_acts = forms.BooleanField(
        label="Les actes : à transmettre, à publier, non vus en ligne, fins de délai",
        required=False,
        initial=True,
    )
    with_committees = forms.BooleanField(
        label="Les instances : réunions à venir, décisions à suivre", required=False, initial=True
    )
    even_empty = forms.BooleanField(
        label="Un message même quand rien n’est à faire", required=False
    )

    def boxes(self) -> list[forms.BoundField]:
        """Return what is ticked: what the message says."""
        return [self[name] for name in _COVERS]

    def clean(self) -> dict[str, Any]:
        """Refuse a message that would never say anything."""
        data = super().clean() or {}
        if not any(data.get(name) for name in _COVERS[:-1]):
            raise forms.ValidationError("Cochez au moins une chose à suivre.")
        return data


class WatchForm(forms.Form):
    """What to show of the calls; anything not understood is not asked."""

    genre = forms.ChoiceField(
        label="Genre",
        required=False,
        choices=[*_ALL, *((kind.value, kind.label) for kind in CallKind)],
    )
    echeance = forms.ChoiceField(
        label="Échéance",
        required=False,
        choices=[*_ALL, *((level.value, upper_first(level.label)) for level in Level)],
    )
    site = forms.ChoiceField(label="Site", required=False)
    partie = forms.ChoiceField(label="Partie", required=False)
    horizon = forms.TypedChoiceField(
        label="Jusqu’à", required=False, coerce=int, empty_value=AHEAD, choices=_REACHES
    )

    def offer(self, found: Sequence[Call]) -> None:
        """Offer the sites and the parties of what is told."""
        sites = {str(one.root.site_id): str(one.root.site) for one in found if one.root.site_id}
        parties = {name for call in found for name in _parties(call)}
        self.fields["site"].choices = [*_ALL, *sorted(sites.items(), key=lambda pair: pair[1])]
        self.fields["partie"].choices = [*_ALL, *((name, name) for name in sorted(parties))]


@require_POST
def subscribe_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send this person the message every week from now on."""
    page.check_open(request)
    form = DigestForm(request.POST)
    if not form.is_valid():
        return page.show(request, form=form)
    try:
        covers = Covers(**{name: form.cleaned_data[name] for name in _COVERS})
        days = {name: form.cleaned_data[name] for name in ("weekday", "days_ahead")}
        subscribe(by=request.user, covers=covers, **days)
    except NoAddress as error:
        messages.error(request, str(error))
    else:
        day = Weekday(form.cleaned_data["weekday"]).label
        messages.success(request, f"Vous recevrez ce récapitulatif chaque {day}.")
    return redirect("admin:conventions_digestsubscription_changelist")


@require_POST
def unsubscribe_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send this person nothing any more."""
    page.check_open(request)
    unsubscribe(by=request.user)
    messages.success(request, "Vous ne recevrez plus ce récapitulatif.")
    return redirect("admin:conventions_digestsubscription_changelist")


@admin.register(DigestSubscription)
class WatchAdmin(SinglePageAdmin):
    """One page for whoever may read conventions; each person sees their own subscription."""

    section = Section.ACTS
    section_rank = 4
    guide = "a-suivre"
    menu_name = "À suivre"
    description = "Ce que les conventions appellent : échéances, préavis, engagements."
    permission = PERMISSION
    views = (
        ("abonnement/", "subscribe", subscribe_view),
        ("desabonnement/", "unsubscribe", unsubscribe_view),
    )

    def show(self, request: HttpRequest, **context: Any) -> HttpResponse:
        """Show what the conventions call for, and the subscription of this person."""
        today = timezone.localdate()
        asked = WatchForm({"horizon": str(AHEAD), **request.GET.dict()})
        asked.is_valid()
        ahead = asked.cleaned_data.get("horizon") or AHEAD
        found = calls(today=today, ahead=ahead)
        asked.offer(found)
        asked.full_clean()
        chosen = [call for call in found if _answers(call, asked.cleaned_data)]
        subscription = self.get_queryset(request).first()
        shown = {
            "title": "À suivre",
            "opts": None,
            "asked": asked,
            "is_filtered": len(chosen) < len(found),
            "count": counted(len(chosen), "chose à suivre", "choses à suivre"),
            "groups": _groups(chosen, today),
            "register": public_lines(today=today) if request.user.has_perm(MAY_SEE) else None,
            "subscription": subscription,
            "form": DigestForm(initial=_initial(subscription)),
        }
        return own_page(request, self, TEMPLATE, {**shown, **context})


def call_line(call: Call, today: dt.date) -> dict[str, Any]:
    """Return what a line says of a call: its mark in words, its day, and where one acts."""
    is_late = call.level is Level.LATE
    mark = "en attente" if call.waiting and not is_late else call.level.label
    level = "waiting" if call.waiting and not is_late else call.level.value
    return {
        "call": call,
        "url": place_of(call),
        "mark": upper_first(mark),
        "level": level,
        "day": day_of(call),
        "distance": distance_of(call, today=today),
    }


def _groups(found: Sequence[Call], today: dt.date) -> list[dict[str, Any]]:
    """Return the calls, already in order, level by level."""
    return [
        {"title": upper_first(level.label), "slug": level.value, "lines": lines}
        for level, rows in groupby(found, key=lambda call: call.level)
        if (lines := [call_line(call, today) for call in rows])
    ]


def _answers(call: Call, asked: dict[str, Any]) -> bool:
    """Tell whether a call is one of those asked for."""
    return (
        (not asked.get("genre") or call.kind == asked["genre"])
        and (not asked.get("echeance") or call.level == asked["echeance"])
        and (not asked.get("site") or str(call.root.site_id) == asked["site"])
        and (not asked.get("partie") or asked["partie"] in _parties(call))
    )


def _parties(call: Call) -> list[str]:
    """Return who a call is about: the party that owes it, or every party."""
    return [upper_first(call.party)] if call.party else party_names(call.root)


def _initial(subscription: DigestSubscription | None) -> dict[str, Any]:
    if subscription is None:
        return {"weekday": Weekday.MONDAY.value}
    names = ("weekday", "days_ahead", *_COVERS)
    return {name: getattr(subscription, name) for name in names}
