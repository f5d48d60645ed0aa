"""A working group: its meetings, what came out of them, and how often each participant came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from csipa.derived import Derived, Input
from csipa.french.dates import long_date
from csipa.french.numbers import integer
from sites.rules.names import search_key
from staffing.documents.funnel import percent_words
from staffing.models import CommunityEvent, EventGuest, WorkingGroup
from staffing.rules.funnel import percent


@dataclass
class PersonLine:
    """A person of a group: each meeting at which their presence was noted."""

    name: str
    role: str
    noted: list[tuple[CommunityEvent, bool]] = field(default_factory=list)

    @property
    def attendance(self) -> Derived:
        """Return « 3 sur 5 (60 %) » with the meetings; « – » where none is noted."""
        formula = "réunions où la personne est présente ÷ réunions où sa présence est notée"
        came = sum(present for _, present in self.noted)
        share = percent(came, len(self.noted))
        if share is None:
            return Derived("", formula, missing="–")
        text = f"{integer(came)} sur {integer(len(self.noted))} ({percent_words(share)})"
        inputs = tuple(
            Input(long_date(event.held_on), "présent" if present else "absent")
            for event, present in self.noted
        )
        return Derived(text, formula, inputs)


@dataclass(frozen=True)
class MeetingLine:
    """A meeting of a group: how many came of those whose presence is noted."""

    event: CommunityEvent
    present: int
    noted: int
    invited: int

    @property
    def words(self) -> str:
        """Return « 6 présents sur 9 », what is known before the meeting otherwise."""
        if not self.noted:
            return f"{integer(self.invited)} sur la liste"
        return f"{integer(self.present)} sur {integer(self.noted)}"


@dataclass(frozen=True)
class GroupSheet:
    """What the page of a group tells."""

    to_come: list[MeetingLine]
    held: list[MeetingLine]
    people: list[PersonLine]


def group_sheet(group: WorkingGroup, *, today: dt.date) -> GroupSheet:
    """Return the meetings of a group and the presence of each person; three queries."""
    events = list(group.meetings.order_by("held_on", "pk"))
    guests = list(EventGuest.objects.filter(event__in=events).order_by("event__held_on", "pk"))
    lines = _meetings(events, guests)
    return GroupSheet(
        to_come=[line for line in lines if line.event.held_on >= today],
        held=[line for line in reversed(lines) if line.event.held_on < today],
        people=_people(group, events, guests),
    )


def default_title(group: WorkingGroup) -> str:
    """Return the title proposed for the next meeting."""
    return f"Groupe «\u00a0{group.name}\u00a0»"[:200]


def _meetings(events: Iterable[CommunityEvent], guests: Iterable[EventGuest]) -> list[MeetingLine]:
    rows = list(guests)
    found = []
    for event in events:
        own = [row for row in rows if row.event_id == event.pk]
        found.append(
            MeetingLine(
                event,
                present=sum(row.present is True for row in own),
                noted=sum(row.present is not None for row in own),
                invited=len(own),
            )
        )
    return found


def _people(
    group: WorkingGroup, events: list[CommunityEvent], guests: list[EventGuest]
) -> list[PersonLine]:
    """Return the lead, the participants, then those who came without belonging to the group."""
    by_key = {event.pk: event for event in events}
    found: dict[object, PersonLine] = {}
    if group.lead is not None:
        found[group.lead_id] = PersonLine(str(group.lead), "pilote")
    rows = group.participants.select_related("membership__organisation__commune").order_by("pk")
    for row in rows:
        key = row.membership_id or search_key(row.guest)
        role = "adhérent" if row.membership_id else "invité"
        found.setdefault(key, PersonLine(str(row), role))
    for guest in guests:
        key = guest.membership_id or search_key(guest.name)
        line = found.setdefault(key, PersonLine(guest.name, "invité d’une réunion"))
        if guest.present is not None:
            line.noted.append((by_key[guest.event_id], guest.present))
    return list(found.values())
