"""What bears on the life of a convention, read from its rows: facts, amendments, renewals, end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from conventions.models import (
    ActState,
    Convention,
    EndCause,
    FrozenDocument,
    ParentRelation,
    Renewal,
    TerminationKind,
)
from conventions.rules.convention_stages import ConventionFacts
from conventions.rules.endings import Course, Moved
from conventions.rules.terms import Delay

_ACT = "annex__act__cancellation"
_AMENDMENTS = "amendments_read"


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """How a convention may go on or be left, as its parties last agreed it in their texts."""

    renewal: str = ""
    renewal_times: int | None = None
    renewal_years: int | None = None
    renewal_delay: Delay | None = None
    notice: Delay | None = None
    notice_form: str = ""
    notice_to: str = ""


def with_courses(conventions: QuerySet[Convention]) -> QuerySet[Convention]:
    """Return conventions with what the functions below read; two more queries for them all."""
    amendments = _with_facts(Convention.objects.filter(parent_relation=ParentRelation.AMENDMENT))
    return (
        _with_facts(conventions)
        .select_related("termination")
        .prefetch_related("renewals", Prefetch("children", amendments, to_attr=_AMENDMENTS))
    )


def _with_facts(conventions: QuerySet[Convention]) -> QuerySet[Convention]:
    return conventions.select_related("conclusion", _ACT).annotate(has_document=has_document())


def has_document() -> Exists:
    """Return the condition, in SQL, that a document of the convention was frozen."""
    return Exists(FrozenDocument.objects.filter(convention=OuterRef("pk")))


def facts_of(convention: Convention) -> ConventionFacts:
    """Return what bears on the stage of a convention; no query for one of `with_courses`."""
    annex = getattr(convention, "annex", None)
    act = annex.act if annex else None
    return ConventionFacts(
        closed=_is_closed(convention, signed=bool(act and act.state == ActState.SIGNED)),
        void=bool(act and act.is_cancelled),
        imported=convention.as_written and not convention.sealed,
        signed_on=signed_on(convention),
        start=convention.start,
        ends_on=convention.ends_on,
        terminated=convention.ended_by == EndCause.TERMINATION,
    )


def signed_on(convention: Convention) -> dt.date | None:
    """Return the day on which all the parties had signed, noted here or written in the text."""
    conclusion = getattr(convention, "conclusion", None)
    return (conclusion and conclusion.signed_on) or convention.signature_date


def _is_closed(convention: Convention, *, signed: bool) -> bool:
    if signed or convention.sealed:
        return True
    known = getattr(convention, "has_document", None)
    return cast("bool", convention.documents.exists() if known is None else known)


def amendments_in_effect(convention: Convention) -> list[Convention]:
    """Return the amendments that the parties signed, in the order in which they did.

    One that came signed from a file counts even if nobody knows on which day.
    """
    found = [row for row in amendments_of(convention) if is_agreed(row)]
    return sorted(found, key=lambda row: (_agreed_on(row) or dt.date.min, row.rank or 0, row.pk))


def amendments_of(convention: Convention) -> list[Convention]:
    """Return the amendments of a convention, signed or not, in no order."""
    rows = getattr(convention, _AMENDMENTS, None)
    if rows is None:
        children = convention.children.filter(parent_relation=ParentRelation.AMENDMENT)
        rows = list(_with_facts(children))
    return rows


def is_agreed(convention: Convention) -> bool:
    """Tell whether the parties agreed the text: closed, signed, and not under a cancelled act."""
    facts = facts_of(convention)
    return facts.closed and not facts.void and (facts.imported or facts.signed_on is not None)


def _agreed_on(convention: Convention) -> dt.date | None:
    return signed_on(convention) or convention.authorised_by_date or convention.start


def agreed_terms(convention: Convention) -> Agreed:
    """Return how the convention may go on or be left; an amendment that says it prevails."""
    texts = [convention, *amendments_in_effect(convention)]
    renewal = next((text for text in reversed(texts) if text.renewal), convention)
    notice = next((text for text in reversed(texts) if text.notice_value is not None), convention)
    return Agreed(
        renewal=renewal.renewal,
        renewal_times=renewal.renewal_times,
        renewal_years=renewal.renewal_years,
        renewal_delay=_delay(renewal.renewal_deadline_value, renewal.renewal_deadline_unit),
        notice=_delay(notice.notice_value, notice.notice_unit),
        notice_form=notice.notice_form,
        notice_to=notice.notice_to,
    )


def _delay(value: int | None, unit: str) -> Delay | None:
    """Return a delay; one whose unit is not said is in days."""
    return None if value is None else Delay(value, unit or "days")


def course_of(convention: Convention) -> Course:
    """Return what bears on the end of a convention; no query for one of `with_courses`."""
    agreed = agreed_terms(convention)
    termination = getattr(convention, "termination", None)
    denounced = termination and termination.kind == TerminationKind.DENUNCIATION
    return Course(
        start=convention.start,
        end=convention.end,
        tacit=agreed.renewal == Renewal.TACIT,
        tacit_times=agreed.renewal_times,
        tacit_years=agreed.renewal_years or 1,
        moved=[*_amended(convention), *_renewed(convention)],
        denounced=termination.effect_on if denounced else None,
        terminated=termination.effect_on if termination and not denounced else None,
    )


def _amended(convention: Convention) -> list[Moved]:
    return [
        Moved(until=row.end, cause=EndCause.AMENDMENT.value, decided_on=_agreed_on(row))
        for row in amendments_in_effect(convention)
        if row.end
    ]


def _renewed(convention: Convention) -> list[Moved]:
    rows = sorted(convention.renewals.all(), key=lambda row: row.until)
    return [
        Moved(until=row.until, cause=EndCause.RENEWAL.value, decided_on=row.decided_on)
        for row in rows
    ]
