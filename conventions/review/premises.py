"""Who uses which room of a site, and when, under the conventions whose text is closed.

A convention written here points at the rooms of the site; one that came from a file names them,
and a room is found by its name where the site has it. What an amendment in effect says of the
slots takes the place of what it amends from its first day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Prefetch, Q, prefetch_related_objects

from conventions.exchange.premises import current_premises, slot_data
from conventions.models import Convention, OccupiedSlot
from conventions.review.courses import amendments_in_effect, signed_on, with_courses
from conventions.rules.premises import Slot, occurrences, slots_of
from sites.models import Room, Site
from sites.rules.names import search_key

_ONE_DAY = dt.timedelta(days=1)
_LINES = (
    "rooms__room",
    Prefetch("slots", OccupiedSlot.objects.select_related("room")),
)


@dataclass(frozen=True, kw_only=True)
class Use:
    """One weekly slot of one room under a convention, from its first to its last day.

    `room` is None when the convention does not say which, or names one that the site does not
    have: `place` is what it says. `last` is None for what has no end.
    """

    convention: Convention
    slot: Slot
    room: Room | None
    place: str
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Occupation:
    """A room in use on a day; its end does not belong to it. `holiday`: a public holiday."""

    convention: Convention
    room: Room | None
    place: str
    day: dt.date
    start: dt.time
    end: dt.time
    use: str
    holiday: bool = False


def occupations(site: Site, day_from: dt.date, day_to: dt.date) -> list[Occupation]:
    """Return who uses the rooms of a site between two days, both included, by day and hour.

    Conventions whose text is closed, from their first day to their real last one. A fixed number
    of queries.
    """
    found = [
        _occupation(use, occurrence.day, holiday=occurrence.holiday)
        for use in uses_of(site, day_from, day_to)
        for occurrence in occurrences(
            [use.slot], max(day_from, use.first or day_from), min(day_to, use.last or day_to)
        )
    ]
    return sorted(found, key=lambda one: (one.day, one.start, one.place, one.convention.pk))


def _occupation(use: Use, day: dt.date, *, holiday: bool) -> Occupation:
    return Occupation(
        convention=use.convention,
        room=use.room,
        place=use.place,
        day=day,
        start=use.slot.start,
        end=use.slot.end,
        use=use.slot.use,
        holiday=holiday,
    )


def uses_of(site: Site, day_from: dt.date, day_to: dt.date | None) -> list[Use]:
    """Return the weekly uses of a site that fall between two days; None for no last one."""
    begun = Q() if day_to is None else Q(start__lte=day_to)
    held = begun & Q(start__isnull=False) & (Q(ends_on=None) | Q(ends_on__gte=day_from))
    closed = Convention.objects.closed().filter(held, site=site)
    roots = [
        row
        for row in with_courses(closed).prefetch_related(*_LINES).order_by("pk")
        if not (row.is_amendment and row.parent_id)
    ]
    amendments = [one for row in roots for one in amendments_in_effect(row)]
    prefetch_related_objects(amendments, *_LINES)
    rooms = list(site.rooms.order_by("position", "pk"))
    found = [use for row in roots for use in _uses(row, rooms)]
    return [use for use in found if _meets(use, day_from, day_to)]


def own_uses(convention: Convention) -> list[Use]:
    """Return the weekly uses that a convention asks for, draft or not; three queries."""
    rooms = list(convention.site.rooms.order_by("position", "pk")) if convention.site else []
    return list(_weekly(convention, convention, rooms))


def _meets(use: Use, day_from: dt.date, day_to: dt.date | None) -> bool:
    begun = day_to is None or use.first is None or use.first <= day_to
    return begun and (use.last is None or use.last >= day_from)


def _uses(convention: Convention, rooms: Sequence[Room]) -> list[Use]:
    """Return the uses of a convention, those of its amendments from the day they take effect."""
    uses = list(_weekly(convention, convention, rooms))
    for amendment in amendments_in_effect(convention):
        day = amendment.start or signed_on(amendment)
        new = list(_weekly(amendment, convention, rooms))
        if new and day:
            uses = [_until(use, day - _ONE_DAY) for use in uses]
            uses += [replace(use, first=day) for use in new]
    return uses


def _until(use: Use, last: dt.date) -> Use:
    return replace(use, last=min(last, use.last) if use.last else last)


def _weekly(text: Convention, convention: Convention, rooms: Sequence[Room]) -> Iterator[Use]:
    """Give the weekly uses that a text says, as those of `convention`."""
    period = {"first": convention.start, "last": convention.ends_on or convention.end}
    rows = sorted(text.slots.all(), key=lambda row: (row.weekday, row.starts_at, row.pk))
    own = [line.room for line in text.rooms.all()]
    if rows:
        pairs = [(_slot(row), [row.room] if row.room else own) for row in rows]
        for slot, held in pairs:
            for room in held or [None]:
                place = room.name if room else ""
                yield Use(convention=convention, slot=slot, room=room, place=place, **period)
        return
    premises = current_premises(text)
    named = [str(room.get("name") or "") for room in premises.get("rooms") or ()]
    for slot in slots_of(premises):
        for place in [slot.room] if slot.room else named or [""]:
            room = room_named(place, rooms)
            yield Use(convention=convention, slot=slot, room=room, place=place, **period)


def _slot(row: OccupiedSlot) -> Slot:
    (slot,) = slots_of({"slots": [slot_data(row)]})
    return slot


def room_named(name: str, rooms: Iterable[Room]) -> Room | None:
    """Return the room that a text names, case, accents and signs aside; None if there is none."""
    key = search_key(name)
    return next((room for room in rooms if key and search_key(room.name) == key), None)
