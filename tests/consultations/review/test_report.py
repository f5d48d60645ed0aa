"""What the report reads: five figures, what is apart, what is hidden; and how much it asks."""

import datetime as dt
import json

import pytest

from consultations.models import ActivityCount
from consultations.review.report import report_source
from sites.models import Site
from tests.consultations.factories import ActivityCountFactory, SiteRecordingFactory
from tests.consultations.report_year import FIRST, LAST, TODAY, tuesdays, written_year
from tests.sites.factories import SiteFactory
from tests.staffing.factories import ProfessionFactory

pytestmark = pytest.mark.django_db


def read(first=FIRST, last=LAST, today=TODAY, **more):
    return report_source(first, last, today=today, **more)


def test_consultations_are_those_of_the_centre_beside_the_year_before():
    written_year()
    days = len(tuesdays(FIRST, LAST))
    found = read()["consultations"]
    assert found["done"] == days * 20 + (days - 2) * 10 + 4
    assert found["before"] == 16 * len(tuesdays(dt.date(2025, 1, 1), dt.date(2025, 6, 30)))
    assert (found["before_from"], found["before_to"]) == ("2025-01-01", "2025-06-30")
    assert found["missing"] == 2


def test_sessions_under_a_convention_stay_apart():
    written_year()
    found = read()
    assert found["snp"] == {"sessions": 1, "done": 7}
    assert found["consultations"]["done"] == sum(
        cell for row in found["chart"]["rows"] for cell in row["cells"]
    )


def test_posts_are_those_of_the_last_day_with_what_was_stated():
    written_year()
    found = read()["staff"]
    assert (found["filled"], found["authorised"], found["vacant"]) == ("0.5", "4.5", "4")
    assert (found["heads"], found["professions"]) == (1, ["médecins généralistes"])
    assert found["stated"][0]["said"].replace("\u00a0", " ") == "il manque ≈ 4 ETP"


def test_shares_are_those_of_the_sites_that_note_them():
    written_year()
    days = len(tuesdays(FIRST, LAST))
    without_gp = read()["shares"][0]
    assert without_gp["measure"] == "without_gp"
    assert (without_gp["part"], without_gp["of"]) == (days * 5, days * 20 + 4)
    refused = read()["refused"]
    assert (refused["number"], refused["sites"], refused["of_sites"]) == (days * 2, 1, 2)


@pytest.mark.parametrize(("part", "told"), [(3, "s"), (28, "s"), (30, 30), (15, 15), (0, 0)])
def test_a_share_of_very_few_people_is_hidden(part, told):
    site = SiteFactory()
    SiteRecordingFactory(site=site, shows_without_gp=True, shows_unscheduled=False)
    ActivityCountFactory(
        site=site,
        profession=ProfessionFactory(),
        date=dt.date(2026, 6, 2),
        done=30,
        without_gp=part,
    )
    found = read()
    assert [one["part"] for one in found["shares"]] == [told]
    assert found["parts"]["totals"][1] == found["parts"]["rows"][0]["cells"][1] == told


def test_hours_are_those_of_the_period():
    written_year()
    found = read()["hours"]
    assert found["minutes"] == len(tuesdays(FIRST, LAST)) * 180 * 2
    assert [one["name"] for one in found["sites"]] == ["Labourse", "Robecq"]
    assert {one["weekly"] for one in found["sites"]} == {180}


def test_a_small_count_is_hidden_and_no_total_gives_it_back():
    written_year()
    centre = read()["detail"][0]
    march = next(row for row in centre["rows"] if row["month"] == "2026-03-01")
    assert march == {"month": "2026-03-01", "cells": ["s", "s"], "total": 104}
    assert centre["totals"]["cells"] == ["s", "s"]
    february = next(row for row in centre["rows"] if row["month"] == "2026-02-01")
    assert february["cells"] == [80, None]


def test_the_data_that_travels_with_the_document_holds_no_small_count_either(settings):
    settings.SMALL_COUNTS_BELOW = 11
    written_year()
    cells = [
        cell
        for table in read()["detail"]
        for row in [*table["rows"], table["totals"]]
        for cell in row["cells"]
        if isinstance(cell, int)
    ]
    assert cells
    assert not any(0 < cell < 11 for cell in cells)


def test_the_busiest_sites_have_a_line_and_the_others_share_one():
    doctor = ProfessionFactory()
    for rank in range(20):
        ActivityCountFactory(
            site=SiteFactory(name=f"Site {rank:02}"),
            profession=doctor,
            date=dt.date(2026, 6, 2),
            done=100 - rank,
        )
    rows = read()["chart"]["rows"]
    assert [row["site"] for row in rows][-2:] == ["Site 04", "15 autres sites"]
    assert sum(cell or 0 for row in rows for cell in row["cells"]) == sum(range(81, 101))


def test_an_account_of_one_site_reads_that_site():
    _, antenna = written_year()
    found = read(sites=Site.objects.filter(pk=antenna.pk))
    assert found["scope"] == ["Robecq"]
    assert found["consultations"]["done"] == (len(tuesdays(FIRST, LAST)) - 2) * 10
    assert found["snp"]["sessions"] == 0
    assert found["staff"]["stated"] == []
    assert [table["site"] for table in found["detail"]] == ["Robecq"]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2019, 1, 1), dt.date(2019, 12, 31)),
        (dt.date(2030, 1, 1), dt.date(2030, 1, 31)),
    ],
)
def test_a_period_without_anything_is_told_as_such(first, last):
    written_year()
    found = read(first, last)
    assert found["consultations"]["done"] is None
    assert found["chart"]["rows"] == found["detail"] == found["shares"] == []


def test_nothing_recorded_at_all_is_a_report_too():
    found = read()
    assert found["consultations"]["done"] is None
    assert found["staff"]["professions"] == []
    json.dumps(found)


def test_as_much_is_asked_for_three_years_and_more_sites(django_assert_max_num_queries):
    written_year()
    with django_assert_max_num_queries(32):
        read()
    midwife = ProfessionFactory(name="sage-femme")
    for rank in range(6):
        site = SiteFactory(name=f"Bourg {rank}")
        rows = [
            ActivityCountFactory.build(site=site, profession=midwife, date=day, done=20)
            for day in tuesdays(dt.date(2024, 6, 4), LAST)
        ]
        ActivityCount.objects.bulk_create(rows)
    with django_assert_max_num_queries(32):
        read(dt.date(2023, 7, 1), LAST)
