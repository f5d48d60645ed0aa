"""What is known of who was invited, came and joined: as somebody stated it, and by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from staffing.models import CommunityEvent, EventCount, EventGuest
from staffing.rules.funnel import Funnel, Guest, by_name, by_profession, not_detailed, summed


@dataclass(frozen=True)
class Side:
    """One of the two ways of knowing: the whole, and each profession by its code.

    `is_sum` tells that nobody stated the whole: it is the sum of the professions.
    """

    whole: Funnel = field(default_factory=Funnel)
    parts: dict[str, Funnel] = field(default_factory=dict)
    is_sum: bool = False
    unanswered: int = 0

    @property
    def rest(self) -> Funnel:
        """What the professions leave out of the whole."""
        return not_detailed(self.whole, self.parts.values())


@dataclass(frozen=True)
class EventFunnel:
    """The funnel of an event as stated and by name; the two are never added."""

    event: CommunityEvent
    stated: Side
    named: Side

    @property
    def best(self) -> Side:
        """The side that stands for the event beside others: the stated one where there is one."""
        return self.stated if self.stated.whole.is_known else self.named

    @property
    def is_stated(self) -> bool:
        """Tell whether `best` is what somebody stated."""
        return self.stated.whole.is_known


def read_funnels(events: Iterable[CommunityEvent]) -> list[EventFunnel]:
    """Return the funnels of events, in their order; two queries whatever their number."""
    rows = list(events)
    keys = [row.pk for row in rows]
    lines: dict[int, dict[str, Funnel]] = defaultdict(dict)
    for count in EventCount.objects.filter(event__in=keys).order_by("pk"):
        lines[count.event_id][count.profession] = Funnel(count.invited, count.present, count.joined)
    guests: dict[int, list[Guest]] = defaultdict(list)
    columns = ("event_id", "profession", "present", "joined_on", "walk_in")
    for event, profession, present, joined_on, walk_in in EventGuest.objects.filter(
        event__in=keys
    ).values_list(*columns):
        guests[event].append(Guest(profession, present, joined_on is not None, walk_in))
    return [EventFunnel(row, _stated(lines[row.pk]), _named(guests[row.pk])) for row in rows]


def read_funnel(event: CommunityEvent) -> EventFunnel:
    """Return the funnel of one event; two queries."""
    return read_funnels([event])[0]


def _stated(lines: dict[str, Funnel]) -> Side:
    parts = {code: funnel for code, funnel in lines.items() if code}
    if "" in lines:
        return Side(lines[""], parts)
    return Side(summed(parts.values()), parts, is_sum=bool(parts))


def _named(guests: list[Guest]) -> Side:
    whole = by_name(guests)
    parts = {code: funnel for code, funnel in by_profession(guests).items() if code}
    unanswered = sum(one.present is None for one in guests) if whole.present is not None else 0
    return Side(whole, parts, unanswered=unanswered)
