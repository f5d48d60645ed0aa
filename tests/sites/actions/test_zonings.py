"""New classes of a zoning, those before them and those after."""

import datetime as dt

import pytest

from sites.actions.zonings import ZoningRefused, open_zonings
from sites.models import TerritoryKind, Zoning
from tests.sites.factories import CommuneFactory, TerritoryFactory
from tests.sites.factories_territory import ZoningFactory

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.date(2026, 1, 1)


def new(commune, **said):
    usual = {"zone": "zip", "start": NEW_YEAR, "source": "Arrêté"}
    return Zoning(commune=commune, **{**usual, **said})


def test_the_class_before_ends_the_day_before():
    before = ZoningFactory(start=dt.date(2022, 4, 26))

    opened = open_zonings(rows=[new(before.commune)])

    before.refresh_from_db()
    assert before.end == dt.date(2025, 12, 31)
    assert (opened.written, opened.ended) == (1, 1)


def test_a_class_that_had_ended_keeps_its_end():
    before = ZoningFactory(start=dt.date(2022, 4, 26), end=dt.date(2024, 12, 31))

    opened = open_zonings(rows=[new(before.commune)])

    before.refresh_from_db()
    assert before.end == dt.date(2024, 12, 31)
    assert opened.ended == 0


def test_a_class_of_the_past_stops_before_the_next():
    later = ZoningFactory(start=dt.date(2027, 1, 1))

    open_zonings(rows=[new(later.commune)])

    assert Zoning.objects.get(start=NEW_YEAR).end == dt.date(2026, 12, 31)


def test_another_profession_or_another_commune_is_left_alone():
    nurses = ZoningFactory(start=dt.date(2022, 1, 1), profession="60")
    elsewhere = ZoningFactory(start=dt.date(2022, 1, 1))

    open_zonings(rows=[new(nurses.commune)])

    nurses.refresh_from_db()
    elsewhere.refresh_from_db()
    assert nurses.end is None
    assert elsewhere.end is None


def test_two_classes_of_one_day_are_refused_and_nothing_is_written():
    there = ZoningFactory(start=NEW_YEAR, commune__name="Robecq")
    other = CommuneFactory()

    with pytest.raises(ZoningRefused, match="Robecq"):
        open_zonings(rows=[new(other), new(there.commune)])

    assert Zoning.objects.count() == 1


def test_an_end_beyond_the_next_class_is_refused():
    later = ZoningFactory(start=dt.date(2027, 1, 1))

    with pytest.raises(ZoningRefused, match="plus récent"):
        open_zonings(rows=[new(later.commune, end=dt.date(2027, 1, 1))])


def test_a_living_area_has_classes_too():
    area = TerritoryFactory(kind=TerritoryKind.TVS)
    before = ZoningFactory(commune=None, territory=area, start=dt.date(2022, 1, 1))

    row = Zoning(territory=area, zone="zac", start=NEW_YEAR, source="Arrêté")
    open_zonings(rows=[row])

    before.refresh_from_db()
    assert before.end == dt.date(2025, 12, 31)


def test_many_communes_cost_no_more_queries(django_assert_max_num_queries):
    rows = [new(ZoningFactory(start=dt.date(2022, 1, 1)).commune) for _ in range(30)]

    with django_assert_max_num_queries(12):
        opened = open_zonings(rows=rows)

    assert str(opened).replace("\u00a0", " ") == (
        "30 zonages enregistrés ; 30 zonages précédents prennent fin la veille."
    )
