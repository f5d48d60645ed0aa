"""Everything a sheet of a site tells on a day: who, where, when, with what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Protocol

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Prefetch, prefetch_related_objects

from csipa.french.dates import long_date, period
from csipa.french.grammar import upper_first
from csipa.french.numbers import decimal, integer
from sites.documents.sheet import render_sheet
from sites.models import Closure, Equipment, Room, Site, SiteState
from sites.review.antennas import gauge_of
from sites.review.opening import closures_from, hours_of
from sites.rules.antenna_words import said_hours_reading, said_travel_reading
from sites.rules.opening_words import said_minutes

Data = dict[str, Any]

User = AbstractBaseUser | AnonymousUser

_UNKNOWN = "non renseigné"


class SheetPartsSource(Protocol):
    """Where an app above keeps what the sheet of a site also tells."""

    def __call__(self, site: Site, *, user: User, today: dt.date) -> Iterable[Data]:
        """Return parts as `documents.sheet` prints them; only what `user` may see."""


_SOURCES: list[SheetPartsSource] = []


def contribute_sheet_parts(source: SheetPartsSource) -> None:
    """Declare what sheets also tell; for apps above, when they start."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def printed_sheet(site: Site, *, user: User, today: dt.date) -> bytes:
    """Return the PDF of the sheet of a site for `user`. Raises csipa.pdf.door.PdfError."""
    return render_sheet(sheet_source(site, user=user, today=today))


def sheet_source(site: Site, *, user: User, today: dt.date) -> Data:
    """Return the data of a sheet, as `documents.sheet` prints them.

    Five queries, those of the hours held there, of the relations of `site` not loaded, and of the
    parts that `user` may see.
    """
    prefetch_related_objects(
        [site],
        "opening_hours",
        "closures",
        "limit_waivers",
        Prefetch("rooms", Room.objects.order_by("position", "pk"), to_attr="rooms_in_order"),
        Prefetch("equipment", _equipment_on(today), to_attr="equipment_now"),
    )
    hours = hours_of(site, day=today)
    areas = [room.area for room in site.rooms_in_order if room.area]
    return {
        "name": upper_first(site.full_name),
        "date": today.isoformat(),
        "facts": _facts(site, today),
        "hours": [
            {
                "activity": upper_first(one.activity.label),
                "lines": [f"{upper_first(line.days)} : {line.hours}" for line in one.lines],
                "total": one.total,
            }
            for one in hours.activities
        ],
        "total": hours.total if len(hours.activities) > 1 else "",
        "closures": [_closure(closure) for closure in closures_from(site, day=today)],
        "limits": _limits(site, today),
        "rooms": [{"name": room.name, "area": _area(room.area)} for room in site.rooms_in_order],
        "area": _area(sum(areas, Decimal(0))) if len(areas) > 1 else "",
        "equipment": [_thing(thing) for thing in site.equipment_now],
        "parts": [part for source in _SOURCES for part in source(site, user=user, today=today)],
    }


def _equipment_on(day: dt.date):
    return Equipment.objects.on(day).select_related("room", "lent_by").order_by("label", "pk")


def _facts(site: Site, today: dt.date) -> list[list[Any]]:
    """Return labels and lines; what nobody wrote down is said to be so."""
    centre = [["Centre de rattachement", [str(site.parent)]]] if site.parent else []
    return [
        ["État", [_state(site, today)]],
        *centre,
        ["FINESS", [site.finess or _UNKNOWN]],
        ["Adresse", site.address_lines],
        ["Propriétaire", [str(site.owner or _UNKNOWN)]],
        ["Gestionnaire", [str(site.manager or _UNKNOWN)]],
    ]


def _state(site: Site, today: dt.date) -> str:
    state = site.state_on(today)
    if state == SiteState.CLOSED:
        since = long_date(site.opened_on)
        return f"Fermé depuis le {long_date(site.closed_on)}, ouvert le {since}"
    if state == SiteState.OPEN:
        until = f", fermeture le {long_date(site.closed_on)}" if site.closed_on else ""
        return f"Ouvert depuis le {long_date(site.opened_on)}{until}"
    expected = site.opened_on or site.planned_on
    if expected is None:
        return "Prévu, sans date"
    late = ", date passée" if expected < today else ""
    return f"Ouverture prévue le {long_date(expected)}{late}"


def _limits(site: Site, today: dt.date) -> list[str]:
    """Return how an antenna stands beside its limits; nothing for a centre."""
    gauge = gauge_of(site, day=today)
    if gauge is None:
        return []
    held = (
        [f"À part : {said_minutes(gauge.held)} par semaine tenues sous convention."]
        if gauge.held
        else []
    )
    return [said_hours_reading(gauge.hours), *held, said_travel_reading(gauge.travel)]


def _closure(closure: Closure) -> str:
    what = closure.get_activity_display() if closure.activity else "tout le site"
    return f"{upper_first(period(closure.start, closure.end))} : {closure.reason} ({what})"


def _thing(thing: Equipment) -> Data:
    return {
        "label": thing.label,
        "quantity": integer(thing.quantity),
        "room": str(thing.room or ""),
        "lender": str(thing.lent_by or ""),
    }


def _area(area: Decimal | None) -> str:
    """Return « 18,5 m² », without useless zeros; empty when it was not measured."""
    if not area:
        return ""
    places = max(0, -int(area.normalize().as_tuple().exponent))
    return f"{decimal(area, places)}\u00a0m²"
