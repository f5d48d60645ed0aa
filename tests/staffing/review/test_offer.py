"""Who offers care in a set of communes."""

import datetime as dt

import pytest

from staffing.review.offer import heads_by_profession
from tests.sites.factories import CommuneFactory
from tests.staffing.factories_community import CarePlaceFactory, CareProviderFactory

pytestmark = pytest.mark.django_db
GONE = dt.date(2026, 10, 1)


def test_a_doctor_at_two_places_of_the_territory_is_one_head(django_assert_num_queries):
    here, there, elsewhere = CommuneFactory.create_batch(3)
    doctor = CareProviderFactory(places=2)
    CarePlaceFactory(provider=doctor, commune=here)
    CarePlaceFactory(provider=doctor, commune=there)
    CarePlaceFactory(commune=here, provider__profession="60")
    CarePlaceFactory(commune=elsewhere)
    with django_assert_num_queries(1):
        heads = heads_by_profession([here.pk, there.pk])
    assert heads == {"10": 1, "60": 1}


def test_who_left_is_no_head():
    here = CommuneFactory()
    CarePlaceFactory(commune=here, gone_on=GONE)
    CarePlaceFactory(commune=here, provider__left_on=GONE)
    assert heads_by_profession([here.pk]) == {}


def test_no_commune_has_nobody():
    CarePlaceFactory()
    assert heads_by_profession([]) == {}
