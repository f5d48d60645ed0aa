"""The communes that ship: all there, with where they come from, and loaded once."""

from importlib import import_module

import pytest
from django.apps import apps

from sites.models import Commune, CommuneAlias, PostalCode, Territory

pytestmark = pytest.mark.django_db

migration = import_module("sites.migrations.0002_communes_of_the_agglomeration")


def test_hundred_communes_ship_with_their_codes_and_population():
    assert Commune.objects.count() == 100
    assert PostalCode.objects.count() == 100
    assert sum(Commune.objects.values_list("population", flat=True)) == 275_028
    assert set(Commune.objects.values_list("population_year", flat=True)) == {2023}


def test_former_name_still_used_by_papers_is_known():
    assert CommuneAlias.objects.get().commune.name == "Lambres-lez-Aire"


def test_each_commune_says_where_it_comes_from():
    first = Commune.objects.get(pk="62620").history.earliest()
    assert (first.history_type, first.search_key) == ("+", "norrent fontes")
    assert first.history_change_reason == "Données livrées avec le programme"


def test_loading_twice_adds_nothing():
    migration.load(apps, None)
    assert (Commune.objects.count(), Territory.objects.count()) == (100, 1)
