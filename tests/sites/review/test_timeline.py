"""When the centres and antennas opened, closed or changed their hours."""

import datetime as dt

import pytest

from sites.models import Site, SiteState
from sites.review.timeline import EventKind, Stretch, family_of, in_families, openings
from tests.sites.factories import OpeningHoursFactory, SiteFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 1)


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.fixture
def centre():
    """The centre and its three antennas as they stood in September 2025."""
    centre = SiteFactory(name="Labourse", opened_on=dt.date(2024, 6, 3))
    for name, opened, planned in (
        ("Robecq", None, dt.date(2025, 12, 31)),
        ("Gauchin-Légal", dt.date(2025, 2, 3), None),
        ("Norrent-Fontes", dt.date(2024, 6, 17), dt.date(2024, 6, 1)),
    ):
        SiteFactory(antenna=True, name=name, parent=centre, opened_on=opened, planned_on=planned)
    return centre


def test_antennas_follow_their_centre_by_opening(centre):
    SiteFactory(name="Annezin", opened_on=None)
    assert [str(site) for site in in_families(Site.objects.all())] == [
        "Annezin",
        "Labourse",
        "Norrent-Fontes",
        "Gauchin-Légal",
        "Robecq",
    ]


def test_events_come_by_day_and_the_drawing_holds_them_all(centre):
    timeline = openings(family_of(centre), today=TODAY)
    assert [(event.day.isoformat(), str(event.site), event.kind) for event in timeline.events] == [
        ("2024-06-01", "Norrent-Fontes", EventKind.PLANNED),
        ("2024-06-03", "Labourse", EventKind.OPENED),
        ("2024-06-17", "Norrent-Fontes", EventKind.OPENED),
        ("2025-02-03", "Gauchin-Légal", EventKind.OPENED),
        ("2025-12-31", "Robecq", EventKind.PLANNED),
    ]
    assert (timeline.first, timeline.last) == (dt.date(2024, 1, 1), dt.date(2025, 12, 31))


def test_states_follow_one_another(centre):
    lines = {str(line.site): line for line in openings(family_of(centre), today=TODAY).lines}
    assert lines["Norrent-Fontes"].stretches == [
        Stretch(SiteState.PLANNED, dt.date(2024, 6, 1), dt.date(2024, 6, 16)),
        Stretch(SiteState.OPEN, dt.date(2024, 6, 17), None),
    ]
    assert lines["Robecq"].stretches == [Stretch(SiteState.PLANNED, dt.date(2025, 12, 31), None)]
    assert lines["Robecq"].state == SiteState.PLANNED


def test_plan_that_is_past_is_told(centre):
    (line,) = openings([Site.objects.get(name="Robecq")], today=dt.date(2026, 1, 1)).lines
    assert line.events[0].detail == "date passée, le site n’est pas ouvert"


def test_change_of_hours_is_told_while_the_site_is_open():
    site = SiteFactory(closed_on=dt.date(2026, 1, 1))
    OpeningHoursFactory(site=site)
    for day in (dt.date(2024, 1, 1), dt.date(2025, 3, 3), dt.date(2026, 3, 3)):
        OpeningHoursFactory(site=site, weekday=5, start=day, end=day)
    (line,) = openings([site], today=TODAY).lines
    assert [(event.day.isoformat(), event.kind, plain(event.detail)) for event in line.events] == [
        ("2024-06-03", EventKind.OPENED, "3 h par semaine"),
        ("2025-03-03", EventKind.HOURS, "6 h par semaine au lieu de 3 h"),
        ("2025-03-04", EventKind.HOURS, "3 h par semaine au lieu de 6 h"),
        ("2026-01-01", EventKind.CLOSED, ""),
    ]
    assert line.stretches[-1] == Stretch(SiteState.CLOSED, dt.date(2026, 1, 1), None)


def test_hours_that_move_without_growing_are_no_event():
    site = SiteFactory()
    OpeningHoursFactory(site=site, end=dt.date(2025, 3, 2))
    OpeningHoursFactory(site=site, weekday=3, start=dt.date(2025, 3, 3))
    (line,) = openings([site], today=TODAY).lines
    assert [event.kind for event in line.events] == [EventKind.OPENED]


def test_timeline_of_nothing_is_this_year():
    timeline = openings([], today=TODAY)
    assert (timeline.first, timeline.events) == (dt.date(2025, 1, 1), [])


def test_timeline_reads_the_hours_of_all_sites_in_one_query(centre, django_assert_num_queries):
    rows = list(Site.objects.all())
    with django_assert_num_queries(1):
        assert openings(rows, today=TODAY).events
