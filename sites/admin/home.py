"""What the start page and « À faire » tell of sites, of the agency and of CPTS; the small map."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse
from django.utils.safestring import SafeString

from csipa.admin.home_parts import Figure, Link, Task, Told
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted, integer
from sites.admin.communities_board import URGENCY_MARKS, duty_url
from sites.admin.territory_map import MAP
from sites.models import Site
from sites.review.communities import CommunityProject, projects_on
from sites.review.community_duties import project_duties_of
from sites.review.duties import Duty, declaration_duties, project_duties
from sites.review.map_drawing import small_map
from sites.review.scope import communities_of, sites_of, territories_of, works_everywhere
from sites.review.territory_map import in_order_of_maps, read_population_map

User = AbstractBaseUser | AnonymousUser

READS = (
    *("sites.Site", "sites.Closure", "sites.SubstantialChange", "sites.HealthProject"),
    *("sites.HealthCommitment", "sites.CommitmentFinding", "sites.ChangeSetAside"),
    *("sites.OpeningHours", "sites.Organisation", "sites.Representative", "sites.Commune"),
    "sites.Community",
)
READS_COMMUNITIES = (
    *("sites.Community", "sites.CommunityMission", "sites.MissionIndicator"),
    *("sites.MissionValue", "sites.Organisation", "sites.Territory", "sites.Commune"),
)
READS_MAP = (
    *("sites.Territory", "sites.TerritoryCommune", "sites.Commune", "sites.CommunePopulation"),
    *("sites.CommuneOutline", "sites.Site", "sites.Community"),
)


def told(user: User, *, today: dt.date) -> Told:
    """Tell `user` what is to be declared or kept, and how many sites are open. Eight queries."""
    found, pages, quiet = [], [], []
    declares, promises = _may_view(user, "substantialchange"), _may_view(user, "healthproject")
    of = _own_sites(user) if declares or promises else None
    if declares:
        found += declaration_duties(today=today, of=of)
        page = reverse("admin:sites_substantialchange_changelist")
        pages.append(Link("Changements à déclarer", page))
        quiet.append("Aucun changement n’est à déclarer.")
    if promises:
        found += project_duties(today=today, of=of)
        pages.append(Link("Projets de santé", reverse("admin:sites_healthproject_changelist")))
        quiet.append("Aucun engagement du projet de santé n’est en défaut.")
    tasks = [_task(duty, today) for duty in found]
    return Told(tasks, _figures(user, today), pages=pages, quiet=" ".join(quiet))


def _own_sites(user: User) -> set[int] | None:
    """Return the keys of the sites that `user` works for; None for all of them."""
    if works_everywhere(user):
        return None
    return set(sites_of(user).values_list("pk", flat=True))


def _task(duty: Duty, today: dt.date) -> Task:
    """Return a duty as a task, with how far its day is."""
    return Task(
        duty.label,
        reverse(f"admin:{duty.url_name}", args=duty.url_args),
        "late" if duty.is_late else "30" if duty.day else "waiting",
        "En retard" if duty.is_late else "À faire" if duty.day else "Non tenu",
        upper_first(duty.about),
        _distance(duty.day, today) if duty.day else "",
        duty.day,
    )


def _distance(day: dt.date, today: dt.date) -> str:
    """Say a day and how far it is: « 17 février 2026, dans 7 jours »."""
    left = (day - today).days
    days = counted(abs(left), "jour", "jours")
    said = "aujourd’hui" if not left else f"dans {days}" if left > 0 else f"il y a {days}"
    return f"{long_date(day)}, {said}"


def told_of_communities(user: User, *, today: dt.date) -> Told:
    """Tell `user` what awaits the CPTS of the account; five queries, none without the right."""
    if not user.has_perm("sites.change_community"):
        return Told()
    missions = user.has_perm("sites.view_communitymission")
    tasks, running = [], 0
    projects = projects_on(today, communities_of(user))
    if not projects:
        return Told()
    for project in projects:
        board = reverse("admin:sites_community_board", args=[project.community.pk])
        running += len(project.missions)
        tasks += [
            Task(
                duty.sentence,
                duty_url(user, duty) or board,
                URGENCY_MARKS[duty.urgency],
                str(duty.urgency.label),
                str(project.community),
                day=duty.day,
            )
            for duty in project_duties_of(project)
            if missions or duty.place not in ("mission", "values")
        ]
    pages = [_community_page(projects)]
    quiet = "Ni le contrat ni les missions n’appellent rien aujourd’hui."
    if not running or not missions:
        return Told(tasks, pages=pages, quiet=quiet)
    label = "mission en cours" if running < 2 else "missions en cours"
    url = reverse("admin:sites_communitymission_changelist")
    figures = [Figure(37, label, integer(running), f"au {long_date(today)}", url)]
    return Told(tasks, figures, pages=pages, quiet=quiet)


def _community_page(projects: list[CommunityProject]) -> Link:
    """Return the dashboard of the only CPTS, or the list of them."""
    if len(projects) > 1:
        return Link("CPTS", reverse("admin:sites_community_changelist"))
    (project,) = projects
    board = reverse("admin:sites_community_board", args=[project.community.pk])
    return Link("Tableau de bord", board)


def told_map(user: User, *, today: dt.date) -> dict[str, Any] | None:
    """Return the small map of the first territory of `user`, and where it is seen whole.

    None for somebody who may not see it, and where no point is known. Six queries.
    """
    if not MAP.may_open(user):
        return None
    territories = in_order_of_maps(territories_of(user))
    if not territories:
        return None
    found = read_population_map(territories[0], today)
    if not found.placed:
        return None
    drawn: SafeString = small_map(found)
    url = f"{reverse(f'admin:{MAP.name}')}?territoire={found.territory.pk}"
    return {"drawing": drawn, "name": found.territory.name, "url": url}


def _figures(user: User, today: dt.date) -> list[Figure]:
    """Return how many of the sites of `user` are open, and how many CPTS there are."""
    if not _may_view(user, "site"):
        return []
    sites = sites_of(user)
    count = sites.filter(pk__in=Site.objects.open_on(today).values("pk")).count()
    if not count and not sites.exists():
        return []
    label = "site ouvert" if count < 2 else "sites ouverts"
    url = reverse("admin:sites_site_changelist")
    found = [Figure(70, label, integer(count), f"au {long_date(today)}", url)]
    if user.has_perm("sites.view_community"):
        followed, page = communities_of(user).count(), reverse("admin:sites_community_changelist")
        found.append(Figure(90, "CPTS", integer(followed), f"au {long_date(today)}", page))
    return found


def _may_view(user: User, model: str) -> bool:
    return any(user.has_perm(f"sites.{deed}_{model}") for deed in ("view", "change"))
