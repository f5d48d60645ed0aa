"""Opening hours: the week of a site, and slots that double each other."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sites.models import Activity, OpeningHours, Weekday
from tests.sites.factories import OpeningHoursFactory

pytestmark = pytest.mark.django_db


def test_hours_of_a_day_are_those_in_force():
    tuesday = OpeningHoursFactory()
    OpeningHoursFactory(site=tuesday.site, opens_at="14:00", closes_at="18:00", end="2025-12-31")
    assert list(OpeningHours.objects.on(dt.date(2026, 7, 14))) == [tuesday]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        pytest.param({"weekday": 0}, "sites_openinghours_weekday", id="no day"),
        pytest.param({"weekday": 8}, "sites_openinghours_weekday", id="eighth day"),
        pytest.param({"closes_at": "09:00"}, "sites_openinghours_order", id="closed at once"),
        pytest.param({"start": "2026-02-01", "end": "2026-01-01"}, "period", id="reversed"),
    ],
)
def test_database_refuses_what_must_never_be(values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OpeningHoursFactory(**values)


def test_slot_that_doubles_another_is_refused_by_name():
    morning = OpeningHoursFactory()
    later = OpeningHoursFactory.build(
        site=morning.site, opens_at=dt.time(11), closes_at=dt.time(14)
    )
    with pytest.raises(ValidationError, match="mardi 09:00–12:00, consultations médicales"):
        later.full_clean()


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"opens_at": dt.time(12), "closes_at": dt.time(14)}, id="just after"),
        pytest.param({"activity": Activity.RECEPTION}, id="another activity"),
        pytest.param({"weekday": Weekday.FRIDAY}, id="another day"),
    ],
)
def test_slot_beside_another_is_accepted(values):
    morning = OpeningHoursFactory()
    OpeningHoursFactory.build(site=morning.site, **values).full_clean()
    morning.full_clean()
