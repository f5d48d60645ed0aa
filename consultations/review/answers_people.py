"""Consultations by person, for those who may see them: read from the counts, never exported."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from consultations.models import ActivityCount
from consultations.review.answers import Asked
from csipa.french.grammar import upper_first


@dataclass(frozen=True)
class PersonRow:
    """What one person did in one profession; None where a measure was never entered."""

    name: str
    profession: str
    done: int | None
    refused: int | None
    entries: int


def by_person(asked: Asked) -> list[PersonRow]:
    """Return the people with counts of their own, by name; one query.

    What is entered for a whole profession belongs to nobody and is not told here.
    """
    rows = (
        ActivityCount.objects.filter(
            asked.filters(),
            date__gte=asked.first,
            date__lte=asked.last,
            person__isnull=False,
        )
        .values("person__last_name", "person__first_name", "person_id", "profession__name")
        .annotate(done_sum=Sum("done"), refused_sum=Sum("refused"), entries=Count("done"))
        .order_by("person__last_name", "person__first_name", "person_id", "profession__name")
    )
    return [
        PersonRow(
            f"{row['person__first_name']} {row['person__last_name']}".strip(),
            upper_first(row["profession__name"]),
            row["done_sum"],
            row["refused_sum"],
            row["entries"],
        )
        for row in rows
    ]
