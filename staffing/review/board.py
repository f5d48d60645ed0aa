"""The table of posts as one page tells it: read once, then asked about any day without a query."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import chain

from sites.models import Site
from staffing.documents.board_words import Aside, Headline, Lack, PlaceLack, headline
from staffing.models import Profession, StatedStaffing
from staffing.review.board_places import Place, PostLevels, held_aside, posts_aside
from staffing.review.establishment import Establishment, SiteKey, read_records
from staffing.review.stated import Beside, beside
from staffing.rules.fte import Level, State, level_on, vacant_since

_NONE = Decimal(0)
TOTAL = "total"


@dataclass(frozen=True)
class Row:
    """A profession, or all of them: its levels over time, and those of each of its places.

    `aside` holds the posts that somebody held while they were not open.
    """

    key: str
    name: str
    plural: str
    levels: list[Level]
    places: list[Place] = field(default_factory=list)
    profession: Profession | None = None
    stated: list[Beside] = field(default_factory=list)
    aside: PostLevels = field(default_factory=list)

    def on(self, day: dt.date) -> Level:
        """Return what holds on `day`."""
        return level_on(self.levels, day)

    def lack_on(self, day: dt.date) -> Lack | None:
        """Return what is vacant on `day`, where and since when; None if nothing is."""
        vacant = self.on(day).vacant
        since = vacant_since(self.levels, day, at_least=vacant)
        if since is None:
            return None
        found = (place.lack_on(day) for place in self.places)
        places = tuple(lack for lack in found if lack is not None)
        return Lack(self.name, self.plural, vacant, places or (PlaceLack("", vacant, since),))

    def asides_on(self, day: dt.date) -> list[Aside]:
        """Return what is authorised on `day` without being open."""
        level = self.on(day)
        parts = {State.DEFERRED: level.deferred, State.FROZEN: level.frozen}
        parts[State.VOTED] = level.voted
        return [Aside(self.name, self.plural, state, fte) for state, fte in parts.items() if fte]

    def held_aside_on(self, day: dt.date) -> dict[State, Decimal]:
        """Return the FTE held on `day` on posts that are not open, by what these posts are."""
        return held_aside(self.aside, day)

    @cached_property
    def changes(self) -> list[dt.date]:
        """The days on which anything of this row changes, sites included."""
        days = {level.start for part in [self.levels, *self.aside] for level in part}
        return sorted(days.union(*(place.changes for place in self.places)))

    @cached_property
    def _told(self) -> list[tuple[Lack | None, list[Aside]]]:
        return [(self.lack_on(day), self.asides_on(day)) for day in self.changes]

    def told_on(self, day: dt.date) -> tuple[Lack | None, list[Aside]]:
        """Return the lack and what is aside on `day`, worked out once for each day of change."""
        rank = bisect_right(self.changes, day) - 1
        return self._told[rank] if rank >= 0 else (None, [])


@dataclass(frozen=True)
class Board:
    """Every profession that has or had a post, their total, and what each site counts."""

    rows: list[Row]
    together: Row
    sites: list[Site]
    professions: list[Profession]
    cells: dict[tuple[int, SiteKey], list[Level]]
    site_totals: dict[SiteKey, list[Level]]
    profession: Profession | None = None
    site: Site | None = None

    @cached_property
    def changes(self) -> list[dt.date]:
        """The days on which anything changes, in order."""
        return sorted({day for row in [*self.rows, self.together] for day in row.changes})

    def headline_on(self, day: dt.date, *, today: dt.date) -> Headline:
        """Return what is missing on `day` in words."""
        return _headline(self.rows, day, today)

    def around(self, day: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """Return the last change before `day` and the first after it."""
        before = [one for one in self.changes if one < day]
        after = [one for one in self.changes if one > day]
        return (before[-1] if before else None), (after[0] if after else None)


def read_board(*, profession: int | None = None, site: int | None = None) -> Board:
    """Return the table of posts, of one profession or one site if asked; five queries.

    A key that is none of those with posts is not asked. On one site, vacancies are told site by
    site: see `Establishment.of_profession`.
    """
    records = read_records(by_site=True)
    whole, parted = records.establishment(by_site=False), records.establishment(by_site=True)
    professions = [one for one in Profession.objects.all() if (one.pk, None) in whole.by_group]
    sites = [
        one
        for one in Site.objects.order_by("-kind", "search_key")
        if any(key[1] == one.pk for key in parted.by_group)
    ]
    asked = next((one for one in professions if one.pk == profession), None)
    place = next((one for one in sites if one.pk == site), None)
    stated = list(StatedStaffing.objects.order_by("as_of", "pk"))
    named = {one.pk: one for one in sites}
    aside = posts_aside(records, by_site=place is not None)
    rows = [
        replace(
            _row(one, whole, parted, named, stated, place),
            aside=aside.get((one.pk, place.pk if place else None), []),
        )
        for one in professions
        if asked in (None, one) and (place is None or (one.pk, place.pk) in parted.by_group)
    ]
    places: list[SiteKey] = [*(one.pk for one in sites), None]
    return Board(
        rows=rows,
        together=_together(rows, whole, parted, place),
        sites=sites,
        professions=professions,
        cells=parted.by_group,
        site_totals={key: parted.of_site(key) for key in places},
        profession=asked,
        site=place,
    )


def missing_on(day: dt.date) -> Headline | None:
    """Return what is missing today, `day`, in words; None without any post. Four queries."""
    records = read_records(by_site=True)
    whole, parted = records.establishment(by_site=False), records.establishment(by_site=True)
    sites = {
        one.pk: one
        for one in Site.objects.filter(pk__in=records.site_names).order_by("-kind", "search_key")
    }
    rows = [
        _row(one, whole, parted, sites, [], None)
        for one in Profession.objects.all()
        if (one.pk, None) in whole.by_group
    ]
    return _headline(rows, day, day) if rows else None


def _headline(rows: Sequence[Row], day: dt.date, today: dt.date) -> Headline:
    told = [row.told_on(day) for row in rows]
    lacks = [lack for lack, _ in told if lack is not None]
    asides = [aside for _, some in told for aside in some]
    is_any = any(row.on(day).authorised for row in rows)
    return headline(day, lacks, asides, is_any=is_any, today=today)


def _row(
    one: Profession,
    whole: Establishment,
    parted: Establishment,
    sites: Mapping[int, Site],
    stated: Iterable[StatedStaffing],
    site: Site | None,
) -> Row:
    places: list[SiteKey] = [*sites, None]
    found = {
        place: parted.by_group[one.pk, place]
        for place in places
        if (one.pk, place) in parted.by_group
    }
    levels = whole.by_group[one.pk, None] if site is None else found[site.pk]
    said = [
        beside(
            figure,
            whole.by_group[one.pk, None]
            if figure.site_id is None
            else parted.by_group.get((one.pk, figure.site_id), []),
            place=sites[figure.site_id].name if figure.site_id in sites else "",
        )
        for figure in stated
        if figure.profession_id == one.pk and (site is None or site.pk == figure.site_id)
    ]
    return Row(
        key=f"p{one.pk}",
        name=one.name,
        plural=one.plural,
        levels=levels,
        places=[Place(part, sites[place] if place else None) for place, part in found.items()]
        if site is None
        else [Place(levels, site)],
        profession=one,
        stated=said,
    )


def _together(
    rows: Sequence[Row], whole: Establishment, parted: Establishment, site: Site | None
) -> Row:
    """Return the total of the rows; each person is one head, whatever their professions."""
    asked = {row.profession.pk for row in rows if row.profession is not None}
    source, place = (whole, None) if site is None else (parted, site.pk)
    kept = Establishment(
        {key: part for key, part in source.by_group.items() if key[0] in asked and key[1] == place},
        [line for line in source.held if line.key[0] in asked and line.key[1] == place],  # type: ignore[index]
    )
    return Row(
        TOTAL,
        "Ensemble",
        "",
        kept.all(),
        aside=list(chain.from_iterable(row.aside for row in rows)),
    )
