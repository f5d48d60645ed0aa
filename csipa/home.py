"""The start page of the back office; it asks every part of the work, and computes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from consultations.admin import home as activity
from conventions.admin import home as agreements
from csipa.admin import Section, SitePage, ToolbarLink, guided, own_page, register_page
from csipa.admin.finding import call_page
from csipa.admin.home_parts import Told, first_figures, first_tasks, in_order, still_coming
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from csipa.kept import Reading, read_all
from csipa.operation import home as operation
from sites.admin import home as places
from staffing.admin import home as team

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


@dataclass(frozen=True)
class Part:
    """A part of the work: its name, its title, the models that it reads, and what tells it.

    `told` takes the account, `today`, and `now` where `is_timed`.
    """

    name: str
    title: str
    reads: tuple[str, ...]
    told: Callable[..., Told]
    is_timed: bool = False


# In the order of « À faire ».
PARTS = (
    Part("acts", "Actes", agreements.READS_ACTS, agreements.told_of_acts),
    Part(
        "conventions", "Conventions", agreements.READS_CONVENTIONS, agreements.told_of_conventions
    ),
    Part("counts", "Saisie et mois", activity.READS_COUNTS, activity.told_of_counts),
    Part(
        "sessions",
        "Permanences et planning",
        activity.READS_SESSIONS,
        activity.told_of_sessions,
        is_timed=True,
    ),
    Part("team", "Équipe", team.READS, team.told),
    Part("places", "Sites et agence régionale de santé", places.READS, places.told),
    Part("communities", "CPTS", places.READS_COMMUNITIES, places.told_of_communities),
    Part("members", "Adhérents des CPTS", team.READS_MEMBERS, team.told_of_members),
    Part(
        "programmes",
        "Programmes et instances",
        agreements.READS_PROGRAMMES,
        agreements.told_of_programmes,
    ),
    Part("operation", "Service", operation.READS, operation.told, is_timed=True),
)


@guided("accueil")
def index(request: HttpRequest) -> HttpResponse:
    """Show what awaits this person today, a few figures, what comes next and where.

    At most eleven queries while nothing that it tells of has changed.
    """
    user, today, now = request.user, timezone.localdate(), timezone.now()
    *told, drawn = read_all(readings_of(user, today, now), key=_key(user, today))
    count = sum(len(part.tasks) for part in told)
    context = {
        "title": f"Bonjour {user.get_short_name() or user.get_username()}",
        "today": upper_first(long_date(today, weekday=True)),
        "tasks": first_tasks([part.tasks for part in told], TASKS),
        "all_tasks": _things(count),
        "more": count > TASKS,
        "figures": first_figures((one for part in told for one in part.figures), FIGURES),
        "coming": still_coming((one for part in told for one in part.coming), now=now, most=COMING),
        "drawn": drawn,
        "deeds": _deeds(user),
    }
    return admin.site.index(request, context)


@require_GET
def to_do_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show everything that awaits this person, by part of the work, and all that comes next.

    What the start page has read is not read again.
    """
    user, today, now = request.user, timezone.localdate(), timezone.now()
    told = read_all(readings_of(user, today, now)[:-1], key=_key(user, today))
    parts = list(zip(PARTS, told, strict=True))
    groups = [
        {
            "part": part,
            "tasks": in_order(one.tasks),
            "count": _things(len(one.tasks)),
            "pages": one.pages,
        }
        for part, one in parts
        if one.tasks
    ]
    context = {
        "title": page.title,
        "today": upper_first(long_date(today, weekday=True)),
        "count": _things(sum(len(one.tasks) for one in told)),
        "groups": groups,
        "quiet": [(part, one) for part, one in parts if one.quiet and not one.tasks],
        "coming": still_coming((one for part in told for one in part.coming), now=now),
    }
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


def _things(count: int) -> str:
    """Say how many things are to be done."""
    return counted(count, "chose à faire", "choses à faire")


def readings_of(user: User, today: dt.date, now: dt.datetime) -> list[Reading]:
    """Return what each of `PARTS` tells `user`, in their order, then the small map."""
    parts = [
        _reading(part.name, part.reads, partial(part.told, user, today=today, **_now(part, now)))
        for part in PARTS
    ]
    drawing = partial(places.told_map, user, today=today)
    return [*parts, _reading("map", places.READS_MAP, drawing)]


def _now(part: Part, now: dt.datetime) -> dict[str, dt.datetime]:
    return {"now": now} if part.is_timed else {}


def _reading(name: str, reads: tuple[str, ...], read: Callable[[], Any]) -> Reading:
    return Reading(name, (*reads, *_REACH), read)


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
        guide="accueil",
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
        guide="accueil",
        for_all=True,
    )
)
call_page("to_do", "tâches retards échéances attente urgent aujourd’hui", main=70)
call_page("plan", "plan menu sommaire index rubriques")
