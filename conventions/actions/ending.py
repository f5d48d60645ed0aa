"""Keeps the day on which each convention really ends, wherever one of its causes changes."""

from __future__ import annotations

import datetime as dt

from conventions.models import Convention, ParentRelation, Renewal, TerminationKind
from conventions.rules.endings import Course, real_end


def settle_end(*, convention: Convention) -> None:
    """Work out again the end of a convention; that of the one it amends, for an amendment.

    Call it inside the transaction that changes a term, a renewal, a signature or a termination.
    """
    kept = (Convention.objects.get(pk=pk) for pk in {convention.pk, _root(convention)} if pk)
    for row in kept:
        ends_on, cause = real_end(course_of(row))
        if (ends_on, cause) != (row.ends_on, row.ended_by):
            Convention.objects.filter(pk=row.pk).update(ends_on=ends_on, ended_by=cause)


def course_of(convention: Convention) -> Course:
    """Return what bears on the end of a convention; three queries."""
    termination = getattr(convention, "termination", None)
    denounced = termination and termination.kind == TerminationKind.DENUNCIATION
    return Course(
        start=convention.start,
        end=convention.end,
        tacit=convention.renewal == Renewal.TACIT,
        tacit_times=convention.renewal_times,
        tacit_years=convention.renewal_years or 1,
        amended=_amended_ends(convention),
        renewed=list(convention.renewals.values_list("until", flat=True)),
        denounced=termination.effect_on if denounced else None,
        terminated=termination.effect_on if termination and not denounced else None,
    )


def _root(convention: Convention) -> int | None:
    return convention.parent_id if convention.is_amendment else None


def _amended_ends(convention: Convention) -> list[dt.date]:
    """Return the ends set by the amendments that all their parties signed, in their order."""
    rows = convention.children.filter(
        parent_relation=ParentRelation.AMENDMENT,
        conclusion__signed_on__isnull=False,
        end__isnull=False,
    )
    return list(rows.order_by("rank", "pk").values_list("end", flat=True))
