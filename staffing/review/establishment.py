"""The table of posts at every moment, by profession or by profession and site.

Two queries whatever the number of posts and of assignments; a third one reads how shared posts are
split when sites are asked for.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sites.models import Site
from staffing.models import Assignment, PostShare, PostTarget, Profession
from staffing.rules.fte import HeldLine, Level, TargetLine, level_on, levels, total

_WHOLE = Decimal(100)
# A site, or None for what belongs to the whole centre.
SiteKey = int | None
_Shares = dict[int, list[tuple[SiteKey, Decimal]]]


@dataclass(frozen=True)
class Establishment:
    """Levels over time: `by_group` for each (profession, site), sites being None if not asked."""

    by_group: dict[tuple[int, SiteKey], list[Level]]

    def of_profession(self, profession: int) -> list[Level]:
        """Return the levels of a profession over all its sites.

        Heads would count twice who works on two sites: ask for them without sites.
        """
        return total(part for key, part in self.by_group.items() if key[0] == profession)

    def of_site(self, site: SiteKey) -> list[Level]:
        """Return the levels of a site over all its professions."""
        return total(part for key, part in self.by_group.items() if key[1] == site)

    def all(self) -> list[Level]:
        """Return the levels of everything together."""
        return total(self.by_group.values())


def establishment(*, by_site: bool = False) -> Establishment:
    """Return the levels of every profession, site by site if asked; two or three queries."""
    targets, held = read_lines(by_site=by_site)
    return Establishment(_keyed(levels(targets, held)))


def read_lines(*, by_site: bool = False) -> tuple[list[TargetLine], list[HeldLine]]:
    """Return what is authorised and who is there, past and planned; two or three queries.

    The key of each line is its profession and its site, None if sites are not asked.
    """
    split = _post_shares() if by_site else {}
    targets = list(_target_lines(split, by_site=by_site))
    return targets, list(_held_lines(split, by_site=by_site))


@dataclass(frozen=True)
class ProfessionLevel:
    """What a profession counts on a day."""

    profession: Profession
    level: Level


def by_profession(day: dt.date) -> tuple[list[ProfessionLevel], Level]:
    """Return every profession that ever had a post, in their order, and the total, on `day`.

    Three queries. Somebody who holds posts of two professions is one head of each.
    """
    found = establishment().by_group
    rows = [
        ProfessionLevel(one, level_on(found[one.pk, None], day))
        for one in Profession.objects.all()
        if (one.pk, None) in found
    ]
    return rows, level_on(total(found.values()), day)


def sites_in(found: Establishment) -> list[Site]:
    """Return the sites that have a group, centre first; one query."""
    keys = {site for _, site in found.by_group if site is not None}
    return list(Site.objects.filter(pk__in=keys).order_by("-kind", "search_key"))


def _target_lines(split: _Shares, *, by_site: bool) -> Iterable[TargetLine]:
    rows = PostTarget.objects.values_list(
        "post_id", "post__profession_id", "post__site_id", "start", "fte", "state"
    )
    for post, profession, site, start, fte, state in rows.order_by():
        for place, percent in _places(post, site, split, by_site=by_site):
            yield TargetLine((profession, place), post, start, fte, state, percent)


def _held_lines(split: _Shares, *, by_site: bool) -> Iterable[HeldLine]:
    columns = ["pk", "post_id", "post__profession_id", "post__site_id", "person_id"]
    columns += ["start", "end", "fte"]
    if by_site:
        columns += ["shares__site_id", "shares__fte"]
    named: dict[int, Decimal] = defaultdict(Decimal)
    first: dict[int, Any] = {}
    for row in Assignment.objects.values_list(*columns).order_by():
        pk, post, profession, _, person, start, end, fte = row[:8]
        first[pk] = row
        if by_site and row[8] is not None:
            named[pk] += row[9]
            yield HeldLine((profession, row[8]), post, person, start, end, row[9])
    for pk, row in first.items():
        _, post, profession, site, person, start, end, fte = row[:8]
        if left := fte - named[pk]:
            for place, percent in _places(post, site, split, by_site=by_site):
                yield HeldLine((profession, place), post, person, start, end, left, percent)


def _places(
    post: int, site: SiteKey, split: _Shares, *, by_site: bool
) -> list[tuple[SiteKey, Decimal]]:
    if not by_site:
        return [(None, _WHOLE)]
    return split.get(post) or [(site, _WHOLE)]


def _post_shares() -> _Shares:
    """Return the sites of each shared post; what no line names stays with the whole centre."""
    found: _Shares = defaultdict(list)
    for post, site, percent in PostShare.objects.values_list("post_id", "site_id", "percent"):
        found[post].append((site, percent))
    for shares in found.values():
        if left := _WHOLE - sum((percent for _, percent in shares), Decimal(0)):
            shares.append((None, left))
    return found


def _keyed(found: dict[Hashable, list[Level]]) -> dict[tuple[int, SiteKey], list[Level]]:
    return {key: part for key, part in found.items() if isinstance(key, tuple)}
