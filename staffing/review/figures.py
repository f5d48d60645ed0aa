"""The figures of the team over a period, of the whole and of each profession or site, in words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from csipa.french.grammar import upper_first
from sites.models import Site
from staffing.documents.figures import SOMEBODY, GroupWords, Names, group_words
from staffing.models import NOT_A_DEPARTURE, VOLUNTARY, Assignment, Person, Post, Profession
from staffing.review.establishment import read_records
from staffing.rules.figures import group_figures
from staffing.rules.fte import HeldLine, TargetLine, levels
from staffing.rules.stays import Spell, stays
from staffing.rules.vacancies import Gap, gaps

WHOLE_CENTRE = "Ensemble du centre"
# What belongs to no site in particular.
_NO_SITE = 0
_Line = TypeVar("_Line", TargetLine, HeldLine)


@dataclass(frozen=True)
class PeriodFigures:
    """Figures from `first` to `last`, of everything then group by group; `by_site` tells which."""

    first: dt.date
    last: dt.date
    today: dt.date
    by_site: bool
    whole: GroupWords
    groups: list[GroupWords]

    @property
    def is_ahead(self) -> bool:
        """Tell whether the period goes past today: what is planned is then counted."""
        return self.last > self.today


def read_figures(
    *,
    first: dt.date,
    last: dt.date,
    today: dt.date,
    by_site: bool = False,
    names_people: bool = False,
) -> PeriodFigures:
    """Return the figures of a period, both ends included; six queries, five without names.

    People are named only with `names_people`, for who may see them.
    """
    records = read_records(by_site=by_site)
    targets, held = records.lines(by_site=by_site)
    # The whole is read without sites: a post shared between several is one post.
    every_target, every_held = records.lines(by_site=False)
    rank = 1 if by_site else 0
    own_targets, own_held = _by_rank(targets, rank), _by_rank(held, rank)
    found = stays(_spells(own_held))
    names = _names(names_people=names_people)

    def words(
        key: int | None, name: str, targets: list[TargetLine], held: list[HeldLine]
    ) -> GroupWords:
        own = next(iter(levels(targets, held).values()), [])
        waits: list[Gap] = gaps(targets, held)
        figures = group_figures(own, found, waits, group=key, first=first, last=last, today=today)
        return group_words("all" if key is None else str(key), name, figures, names)

    keys = {line.key for line in own_targets} | {line.key for line in own_held}
    groups = [
        words(
            key,
            name,
            [line for line in own_targets if line.key == key],
            [line for line in own_held if line.key == key],
        )
        for key, name in _group_names(by_site=by_site)
        if key in keys
    ]
    whole = words(None, WHOLE_CENTRE, _as_one(every_target), _as_one(every_held))
    return PeriodFigures(first, last, today, by_site, whole, groups)


def printed_source(found: PeriodFigures) -> dict[str, Any]:
    """Return the figures as plain data, for the print and the file that travels inside it."""
    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "date": found.today.isoformat(),
        "by": "site" if found.by_site else "profession",
        "whole": _as_data(found.whole),
        "groups": [_as_data(one) for one in found.groups],
    }


def _as_data(group: GroupWords) -> dict[str, Any]:
    short = {slug: line.short for slug, line in group.by_slug.items()}
    return {**asdict(group), "short": short}


def _by_rank(lines: Iterable[_Line], rank: int) -> list[_Line]:
    """Give lines the key of their profession (0) or of their site (1) alone."""
    return [replace(line, key=line.key[rank] or _NO_SITE) for line in lines]  # type: ignore[index]


def _as_one(lines: Iterable[_Line]) -> list[_Line]:
    return [replace(line, key="all") for line in lines]


def _group_names(*, by_site: bool) -> list[tuple[int, str]]:
    """Return the groups there may be, in their order; one query."""
    if not by_site:
        rows = Profession.objects.values_list("pk", "plural")
        return [(pk, upper_first(plural)) for pk, plural in rows]
    sites = Site.objects.order_by("-kind", "search_key").values_list("pk", "name")
    return [*sites, (_NO_SITE, "Sans site en particulier")]


def _spells(held: Iterable[HeldLine]) -> list[Spell]:
    """Return every assignment with the groups it counts in and how its end counts; one query."""
    groups: dict[tuple[int, int, dt.date], set[Any]] = defaultdict(set)
    for line in held:
        groups[line.person, line.post, line.start].add(line.key)
    rows = Assignment.objects.values_list(
        "person_id", "post_id", "start", "end", "departure_reason"
    )
    return [
        Spell(
            person,
            start,
            end,
            frozenset(groups[person, post, start]),
            reason not in NOT_A_DEPARTURE,
            reason in VOLUNTARY,
        )
        for person, post, start, end, reason in rows.order_by()
    ]


def _names(*, names_people: bool) -> Names:
    """Return how posts and, if asked, people are called; one or two queries."""
    posts = dict(Post.objects.values_list("pk", "label"))
    people = {one.pk: str(one) for one in Person.objects.all()} if names_people else {}
    return Names(lambda person: people.get(person, SOMEBODY), lambda post: posts.get(post, "poste"))
