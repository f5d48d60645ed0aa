"""How an antenna stands beside its limits, and the hours that others hold in it, told apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sites.models import Site, SiteKind
from sites.rules.antennas import Reading, read_hours, read_travel
from sites.rules.opening import Span, merged


class HeldSlot(Protocol):
    """A weekly slot held at a site by somebody else; ISO weekday from 1, its end left out."""

    weekday: int
    starts: dt.time
    ends: dt.time


class HeldHoursSource(Protocol):
    """Where an app above keeps the hours held at a site on a day."""

    def __call__(self, site: Site, *, today: dt.date) -> Iterable[HeldSlot]:
        """Return the slots held at `site` on `today`."""


_SOURCES: list[HeldHoursSource] = []


def contribute_held_hours(source: HeldHoursSource) -> None:
    """Declare where hours held at sites are kept; for apps above, when they start."""
    if source not in _SOURCES:
        _SOURCES.append(source)


@dataclass(frozen=True)
class Gauge:
    """An antenna beside its two limits on `day`; `held` are minutes a week, never added to its own.

    Sessions held under conventions are not an activity of the centre: they do not use its hours.
    """

    day: dt.date
    hours: Reading
    travel: Reading
    held: int


def gauge_of(site: Site, *, day: dt.date) -> Gauge | None:
    """Return the gauge of an antenna on `day`, None for a centre, which has no such limit.

    Two queries for its hours and waivers unless they are prefetched, and those of the sources.
    """
    if site.kind != SiteKind.ANTENNA:
        return None
    waivers = list(site.limit_waivers.all())
    return Gauge(
        day=day,
        hours=read_hours(site.opening_hours.all(), waivers, day),
        travel=read_travel(site.travel_minutes, waivers, day),
        held=held_minutes(site, day=day),
    )


def held_minutes(site: Site, *, day: dt.date) -> int:
    """Return the minutes a week held at a site on `day`; what two sessions share counts once."""
    spans: dict[int, list[Span]] = {}
    for source in _SOURCES:
        for slot in source(site, today=day):
            spans.setdefault(slot.weekday, []).append(Span(slot.starts, slot.ends))
    return sum(span.minutes for found in spans.values() for span in merged(found))
