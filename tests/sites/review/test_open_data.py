"""Open sites as open data."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from csipa.opendata.datasets import Reading
from sites.models import Weekday
from sites.review.open_data import SITES
from tests.opendata.checking import faults_of
from tests.opendata.tables import csv_of, rows_of
from tests.sites.factories import CommuneFactory, OpeningHoursFactory, SiteFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


def read():
    """Return the rows; nothing is left out and the file passes its schema."""
    reading = Reading(DAY)
    content = csv_of(SITES, reading)
    assert faults_of(content, SITES) == []
    assert reading.left_out == []
    return rows_of(content)


def test_a_site_is_told_with_its_codes_as_texts():
    commune = CommuneFactory(
        insee_code="01034", department="01", latitude="45.7500", longitude="5.6900"
    )
    site = SiteFactory(
        commune=commune, address="Mairie\n3 rue de la Gare", postal_code="01300", finess="010000024"
    )
    OpeningHoursFactory(site=site)
    OpeningHoursFactory(site=site, weekday=Weekday.FRIDAY)
    (row,) = read()
    assert (row["commune_insee"], row["code_postal"]) == ("01034", "01300")
    assert row["adresse"] == "Mairie, 3 rue de la Gare"
    assert row["horaires"] == "Consultations médicales : mardi et vendredi 9 h–12 h"
    assert (row["commune_latitude"], row["commune_longitude"]) == ("45.75", "5.69")
    assert (row["site_nature"], row["ouvert_depuis"]) == ("centre", "2024-06-03")


def test_closed_and_planned_sites_are_not_told_and_antennas_name_their_centre():
    centre = SiteFactory(name="Labourse")
    SiteFactory(antenna=True, name="Bourg", parent=centre)
    SiteFactory(opened_on=None)
    SiteFactory(closed_on=DAY)
    rows = read()
    assert [(row["site_nom"], row["rattachement"]) for row in rows] == [
        ("Labourse", ""),
        ("Bourg", "Labourse"),
    ]


def test_sites_are_read_in_two_queries():
    for _ in range(3):
        OpeningHoursFactory()
    with CaptureQueriesContext(connection) as queries:
        csv_of(SITES)
    assert len(queries) == 2
