"""Where conventions stand and what falls due in their life, one by one or chosen by the database.

See `conventions.rules.convention_stages` and `conventions.rules.terms`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from conventions.models import ActState, Convention, EndCause, Renewal
from conventions.review.courses import (
    Agreed,
    agreed_terms,
    course_of,
    facts_of,
    has_document,
    with_courses,
)
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.convention_stages import stage_of as stage_of_facts
from conventions.rules.endings import Course
from conventions.rules.terms import (
    Term,
    denunciation_deadline,
    is_renewed_after,
    last_useful_day,
    renewal_deadline,
    term_on,
)
from csipa.french.dates import count_days_inclusive

NOTICE_LABEL = "Dernier jour utile pour donner préavis"
_RENEWAL_LABELS = {
    Renewal.EXPRESS: "Dernier jour pour décider la reconduction",
    Renewal.TACIT: "Dernier jour pour dénoncer la tacite reconduction",
    Renewal.AMENDMENT: "Dernier jour pour prolonger par avenant",
}
_LEFT = frozenset((EndCause.TERMINATION.value, EndCause.DENUNCIATION.value))


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a convention holds on a day; a day that makes no sense for it is None.

    `days_left` counts from today to the last day: 0 on it, negative afterwards. `notice_by` is the
    last day to give notice so that the convention ends with the period that runs; `renewal_by` the
    last day to decide an express renewal, or to denounce a tacit one, and `renewal_label` says
    which. Both may be past. `term` is the period that runs, `period_days` its number of days.
    """

    convention: Convention
    stage: ConventionStage
    ends_on: dt.date | None
    ended_by: str
    days_left: int | None
    notice_by: dt.date | None
    renewal_by: dt.date | None
    renewal_label: str
    term: Term | None
    period_days: int | None
    agreed: Agreed


def with_terms(conventions: QuerySet[Convention]) -> QuerySet[Convention]:
    """Return conventions with the rows that `stage_of` and `terms_of` read."""
    return with_courses(conventions)


def stage_of(convention: Convention, *, today: dt.date) -> ConventionStage:
    """Return where a convention stands; no query for one of `with_terms`."""
    return stage_of_facts(facts_of(convention), today=today)


def terms_of(convention: Convention, *, today: dt.date) -> Terms:
    """Return what falls due in the life of a convention; no query for one of `with_terms`."""
    course, agreed = course_of(convention), agreed_terms(convention)
    stage, ends_on = stage_of(convention, today=today), convention.ends_on
    term = term_on(course, today)
    goes_on = not stage.is_over and convention.ended_by not in _LEFT
    renewal_by = _renewal_by(convention, agreed, course, term) if goes_on else None
    return Terms(
        convention=convention,
        stage=stage,
        ends_on=ends_on,
        ended_by=convention.ended_by,
        days_left=(ends_on - today).days if ends_on else None,
        notice_by=_notice_by(convention, agreed, term) if goes_on else None,
        renewal_by=renewal_by,
        renewal_label=_RENEWAL_LABELS[Renewal(agreed.renewal)] if renewal_by else "",
        term=term,
        period_days=_days(term),
        agreed=agreed,
    )


def in_stage(
    conventions: QuerySet[Convention], wanted: ConventionStage, *, today: dt.date
) -> QuerySet[Convention]:
    """Return the conventions that stand there on `today`: what `stage_of` says, said in SQL."""
    return conventions.alias(stage_now=stage_sql(today)).filter(stage_now=wanted.value)


def stage_sql(today: dt.date) -> Case:
    """Return the stage of conventions as an expression, to filter or to sort by its code."""
    closed = Q(sealed=True) | Q(annex__act__state=ActState.SIGNED) | Q(has_document())
    noted = Q(conclusion__signed_on__lte=today)
    written = Q(conclusion__signed_on=None, signature_date__lte=today)
    unknown = Q(conclusion__signed_on=None, signature_date=None, start__lte=today)
    signed = noted | written | (unknown & Q(as_written=True, sealed=False))
    conditions = (
        (ConventionStage.VOID, Q(annex__act__cancellation__isnull=False)),
        (ConventionStage.DRAFT, ~closed),
        (ConventionStage.TERMINATED, Q(ends_on__lt=today, ended_by=EndCause.TERMINATION)),
        (ConventionStage.EXPIRED, Q(ends_on__lt=today)),
        (ConventionStage.SIGNED, signed & Q(start__gt=today)),
        (ConventionStage.IN_FORCE, signed),
    )
    return Case(
        *(When(condition, then=Value(name.value)) for name, condition in conditions),
        default=Value(ConventionStage.TO_SIGN.value),
        output_field=CharField(),
    )


def _notice_by(convention: Convention, agreed: Agreed, term: Term | None) -> dt.date | None:
    """Return the last useful day of a notice; none when it would fall before the convention."""
    if term is None or agreed.notice is None:
        return None
    day = last_useful_day(term.end, agreed.notice)
    return None if convention.start and day < convention.start else day


def _renewal_by(
    convention: Convention, agreed: Agreed, course: Course, term: Term | None
) -> dt.date | None:
    if term is None:
        return None
    if agreed.renewal == Renewal.TACIT:
        delay = agreed.renewal_delay or agreed.notice
        return denunciation_deadline(term, delay) if is_renewed_after(course, term) else None
    if agreed.renewal == Renewal.EXPRESS:
        return renewal_deadline(term.end, agreed.renewal_delay) if _may_renew(convention) else None
    if agreed.renewal == Renewal.AMENDMENT and agreed.renewal_delay:
        return renewal_deadline(term.end, agreed.renewal_delay)
    return None


def renewals_left(convention: Convention) -> int | None:
    """Return how many express renewals may still be decided, None when nothing limits them."""
    times = agreed_terms(convention).renewal_times
    return None if times is None else max(times - len(convention.renewals.all()), 0)


def _may_renew(convention: Convention) -> bool:
    left = renewals_left(convention)
    return left is None or left > 0


def _days(term: Term | None) -> int | None:
    if term is None or term.start is None or term.end < term.start:
        return None
    return count_days_inclusive(term.start, term.end)
