"""Communes become members of a territory together, or none does."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from sites.actions.territories import CommunesRefused, add_communes
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 1, 15)


def test_communes_are_added_with_their_start_and_who_did_it():
    territory, communes = TerritoryFactory(), CommuneFactory.create_batch(3)
    person = User.objects.create_user("camille")
    assert add_communes(territory=territory, communes=communes, start=DAY, by=person) == 3
    rows = list(territory.memberships.all())
    assert {row.start for row in rows} == {DAY}
    first = rows[0].history.get()
    assert (first.history_user, first.history_change_reason) == (person, "Liste de communes collée")


def test_nothing_is_added_when_one_is_a_member():
    row = TerritoryCommuneFactory()
    with pytest.raises(CommunesRefused, match=row.commune.name):
        add_communes(territory=row.territory, communes=[CommuneFactory(), row.commune])
    assert row.territory.memberships.count() == 1


def test_commune_given_twice_is_refused():
    commune = CommuneFactory()
    with pytest.raises(CommunesRefused):
        add_communes(territory=TerritoryFactory(), communes=[commune, commune])
