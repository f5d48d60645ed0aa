"""Counts as lines of the table that is imported: the same columns, in the same words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from consultations.models import NUMBERS, ActivityCount
from consultations.review.counts import state_of
from consultations.review.import_matching import MEASURES
from consultations.rules.cells import write_value
from sites.models import Site
from sites.rules.names import search_key
from staffing.models import Person

_CHUNK = 2000


def exported_rows(
    sites: QuerySet[Site], *, first: dt.date, last: dt.date, sees_people: bool
) -> Iterator[list[str]]:
    """Yield the counts of sites from `first` to `last`, both included, day by day.

    Counts of people are left out unless `sees_people`. Rows that say nothing are left out.
    """
    rows = ActivityCount.objects.filter(site__in=sites, date__range=(first, last))
    rows = rows.filter(
        Q(closed=True)
        | ~Q(comment="")
        | Q(*[(f"{name}__isnull", False) for name in NUMBERS], _connector=Q.OR)
    )
    if not sees_people:
        rows = rows.filter(person__isnull=True)
    rows = rows.select_related("site", "profession", "person").order_by("date", "id")
    twins = _twins() if sees_people else set()
    for row in rows.iterator(chunk_size=_CHUNK):
        state = state_of(row)
        yield [
            row.date.isoformat(),
            row.site.name,
            row.profession.name,
            _person(row.person, twins),
            row.kind,
            *(write_value(state.value(measure), measure) for measure in MEASURES.values()),
            row.comment,
        ]


def _twins() -> set[str]:
    """Return the names that several people bear."""
    borne = Counter(search_key(str(person)) for person in Person.objects.all())
    return {name for name, number in borne.items() if number > 1}


def _person(person: Any, twins: set[str]) -> str:
    if person is None:
        return ""
    name = str(person)
    return person.rpps if person.rpps and search_key(name) in twins else name
