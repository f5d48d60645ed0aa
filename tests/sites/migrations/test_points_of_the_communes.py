"""The points that ship: inside the agglomeration, none that is known to be wrong."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from sites.models import Commune

pytestmark = pytest.mark.django_db

migration = import_module("sites.migrations.0008_points_of_the_communes")


def test_communes_have_their_point_save_those_whose_point_is_not_sure():
    lost = Commune.objects.filter(latitude=None).order_by("name")
    assert [commune.name for commune in lost] == ["Liettres", "Quernes"]


def test_points_are_those_of_the_agglomeration():
    for commune in Commune.objects.exclude(latitude=None):
        assert Decimal("50.37") < commune.latitude < Decimal("50.70")
        assert Decimal("2.25") < commune.longitude < Decimal("2.90")


def test_point_says_where_it_comes_from():
    last = Commune.objects.get(pk="62454").history.first()
    assert (last.history_type, last.latitude) == ("~", Decimal("50.566740"))
    assert last.history_change_reason == "Données livrées avec le programme"


def test_loading_again_leaves_a_point_moved_by_hand():
    Commune.objects.filter(pk="62119").update(latitude=Decimal(50), longitude=Decimal(2))
    migration.load(apps, None)
    assert Commune.objects.get(pk="62119").latitude == Decimal(50)
