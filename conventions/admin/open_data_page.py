"""The page that tells what is given as open data, what is left out of it, and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from csipa.admin import Section, SitePage, own_page, register_page
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from csipa.opendata.datasets import declared, published
from csipa.opendata.producing import Produced
from csipa.opendata.reading import summaries

PERMISSION = "conventions.view_act"
# Lines left out that the page tells of one table; the command tells them all.
_TOLD = 100


def open_data_view(request: HttpRequest, page: SitePage) -> HttpResponse:
    """Show each table: whether it is published, its rows, and the lines left out with why."""
    names = {dataset.name for dataset in published()}
    today = timezone.localdate()
    lines = [_line(one, names) for one in summaries(declared(), today)]
    lines.sort(key=lambda line: not line["is_published"])
    context = {"title": page.title, "day": today, "lines": lines, "any": bool(names)}
    return own_page(request, page, "admin/conventions/open_data.html", context)


def _line(one: Produced, published: set[str]) -> dict[str, Any]:
    return {
        "dataset": one.dataset,
        "is_published": one.dataset.name in published,
        "rows": counted(one.rows, "ligne", "lignes"),
        "left_out": [left for left in one.left_out if left.whole][:_TOLD],
        "remarks": [left for left in one.left_out if not left.whole][:_TOLD],
        "headline": upper_first(_headline(one)),
        "more": max(0, len(one.left_out) - _TOLD),
    }


def _headline(one: Produced) -> str:
    lost, told = one.rows_left_out, len(one.left_out) - one.rows_left_out
    parts = []
    if lost:
        parts.append(counted(lost, "motif de mise à l’écart", "motifs de mise à l’écart"))
    if told:
        parts.append(counted(told, "remarque", "remarques"))
    return ", ".join(parts)


OPEN_DATA = register_page(
    SitePage(
        section=Section.ACTS,
        section_rank=10,
        title="Données ouvertes",
        route="actes/donnees/",
        name="conventions_open_data",
        view=open_data_view,
        permissions=(PERMISSION,),
        description="Ce qui est donné à tous en fichiers, ce qui en est écarté, et pourquoi.",
        guide="donnees-ouvertes",
    )
)
