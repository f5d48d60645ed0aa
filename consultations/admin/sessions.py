"""Sessions: their list, and the page of one with the steps of its life.

Nothing is typed on the stock form: booking and changing are judged on pages of their own.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import smart_split, unescape_string_literal
from django.views.decorators.http import require_http_methods, require_POST

from consultations.actions.sessions import SessionRefused, cancel, clean, confirm, hold
from consultations.admin.planning_booking import CHANGE, change_view, said
from consultations.admin.session_counts import count_links
from consultations.models import Session
from consultations.models import SessionState as Stored
from consultations.models.validators import validate_no_person
from consultations.review.booking import author_of, who_of
from consultations.review.scope import sessions_of
from consultations.rules.session_words import said_moment
from consultations.rules.sessions import SessionState, SessionStep, steps
from consultations.rules.weeks import Week
from csipa.admin import ModelAdmin, Panel, Section, ToolbarLink, own_page
from csipa.admin.responses import change_page, visible
from csipa.admin.scope import LISTED, UsedRelatedFilter
from csipa.admin.widgets import DateInput
from csipa.french.dates import long_date
from csipa.french.hours import said_span
from sites.models import Room
from sites.rules.names import search_key
from staffing.models import Person

TEMPLATES = "admin/consultations/session"
_ACTIONS = {"confirmer": (confirm, "confirmée"), "tenir": (hold, "notée tenue")}


class CancelForm(forms.Form):
    """Why a session is cancelled."""

    reason = forms.CharField(
        label="Motif",
        max_length=200,
        validators=[validate_no_person],
        help_text="«\u00a0Médecin absent\u00a0», «\u00a0travaux\u00a0». Jamais l’état de santé de "
        "quelqu’un.",
    )


class CleaningForm(forms.Form):
    """The day on which the room was cleaned."""

    on = forms.DateField(label="Ménage fait le", widget=DateInput())


def editable_session(request: HttpRequest, page: Any, pk: int) -> Session:
    """Return a session that the account sees, if it may change it."""
    session: Session = visible(request, page, pk)
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return session


@require_POST
def step_view(request: HttpRequest, pk: int, step: str, page: Any) -> HttpResponse:
    """Confirm a session, or note that it took place."""
    session = editable_session(request, page, pk)
    if step not in _ACTIONS:
        raise Http404
    act, done = _ACTIONS[step]
    try:
        act(session, by=request.user, now=timezone.now())
    except SessionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"La séance est {done}.")
    return change_page(page, session)


@require_http_methods(["GET", "POST"])
def cancel_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Cancel a session, with its reason."""
    session = editable_session(request, page, pk)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            cancel(session, reason=reason, by=request.user, now=timezone.now())
        except SessionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "La séance est annulée\u00a0: la salle est libre.")
            return change_page(page, session)
    context = {"title": "Annuler la séance", "form": form, "said": said(session)}
    return own_page(request, page, f"{TEMPLATES}/cancel.html", context, session)


@require_POST
def cleaning_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note the cleaning of the room."""
    session = editable_session(request, page, pk)
    form = CleaningForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Le jour du ménage n’est pas une date.")
        return change_page(page, session)
    try:
        clean(session, on=form.cleaned_data["on"], by=request.user, today=timezone.localdate())
    except SessionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Le ménage est noté.")
    return change_page(page, session)


class WhenFilter(admin.SimpleListFilter):
    """Sessions to come, past, or of this week."""

    title = "quand"
    parameter_name = "quand"

    def lookups(self, request, model_admin):
        """Offer the three stretches of time."""
        return (("a-venir", "À venir"), ("semaine", "Cette semaine"), ("passees", "Passées"))

    def queryset(self, request, queryset):
        """Keep the sessions of that time."""
        now = timezone.now()
        if self.value() == "a-venir":
            return queryset.filter(ends_at__gt=now)
        if self.value() == "passees":
            return queryset.filter(ends_at__lte=now)
        if self.value() == "semaine":
            week = Week.of(timezone.localdate(now))
            zone = timezone.get_current_timezone()
            ends = dt.datetime.combine(week.last, dt.time.max, zone)
            first = dt.datetime.combine(week.first, dt.time(), zone)
            return queryset.filter(starts_at__range=(first, ends))
        return queryset


@admin.register(Session)
class SessionAdmin(ModelAdmin):
    """Sessions that the account sees, by its sites and its CPTS."""

    section = Section.ACTIVITY
    first_step = "Une séance se réserve depuis le planning."
    section_rank = 5
    guide = "planning#suivre-une-séance"
    menu_name = "Séances"
    description = "Toutes les séances réservées, leur état et leur ménage."
    list_display = ("shown_day", "shown_hours", "site", "room", "shown_purpose", "who", "state")
    list_display_links = ("shown_day",)
    list_filter = (
        WhenFilter,
        "state",
        "purpose",
        "ledger",
        ("site", UsedRelatedFilter),
    )
    list_select_related = ("site", "room", "person")
    search_fields = ("title", "practitioner", "person__last_name", "room__name")
    search_help_text = "Intitulé, professionnel, personne, salle."
    ordering = ("-starts_at", "-pk")
    views = (
        ("<int:pk>/modifier/", "edit", change_view),
        ("<int:pk>/annuler/", "cancel", cancel_view),
        ("<int:pk>/menage/", "cleaning", cleaning_view),
        ("<int:pk>/etape/<str:step>/", "step", step_view),
    )
    fieldsets = (("Séance", {"fields": (("purpose", "ledger"), ("title", "series"))}),)
    actions = None

    @admin.display(description="jour", ordering="starts_at")
    def shown_day(self, row):
        """Return « mardi 2 juin 2026 »."""
        return long_date(timezone.localdate(row.starts_at), weekday=True)

    @admin.display(description="heures")
    def shown_hours(self, row):
        """Return « 9 h–12 h »."""
        start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        return said_span(start.time(), end.time())

    @admin.display(description="objet", ordering="purpose")
    def shown_purpose(self, row):
        """Return the purpose, with the title where there is one."""
        label = row.get_purpose_display()
        return f"{row.title} ({label})" if row.title else label

    @admin.display(description="qui")
    def who(self, row):
        """Return who is expected."""
        return who_of(row) or "–"

    def get_search_results(self, request, queryset, search_term):
        """Find people and rooms first: each word is then looked up in indexes of the sessions."""
        for word in smart_split(search_term):
            quoted = word[0] in "\"'" and len(word) > 1 and word[0] == word[-1]
            text = unescape_string_literal(word) if quoted else word
            key = search_key(text)
            person = {"last_name__spelt": key} if key else {"last_name__icontains": text}
            queryset = queryset.filter(
                Q(title__icontains=text)
                | Q(practitioner__icontains=text)
                | _named(Person, "person", **person)
                | _named(Room, "room", name__icontains=text)
            )
        return queryset, False

    def get_queryset(self, request):
        """Keep the sessions that the account sees."""
        return super().get_queryset(request) & sessions_of(request.user)

    def lookup_allowed(self, lookup, value, request):
        """Let the page of a convention ask for its sessions."""
        return lookup == "convention__id__exact" or super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request):
        """Leave booking to its own page."""
        return False

    def has_change_permission(self, request, obj=None):
        """Leave changes to their own pages, which judge them."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Keep every session: one that does not take place is cancelled."""
        return False

    def list_toolbar(self, request):
        """Lead to the planning."""
        return [ToolbarLink("Planning", reverse("admin:consultations_planning"), primary=True)]

    def toolbar(self, request, obj) -> list[ToolbarLink]:
        """Lead to the week of the session, and to what may be changed."""
        week = Week.of(timezone.localdate(obj.starts_at))
        planning = reverse("admin:consultations_planning")
        links = [ToolbarLink("Voir la semaine", f"{planning}?site={obj.site_id}&semaine={week}")]
        if request.user.has_perm(CHANGE) and obj.state != Stored.CANCELLED:
            edit = reverse("admin:consultations_session_edit", args=[obj.pk])
            links.append(ToolbarLink("Changer ou déplacer", edit, primary=True))
        return [*links, *count_links(request, obj)]

    def panels(self, request, obj) -> list[Panel]:
        """Tell where the session stands, with the buttons of what may come next."""
        now, may_change = timezone.now(), request.user.has_perm(CHANGE)
        started = obj.starts_at <= now
        possible = steps(SessionState(obj.state), started=started) if may_change else []
        end, free = timezone.localtime(obj.ends_at), timezone.localtime(obj.free_at)
        may_clean = may_change and started and obj.state != Stored.CANCELLED
        context = {
            "session": obj,
            "said": said(obj),
            "who": who_of(obj),
            "author": author_of(obj),
            "booked": said_moment(timezone.localtime(obj.booked_at)),
            "cleaning": said_span(end.time(), free.time()) if free > end else "",
            "may_confirm": SessionStep.CONFIRM in possible,
            "may_hold": SessionStep.HOLD in possible,
            "may_cancel": SessionStep.CANCEL in possible and not hasattr(obj, "count"),
            "convention": obj.convention and (obj.convention.reference or obj.convention.title),
            "cleaning_form": CleaningForm(
                initial={"on": obj.cleaned_on or timezone.localdate(obj.starts_at)}
            )
            if may_clean
            else None,
            "convention_url": _convention_url(request, obj),
        }
        return [Panel(f"{TEMPLATES}/_panel.html", context)]


def _named(model: type[Model], link: str, **asked: str) -> Q:
    """Match the sessions of rows so named: by their keys, or where they are many by their names."""
    keys = list(model._base_manager.filter(**asked).values_list("pk", flat=True)[: LISTED + 1])
    if len(keys) <= LISTED:
        return Q(**{f"{link}__in": keys})
    return Q(**{f"{link}__{lookup}": value for lookup, value in asked.items()})


def _convention_url(request: HttpRequest, session: Session) -> str:
    """Return the page of the convention for whoever may read it; empty otherwise."""
    if session.convention_id is None or not request.user.has_perm("conventions.view_convention"):
        return ""
    return reverse("admin:conventions_convention_change", args=[session.convention_id])
