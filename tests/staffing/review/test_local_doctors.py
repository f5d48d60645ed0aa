"""General practitioners commune by commune, for the map."""

import datetime as dt

import pytest

from sites.review.offer import local_doctors as asked_by_the_map
from staffing.models import ImportState
from staffing.review.offer import local_doctors
from tests.sites.factories import TerritoryCommuneFactory, TerritoryFactory
from tests.staffing.factories_community import (
    CarePlaceFactory,
    CareProviderFactory,
    RegisterImportFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 9, 23)


@pytest.fixture
def communes():
    """Two communes whose territory was read, the second without a doctor, and one never read."""
    territory = TerritoryFactory()
    read = [TerritoryCommuneFactory(territory=territory).commune for _ in range(2)]
    done = {"state": ImportState.DONE, "finished_at": dt.datetime(2026, 9, 24, tzinfo=dt.UTC)}
    RegisterImportFactory(territory=territory, as_of=DAY, **done)
    return [*read, TerritoryCommuneFactory().commune]


def test_each_doctor_counts_once_in_a_commune(communes, django_assert_num_queries):
    here, empty, unread = communes
    doctor = CareProviderFactory(general_practice=True, first_seen_on=DAY, seen_on=DAY)
    CarePlaceFactory(provider=doctor, commune=here)
    CarePlaceFactory(provider=doctor, commune=here, mode="S")
    for values in ({"profession": "60", "general_practice": False}, {"general_practice": False}):
        other = CareProviderFactory(**values, first_seen_on=DAY, seen_on=DAY)
        CarePlaceFactory(provider=other, commune=here)
    with django_assert_num_queries(2):
        found = local_doctors([here.pk, empty.pk, unread.pk], DAY)
    assert {code: one.heads for code, one in found.items()} == {here.pk: 1, empty.pk: 0}
    assert found[here.pk].as_of == DAY
    assert asked_by_the_map([here.pk], DAY)[here.pk].heads == 1


def test_nothing_is_known_before_the_first_reading(communes):
    assert local_doctors([communes[0].pk], DAY - dt.timedelta(days=1)) == {}
