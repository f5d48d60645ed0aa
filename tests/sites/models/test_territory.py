"""Territories: which communes on which day."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sites.models import Territory
from tests.sites.factories import TerritoryCommuneFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 1, 15)


def test_agglomeration_ships_with_its_hundred_communes():
    agglomeration = Territory.objects.get(code="200072460")
    assert agglomeration.communes_on(DAY).count() == 100
    assert Territory.objects.with_commune_count(DAY).get(code="200072460").commune_count == 100


def test_commune_that_left_is_no_longer_counted():
    left = TerritoryCommuneFactory(end=DAY)
    assert list(left.territory.communes_on(DAY)) == [left.commune]
    assert not left.territory.communes_on(DAY + dt.timedelta(days=1)).exists()


def test_territory_without_commune_counts_none():
    territory = TerritoryFactory()
    assert Territory.objects.with_commune_count(DAY).get(pk=territory.pk).commune_count == 0


def test_commune_is_a_member_once_at_a_time():
    member = TerritoryCommuneFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        TerritoryCommuneFactory(territory=member.territory, commune=member.commune)
    with pytest.raises(ValidationError, match="déjà membre"):
        TerritoryCommuneFactory.build(
            territory=member.territory, commune=member.commune, end=DAY
        ).full_clean()


def test_commune_may_leave_and_come_back():
    left = TerritoryCommuneFactory(end=DAY)
    back = TerritoryCommuneFactory.build(
        territory=left.territory, commune=left.commune, start=DAY + dt.timedelta(days=1)
    )
    back.full_clean()


@pytest.mark.parametrize("values", [{"code": "X1", "name": "Autre"}, {"name": "Même nom"}])
def test_two_territories_of_one_kind_share_neither_code_nor_name(values):
    TerritoryFactory(code="X1", name="Même nom")
    with pytest.raises(IntegrityError), transaction.atomic():
        TerritoryFactory(**values)
