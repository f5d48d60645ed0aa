"""What is usual for a cell, read from the counts of the site in one query."""

import datetime as dt

import pytest

from consultations.review.guardrails import bounds_for, question
from consultations.review.recorded_lines import read_grounds
from consultations.rules.cells import CellKey, Mark, Measure
from consultations.rules.merging import Change
from sites.models import Site
from tests.consultations.factories import ActivityCountFactory, RecordingLineFactory
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.staffing.factories import AssignmentFactory, PersonFactory, PostTargetFactory

pytestmark = pytest.mark.django_db
TUESDAY = dt.date(2026, 6, 2)
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def line():
    site = SiteFactory(name="Robecq")
    for weekday in (2, 4):
        OpeningHoursFactory(site=site, weekday=weekday)
    return RecordingLineFactory(site=site)


def counted(line, *numbers, person=None, **fields):
    for rank, number in enumerate(numbers, start=1):
        ActivityCountFactory(
            site=line.site,
            profession=line.profession,
            person=person,
            date=TUESDAY - rank * WEEK,
            done=number,
            **fields,
        )


def asked(line, value, day=TUESDAY, person=None, measure=Measure.DONE, last=None):
    grounds = read_grounds(Site.objects.all(), first=day, last=last or day)
    key = CellKey.of(line.site_id, day, line.profession_id, line.kind, person and person.pk)
    found = bounds_for(grounds, day, last or day).get(key)
    return question(Change(key, measure, value), found)


def test_odd_number_is_asked_about_and_a_usual_one_is_not(line):
    counted(line, 15, 13, 17, 13, 17, 15, 15)
    assert "d’ordinaire 8 à 22 le mardi à Robecq" in asked(line, 45)
    assert asked(line, 15) == asked(line, Mark.CLOSED) == asked(line, Mark.BLANK) == ""


def test_whole_week_says_the_same_as_the_day_alone(line):
    counted(line, 15, 13, 17, 13, 17, 15, 15)
    assert asked(line, 45) == asked(line, 45, last=TUESDAY + dt.timedelta(days=5))


def test_counts_of_a_person_and_of_the_profession_are_not_compared(line):
    person = PersonFactory()
    counted(line, *[15] * 8)
    counted(line, *[30] * 8, person=person)
    assert "10 à 20" in asked(line, 45)
    assert "25 à 35" in asked(line, 15, person=person)


def test_counts_of_public_holidays_are_left_out(line):
    counted(line, *[15] * 5)
    after, holiday = dt.date(2026, 7, 21), dt.date(2026, 7, 14)
    count = ActivityCountFactory(site=line.site, profession=line.profession, date=holiday, done=15)
    assert asked(line, 60, day=after) == ""
    count.date = holiday - WEEK
    count.save()
    assert "10 à 20" in asked(line, 60, day=after)


def test_number_on_a_day_without_opening_is_asked_about_whatever_it_counts(line):
    wednesday = TUESDAY + dt.timedelta(days=1)
    assert "Gardez-vous 5\u00a0?" in asked(line, 5, day=wednesday)
    assert "Gardez-vous 7h30\u00a0?" in asked(line, 450, day=wednesday, measure=Measure.MINUTES)
    assert asked(line, 0, day=wednesday) == ""


def test_site_without_hours_is_not_said_closed():
    line = RecordingLineFactory()
    assert asked(line, 5) == ""


def test_without_a_past_the_hours_and_the_people_assigned_there_bound_the_number(line):
    post = PostTargetFactory(post__profession=line.profession, post__site=line.site).post
    AssignmentFactory(post=post)
    elsewhere = PostTargetFactory(post__profession=line.profession, post__site=SiteFactory()).post
    AssignmentFactory(post=elsewhere)
    assert "3\u00a0h d’ouverture pour 1\u00a0personne" in asked(line, 10)
    assert asked(line, 9) == ""


def test_hours_held_that_day_bound_the_number(line):
    counted(line, 4, minutes_held=60)
    ActivityCountFactory(
        site=line.site, profession=line.profession, date=TUESDAY, done=None, minutes_held=60
    )
    assert "1\u00a0h tenues" in asked(line, 4)
    assert asked(line, 3) == ""


def test_line_that_is_not_recorded_there_is_not_asked_about(line):
    other = RecordingLineFactory(site=SiteFactory(), profession=line.profession)
    key = CellKey.of(line.site_id, TUESDAY, line.profession_id, "remote")
    grounds = read_grounds(Site.objects.filter(pk=line.site_id), first=TUESDAY, last=TUESDAY)
    found = bounds_for(grounds, TUESDAY, TUESDAY)
    assert found.get(key) is None
    assert found.get(CellKey.of(other.site_id, TUESDAY, other.profession_id, "remote")) is None


def test_one_query_whatever_the_sites_and_the_history(line, django_assert_num_queries):
    counted(line, *[15] * 26)
    counted(RecordingLineFactory(profession=line.profession), *[3] * 20)
    grounds = read_grounds(Site.objects.all(), first=TUESDAY, last=TUESDAY)
    with django_assert_num_queries(1):
        found = bounds_for(grounds, TUESDAY, TUESDAY)
        found.get(CellKey.of(line.site_id, TUESDAY, line.profession_id, line.kind))
