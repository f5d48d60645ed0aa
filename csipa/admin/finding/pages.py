"""The search box of every page: a page of its own without scripts, its lines alone with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from csipa.admin.finding.asking import Group, found_records
from csipa.admin.finding.commands import found_commands, main_commands
from csipa.admin.finding.recent import recent
from csipa.admin.finding.words import MOST_SIGNS, MOST_WORDS, Asked, read
from csipa.admin.navigation import Section
from csipa.admin.own_pages import SitePage, own_page, register_page
from csipa.french.numbers import counted

HINT = "Tapez encore une lettre\u00a0: deux suffisent, ou un chiffre."
CUT = (
    f"La recherche s’arrête à {MOST_SIGNS} signes et {MOST_WORDS} mots\u00a0: le reste est laissé."
)
NOTHING = "Rien ne répond à ces mots. Essayez un seul mot, ou le début d’un nom."


@dataclass(frozen=True)
class Answer:
    """What the box shows for what was typed: groups, and a sentence that tells how many."""

    asked: Asked
    groups: list[Group]
    told: str


def answer(request: HttpRequest, *, scripted: bool) -> Answer:
    """Read the words after « ?q= » and find what answers."""
    asked = read(request.GET.get("q", ""))
    if asked.is_empty:
        groups = [*recent(request), *main_commands(request, scripted=scripted)]
        return Answer(asked, groups, "")
    if not asked.is_enough:
        return Answer(asked, [], HINT)
    groups = [*found_commands(request, asked, scripted=scripted), *found_records(request, asked)]
    # A sort keeps the order of equals: commands come before records that answer as well.
    groups.sort(key=lambda group: group.best)
    return Answer(asked, groups, _told(asked, sum(group.total for group in groups)))


def _told(asked: Asked, total: int) -> str:
    count = f"{counted(total, 'résultat', 'résultats')}." if total else NOTHING
    return f"{count} {CUT}" if asked.is_cut else count


@require_GET
def search_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show the results as a page, for whoever has no script or wants them to stay."""
    found = answer(request, scripted=False)
    title = "Résultats de la recherche" if found.asked.typed else "Rechercher"
    return own_page(request, page, "admin/finding/search.html", {"title": title, "found": found})


@require_GET
def found_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Send the lines that the box shows."""
    found = answer(request, scripted=True)
    return render(request, "admin/finding/_options.html", {"found": found})


SEARCH = register_page(
    SitePage(
        section=Section.SETTINGS,
        section_rank=90,
        title="Rechercher",
        route="recherche/",
        name="search",
        view=search_view,
        permissions=(),
        for_all=True,
        description="Trouver un acte, une convention, un site, une personne, une page.",
        views=(("reponses/", "found", found_view),),
        guide="rechercher",
    )
)
