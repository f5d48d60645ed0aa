"""What the sheet of a site tells."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from sites.documents.sheet import render_sheet_html
from sites.models import Site
from sites.review.sheet import sheet_source
from tests.sites.factories import (
    EquipmentFactory,
    OpeningHoursFactory,
    OrganisationFactory,
    RoomFactory,
    SiteFactory,
)
from tests.sites.factories_projects import ClosureFactory, LimitWaiverFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 3)
NOBODY = AnonymousUser()


def facts(site):
    return dict(sheet_source(site, user=NOBODY, today=TODAY)["facts"])


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        pytest.param({}, "Ouvert depuis le 3 juin 2024", id="open"),
        pytest.param(
            {"closed_on": dt.date(2026, 6, 1)},
            "Ouvert depuis le 3 juin 2024, fermeture le 1er juin 2026",
            id="to close",
        ),
        pytest.param(
            {"closed_on": dt.date(2026, 3, 1)},
            "Fermé depuis le 1er mars 2026, ouvert le 3 juin 2024",
            id="closed",
        ),
        pytest.param({"opened_on": None}, "Prévu, sans date", id="no date"),
        pytest.param(
            {"opened_on": None, "planned_on": dt.date(2025, 12, 31)},
            "Ouverture prévue le 31 décembre 2025, date passée",
            id="late",
        ),
        pytest.param(
            {"opened_on": dt.date(2026, 9, 1)}, "Ouverture prévue le 1er septembre 2026", id="soon"
        ),
    ],
)
def test_state_is_told_with_its_dates(dates, said):
    assert plain(facts(SiteFactory(**dates))["État"][0]) == said


def test_what_is_not_known_is_said():
    told = facts(SiteFactory())
    assert told["FINESS"] == told["Propriétaire"] == told["Gestionnaire"] == ["non renseigné"]
    assert "Centre de rattachement" not in told


def test_only_what_is_there_today_is_printed():
    site = SiteFactory(antenna=True)
    EquipmentFactory(site=site, label="gone", end=dt.date(2026, 3, 2))
    EquipmentFactory(site=site, label="to come", start=dt.date(2026, 3, 4))
    EquipmentFactory(
        site=site, label="here", lent_by=OrganisationFactory(official_name="association Toit")
    )
    ClosureFactory(site=site, start=dt.date(2026, 1, 5), end=dt.date(2026, 1, 9))
    source = sheet_source(site, user=NOBODY, today=TODAY)
    assert [(thing["label"], thing["lender"]) for thing in source["equipment"]] == [
        ("here", "Association Toit")
    ]
    assert source["closures"] == []
    assert len(source["limits"]) == 2


def test_areas_are_added_when_several_are_known():
    site = SiteFactory()
    RoomFactory(site=site, area="18.50")
    assert plain(sheet_source(Site.objects.get(pk=site.pk), user=NOBODY, today=TODAY)["area"]) == ""
    RoomFactory(site=site, area="31.50")
    RoomFactory(site=site)
    source = sheet_source(Site.objects.get(pk=site.pk), user=NOBODY, today=TODAY)
    assert [plain(room["area"]) for room in source["rooms"]] == ["18,5 m²", "31,5 m²", ""]
    assert plain(source["area"]) == "50 m²"


def test_what_people_typed_is_never_read_as_html():
    site = SiteFactory(name="<b>Labourse</b>", address="<script>")
    RoomFactory(site=site, name="{{ secret }}")
    html = render_sheet_html(sheet_source(site, user=NOBODY, today=TODAY))
    assert "<b>" not in html
    assert "<script>" not in html
    assert "{{ secret }}" in html


def test_sheet_is_read_in_as_many_queries_whatever_its_lines(django_assert_num_queries):
    site = SiteFactory(antenna=True)
    for _ in range(3):
        OpeningHoursFactory(site=site, activity="nursing")
        RoomFactory(site=site)
        EquipmentFactory(site=site, lent_by=OrganisationFactory())
        ClosureFactory(site=site)
        LimitWaiverFactory(site=site)
    row = Site.objects.select_related("commune", "parent", "owner", "manager").get(pk=site.pk)
    with django_assert_num_queries(6):  # the hours held under conventions are the sixth
        sheet_source(row, user=NOBODY, today=TODAY)
