"""What is missing at each site, by its hours, its lines and what was entered."""

import datetime as dt

import pytest
from django.utils import timezone

from consultations.review.completeness import read_completeness, read_month
from sites.models import Site
from tests.consultations.factories import (
    ActivityCountFactory,
    RecordingLineFactory,
    SiteRecordingFactory,
)
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.sites.factories_projects import ClosureFactory
from tests.staffing.factories import PersonFactory, ProfessionFactory

pytestmark = pytest.mark.django_db
JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
TODAY = dt.date(2026, 7, 20)


@pytest.fixture
def line():
    site = SiteFactory(name="Robecq")
    for weekday in (2, 4):
        OpeningHoursFactory(site=site, weekday=weekday)
    return RecordingLineFactory(site=site)


def enter(line, *days, **fields):
    for day in days:
        at = timezone.make_aware(dt.datetime.combine(day, dt.time(18)))
        ActivityCountFactory(
            **{
                "site": line.site,
                "profession": line.profession,
                "kind": line.kind,
                "date": day,
                "entered_at": at,
                **fields,
            }
        )


def days(first, last, today=TODAY):
    (found,) = read_completeness(Site.objects.all(), first, last, today=today)
    return found


def june(*numbers):
    return [dt.date(2026, 6, number) for number in numbers]


def test_week_of_14_july_2026_has_one_day_at_an_antenna_open_on_tuesday_and_thursday(line):
    found = days(dt.date(2026, 7, 13), dt.date(2026, 7, 19))
    assert [one.day for one in found.days] == [dt.date(2026, 7, 16)]


def test_two_missing_days_are_named(line):
    enter(line, *june(9, 11, 16, 18, 23, 25, 30))
    assert days(JUNE, dt.date(2026, 6, 30)).tally().sentence("Robecq") == (
        "Il manque 2\u00a0journées\u00a0: mardi\u00a02 et jeudi\u00a04 à Robecq"
    )


def test_closed_and_zero_are_entered_but_an_erased_figure_is_not(line):
    enter(line, *june(2), done=None, closed=True)
    enter(line, *june(4), done=0)
    enter(line, *june(9), done=None, refused=3)
    assert days(JUNE, dt.date(2026, 6, 9)).tally().missing == june(9)


def test_nothing_is_expected_of_today_nor_of_days_to_come(line):
    found = days(JUNE, dt.date(2026, 6, 30), today=dt.date(2026, 6, 4))
    assert found.tally().missing == june(2)
    assert read_completeness(Site.objects.all(), JUNE, JULY, today=JUNE) == []


def test_closure_of_the_site_is_not_expected(line):
    ClosureFactory(site=line.site, start=JUNE, end=dt.date(2026, 6, 28))
    assert days(JUNE, dt.date(2026, 6, 30)).tally().missing == june(30)


def test_line_by_person_is_entered_once_somebody_of_it_is(line):
    enter(line, *june(2), person=PersonFactory())
    assert days(JUNE, dt.date(2026, 6, 2)).tally().missing == []


def test_line_of_another_profession_is_told_by_name(line):
    nurses = RecordingLineFactory(
        site=line.site, profession=ProfessionFactory(name="infirmier", activity="nursing")
    )
    enter(line, *june(2))
    found = days(JUNE, dt.date(2026, 6, 2))
    (day,) = found.days
    assert found.missing_lines(day) == [nurses]
    assert found.missing_cell(day).profession == nurses.profession_id


def test_site_says_how_long_its_days_are_on_time(line):
    at = dt.datetime(2026, 6, 5, 22, 30, tzinfo=dt.UTC)
    enter(line, *june(2), entered_at=at)
    assert days(JUNE, dt.date(2026, 6, 2)).tally().late == 0
    SiteRecordingFactory(site=line.site, entry_days=3)
    assert days(JUNE, dt.date(2026, 6, 2)).tally().late == 1


def test_months_are_told_apart(line):
    enter(line, *june(2))
    found = days(JUNE, dt.date(2026, 7, 19))
    assert (found.month(JUNE).entered, found.month(JULY).entered) == (1, 0)
    assert found.month(JULY).expected == 4


def test_site_that_records_nothing_is_left_out(line):
    other = SiteFactory()
    OpeningHoursFactory(site=other)
    assert read_month(other, JUNE, today=TODAY) is None
    assert read_month(line.site, JUNE, today=TODAY).site == line.site


def test_five_queries_whatever_the_sites_and_the_months(line, django_assert_num_queries):
    for _ in range(3):
        other = RecordingLineFactory(profession=line.profession)
        OpeningHoursFactory(site=other.site)
        enter(other, *june(2, 9))
    with django_assert_num_queries(5):
        found = read_completeness(Site.objects.all(), dt.date(2026, 1, 1), JULY, today=TODAY)
        for one in found:
            one.month(JUNE).sentence(one.site.name)
            [one.missing_cell(day) for day in one.days]
