"""A month closed while people type in it counts what it counted when it was closed, for ever."""

import pytest
from django.db import IntegrityError, transaction

from consultations.models import ActivityCount, MonthState
from csipa.constraints import refusal_of
from tests.consultations.factories import MONDAY, ActivityCountFactory, MonthLockFactory
from tests.copies import told_by


def test_no_figure_comes_into_a_month_after_its_closing(database):
    found = told_by("tests.consultations.closing_clients", database)
    assert found == {
        "some came in": True,
        "none came in afterwards": True,
        "sum of the month": True,
        "told that it is closed": 1,
        "closings kept": 1,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda count: ActivityCountFactory(site=count.site, date="2026-06-30"),
        lambda count: ActivityCount.objects.update(done=1),
        lambda count: ActivityCount.objects.update(date="2026-07-01"),
        lambda count: count.delete(),
    ],
    ids=["added", "changed", "moved to July", "deleted"],
)
def test_database_refuses_every_way_of_changing_a_closed_month(write):
    count = ActivityCountFactory(date=MONDAY)
    MonthLockFactory(site=count.site, state=MonthState.CLOSED)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write(count)
    assert refusal_of(caught.value).startswith("Ce mois est clos")
