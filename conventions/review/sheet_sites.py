"""The real figures of the place that an action is tied to: when it opened, and its antennas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from csipa.derived import Derived, Input
from csipa.french.dates import long_date
from csipa.french.numbers import counted
from sites.models import Site, SiteKind

_NONE_OPEN = "aucune antenne ouverte"


@dataclass(frozen=True)
class SiteFacts:
    """A site on a day, in sentences, and how many antennas are open."""

    site: Site
    opened: str
    antennas: Derived | None
    lines: list[str]


def facts_of(sites: Iterable[Site], *, today: dt.date) -> dict[int, SiteFacts]:
    """Return the facts of each site by its key; one query."""
    found = {site.pk: site for site in sites}
    under: dict[int, list[Site]] = {}
    rows = Site.objects.filter(parent__in=found)
    order = (F("opened_on").asc(nulls_last=True), F("planned_on").asc(nulls_last=True), "name")
    for row in rows.order_by(*order):
        under.setdefault(row.parent_id, []).append(row)
    return {pk: _facts(site, under.get(pk, []), today) for pk, site in found.items()}


def _facts(site: Site, antennas: list[Site], today: dt.date) -> SiteFacts:
    is_centre = site.kind == SiteKind.CENTRE
    inputs = tuple(Input(row.name, _told(row, today)) for row in antennas)
    count = sum(_is_open(row, today) for row in antennas)
    number = Derived(
        counted(count, "antenne ouverte", "antennes ouvertes") if count else _NONE_OPEN,
        f"antennes du centre ouvertes au {long_date(today)}",
        inputs,
    )
    return SiteFacts(
        site,
        _told(site, today),
        number if is_centre and antennas else None,
        [one.sentence for one in inputs],
    )


def _is_open(site: Site, today: dt.date) -> bool:
    opened = site.opened_on is not None and site.opened_on <= today
    return opened and (site.closed_on is None or site.closed_on > today)


def _told(site: Site, today: dt.date) -> str:
    """Return « ouvert le 1er juin 2024 », « ouverture prévue le 31 décembre 2025 »."""
    end = "" if site.kind == SiteKind.CENTRE else "e"
    if site.closed_on and site.closed_on <= today:
        return f"fermé{end} depuis le {long_date(site.closed_on)}"
    if site.opened_on and site.opened_on <= today:
        return f"ouvert{end} le {long_date(site.opened_on)}"
    day = site.opened_on or site.planned_on
    return f"ouverture prévue le {long_date(day)}" if day else "ouverture pas encore datée"
