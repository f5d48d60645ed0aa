"""The life of an act on one line: what is known, what follows from it, what cannot be.

Sources: CGCT L. 2131-1, L. 2131-2, L. 5211-3 (transmission, publication, force), L. 2131-6
(referral by the prefect), L. 5211-10 (report to the council), CJA R. 421-1 (appeal); CE, 10 June
1996, Préfet de la Côte-d’Or, no. 176873 (a contract is signed once its act is enforceable).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from conventions.rules import timeline_words as words
from conventions.rules.act_dates import ActDates, ConventionDates


class Code(StrEnum):
    """A step in the life of an act; the values are those of the command line."""

    DRAFT = "draft"
    SIGNED = "signed"
    SENT = "sent"
    RECEIVED = "received"
    PUBLISHED = "published"
    NOTIFIED = "notified"
    ENFORCEABLE = "enforceable"
    REPORTED = "reported"
    CANCELLED = "cancelled"
    CONCLUDED = "concluded"
    EFFECT = "effect"
    NOTICE_BY = "notice_by"
    RENEWAL_BY = "renewal_by"
    END = "end"
    PERIOD = "period"
    LEFT = "left"
    ENDS_ON = "ends_on"
    INFORMAL_APPEAL = "informal_appeal"
    INFORMAL_REPLY = "informal_reply"
    APPEAL = "appeal"
    COMPLETED = "completed"
    REFERRAL = "referral"


LIFE, AGREEMENT, REVIEW = "life", "agreement", "review"
_REVIEW_CODES = frozenset(
    (Code.INFORMAL_APPEAL, Code.INFORMAL_REPLY, Code.APPEAL, Code.COMPLETED, Code.REFERRAL)
)
AGREEMENT_CODES = frozenset(
    (
        *(Code.CONCLUDED, Code.EFFECT, Code.NOTICE_BY, Code.RENEWAL_BY, Code.END),
        *(Code.PERIOD, Code.LEFT, Code.ENDS_ON),
    )
)
# No step may come before those on its right.
_AFTER = {
    Code.SENT: (Code.SIGNED,),
    Code.RECEIVED: (Code.SIGNED, Code.SENT),
    Code.PUBLISHED: (Code.SIGNED,),
    Code.NOTIFIED: (Code.SIGNED,),
    Code.REPORTED: (Code.SIGNED,),
    Code.CANCELLED: (Code.SIGNED,),
    Code.INFORMAL_APPEAL: (Code.SIGNED,),
    Code.INFORMAL_REPLY: (Code.INFORMAL_APPEAL,),
    Code.COMPLETED: (Code.RECEIVED,),
}
# Steps that mean nothing when the one on the right is not known.
_NEEDS = {Code.INFORMAL_REPLY: Code.INFORMAL_APPEAL, Code.COMPLETED: Code.RECEIVED}


@dataclass(frozen=True)
class Step:
    """One step: its day if there is one, whether it was computed, and what is to be said of it.

    `fault` says why the day cannot be; `note` where it comes from, or what is awaited and from
    whom; `subject` names the convention when the step is that of a convention.
    """

    code: Code
    label: str
    day: dt.date | None
    computed: bool = False
    fault: str = ""
    note: str = ""
    subject: str = ""

    @property
    def state(self) -> str:
        """Return `fault`, `awaited`, `computed` or `known`."""
        if self.fault:
            return "fault"
        if self.day is None:
            return "awaited"
        return "computed" if self.computed else "known"

    @property
    def part(self) -> str:
        """Return the part of the line it stands in: the act, a convention, or its review."""
        if self.code in _REVIEW_CODES:
            return REVIEW
        return AGREEMENT if self.code in AGREEMENT_CODES else LIFE


@dataclass(frozen=True)
class Timeline:
    """The steps, always in the same order: the act, its conventions, its review."""

    steps: tuple[Step, ...]

    @property
    def faults(self) -> list[Step]:
        """Return the steps whose day cannot be."""
        return [step for step in self.steps if step.fault]

    def step(self, code: Code) -> Step | None:
        """Return the first step of this kind."""
        return next((step for step in self.steps if step.code == code), None)

    def day(self, code: Code) -> dt.date | None:
        """Return the day of the first step of this kind."""
        step = self.step(code)
        return step.day if step else None


def timeline(
    act: ActDates, conventions: Sequence[ConventionDates] = (), *, today: dt.date | None = None
) -> Timeline:
    """Return the life of an act and of the conventions it authorises.

    With `today`, an event that is still to come is a fault, and so is a convention that should
    have taken effect by now under an act that has not.
    """
    steps = [*_life(act, today)]
    for convention in conventions:
        steps += agreement(act, convention, today=today)
    return Timeline((*steps, *_review(act, today)))


def _life(act: ActDates, today: dt.date | None) -> Iterator[Step]:
    yield _draft(act)
    shown = [Code.SIGNED]
    if act.to_transmit or act.sent or act.received:
        shown += [Code.SENT, Code.RECEIVED]
    if not act.individual or act.published:
        shown.append(Code.PUBLISHED)
    if act.individual or act.notified:
        shown.append(Code.NOTIFIED)
    for code in shown:
        yield _event(act, code, today)
    yield Step(
        Code.ENFORCEABLE,
        words.LABELS[Code.ENFORCEABLE],
        act.enforceable,
        computed=True,
        note=words.enforceable(act),
    )
    if act.to_report or act.reported:
        yield _event(act, Code.REPORTED, today)
    if act.cancelled:
        yield _event(act, Code.CANCELLED, today)


def _draft(act: ActDates) -> Step:
    """An act typed once it was signed was a draft somewhere else, on a day nobody noted."""
    label = words.LABELS[Code.DRAFT]
    if act.created and act.signed and act.created > act.signed:
        return Step(Code.DRAFT, label, None, note=words.typed_afterwards(act.created))
    return Step(Code.DRAFT, label, act.created)


def _event(act: ActDates, code: Code, today: dt.date | None) -> Step:
    day = getattr(act, code.value)
    note = "" if day else words.awaited(act, code)
    return Step(code, words.LABELS[code], day, fault=_event_fault(act, code, today), note=note)


def _event_fault(act: ActDates, code: Code, today: dt.date | None) -> str:
    day: dt.date | None = getattr(act, code.value)
    if day is None:
        return ""
    if today and day > today:
        return words.ahead(code, day)
    for earlier in _AFTER.get(code, ()):
        before: dt.date | None = getattr(act, earlier.value)
        if before and day < before:
            return words.out_of_order(code, day, earlier, before)
    if code in _NEEDS and getattr(act, _NEEDS[code].value) is None:
        return words.without(code)
    return ""


def agreement(
    act: ActDates | None, convention: ConventionDates, *, today: dt.date | None = None
) -> tuple[Step, ...]:
    """Return the steps of one convention; `act` is None when the register does not hold its act.

    The first is its signature; what does not concern it is left out.
    """
    start, end = convention.start, convention.end
    fault = conclusion_fault(act, convention, today=today)
    allowed = convention.early_reason if fault and not _is_ahead(convention, today) else ""
    said = words.early(fault, allowed) if allowed else words.conclusion(convention)
    backwards = words.reversed_period(start, end) if start and end and end < start else ""
    label, name = words.LABELS, convention.name
    return (
        Step(
            Code.CONCLUDED,
            label[Code.CONCLUDED],
            convention.concluded,
            fault="" if allowed else fault,
            note=said,
            subject=name,
        ),
        Step(
            Code.EFFECT,
            label[Code.EFFECT],
            start,
            fault=_effect_fault(act, convention, today),
            note=words.effect(convention),
            subject=name,
        ),
        *_to_do(convention),
        Step(
            Code.END,
            label[Code.END],
            end,
            fault=backwards,
            note="" if end else "Sans terme connu.",
            subject=name,
        ),
        *_going(convention),
    )


def _to_do(convention: ConventionDates) -> Iterator[Step]:
    """Give the days until which one may still act, before the term."""
    running, name = convention.running, convention.name
    if running is None:
        return
    days = ((Code.NOTICE_BY, running.notice_by), (Code.RENEWAL_BY, running.renewal_by))
    for code, day in days:
        if day:
            label = words.LABELS[code] if code is Code.NOTICE_BY else running.renewal_label
            note = words.limit(code, running)
            yield Step(code, label, day, computed=True, note=note, subject=name)


def _going(convention: ConventionDates) -> Iterator[Step]:
    """Give what came after the term was agreed: periods that followed, a will to end, an end."""
    running, left, name = convention.running, convention.left, convention.name
    if running and running.tacit and running.period_end and not left:
        said = words.period_running(running)
        label = words.LABELS[Code.PERIOD]
        yield Step(Code.PERIOD, label, running.period_end, computed=True, note=said, subject=name)
    if left:
        label = words.left_label(left)
        yield Step(Code.LEFT, label, left.on, note=words.left_by(left), subject=name)
    if convention.ends_on and convention.ends_on != convention.end:
        label = words.LABELS[Code.ENDS_ON]
        said = words.end_cause(convention.ended_by)
        yield Step(Code.ENDS_ON, label, convention.ends_on, computed=True, note=said, subject=name)


def _is_ahead(convention: ConventionDates, today: dt.date | None) -> bool:
    return bool(today and convention.concluded and convention.concluded > today)


def conclusion_fault(
    act: ActDates | None, convention: ConventionDates, *, today: dt.date | None = None
) -> str:
    """Say why the convention cannot be signed on the day it is said to be; empty if it can.

    The reason given for an early signature is not looked at. Without its act in the register, all
    that can be checked is the date that the convention gives of it.
    """
    day = convention.concluded
    if day is None:
        return ""
    if _is_ahead(convention, today):
        return words.ahead(Code.CONCLUDED, day)
    if act is None:
        act_day = convention.authorised
        return words.before_its_act(day, act_day) if act_day and day < act_day else ""
    if act.enforceable is None:
        return words.under_no_act(Code.CONCLUDED, day, words.missing(act))
    if day < act.enforceable:
        return words.too_early(Code.CONCLUDED, day, act.enforceable)
    return ""


def _effect_fault(act: ActDates | None, convention: ConventionDates, today: dt.date | None) -> str:
    start, concluded = convention.start, convention.concluded
    if start is None:
        return ""
    if act and act.enforceable and start < act.enforceable:
        return words.too_early(Code.EFFECT, start, act.enforceable)
    if act and act.enforceable is None and today and start <= today:
        return words.under_no_act(Code.EFFECT, start, words.missing(act))
    if concluded and start < concluded and not convention.signed_after_start:
        return words.effect_before_signature(start, concluded)
    return ""


def _review(act: ActDates, today: dt.date | None) -> Iterator[Step]:
    if act.informal_appeal or act.informal_reply:
        yield _event(act, Code.INFORMAL_APPEAL, today)
        yield _event(act, Code.INFORMAL_REPLY, today)
    yield _deadline(Code.APPEAL, act.appeal_until, words.appeal(act))
    if act.completed:
        yield _event(act, Code.COMPLETED, today)
    if act.to_transmit or act.received:
        yield _deadline(Code.REFERRAL, act.referral_until, words.referral(act))


def _deadline(code: Code, day: dt.date | None, note: str) -> Step:
    return Step(code, words.LABELS[code], day, computed=True, note=note)
