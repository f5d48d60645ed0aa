"""Which rows a line gives at a site, and who is there."""

import datetime as dt
from decimal import Decimal

import pytest

from consultations.review.recorded_lines import NOT_IN_FORCE, read_grounds
from consultations.rules.cells import Measure
from sites.models import Site
from tests.consultations.factories import MONDAY, RecordingLineFactory, SiteRecordingFactory
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    AssignmentFactory,
    AssignmentShareFactory,
    PersonFactory,
    PostFactory,
    PostShareFactory,
    PostTargetFactory,
)

pytestmark = pytest.mark.django_db
SUNDAY = MONDAY + dt.timedelta(days=6)


def ground_of(site, first=MONDAY, last=SUNDAY):
    found = read_grounds(Site.objects.all(), first=first, last=last)
    return next((one for one in found if one.site == site), None)


def rows_at(site, counted=(), sees_people=True):
    ground = ground_of(site)
    (line,) = ground.lines
    return ground.rows_of(line, MONDAY, SUNDAY, counted=counted, sees_people=sees_people)


def people_at(site):
    return [row.person for row in rows_at(site)]


def assigned(line, **fields):
    """Assign somebody to a post of the profession of a line; `site` is that of the post."""
    post = PostFactory(profession=line.profession, site=fields.pop("site", None))
    return AssignmentFactory(post=PostTargetFactory(post=post).post, **fields)


@pytest.fixture
def line():
    return RecordingLineFactory(by_person=True)


def test_line_of_the_profession_is_one_row():
    line = RecordingLineFactory()
    assigned(line, site=line.site)
    (row,) = rows_at(line.site)
    assert (row.person, row.person_key, row.is_sum) == (None, 0, False)


def test_line_by_person_is_a_row_for_each_by_name(line):
    second = assigned(line, site=line.site, person=PersonFactory(last_name="Zola")).person
    first = assigned(line, site=line.site, person=PersonFactory(last_name="Artaud")).person
    assert people_at(line.site) == [first, second]


def test_line_by_person_without_anybody_is_the_row_of_the_profession(line):
    assert people_at(line.site) == [None]


def test_people_are_one_sum_to_those_who_may_not_see_them(line):
    assigned(line, site=line.site)
    (row,) = rows_at(line.site, sees_people=False)
    assert (row.is_sum, row.person) == (True, None)


def test_figures_of_the_profession_keep_their_row_beside_those_of_people(line):
    person = assigned(line, site=line.site).person
    assert [row.person for row in rows_at(line.site, counted=[None])] == [person, None]
    hidden = rows_at(line.site, counted=[None], sees_people=False)
    assert [row.is_sum for row in hidden] == [True, False]


def test_somebody_counted_who_is_no_longer_assigned_keeps_a_row(line):
    gone = PersonFactory()
    assert [row.person for row in rows_at(line.site, counted=[gone])] == [gone]


def test_somebody_who_left_or_comes_later_has_no_row(line):
    assigned(line, site=line.site, end=MONDAY - dt.timedelta(days=1))
    assigned(line, site=line.site, start=SUNDAY + dt.timedelta(days=1))
    there = assigned(line, site=line.site, start=SUNDAY).person
    assert people_at(line.site) == [there]


def test_somebody_of_the_whole_centre_is_at_each_site(line):
    anywhere = assigned(line).person
    assert people_at(line.site) == [anywhere]


def test_somebody_of_another_site_or_profession_is_not_there(line):
    assigned(line, site=SiteFactory())
    AssignmentFactory(post=PostTargetFactory(post__profession__name="sage-femme").post)
    assert people_at(line.site) == [None]


def test_shares_of_the_post_say_where_its_people_are(line):
    other = SiteFactory()
    assignment = assigned(line)
    PostShareFactory(post=assignment.post, site=other, percent=Decimal(100))
    assert people_at(line.site) == [None]
    PostShareFactory._meta.model.objects.update(percent=Decimal(60))
    assert people_at(line.site) == [assignment.person]


def test_shares_of_somebody_count_before_those_of_the_post(line):
    assignment = assigned(line, site=line.site)
    share = AssignmentShareFactory(assignment=assignment, site=SiteFactory(), fte=Decimal("0.25"))
    assert people_at(line.site) == [assignment.person]
    share.fte = assignment.fte
    share.save()
    assert people_at(line.site) == [None]


def test_sites_without_settings_ask_the_usual_figures(line):
    assert ground_of(line.site).measures == [Measure.DONE, Measure.UNSCHEDULED, Measure.REFUSED]
    SiteRecordingFactory(site=line.site, shows_refused=False, shows_no_show=True)
    assert ground_of(line.site).measures == [Measure.DONE, Measure.UNSCHEDULED, Measure.NO_SHOW]


def test_sites_open_then_are_read_and_others_are_not(line):
    line.site.closed_on = MONDAY
    line.site.save()
    assert ground_of(line.site) is None
    assert ground_of(line.site, first=MONDAY - dt.timedelta(days=1)) is not None


def test_lines_in_force_then_are_read_and_say_on_which_days(line):
    line.start = SUNDAY
    line.save()
    ground = ground_of(line.site)
    assert ground.why_not_asked(ground.lines[0], MONDAY) == NOT_IN_FORCE
    assert ground.why_not_asked(ground.lines[0], SUNDAY) == ""
    assert ground_of(line.site, last=MONDAY).lines == []


@pytest.mark.parametrize("sites", [1, 4])
def test_sites_are_read_in_as_many_queries_whatever_their_number(sites, django_assert_num_queries):
    for _ in range(sites):
        line = RecordingLineFactory(by_person=True)
        assigned(line, site=line.site)
    with django_assert_num_queries(7):
        for ground in read_grounds(Site.objects.all(), first=MONDAY, last=SUNDAY):
            for line in ground.lines:
                ground.rows_of(line, MONDAY, SUNDAY, counted=[], sees_people=True)
                ground.why_not_asked(line, MONDAY)
