"""The start page of the back office; it asks every part of the work, and computes nothing."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from consultations.admin import home_told as activity
from consultations.admin.home import completeness_panel
from conventions.admin import home_told as agreements
from conventions.admin.committee_home import committees_panel
from conventions.admin.watch_home import watch_panel
from csipa.admin import Section, SitePage, ToolbarLink, own_page, register_page
from csipa.admin.home_parts import first_figures, first_tasks, still_coming
from csipa.audit.admin import integrity_panel
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from csipa.kept import Reading, read_all
from csipa.operation import home_told as operation
from sites.admin import home as places
from sites.admin.communities_home import communities_panel
from sites.admin.duties import duties_panel
from staffing.admin import home_told as team
from staffing.admin.home import staffing_panel

# What somebody comes to do most, by who may do it; the first two are offered.
DEEDS = (
    ("conventions.add_act", "Rédiger une décision", "admin:conventions_act_add"),
    ("conventions.add_convention", "Écrire une convention", "admin:conventions_convention_write"),
    ("consultations.change_activitycount", "Saisir la semaine", "saisie"),
    ("consultations.add_session", "Réserver une salle", "admin:consultations_planning"),
    ("conventions.add_actionsheet", "Écrire une fiche-action", "admin:conventions_actionsheet_add"),
    ("auth.add_user", "Ouvrir un compte", "admin:auth_user_add"),
)
_OFFERED = 2
TASKS, FIGURES, COMING = 8, 5, 3
# What decides what an account sees, besides the rights in the key of the readings.
_REACH = ("sites.SiteScope", "sites.CommunityScope")

User = AbstractBaseUser | AnonymousUser


def index(request: HttpRequest) -> HttpResponse:
    """Show what awaits this person today, a few figures, what comes next and where.

    At most eleven queries while nothing that it tells of has changed.
    """
    user, today, now = request.user, timezone.localdate(), timezone.now()
    *told, drawn = read_all(_readings(user, today, now), key=_key(user, today))
    tasks = [task for part in told for task in part.tasks]
    context = {
        "title": f"Bonjour {user.get_short_name() or user.get_username()}",
        "today": upper_first(long_date(today, weekday=True)),
        "tasks": first_tasks([part.tasks for part in told], TASKS),
        "all_tasks": counted(len(tasks), "chose à faire", "choses à faire"),
        "more": len(tasks) > TASKS,
        "figures": first_figures((one for part in told for one in part.figures), FIGURES),
        "coming": still_coming((one for part in told for one in part.coming), now=now, most=COMING),
        "drawn": drawn,
        "deeds": _deeds(user),
    }
    return admin.site.index(request, context)


@require_GET
def to_do_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show everything that awaits this person, by part of the work."""
    user, today = request.user, timezone.localdate()
    context = {
        "title": page.title,
        "integrity": integrity_panel(user),
        "watch": watch_panel(user, today=today),
        "communities": communities_panel(user, today=today),
        "committees": committees_panel(user, today=today),
        "completeness": completeness_panel(user, today=today),
        "staffing": staffing_panel(user, today=today),
        "duties": duties_panel(user, today=today),
    }
    context["is_quiet"] = not any(context[name] for name in context if name != "title")
    return own_page(request, page, "admin/to_do.html", context)


@require_GET
def plan_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show every page that this person may open, with what it is for."""
    return own_page(request, page, "admin/plan.html", {"title": page.title})


def _deeds(user: User) -> list[ToolbarLink]:
    """Return the buttons to what this person comes to do, the first one stressed."""
    found = [(label, name) for right, label, name in DEEDS if user.has_perm(right)][:_OFFERED]
    return [
        ToolbarLink(label, reverse(name), primary=not rank)
        for rank, (label, name) in enumerate(found)
    ]


def _readings(user: User, today: dt.date, now: dt.datetime) -> list[Reading]:
    """Return what the page is made of; the map comes last."""
    parts = (
        ("conventions", agreements.READS_CONVENTIONS, agreements.told_of_conventions),
        ("acts", agreements.READS_ACTS, agreements.told_of_acts),
        ("counts", activity.READS_COUNTS, activity.told_of_counts),
        ("sessions", activity.READS_SESSIONS, partial(activity.told_of_sessions, now=now)),
        ("team", team.READS, team.told),
        ("members", team.READS_MEMBERS, team.told_of_members),
        ("places", places.READS, places.told),
        ("communities", places.READS_COMMUNITIES, places.told_of_communities),
        ("programmes", agreements.READS_PROGRAMMES, agreements.told_of_programmes),
        ("operation", operation.READS, lambda user, *, today: operation.told(user, now=now)),
        ("map", places.READS_MAP, places.told_map),
    )
    return [
        Reading(name, (*reads, *_REACH), partial(told, user, today=today))
        for name, reads, told in parts
    ]


def _key(user: User, today: dt.date) -> tuple[Any, ...]:
    """Return what a reading depends on besides the rows: the account, its rights, the day."""
    return user.pk, user.is_superuser, tuple(sorted(user.get_all_permissions())), today


TO_DO = register_page(
    SitePage(
        section=Section.SETTINGS,
        section_rank=90,
        title="À faire",
        route="a-faire/",
        name="to_do",
        view=to_do_view,
        permissions=(),
        description="Tout ce qui attend, partie par partie.",
        for_all=True,
    )
)
PLAN = register_page(
    SitePage(
        section=Section.SETTINGS,
        section_rank=91,
        title="Toutes les rubriques",
        route="rubriques/",
        name="plan",
        view=plan_view,
        permissions=(),
        description="Chaque page, et à quoi elle sert.",
        for_all=True,
    )
)
