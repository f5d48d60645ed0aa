"""Who offers care in a set of communes today: read from the directory, each person once."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, QuerySet

from staffing.models import CarePlace, CareProvider


def present_providers(commune_ids: Collection[str]) -> QuerySet[CareProvider]:
    """Return the providers whom the last extraction finds in one of these communes, unordered."""
    places = CarePlace.objects.filter(
        provider=OuterRef("pk"), commune__in=commune_ids, gone_on__isnull=True
    )
    return CareProvider.objects.filter(Exists(places), left_on__isnull=True).order_by()


def heads_by_profession(commune_ids: Collection[str]) -> dict[str, int]:
    """Return how many people of each profession (code of the register) offer care there.

    Each person counts once, whatever the number of their places. One query.
    """
    counted = present_providers(commune_ids).values_list("profession").annotate(heads=Count("pk"))
    return dict(counted)
