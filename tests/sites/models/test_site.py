"""Sites, rooms and equipment: state on a day, names, what they refuse."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sites.models import Commune, Site, SiteKind, SiteState
from tests.sites.factories import (
    EquipmentFactory,
    PostalCodeFactory,
    RoomFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db

OPENED, CLOSED = dt.date(2024, 6, 3), dt.date(2026, 7, 1)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("dates", "day", "state"),
    [
        pytest.param({"opened_on": None}, OPENED, "planned", id="never opened"),
        pytest.param({}, OPENED - DAY, "planned", id="eve of the opening"),
        pytest.param({}, OPENED, "open", id="day of the opening"),
        pytest.param({"closed_on": CLOSED}, CLOSED - DAY, "open", id="last day"),
        pytest.param({"closed_on": CLOSED}, CLOSED, "closed", id="first day closed"),
    ],
)
def test_state_is_computed_from_the_dates_in_python_and_in_sql(dates, day, state):
    site = SiteFactory(**{"opened_on": OPENED, **dates})
    assert site.state_on(day) == state
    assert [s for s in SiteState if site in Site.objects.in_state(s, day)] == [state]
    assert (site in Site.objects.open_on(day)) is (state == "open")


@pytest.mark.parametrize(
    "text",
    [
        "Norrent-Fontes",
        "norrent fontes",
        "Antenne de Norrent-Fontes",
        "l'antenne de NORRENT-FONTES",
    ],
)
def test_site_is_found_by_its_name_however_written(text):
    site = SiteFactory(name="Norrent-Fontes")
    SiteFactory()
    assert Site.objects.named(text).get() == site


def test_site_named_after_its_commune_takes_de():
    commune = Commune.objects.get(pk="62620")
    antenna = SiteFactory.build(name="Norrent-Fontes", kind=SiteKind.ANTENNA, commune=commune)
    antenna.search_key = "norrent fontes"
    assert antenna.the_name == "l’antenne de Norrent-Fontes"


def test_site_with_a_name_of_its_own_keeps_it():
    centre = SiteFactory(name="Les Tilleuls")
    assert centre.full_name == "centre de santé Les Tilleuls"
    assert centre.the_name == "le centre de santé Les Tilleuls"


def test_only_postal_code_of_the_commune_is_filled_in():
    site = SiteFactory(commune_id="62620", address="61 route départementale 943")
    site.full_clean()
    assert site.address_lines == ["61 route départementale 943", "62120 Norrent-Fontes"]


def test_postal_code_is_left_to_choose_where_there_are_several():
    site = SiteFactory()
    PostalCodeFactory(commune=site.commune, code="02100")
    PostalCodeFactory(commune=site.commune, code="02110")
    site.full_clean()
    assert site.postal_code == ""


@pytest.mark.parametrize("text", ["labourse", "villeneuve", "6200"])
def test_search_reads_name_commune_and_finess(text):
    site = SiteFactory(name="Labourse", finess="620100651")
    assert site in Site.objects.search("6201" if text == "6200" else text)
    assert not Site.objects.search(f"{text} ailleurs").exists()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        pytest.param({"kind": "antenna"}, "sites_site_parent", id="antenna of nothing"),
        pytest.param({"closed_on": OPENED}, "sites_site_closed_after_opened", id="closed at once"),
        pytest.param(
            {"opened_on": None, "closed_on": CLOSED},
            "sites_site_closed_after_opened",
            id="unopened",
        ),
        pytest.param({"finess": "62010065"}, "sites_site_finess", id="finess"),
        pytest.param({"postal_code": "6212"}, "sites_site_postal_code", id="postal code"),
    ],
)
def test_database_refuses_what_must_never_be(values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SiteFactory(**values)


def test_centre_does_not_depend_on_a_site():
    with pytest.raises(IntegrityError, match="sites_site_parent"), transaction.atomic():
        SiteFactory(parent=SiteFactory())


def test_antenna_does_not_depend_on_itself():
    antenna = SiteFactory(antenna=True)
    antenna.parent = antenna
    with pytest.raises(IntegrityError, match="not_its_own_parent"), transaction.atomic():
        antenna.save()


def test_two_sites_do_not_share_a_finess_number():
    SiteFactory(finess="620100651")
    with pytest.raises(ValidationError, match="Un autre site porte déjà"):
        SiteFactory.build(commune_id="62620", finess="620100651").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteFactory(finess="620100651")


def test_antenna_of_an_antenna_is_refused_on_the_page():
    antenna = SiteFactory(antenna=True)
    with pytest.raises(ValidationError, match="non d’une antenne"):
        SiteFactory.build(antenna=True, parent=antenna, commune=antenna.commune).full_clean()


def test_name_of_another_site_is_refused_on_the_page():
    site = SiteFactory(name="Robecq")
    with pytest.raises(ValidationError, match="porte déjà ce nom"):
        SiteFactory.build(name="Antenne de Robecq", commune=site.commune).full_clean()
    site.full_clean()


def test_wrong_key_of_finess_is_refused_on_the_page():
    with pytest.raises(ValidationError, match="La clé du numéro FINESS"):
        SiteFactory.build(commune_id="62620", finess="620100652").full_clean()


@pytest.mark.parametrize(
    ("factory", "values", "constraint"),
    [
        pytest.param(RoomFactory, {"area": 0}, "sites_room_area", id="room without area"),
        pytest.param(
            EquipmentFactory, {"quantity": 0}, "sites_equipment_quantity", id="none of it"
        ),
        pytest.param(
            EquipmentFactory,
            {"start": CLOSED, "end": OPENED},
            "sites_equipment_period",
            id="lent backwards",
        ),
    ],
)
def test_database_refuses_impossible_premises(factory, values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factory(**values)


def test_rooms_of_one_site_have_names_of_their_own():
    room = RoomFactory(name="Cabinet")
    RoomFactory(name="Cabinet")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoomFactory(name="Cabinet", site=room.site)


def test_equipment_stands_in_a_room_of_its_site():
    room = RoomFactory()
    EquipmentFactory(site=room.site, room=room).full_clean()
    with pytest.raises(ValidationError, match="est une salle d’un autre site"):
        EquipmentFactory.build(site=SiteFactory(), room=room).full_clean()
