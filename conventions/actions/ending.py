"""Keeps the day on which each convention really ends, wherever one of its causes changes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from conventions.models import Convention
from conventions.review.courses import amendments_of, course_of, is_agreed, with_courses
from conventions.rules.endings import real_end


@transaction.atomic
def settle_end(*, convention: Convention) -> None:
    """Work out again the end of a convention and of its amendments; of its root, for an amendment.

    Call it inside the transaction that changes a term, a renewal, a signature or a termination: it
    holds the row of the root, so that two changes at once are both counted. An amendment that is
    in effect ends with what it amends. `convention` takes its new end.
    """
    amends = convention.parent_id if convention.is_amendment else None
    key = amends or convention.pk
    list(Convention.objects.select_for_update(of=("self",)).filter(pk=key))
    root = with_courses(Convention.objects.all()).get(pk=key)
    end = real_end(course_of(root))
    _keep(root, end, convention)
    for amendment in amendments_of(root):
        own = end if is_agreed(amendment) else real_end(course_of(amendment))
        _keep(amendment, own, convention)


def _keep(row: Convention, end: tuple[dt.date | None, str], shown: Convention) -> None:
    ends_on, ended_by = end
    if (ends_on, ended_by) != (row.ends_on, row.ended_by):
        Convention.objects.filter(pk=row.pk).update(ends_on=ends_on, ended_by=ended_by)
    if row.pk == shown.pk:
        shown.ends_on, shown.ended_by = ends_on, ended_by
