"""The two directories of a CPTS in step: each member beside the same person in the care offer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from csipa.french.grammar import upper_first
from sites.models import Community
from sites.rules.care_professions import name_of
from sites.rules.names import search_key
from staffing.models import CareProvider, Membership
from staffing.review.cover import rank_of
from staffing.review.members import Tried, members_on, proposals, tried, with_places
from staffing.review.offer import present_providers

ROWS_PER_PAGE = 50


class Tab(StrEnum):
    """Which rows of the two directories are shown."""

    ALL = "tous"
    MEMBERS = "adherents"
    MISSING = "absents"
    GONE = "partis"
    TO_TIE = "rapprocher"


@dataclass(frozen=True)
class Asked:
    """What is looked for: a tab, a profession (code), a commune (INSEE), words of a name."""

    tab: Tab = Tab.ALL
    profession: str = ""
    commune: str = ""
    words: str = ""


@dataclass
class Row:
    """A member, somebody of the care offer, or both when they are the same person."""

    sort: tuple[tuple[int, str], str, int]
    member: Membership | None = None
    provider_pk: int | None = None
    provider: CareProvider | None = None
    tried: Tried | None = None
    candidates: list[CareProvider] = field(default_factory=list)

    @property
    def profession(self) -> str:
        """Return the name of the profession of the member, empty for none."""
        known = self.member.profession if self.member else ""
        return upper_first(name_of(known)) if known else ""

    @property
    def offered(self) -> str:
        """Return the name of the profession in the care offer."""
        return upper_first(name_of(self.provider.profession)) if self.provider else ""

    @property
    def is_gone(self) -> bool:
        """Tell whether the register no longer finds a member."""
        return bool(self.member and self.member.provider and self.member.provider.left_on)


@dataclass(frozen=True)
class Directories:
    """The rows asked for, a page of them; `counts` gives how many each tab holds, unfiltered."""

    asked: Asked
    page: Page
    counts: dict[Tab, int]
    members: list[Membership] = field(repr=False)


def read_directories(
    community: Community, communes: list[str], asked: Asked, *, day: dt.date, number: str = "1"
) -> Directories:
    """Return a page of the two directories of `day`; at most nine queries, whatever they hold.

    The care offer is that of the last reading of the register, in `communes`.
    """
    members = list(members_on(community, day))
    tied = {row.provider_id for row in members if row.provider_id}
    numbers = {row.rpps for row in members if row.rpps}
    offer = present_providers(communes).exclude(pk__in=tied).exclude(rpps__in=numbers)
    absent = list(offer.values_list("pk", "profession", "search_key"))
    counts = _counts(members, len(absent))
    rows = []
    if asked.tab is not Tab.MISSING:
        rows += [_member_row(row) for row in _kept(members, asked)]
    if asked.tab in (Tab.ALL, Tab.MISSING):
        if asked.commune:
            inside = present_providers([asked.commune]).values_list("pk", flat=True)
            there = set(inside) if asked.commune in communes else set()
            absent = [one for one in absent if one[0] in there]
        words = search_key(asked.words).split()
        rows += [
            Row((rank_of(profession), key, pk), provider_pk=pk)
            for pk, profession, key in absent
            if (not asked.profession or profession == asked.profession)
            and all(word in key for word in words)
        ]
    rows.sort(key=lambda row: row.sort)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(number)
    _load(community, list(page.object_list))
    if asked.tab is Tab.TO_TIE:
        near = {one.member.pk: one.candidates for one in proposals(members, communes)}
        for row in page.object_list:
            row.candidates = near.get(row.member.pk, [])
    return Directories(asked, page, counts, members)


def _counts(members: list[Membership], absent: int) -> dict[Tab, int]:
    gone = sum(1 for row in members if row.provider and row.provider.left_on)
    loose = sum(1 for row in members if row.provider_id is None and not row.organisation_id)
    return {
        Tab.ALL: len(members) + absent,
        Tab.MEMBERS: len(members),
        Tab.MISSING: absent,
        Tab.GONE: gone,
        Tab.TO_TIE: loose,
    }


def _kept(members: list[Membership], asked: Asked) -> list[Membership]:
    words = search_key(asked.words).split()
    kept = [
        row
        for row in members
        if (not asked.profession or row.profession == asked.profession)
        and (not asked.commune or row.commune_id == asked.commune)
        and all(word in _searched(row) for word in words)
    ]
    if asked.tab is Tab.GONE:
        return [row for row in kept if row.provider and row.provider.left_on]
    if asked.tab is Tab.TO_TIE:
        return [row for row in kept if row.provider_id is None and not row.organisation_id]
    return kept


def _searched(row: Membership) -> str:
    return search_key(f"{row} {row.last_name} {row.rpps}")


def _member_row(row: Membership) -> Row:
    key = search_key(str(row)) if row.organisation_id else row.name_key
    return Row((rank_of(row.profession), key, row.pk), row, row.provider_id)


def _load(community: Community, rows: list[Row]) -> None:
    """Load the people of the care offer of a page, and what was tried with those not members."""
    keys = [row.provider_pk for row in rows if row.provider_pk]
    if not keys:
        return
    found: QuerySet[CareProvider] = with_places(CareProvider.objects.filter(pk__in=keys))
    by_key = {one.pk: one for one in found}
    asked_before = tried(community, [row.provider_pk for row in rows if row.member is None])
    for row in rows:
        row.provider = by_key.get(row.provider_pk)
        row.tried = asked_before.get(row.provider_pk)
