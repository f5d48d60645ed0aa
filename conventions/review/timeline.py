"""The life of an act read from its rows, in a number of queries that does not grow."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.utils import timezone

from conventions.models import Act, Convention, Execution, Nature, Renewal
from conventions.review.terms import Terms, terms_of, with_terms
from conventions.rules.act_dates import ActDates, ConventionDates, Left, Running
from conventions.rules.terminations import said_delay
from conventions.rules.timeline import AGREEMENT_CODES, Code, Timeline, agreement, timeline


def acts_with_dates(acts: QuerySet[Act] | None = None) -> QuerySet[Act]:
    """Return acts with the rows that `act_dates` reads."""
    return (Act.objects.all() if acts is None else acts).select_related("execution", "cancellation")


def act_dates(act: Act, *, execution: Execution | None = None) -> ActDates:
    """Return what is known of an act; `execution` takes the place of the one it has."""
    execution = execution or getattr(act, "execution", None) or Execution()
    cancellation = getattr(act, "cancellation", None)
    return ActDates(
        signed=act.signature_date,
        sent=execution.sent_on,
        received=execution.received_on,
        published=execution.published_on,
        notified=execution.notified_on,
        reported=execution.reported_on,
        completed=execution.completed_on,
        informal_appeal=execution.informal_appeal_on,
        informal_reply=execution.informal_reply_on,
        cancelled=cancellation and cancellation.cancelled_on,
        individual=act.individual,
        to_transmit=act.to_transmit,
        to_report=act.nature == Nature.DECISION,
    )


def convention_dates(convention: Convention, *, today: dt.date | None = None) -> ConventionDates:
    """Return what is known of a convention; reads its conclusion.

    With `today`, what is still open in it too, of one of `with_terms`.
    """
    conclusion = getattr(convention, "conclusion", None)
    return ConventionDates(
        name=convention.reference or convention.title,
        authorised=convention.authorised_by_date,
        concluded=(conclusion and conclusion.signed_on) or convention.signature_date,
        start=convention.start,
        end=convention.end,
        early_reason=conclusion.early_reason if conclusion else "",
        signed_after_start=bool(convention.signed_after_start),
        ends_on=convention.ends_on,
        ended_by=convention.ended_by,
        left=_left(convention) if today else None,
        running=_running(terms_of(convention, today=today)) if today else None,
    )


def _left(convention: Convention) -> Left | None:
    termination = getattr(convention, "termination", None)
    if termination is None:
        return None
    by = termination.given_by
    return Left(
        on=termination.given_on,
        by=by.organisation.the_name if by else "",
        kind=termination.kind,
    )


def _running(terms: Terms) -> Running:
    agreed, term = terms.agreed, terms.term
    return Running(
        period_end=term.end if term else None,
        renewed=term.rank if term else 0,
        tacit=agreed.renewal == Renewal.TACIT,
        notice_by=terms.notice_by,
        delay=said_delay(agreed.notice) if agreed.notice else "",
        renewal_by=terms.renewal_by,
        renewal_label=terms.renewal_label,
    )


def timeline_of(act: Act, *, today: dt.date | None = None) -> Timeline:
    """Return the life of `act` and of the conventions it authorises; three queries.

    A convention is authorised by the act to which it is annexed, or by the one it names.
    """
    loaded = acts_with_dates().get(pk=act.pk)
    conventions = [convention_dates(convention) for convention in authorised_conventions(loaded)]
    return timeline(_with_creation(loaded), conventions, today=today)


def timeline_of_convention(convention: Convention, *, today: dt.date | None = None) -> Timeline:
    """Return the life of a convention, after what lets its parties sign it; five queries at most.

    With `today`, until when one may still act on it.
    """
    act = authorising_act(convention)
    if today:
        rows = with_terms(Convention.objects.select_related("termination__given_by__organisation"))
        convention = rows.get(pk=convention.pk)
    dates = convention_dates(convention, today=today)
    if act is None:
        return Timeline(agreement(None, dates, today=today))
    line = timeline(act_dates(act), [dates], today=today)
    kept = {Code.SIGNED, Code.ENFORCEABLE, *AGREEMENT_CODES}
    return Timeline(tuple(step for step in line.steps if step.code in kept))


def authorised_conventions(act: Act) -> QuerySet[Convention]:
    """Return the conventions annexed to an act, in order, then those that name it."""
    named = Q(pk__in=[])
    if act.number:
        named = Q(
            Q(authorised_by_date=act.signature_date) | Q(authorised_by_date=None),
            annex=None,
            authorised_by_nature=act.nature,
            authorised_by_number=act.number,
        )
    rows = Convention.objects.filter(Q(annex__act=act) | named)
    return rows.select_related("conclusion").order_by("annex__position", "pk")


def authorising_act(convention: Convention) -> Act | None:
    """Return the act to which a convention is annexed, or the one it names if the register has it.

    None when the register does not tell which.
    """
    acts = acts_with_dates()
    if act := acts.filter(annexes__convention=convention).first():
        return act
    if not convention.authorised_by_number:
        return None
    found = acts.signed().numbered(convention.authorised_by_number)
    if convention.authorised_by_nature:
        found = found.filter(nature=convention.authorised_by_nature)
    if convention.authorised_by_date:
        found = found.filter(signature_date=convention.authorised_by_date)
    candidates = list(found[:2])
    return candidates[0] if len(candidates) == 1 else None


def execution_faults(act: Act, execution: Execution, *, today: dt.date | None) -> dict[str, str]:
    """Return why dates of `execution` cannot be, by column; empty when they all can."""
    line = timeline(act_dates(act, execution=execution), today=today)
    columns = {field.name for field in Execution._meta.concrete_fields}
    return {f"{step.code}_on": step.fault for step in line.faults if f"{step.code}_on" in columns}


def _with_creation(act: Act) -> ActDates:
    """Return the dates of an act with the day it was begun; an imported one was begun elsewhere."""
    dates = act_dates(act)
    if not act.drafted_here:
        return dates
    first = act.history.order_by("history_date", "history_id").values_list("history_date").first()
    return replace(dates, created=timezone.localdate(first[0])) if first else dates
