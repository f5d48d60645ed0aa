"""The records that answer, kind by kind: one query a kind, whatever the number of rows.

Each kind is asked of its own page: `get_queryset` and `get_search_results` with the request, so
that rights, scope and the way its list searches are those of that list, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Window
from django.http import HttpRequest

from csipa.admin.finding.declared import Findable, Told, findables, joined, lacking
from csipa.admin.finding.ranking import ranked
from csipa.admin.finding.words import Asked

SHOWN = 5
"""Most results of a kind; its list shows the others."""
_NAMED = -1


@dataclass(frozen=True)
class Line:
    """One result: what it is, its name, what tells it from others, and where it leads."""

    kind: str
    title: str
    about: str
    url: str
    action: str = ""


@dataclass(frozen=True)
class Group:
    """The results of one kind; `total` counts those that its list shows."""

    title: str
    lines: tuple[Line, ...]
    total: int
    best: int
    list_url: str = ""

    @property
    def has_more(self) -> bool:
        """Tell whether the list shows more of them."""
        return self.total > len(self.lines)


def found_records(request: HttpRequest, asked: Asked) -> list[Group]:
    """Return the results of each kind that the person may see, the best kind first."""
    groups = [
        group
        for one in findables()
        if one.may_be_seen(request) and (group := _ask(request, one, asked))
    ]
    return sorted(groups, key=lambda group: group.best)


def _ask(request: HttpRequest, one: Findable, asked: Asked) -> Group | None:
    is_named = not one.kinds.isdisjoint(asked.every)
    if one.only_named and not is_named:
        return None
    narrowed = asked.besides(one.kinds)
    term = " ".join(narrowed.words)
    page = one.page
    answers, _ = page.get_search_results(request, page.get_queryset(request), term)
    rows = one.model._base_manager.filter(pk__in=answers.order_by().values("pk"))
    rows = ranked(rows, narrowed, names=one.names, codes=one.codes)
    rows = rows.annotate(found_total=Window(Count("*"))).order_by("found_rank", *one.ordering)
    found = list(one.load(rows)[:SHOWN])
    if not found:
        return None
    total = found[0].found_total
    best = _NAMED if is_named else found[0].found_rank
    query = urlencode({"q": term, **one.list_query})
    return Group(
        one.title,
        tuple(lines_of(one, found, narrowed.words)),
        total,
        best,
        f"{one.list_address}?{query}",
    )


def lines_of(one: Findable, rows: list[Any], words: Iterable[str] = ()) -> list[Line]:
    """Tell rows of a kind, with the former name by which some were found."""
    told = [one.tell(row) for row in rows]
    former = _former(one, rows, told, tuple(words))
    return [
        Line(line.kind, line.title, _about(line, former.get(row.pk)), one.address(row))
        for row, line in zip(rows, told, strict=True)
    ]


def _former(
    one: Findable, rows: list[Any], told: list[Told], words: tuple[str, ...]
) -> Mapping[Any, str]:
    unnamed = [
        row
        for row, line in zip(rows, told, strict=True)
        if lacking(f"{line.title} {line.about}", words)
    ]
    return one.former(unnamed, words) if one.former and unnamed else {}


def _about(line: Told, former: str | None) -> str:
    return joined(former and f"autre nom\u00a0: {former}", line.about)
