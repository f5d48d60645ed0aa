"""The table of posts at every moment, by profession or by profession and site.

Two queries whatever the number of posts and of assignments.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from staffing.models import Assignment, PostTarget, Profession
from staffing.rules.free_parts import follow_people
from staffing.rules.fte import HeldLine, Level, TargetLine, level_on, levels, total

_WHOLE = Decimal(100)
# A site, or None for what belongs to the whole centre.
SiteKey = int | None
_Lines = tuple[list[TargetLine], list[HeldLine]]
_Shares = dict[int, dict[int, Decimal]]

_TARGET = ["post_id", "post__profession_id", "post__site_id", "start", "fte", "state"]
_TARGET_SITES = ["post__site__name", "post__shares__site_id", "post__shares__percent"]
_TARGET_SITES += ["post__shares__site__name"]
_HELD = ["pk", "post_id", "post__profession_id", "post__site_id", "person_id"]
_HELD += ["start", "end", "fte"]
_HELD_SITES = ["shares__site_id", "shares__fte", "shares__site__name"]


@dataclass(frozen=True)
class Establishment:
    """Levels over time: `by_group` for each (profession, site), sites being None if not asked."""

    by_group: dict[tuple[int, SiteKey], list[Level]]
    held: list[HeldLine] = field(default_factory=list, repr=False)

    def of_profession(self, profession: int) -> list[Level]:
        """Return the levels of a profession, its sites added; each person is one head.

        What is vacant is told site by site: somebody who works more than planned on one site fills
        nothing on another.
        """
        return self._added(lambda key: key[0] == profession)

    def of_site(self, site: SiteKey) -> list[Level]:
        """Return the levels of a site over all its professions; each person is one head."""
        return self._added(lambda key: key[1] == site)

    def all(self) -> list[Level]:
        """Return the levels of everything together; each person is one head."""
        return self._added(lambda _: True)

    def _added(self, wanted: Any) -> list[Level]:
        parts = [part for key, part in self.by_group.items() if wanted(key)]
        return total(parts, people=(line for line in self.held if wanted(line.key)))


@dataclass(frozen=True)
class Records:
    """The rows of posts and of assignments, read once, and the names of the sites they speak of."""

    targets: dict[tuple[int, dt.date], tuple[Any, ...]]
    held: dict[int, tuple[Any, ...]]
    post_shares: _Shares
    assignment_shares: _Shares
    site_names: dict[int, str]

    def lines(self, *, by_site: bool) -> _Lines:
        """Return what is authorised and who is there; a key is a profession and a site, or None."""
        targets = [
            TargetLine((profession, place), post, start, fte, state, percent)
            for post, profession, site, start, fte, state in self.targets.values()
            for place, percent in self._places(post, site, by_site=by_site)
        ]
        held = [line for row in self.held.values() for line in self._held(row, by_site=by_site)]
        return (_settled(targets, held) if by_site else targets), held

    def establishment(self, *, by_site: bool) -> Establishment:
        """Return the levels of every profession, site by site if asked; no query."""
        targets, held = self.lines(by_site=by_site)
        return Establishment(_keyed(levels(targets, held)), held)

    def _held(self, row: tuple[Any, ...], *, by_site: bool) -> Iterable[HeldLine]:
        pk, post, profession, site, person, start, end, fte = row
        if by_site:
            for place, part in self.assignment_shares.get(pk, {}).items():
                fte -= part
                yield HeldLine((profession, place), post, person, start, end, part)
        if fte:
            for place, percent in self._places(post, site, by_site=by_site):
                yield HeldLine((profession, place), post, person, start, end, fte, percent)

    def _places(self, post: int, site: SiteKey, *, by_site: bool) -> list[tuple[SiteKey, Decimal]]:
        """Return the sites of a post; what no share names stays with the whole centre."""
        if not by_site:
            return [(None, _WHOLE)]
        shares = self.post_shares.get(post)
        if not shares:
            return [(site, _WHOLE)]
        left = _WHOLE - sum(shares.values())
        places: list[tuple[SiteKey, Decimal]] = [*shares.items()]
        return [*places, (None, left)] if left else places


def read_records(*, by_site: bool) -> Records:
    """Return the rows of posts and assignments, with their sites if asked; two queries.

    The shares of a post come with its targets: one that was never authorised is of its own site.
    """
    read = Records({}, {}, defaultdict(dict), defaultdict(dict), {})
    columns = [*_TARGET, *_TARGET_SITES] if by_site else _TARGET
    for row in PostTarget.objects.values_list(*columns).order_by():
        read.targets[row[0], row[3]] = row[:6]
        if by_site:
            name, share, percent, share_name = row[6:]
            _note(read.site_names, {row[2]: name, share: share_name})
            if share is not None:
                read.post_shares[row[0]][share] = percent
    columns = [*_HELD, *_HELD_SITES] if by_site else _HELD
    for row in Assignment.objects.values_list(*columns).order_by():
        read.held[row[0]] = row[:8]
        if by_site and row[8] is not None:
            read.assignment_shares[row[0]][row[8]] = row[9]
            _note(read.site_names, {row[8]: row[10]})
    return read


def establishment(*, by_site: bool = False) -> Establishment:
    """Return the levels of every profession, site by site if asked; two queries."""
    return read_records(by_site=by_site).establishment(by_site=by_site)


def read_lines(*, by_site: bool = False) -> _Lines:
    """Return what is authorised and who is there, past and planned; two queries.

    The key of each line is its profession and its site, None if sites are not asked.
    """
    return read_records(by_site=by_site).lines(by_site=by_site)


@dataclass(frozen=True)
class ProfessionLevel:
    """What a profession counts on a day."""

    profession: Profession
    level: Level


def by_profession(day: dt.date) -> tuple[list[ProfessionLevel], Level]:
    """Return every profession that ever had a post, in their order, and the total, on `day`.

    Three queries. Somebody who holds posts of two professions is one head of each, and one head of
    the total.
    """
    found = establishment()
    rows = [
        ProfessionLevel(one, level_on(found.by_group[one.pk, None], day))
        for one in Profession.objects.all()
        if (one.pk, None) in found.by_group
    ]
    return rows, level_on(found.all(), day)


def _settled(targets: list[TargetLine], held: list[HeldLine]) -> list[TargetLine]:
    """Return the targets, what no site holds being authorised where its people work."""
    lines: dict[int, list[TargetLine]] = defaultdict(list)
    people: dict[int, list[HeldLine]] = defaultdict(list)
    for target in targets:
        lines[target.post].append(target)
    for holder in held:
        people[holder.post].append(holder)
    settled: list[TargetLine] = []
    for post, of_post in lines.items():
        free = next((line.key for line in of_post if _is_free(line.key)), None)
        settled += of_post if free is None else follow_people(of_post, people[post], free)
    return settled


def _is_free(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[1] is None


def _note(names: dict[int, str], found: dict[int | None, str | None]) -> None:
    names.update({pk: name for pk, name in found.items() if pk is not None and name is not None})


def _keyed(found: dict[Hashable, list[Level]]) -> dict[tuple[int, SiteKey], list[Level]]:
    return {key: part for key, part in found.items() if isinstance(key, tuple)}
