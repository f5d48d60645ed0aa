"""What deserves a look in the premises of a convention: rooms taken, hours, things lent, names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conventions.exchange.premises import current_premises
from conventions.models import Convention
from conventions.review.premises import Use, own_uses, room_named, uses_of
from conventions.rules.finding import Finding, Severity
from conventions.rules.premises import Opening, Slot, meet, outside
from csipa.french.dates import period
from csipa.french.grammar import de, enumeration
from csipa.french.hours import said_time
from csipa.french.numbers import counted
from sites.models import Equipment, OpeningHours
from sites.rules.names import search_key

TAKEN, HOURS = "premises-taken", "premises-hours"
ROOMS, EQUIPMENT, NAMES = "premises-rooms", "premises-equipment", "premises-names"
_NAMED = 3


@dataclass(frozen=True)
class Remark:
    """Something to look at: the code of its rule, its place in the exchange form, a sentence."""

    rule: str
    path: str
    message: str


def premises_remarks(convention: Convention, *, today: dt.date) -> list[Remark]:
    """Return what deserves a look, in the order of the page; ten queries at most.

    None of it is refused: two conventions may share a room on purpose.
    """
    if convention.site is None:
        return []
    uses = own_uses(convention)
    return [
        *_unlisted(convention),
        *_taken(convention, uses, today),
        *_closed_hours(convention, uses, today),
        *_equipment(convention),
        *_unknown_names(convention),
    ]


def premises_findings(convention: Convention, prefix: str, *, on: dt.date | None) -> list[Finding]:
    """Return the same as findings for who rereads a text written here; none for a file's words.

    Judged on the day on which the convention takes effect, else on `on`; none without a day.
    """
    today = convention.start or on
    if today is None:
        return []
    if convention.as_written or not has_premises(convention):
        return []
    return [
        Finding(one.rule, Severity.DOUBT, f"{prefix}{one.path}", "", one.message)
        for one in premises_remarks(convention, today=today)
    ]


def has_premises(convention: Convention) -> bool:
    """Tell whether the convention says anything of premises."""
    return bool(current_premises(convention))


def _unlisted(convention: Convention) -> Iterator[Remark]:
    """Tell the rooms of slots that are not among those the convention opens."""
    opened = {line.room_id for line in convention.rooms.all()}
    slots = [row.room for row in convention.slots.all() if row.room and row.room_id not in opened]
    for name in dict.fromkeys(room.name for room in slots):
        message = (
            f"Un créneau se tient dans « {name} », qui n’est pas parmi les salles mises à "
            "disposition : ajoutez-la, ou changez le créneau."
        )
        yield Remark(ROOMS, "premises.slots", message)


def _taken(convention: Convention, uses: list[Use], today: dt.date) -> Iterator[Remark]:
    """Tell the rooms that another convention uses at the same hours of the same weeks."""
    if not any(use.room for use in uses):
        return
    first = convention.start or today
    others = uses_of(convention.site, first, convention.ends_on or convention.end)
    told: dict[tuple[int, str], list[Slot]] = {}
    rows: dict[int, Convention] = {}
    for own in uses:
        for other in others:
            if _same_room(own, other) and _is_other(convention, other.convention):
                rows[other.convention.pk] = other.convention
                told.setdefault((other.convention.pk, own.place), []).append(other.slot)
    for (pk, place), slots in told.items():
        yield Remark(TAKEN, "premises.slots", _taken_said(place, slots, rows[pk]))


def _same_room(own: Use, other: Use) -> bool:
    same = own.room is not None and other.room is not None and own.room.pk == other.room.pk
    return same and meet(own.slot, other.slot)


def _is_other(convention: Convention, other: Convention) -> bool:
    """Tell whether a convention is not of the family: itself, its origin, what follows it."""
    family = {convention.pk, convention.parent_id} - {None}
    return other.pk not in family and other.parent_id not in {convention.pk}


def _taken_said(place: str, slots: list[Slot], other: Convention) -> str:
    hours = enumeration(dict.fromkeys(f"le {slot}" for slot in slots))
    when = f" ({period(other.start, other.ends_on)})" if other.start else ""
    return (
        f"« {place} » est déjà occupée {hours} selon la convention « {other} »{when}. Vérifiez que "
        "les deux peuvent s’y tenir."
    )


def _closed_hours(convention: Convention, uses: list[Use], today: dt.date) -> Iterator[Remark]:
    """Tell the slots outside the hours at which the site opens."""
    slots = list(dict.fromkeys(use.slot for use in uses))
    if not slots:
        return
    day = max(convention.start or today, today)
    hours = OpeningHours.objects.on(day).filter(site=convention.site_id)
    openings = [
        Opening(weekday=row.weekday, start=row.opens_at, end=row.closes_at) for row in hours
    ]
    measure = (
        "les heures d’ouverture du site"
        if openings
        else f"la journée ordinaire, du lundi au samedi de {said_time(dt.time(8))} à "
        f"{said_time(dt.time(20))}"
    )
    for said in dict.fromkeys(str(slot) for slot in outside(slots, openings)):
        message = f"Le créneau du {said} sort {de(measure)} : dites qui ouvre et qui ferme."
        yield Remark(HOURS, "premises.slots", message)


def _equipment(convention: Convention) -> Iterator[Remark]:
    """Tell the things lent in a number that the site does not have, or that are another's."""
    if not convention.equipment.all():
        return
    parties = {party.organisation_id for party in convention.parties.all()}
    rows = convention.equipment.select_related("equipment__lent_by").order_by("position", "pk")
    for row in rows:
        thing: Equipment = row.equipment
        path = "premises.equipment"
        if row.quantity > thing.quantity:
            message = (
                f"« {thing} » est prêté en {row.quantity} exemplaires, et le site en a "
                f"{thing.quantity}."
            )
            yield Remark(EQUIPMENT, path, message)
        if thing.lent_by_id and thing.lent_by_id not in parties:
            message = (
                f"« {thing} » est prêté au site par {thing.lent_by.the_name}, qui n’est pas partie "
                "à la convention : demandez son accord."
            )
            yield Remark(EQUIPMENT, path, message)
        if _is_missing(thing, convention):
            message = f"« {thing} » n’est pas au site pendant toute la durée de la convention."
            yield Remark(EQUIPMENT, path, message)


def _is_missing(thing: Equipment, convention: Convention) -> bool:
    last = convention.ends_on or convention.end
    late = bool(thing.start and convention.start and thing.start > convention.start)
    return late or bool(thing.end and (last is None or thing.end < last))


def _unknown_names(convention: Convention) -> Iterator[Remark]:
    """Tell what a file names and the records of the site do not hold."""
    if not convention.as_written or convention.sealed:
        return
    premises = current_premises(convention)
    rooms = list(convention.site.rooms.all())
    named = [str(room.get("name") or "") for room in premises.get("rooms") or ()]
    if told := _listed(one for one in named if room_named(one, rooms) is None):
        message = (
            f"Les fiches du site {convention.site} n’ont pas de salle {told} : l’occupation des "
            "salles la montre par son nom."
        )
        yield Remark(NAMES, "premises.rooms", message)
    labels = {search_key(row.label) for row in convention.site.equipment.all()}
    things = [str(line.get("label") or "") for line in premises.get("equipment") or ()]
    if told := _listed(one for one in things if search_key(one) not in labels):
        message = f"Les fiches du site {convention.site} n’ont pas ce matériel : {told}."
        yield Remark(NAMES, "premises.equipment", message)


def _listed(names: Iterable[str]) -> str:
    """Return « A », « B » et 2 autres; nothing for no name."""
    quoted = [f"« {name} »" for name in names if name.strip()]
    hidden = len(quoted) - _NAMED
    more = [counted(hidden, "autre", "autres")] if hidden > 0 else []
    return enumeration([*quoted[:_NAMED], *more])
