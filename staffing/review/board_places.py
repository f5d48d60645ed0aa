"""What a profession misses on each site, and who holds a post that is not open."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sites.models import Site
from staffing.documents.board_words import NOT_YET_OPEN, PlaceLack, closed_words
from staffing.review.establishment import Records, SiteKey
from staffing.rules.fte import Level, State, level_on, levels, vacant_since

_ASIDE = (State.DEFERRED, State.FROZEN, State.VOTED)
# The levels of one post at a time.
PostLevels = list[list[Level]]


@dataclass(frozen=True)
class Place:
    """The levels of a profession on a site; without a site, what is of the whole centre."""

    levels: list[Level]
    site: Site | None = None

    @property
    def name(self) -> str:
        """The name of the site, empty for the whole centre."""
        return self.site.name if self.site is not None else ""

    @property
    def changes(self) -> set[dt.date]:
        """The days on which anything changes, an opening or a closing too if something lacks."""
        turns = (self.site.opened_on, self.site.closed_on) if self.site is not None else ()
        found = {day for day in turns if day is not None and level_on(self.levels, day).vacant}
        return found | {level.start for level in self.levels}

    def lack_on(self, day: dt.date) -> PlaceLack | None:
        """Return what is vacant here on `day`; None if nothing is."""
        vacant = level_on(self.levels, day).vacant
        since = vacant_since(self.levels, day, at_least=vacant)
        if since is None:
            return None
        return PlaceLack(self.name, vacant, since, shut_words(self.site, day))


def shut_words(site: Site | None, day: dt.date) -> str:
    """Return why nobody works on a site on `day`; empty for an open one and the whole centre."""
    if site is None:
        return ""
    if site.closed_on is not None and site.closed_on <= day:
        return closed_words(site.closed_on)
    return NOT_YET_OPEN if site.opened_on is None or site.opened_on > day else ""


def posts_aside(records: Records, *, by_site: bool) -> dict[tuple[int, SiteKey], PostLevels]:
    """Return the levels of each post that somebody held and that was not open at some time.

    Keys are those of an establishment. No query.
    """
    targets, held = records.lines(by_site=by_site)
    asked = {line.post for line in targets if line.state in _ASIDE} & {line.post for line in held}
    found = levels(
        [replace(line, key=(line.key, line.post)) for line in targets if line.post in asked],
        [replace(line, key=(line.key, line.post)) for line in held if line.post in asked],
    )
    grouped: dict[tuple[int, SiteKey], PostLevels] = defaultdict(list)
    for (group, _), part in found.items():  # type: ignore[misc]
        grouped[group].append(part)  # type: ignore[has-type]
    return grouped


def held_aside(posts: Iterable[Sequence[Level]], day: dt.date) -> dict[State, Decimal]:
    """Return the FTE held on `day` on posts that are not open, by what these posts are."""
    found: dict[State, Decimal] = {}
    for post in posts:
        level = level_on(post, day)
        state = next((one for one in _ASIDE if getattr(level, one.value)), None)
        if state is not None and level.filled:
            found[state] = found.get(state, Decimal(0)) + level.filled
    return found
