"""What the page of an event tells: its funnel both ways, its goal, its people, its hours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from csipa.derived import Derived, Input
from csipa.french.grammar import upper_first
from csipa.french.hours import said_length, said_time
from csipa.french.numbers import counted, decimal, integer, plural
from sites.rules.care_professions import name_of
from sites.rules.names import search_key
from staffing.documents.funnel import NAMED, STATED, FunnelSide, difference_lines, funnel_side
from staffing.models import CarePlace, CommunityEvent, EventGuest, EventKind
from staffing.review.funnel import EventFunnel
from staffing.rules.funnel import (
    detail_oddities,
    goal_words,
    oddities,
    person_minutes,
    unanswered_words,
)

LIST = "liste des personnes invitées"
_COUNTED = "nombre de noms sur la liste"
_NO_SOURCE = "source non renseignée"


@dataclass(frozen=True)
class GuestLine:
    """Somebody on the list of an event, as pages show them."""

    pk: int
    name: str
    key: str
    profession: str
    commune: str
    present: bool | None
    walk_in: bool
    joined_on: dt.date | None
    membership: int | None
    member_since: dt.date | None
    provider: int | None

    @property
    def was_member(self) -> bool:
        """Tell whether the person was a member before the event."""
        return self.member_since is not None and self.joined_on is None

    @property
    def details(self) -> str:
        """Return « médecin, Liévin », what tells namesakes apart."""
        return ", ".join(part for part in (self.profession, self.commune) if part)


@dataclass(frozen=True)
class EventSheet:
    """The funnel of an event, ready for a page."""

    funnel: EventFunnel
    sides: list[FunnelSide]
    differences: list[Derived]
    goal: str = ""
    training: Derived | None = None
    training_lines: list[tuple[str, Derived]] = field(default_factory=list)


def guest_lines(event: CommunityEvent) -> list[GuestLine]:
    """Return the people on the list of an event by last name; two queries."""
    rows = EventGuest.objects.filter(event=event).select_related("membership__commune", "provider")
    guests = list(rows)
    communes = _communes(guests)
    lines = (_guest_line(row, communes.get(row.provider_id or 0, "")) for row in guests)
    return sorted(lines, key=lambda line: (line.key, line.pk))


def event_sheet(funnel: EventFunnel) -> EventSheet:
    """Return what the page of an event tells of its numbers; no query."""
    event = funnel.event
    sides = []
    stated, named = funnel.stated, funnel.named
    if stated.whole.is_known:
        warnings = [*oddities(stated.whole), *detail_oddities(stated.whole, stated.parts)]
        sides.append(
            funnel_side(
                title=STATED,
                whole=stated.whole,
                parts=stated.parts,
                rest=stated.rest,
                on=event.held_on,
                source=event.source or _NO_SOURCE,
                is_sum=stated.is_sum,
                note=f"Source\u00a0: {event.source}." if event.source else "",
                warnings=warnings,
            )
        )
    if named.whole.is_known:
        told = unanswered_words(named.unanswered)
        sides.append(
            funnel_side(
                title=NAMED,
                whole=named.whole,
                parts=named.parts,
                rest=named.rest,
                on=event.held_on,
                source=LIST,
                counted=_COUNTED,
                note=_walk_ins(named.whole.walk_ins),
                warnings=[*oddities(named.whole), *([told] if told else [])],
            )
        )
    both = len(sides) == 2
    return EventSheet(
        funnel=funnel,
        sides=sides,
        differences=difference_lines(stated.whole, named.whole) if both else [],
        goal=goal_words(funnel.best.whole.joined, event.joined_goal),
        **_training(funnel),
    )


def when_words(event: CommunityEvent) -> str:
    """Return « à 20 h, pendant 2 h »; empty where nothing is known."""
    told = []
    if event.starts_at:
        told.append(f"à {said_time(event.starts_at)}")
    if event.minutes:
        told.append(f"pendant {said_length(dt.timedelta(minutes=event.minutes))}")
    return ", ".join(told)


def person_hours(minutes: int | None, present: int | None, on: dt.date, source: str) -> Derived:
    """Return the time that a training gave, in hours of a person, with how it is worked out."""
    inputs = []
    if minutes is not None:
        inputs.append(Input("durée", said_length(dt.timedelta(minutes=minutes)), on))
    if present is not None:
        inputs.append(Input("présents", integer(present), on, source))
    total = person_minutes(minutes, present)
    if total is None:
        lacking = "la durée" if minutes is None else "le nombre de présents"
        missing = f"– (il manque {lacking})"
        return Derived("", "durée × présents", tuple(inputs), missing=missing)
    return Derived(hours_words(total), "durée × présents", tuple(inputs))


def hours_words(minutes: int) -> str:
    """Return « 28 heures-personne » for a sum of minutes, one decimal where it is needed."""
    hours = Decimal(minutes) / 60
    places = 0 if hours == hours.to_integral_value() else 1
    noun = "heure-personne" if hours < 2 else "heures-personne"
    return f"{decimal(hours, places)}\u00a0{noun}"


def _training(funnel: EventFunnel) -> dict:
    event, side = funnel.event, funnel.best
    if event.kind != EventKind.TRAINING:
        return {}
    source = (event.source or _NO_SOURCE) if funnel.is_stated else LIST
    return {
        "training": person_hours(event.minutes, side.whole.present, event.held_on, source),
        "training_lines": [
            (
                upper_first(name_of(code)),
                person_hours(event.minutes, part.present, event.held_on, source),
            )
            for code, part in side.parts.items()
        ],
    }


def _walk_ins(count: int) -> str:
    if not count:
        return ""
    came = counted(count, "personne venue", "personnes venues")
    kept = plural(count, "comptée", "comptées")
    return f"Dont {came} sans invitation, {kept} parmi les présents seulement."


def _communes(guests: list[EventGuest]) -> dict[int, str]:
    """Return where each guest of the register works: the first of several places."""
    keys = [row.provider_id for row in guests if row.provider_id]
    places = CarePlace.objects.filter(provider__in=keys, gone_on__isnull=True)
    found: dict[int, str] = {}
    for place in places.select_related("commune").order_by("-first_recourse", "pk"):
        found.setdefault(place.provider_id, str(place.commune))
    return found


def _guest_line(row: EventGuest, works_in: str) -> GuestLine:
    member, provider = row.membership, row.provider
    if member and member.last_name:
        key = f"{member.last_name} {member.first_name}"
    elif provider:
        key = f"{provider.last_name} {provider.first_name}"
    else:
        key = row.name
    return GuestLine(
        pk=row.pk,
        name=row.name,
        key=search_key(key),
        profession=name_of(row.profession) if row.profession else "",
        commune=str(member.commune) if member and member.commune else works_in,
        present=row.present,
        walk_in=row.walk_in,
        joined_on=row.joined_on,
        membership=row.membership_id,
        member_since=member.start if member else None,
        provider=row.provider_id,
    )
