"""Who offers care in a set of communes."""

import datetime as dt
from decimal import Decimal

import pytest

from sites.review.offer import offer_counts as counted_for_all
from staffing.models import ImportState
from staffing.review.offer import coverage, heads_by_profession, offer_counts
from staffing.review.offer_summary import GENERAL, SPECIALIST, UNTOLD, offer_summary
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory
from tests.staffing.factories_community import (
    CarePlaceFactory,
    CareProviderFactory,
    RegisterImportFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 9, 23)
GONE = dt.date(2026, 10, 1)


def told(counts):
    return {
        (one.profession, one.mode, one.general_practice): (one.heads, one.weighted)
        for one in counts
    }


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


def test_counts_tell_heads_and_shares_by_mode(django_assert_num_queries):
    here, elsewhere = CommuneFactory.create_batch(2)
    both = CareProviderFactory(places=3)
    CarePlaceFactory(provider=both, commune=here)
    CarePlaceFactory(provider=both, commune=here, mode="S", sector="SA05")
    CarePlaceFactory(provider=both, commune=elsewhere)
    specialist = CareProviderFactory(general_practice=False, skills="Cardiologie")
    CarePlaceFactory(provider=specialist, commune=here, first_recourse=False, mode="S")
    with django_assert_num_queries(2):
        counts = offer_counts([here.pk], DAY)
    assert told(counts) == {
        ("10", "", True): (1, Decimal("0.667")),
        ("10", "L", True): (1, Decimal("0.333")),
        ("10", "S", True): (1, Decimal("0.333")),
        ("10", "", False): (1, Decimal("0.000")),
        ("10", "S", False): (1, Decimal("0.000")),
    }


def test_a_past_day_counts_who_was_there_then():
    here = CommuneFactory()
    left = CareProviderFactory(left_on=GONE)
    CarePlaceFactory(provider=left, commune=here, gone_on=GONE)
    CarePlaceFactory(commune=here, provider__first_seen_on=GONE)
    assert [one.heads for one in offer_counts([here.pk], DAY) if not one.mode] == [1]
    assert [one.heads for one in offer_counts([here.pk], GONE) if not one.mode] == [1]
    assert offer_counts([here.pk], dt.date(2020, 1, 1)) == []


def test_the_diagnosis_asks_the_register():
    place = CarePlaceFactory()
    assert counted_for_all([place.commune_id], DAY)
    assert counted_for_all([], DAY) == []


def test_what_was_not_read_is_told():
    member = TerritoryCommuneFactory()
    other = CommuneFactory()
    RegisterImportFactory(
        territory=member.territory, state=ImportState.DONE, finished_at=dt.datetime.now(dt.UTC)
    )
    seen = coverage([member.commune_id, other.pk], DAY)
    assert (seen.covered, seen.total, seen.as_of) == (1, 2, DAY)
    assert "lu pour 1 commune sur 2" in seen.source.replace("\u00a0", " ")
    assert coverage([member.commune_id], dt.date(2026, 1, 1)).as_of is None


def test_the_summary_keeps_general_practitioners_apart(django_assert_num_queries):
    member = TerritoryCommuneFactory()
    territory, here = member.territory, member.commune
    there = TerritoryCommuneFactory(territory=territory).commune
    doctor = CareProviderFactory(places=2)
    for commune in (here, there):
        CarePlaceFactory(provider=doctor, commune=commune)
    CarePlaceFactory(commune=here, provider__general_practice=False, provider__skills="Cardiologie")
    CarePlaceFactory(commune=here, provider__general_practice=False)
    CarePlaceFactory(commune=there, provider__profession="60")
    with django_assert_num_queries(3):
        summary = offer_summary(territory, DAY)
    assert [one.key for one in summary.professions] == [GENERAL, SPECIALIST, UNTOLD, "60"]
    assert summary.untold
    assert [one.exact_heads for one in summary.professions] == [1, 1, 1, 1]
    assert {one.key: one.exact_shares for one in summary.communes} == {
        here.pk: Decimal("0.500"),
        there.pk: Decimal("0.500"),
    }
    assert summary.empty_communes == ""
    assert offer_summary(territory, DAY, asked="60").empty_communes == f"à {here.name}"
    assert summary.professions[0].shares.text == "1,00"
    assert summary.professions[0].heads.inputs[0].on == DAY


def test_an_empty_territory_has_an_empty_summary():
    assert offer_summary(TerritoryCommuneFactory().territory, DAY).is_empty
