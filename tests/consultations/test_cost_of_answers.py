"""What one site and twelve months cost is the same whatever the history (SQLite counts it)."""

import datetime as dt

import pytest
from django.db import connection

from consultations.models import MonthlyTotal
from consultations.review.answers import Asked, read_lines
from csipa.french.dates import add_months
from tests.sites.factories import SiteFactory
from tests.staffing.factories import ProfessionFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite alone counts its steps"),
]
LAST = dt.date(2025, 12, 1)


def history(sites, profession, *, months):
    """Keep sums of some months that end with December 2025, the same ones each month."""
    known = set(MonthlyTotal.objects.values_list("month", flat=True))
    MonthlyTotal.objects.bulk_create(
        MonthlyTotal(site=site, month=month, profession=profession, done=40, entries=20)
        for site in sites
        for rank in range(months)
        if (month := add_months(LAST, -rank)) not in known
    )


def steps(site):
    """Return how many instructions of SQLite's machine the reading takes."""
    counted = [0]

    def count():
        counted[0] += 1
        return 0

    asked = Asked(dt.date(2025, 1, 1), dt.date(2025, 12, 31), frozenset({site.pk}))
    connection.connection.set_progress_handler(count, 1)
    try:
        lines = read_lines(asked)
    finally:
        connection.connection.set_progress_handler(None, 1)
    assert len(lines) == 12
    return counted[0]


def test_five_years_of_history_cost_no_more_instructions_than_one():
    sites, profession = [SiteFactory() for _ in range(4)], ProfessionFactory()
    history(sites, profession, months=12)
    one_year = steps(sites[1])
    history(sites, profession, months=60)
    assert MonthlyTotal.objects.count() == 4 * 60
    assert steps(sites[1]) == one_year > 0
