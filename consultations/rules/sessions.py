"""What a session is for, how far it has come, and what stands against it.

What is refused cannot be; what is out of the ordinary may be, with its reason. A session holds its
first minute and not its last, so that one that ends at noon leaves room for one that starts then;
the time of cleaning is taken too. Sources: code de la santé publique, R. 6315-1 (when unscheduled
care belongs to the out-of-hours service), L. 3133-1 of the code du travail (public holidays).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from zoneinfo import ZoneInfo

from consultations.rules.session_words import (
    absent_words,
    agreement_name,
    closed_site_words,
    elsewhere_words,
    hours_words,
    taken_words,
)
from conventions.rules.convention_stages import ConventionFacts, ConventionStage, stage_of
from conventions.rules.premises import Slot
from csipa.french.dates import long_date, public_holidays
from csipa.french.hours import said_time
from sites.rules.opening import Calendar, Span, merged

LATEST = dt.timedelta(days=2 * 366)
"""How far ahead a session may be booked: about two years."""
EARLIEST = dt.date(2000, 1, 1)
LONGEST_CLEANING = 240
"""Minutes: longer than that, a room is not being cleaned."""
DAY_STARTS, DAY_ENDS = dt.time(8), dt.time(20)
"""Outside these hours unscheduled care is out-of-hours care (CSP, R. 6315-1)."""
_NOON, _SATURDAY, _SUNDAY = dt.time(12), 6, 7


class Purpose(Enum):
    """What a room is used for; UNSCHEDULED is held under a convention."""

    CONSULTATION = "consultation"
    UNSCHEDULED = "unscheduled"
    PREVENTION = "prevention"
    MEETING = "meeting"
    OTHER = "other"


class SessionState(Enum):
    """How far a session has come."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    HELD = "held"
    CANCELLED = "cancelled"


class SessionStep(Enum):
    """What somebody does with a session."""

    CONFIRM = "confirm"
    HOLD = "hold"
    CANCEL = "cancel"


PUBLIC = frozenset({Purpose.CONSULTATION, Purpose.PREVENTION})
"""What people come for: nobody expects them while the place is shut."""
_FROM = {
    SessionStep.CONFIRM: {SessionState.PLANNED},
    SessionStep.HOLD: {SessionState.PLANNED, SessionState.CONFIRMED},
    SessionStep.CANCEL: {SessionState.PLANNED, SessionState.CONFIRMED, SessionState.HELD},
}


@dataclass(frozen=True)
class Verdict:
    """What stands against a session, in a sentence; `field` is what it bears on.

    `refused` cannot be passed over; the rest needs a reason.
    """

    field: str
    text: str
    refused: bool = False


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A session as it is asked for: local moments, `free` when the room is clean again."""

    purpose: Purpose
    start: dt.datetime
    end: dt.datetime
    free: dt.datetime

    @property
    def day(self) -> dt.date:
        """The day on which it starts."""
        return self.start.date()

    @property
    def span(self) -> Span:
        """Its hours, cleaning aside."""
        return Span(self.start.time(), self.end.time())


@dataclass(frozen=True, kw_only=True)
class ShutDays:
    """A closure: days both included, of one activity or of the whole place where empty."""

    start: dt.date
    end: dt.date
    activity: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """The site: when it opens, what shuts it; `activity` is what the session counts as there."""

    name: str
    calendar: Calendar
    closures: Sequence[ShutDays] = ()
    activity: str = ""
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The convention a session is held under: its subject, where it bears, its weekly slots."""

    name: str
    facts: ConventionFacts
    same_site: bool = True
    slots: Sequence[Slot] = ()
    is_permanence: bool = True


@dataclass(frozen=True, kw_only=True)
class Who:
    """The member of the team: away on that day or not, and whether posted at the site."""

    name: str
    away: bool = False
    posted: bool = True


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A session that is already there; `by` booked it at `at`, `person` tells that it is theirs."""

    start: dt.datetime
    end: dt.datetime
    free: dt.datetime
    label: str
    by: str
    at: dt.datetime
    room: bool = False
    person: bool = False
    place: str = ""


def judge(
    wanted: Wanted,
    place: Place,
    *,
    today: dt.date,
    agreement: Agreement | None = None,
    who: Who | None = None,
    taken: Iterable[Taken] = (),
) -> list[Verdict]:
    """Return what stands against a session, what refuses it first; none for an ordinary one."""
    if found := _impossible(wanted, today):
        return found
    found = _site(wanted, place, agreement)
    if wanted.purpose is Purpose.UNSCHEDULED:
        found += _agreement(wanted, agreement) + _out_of_hours(wanted)
    if who is not None:
        found += _person(wanted, who)
    found += _taken(wanted, taken, who)
    return sorted(found, key=lambda verdict: not verdict.refused)


def steps(state: SessionState, *, started: bool) -> list[SessionStep]:
    """Return what may be done with a session; one that has not started is not held."""
    found = [step for step, states in _FROM.items() if state in states]
    return [step for step in found if started or step is not SessionStep.HOLD]


def too_far(day: dt.date, today: dt.date) -> list[Verdict]:
    """Return what refuses a day that nobody means; none for a day near enough."""
    if EARLIEST <= day <= today + LATEST:
        return []
    text = (
        f"Le {long_date(day)} est trop loin\u00a0: une séance se réserve au plus tard pour le "
        f"{long_date(today + LATEST)}."
    )
    if day < EARLIEST:
        text = f"Le {long_date(day)} est trop ancien pour une séance\u00a0: vérifiez l’année."
    return [Verdict("day", text, refused=True)]


class NoSuchHour(ValueError):
    """The clock skips this hour; the text says so in French."""


def local_moment(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """Return a local moment; the first of the two when the clock goes back.

    Raises NoSuchHour on the last Sunday of March, between 2 and 3.
    """
    moment = dt.datetime.combine(day, time, zone)
    if moment.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(
        tzinfo=None
    ):
        raise NoSuchHour(
            f"Le {long_date(day)}, il n’est jamais {said_time(time)}\u00a0: l’heure change cette "
            "nuit-là. Choisissez une autre heure."
        )
    return moment


def free_after(end: dt.datetime, minutes: int) -> dt.datetime:
    """Return the local moment at which a room is clean, `minutes` of true time after `end`."""
    return (end.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).astimezone(end.tzinfo)


def _impossible(wanted: Wanted, today: dt.date) -> list[Verdict]:
    if found := too_far(wanted.day, today):
        return found
    if wanted.start.astimezone(dt.UTC) >= wanted.end.astimezone(dt.UTC):
        return [Verdict("ends", "La séance finit avant de commencer.", refused=True)]
    if wanted.end.date() != wanted.day:
        text = "Une séance ne passe pas minuit\u00a0: réservez-en une par jour."
        return [Verdict("ends", text, refused=True)]
    return []


def _site(wanted: Wanted, place: Place, agreement: Agreement | None) -> list[Verdict]:
    day = wanted.day
    if place.closed_on is not None and place.closed_on <= day:
        text = f"{place.name} est fermé pour de bon depuis le {long_date(place.closed_on)}."
        return [Verdict("day", text, refused=True)]
    if place.opened_on is None or day < place.opened_on:
        opening = f" avant le {long_date(place.opened_on)}" if place.opened_on else ""
        return [Verdict("day", f"{place.name} n’est pas ouvert{opening}.")]
    for shut in place.closures:
        if shut.start <= day <= shut.end and shut.activity in ("", place.activity):
            text = closed_site_words(place.name, day, shut.reason)
            return [Verdict("day", text, refused=not shut.activity)]
    is_holiday = day in public_holidays(day.year) and wanted.purpose is not Purpose.UNSCHEDULED
    if is_holiday and not place.calendar.spans_on(day, place.activity):
        return [Verdict("day", f"Le {long_date(day, weekday=True)} est un jour férié.")]
    return _hours(wanted, place, agreement)


def _hours(wanted: Wanted, place: Place, agreement: Agreement | None) -> list[Verdict]:
    """Compare with the hours of the activity, or with those that the convention holds."""
    day = wanted.day
    spans = place.calendar.spans_on(day, place.activity)
    if wanted.purpose is Purpose.UNSCHEDULED:
        slots = agreement.slots if agreement else ()
        weekday = day.isoweekday()
        held = [Span(slot.start, slot.end) for slot in slots if slot.weekday == weekday]
        if not slots and not spans:
            return []
        spans = merged([*spans, *held])
    elif wanted.purpose not in PUBLIC or not place.calendar.slots:
        return []
    inside = any(
        span.opens_at <= wanted.span.opens_at and wanted.span.closes_at <= span.closes_at
        for span in spans
    )
    if inside:
        return []
    return [Verdict("starts", hours_words(place.name, day, spans, held=agreement is not None))]


def _agreement(wanted: Wanted, agreement: Agreement | None) -> list[Verdict]:
    if agreement is None:
        text = (
            "Une permanence de soins non programmés se tient sous une convention\u00a0: choisissez "
            "laquelle."
        )
        return [Verdict("convention", text, refused=True)]
    stage = stage_of(agreement.facts, today=wanted.day)
    name = agreement_name(agreement.name)
    if text := _forbidding(name, agreement, stage, wanted.day):
        return [Verdict("convention", text, refused=True)]
    if stage is ConventionStage.TO_SIGN:
        return [Verdict("convention", f"{name} n’est pas encore signée par toutes les parties.")]
    if not agreement.is_permanence:
        text = f"{name} n’a pas pour objet une permanence de soins non programmés."
        return [Verdict("convention", text)]
    return []


def _forbidding(name: str, agreement: Agreement, stage: ConventionStage, day: dt.date) -> str:
    """Return why a convention allows no session on a day; empty when it does."""
    facts = agreement.facts
    if not agreement.same_site:
        return f"{name} ne porte pas sur ce site."
    if stage is ConventionStage.DRAFT:
        return f"{name} est encore un projet\u00a0: elle ne permet aucune séance."
    if stage is ConventionStage.VOID:
        return f"{name} est sans effet\u00a0: le numéro de son acte est annulé."
    if facts.start is not None and day < facts.start:
        return f"{name} ne prend effet que le {long_date(facts.start)}."
    if stage.is_over and facts.ends_on is not None:
        cause = "a été résiliée\u00a0: elle prend" if facts.terminated else "prend"
        return f"{name} {cause} fin le {long_date(facts.ends_on)}, avant cette séance."
    return ""


def _out_of_hours(wanted: Wanted) -> list[Verdict]:
    """Tell what belongs to the out-of-hours service (CSP, R. 6315-1)."""
    day, span = wanted.day, wanted.span
    if day in public_holidays(day.year):
        when = f"le {long_date(day, weekday=True)}, jour férié"
    elif day.isoweekday() == _SUNDAY:
        when = "le dimanche"
    elif day.isoweekday() == _SATURDAY and span.closes_at > _NOON:
        when = "le samedi à partir de midi"
    elif span.opens_at < DAY_STARTS:
        when = f"avant {said_time(DAY_STARTS)}"
    elif span.closes_at > DAY_ENDS:
        when = f"après {said_time(DAY_ENDS)}"
    else:
        return []
    text = (
        f"Recevoir {when} relève de la permanence des soins ambulatoires (code de la santé "
        "publique, R.\u00a06315-1)."
    )
    return [Verdict("starts", text)]


def _person(wanted: Wanted, who: Who) -> list[Verdict]:
    found = []
    if who.away:
        found.append(Verdict("person", absent_words(who.name, wanted.day)))
    if not who.posted:
        text = f"{who.name} n’a d’affectation ce jour-là ni à ce site, ni pour le centre entier."
        found.append(Verdict("person", text))
    return found


def overlap(start: dt.datetime, end: dt.datetime, other: dt.datetime, last: dt.datetime) -> bool:
    """Tell whether two stretches of time meet; neither holds its last moment."""
    return start < last and other < end


def _taken(wanted: Wanted, taken: Iterable[Taken], who: Who | None) -> list[Verdict]:
    found = []
    for one in taken:
        if one.room and overlap(wanted.start, wanted.free, one.start, one.free):
            text = taken_words(one.start, one.end, one.free, one.label, one.by, one.at)
            found.append(Verdict("room", text, refused=True))
        elif one.person and who and overlap(wanted.start, wanted.end, one.start, one.end):
            text = elsewhere_words(who.name, one.start, one.end, one.place)
            found.append(Verdict("person", text, refused=True))
    return found
