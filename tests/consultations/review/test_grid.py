"""The week of some sites as one grid: which cells, what they state, what they add up to."""

import datetime as dt

import pytest

from consultations.models import MonthState
from consultations.review.grid import Reader, read_grid
from consultations.review.recorded_lines import read_grounds
from consultations.rules.cells import Measure
from consultations.rules.weeks import Week
from sites.models import Site
from tests.consultations.factories import (
    MONDAY,
    ActivityCountFactory,
    MonthLockFactory,
    SiteRecordingFactory,
    UserFactory,
)
from tests.consultations.grid_pages import line_at, open_site
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.staffing.factories import PersonFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SUNDAY = MONDAY + 6 * DAY


def grid_of(week=MONDAY, today=SUNDAY, sees_people=True, may_write=True):
    week = Week.of(week)
    grounds = read_grounds(Site.objects.all(), first=week.first, last=week.last)
    return read_grid(grounds, week, Reader(today, sees_people, may_write), chosen=week.first)


def only_row(grid, measure=Measure.DONE):
    (row,) = (row for one in grid.sites for row in one.rows if row.measure is measure)
    return row


@pytest.fixture
def line():
    return line_at(open_site(name="Robecq"))


def count(line, day=MONDAY, **fields):
    return ActivityCountFactory(site=line.site, profession=line.profession, date=day, **fields)


def test_saturday_and_sunday_are_left_out_until_something_happens_on_them(line):
    assert [day.date.isoweekday() for day in grid_of().days] == [1, 2, 3, 4, 5]
    count(line, MONDAY + 5 * DAY, done=2)
    assert [day.date.isoweekday() for day in grid_of().days] == [1, 2, 3, 4, 5, 6]
    OpeningHoursFactory(site=line.site, weekday=7)
    assert len(grid_of().days) == 7


def test_antenna_open_two_days_a_week_is_asked_for_two_days():
    line_at(open_site(weekdays=(2, 4)))
    cells = only_row(grid_of()).cells
    assert [cell.day.isoweekday() for cell in cells if not cell.is_readonly] == [2, 4]
    assert cells[0].why == "fermé le lundi"


def test_site_without_hours_is_asked_for_every_day():
    line_at(SiteFactory())
    assert not any(cell.is_readonly for cell in only_row(grid_of()).cells)


def test_cells_to_come_are_not_typed(line):
    cells = only_row(grid_of(today=MONDAY + DAY)).cells
    assert [cell.css for cell in cells] == ["", "", "is-to-come", "is-to-come", "is-to-come"]


def test_week_over_two_months_is_closed_for_the_one_that_is(line):
    monday = dt.date(2026, 6, 29)
    MonthLockFactory(site=line.site, state=MonthState.CHECKED)
    cells = only_row(grid_of(monday, today=monday + 6 * DAY)).cells
    assert [cell.css for cell in cells] == ["is-locked", "is-locked", "", "", ""]
    ((key, sentence),) = grid_of(monday).sites[0].locks
    assert key == cells[0].described
    assert "Juin\u00a02026 est vérifié à Robecq" in sentence


def test_sum_of_people_is_closed_when_all_of_them_are(line):
    first, second = PersonFactory(), PersonFactory()
    for person, closed, done in ((first, False, 3), (second, True, None)):
        count(line, person=person, closed=closed, done=done)
        count(line, MONDAY + DAY, person=person, closed=True, done=None)
    row = next(row for row in grid_of(sees_people=False).sites[0].rows if row.is_sum)
    assert [cell.state for cell in row.cells[:3]] == ["number", "closed", "blank"]
    assert row.cells[0].shown == "3"


def test_sum_of_people_has_no_name_that_could_be_typed(line):
    count(line, person=PersonFactory(), done=3)
    rows = grid_of(sees_people=False).sites[0].rows
    names = [cell.name for row in rows for cell in row.cells]
    assert len(names) == len(set(names))
    assert all(cell.is_shown_only for row in rows if row.is_sum for cell in row.cells)


def test_totals_say_nothing_where_nothing_is_entered_and_zero_where_zero_is(line):
    count(line, done=0)
    grid = grid_of()
    assert [day.total for day in grid.days][:2] == ["0", "–"]
    assert (grid.total, only_row(grid).total) == ("0", "0")
    assert only_row(grid, Measure.REFUSED).total == "–"


def test_totals_of_the_day_count_consultations_alone(line):
    SiteRecordingFactory(site=line.site, shows_refused=True)
    count(line, done=5, refused=4, unscheduled=3)
    assert grid_of().total == "5"


def test_day_may_be_closed_at_once_only_where_something_is_blank(line):
    count(line, done=5)
    assert [day.can_close for day in grid_of().sites[0].days][:2] == [False, True]


def test_reader_who_may_not_write_has_nothing_to_type(line):
    grid = grid_of(may_write=False)
    assert all(cell.is_shown_only for cell in only_row(grid).cells)
    assert not any(day.can_close for day in grid.sites[0].days)


def test_remarks_are_told_with_their_day_and_those_of_people_to_those_who_see_them(line):
    count(line, comment="Panne de chauffage")
    count(line, person=PersonFactory(last_name="Zola"), comment="Formation")
    told = [remark.text for remark in grid_of().sites[0].remarks]
    assert sorted(told) == ["Formation", "Panne de chauffage"]
    hidden = grid_of(sees_people=False).sites[0].remarks
    assert [remark.text for remark in hidden] == ["Panne de chauffage"]


@pytest.mark.parametrize("sites", [1, 4])
def test_week_is_read_in_as_many_queries_whatever_the_number_of_sites(
    sites, django_assert_num_queries
):
    for rank in range(sites):
        line = line_at(open_site())
        SiteRecordingFactory(site=line.site)
        count(line, MONDAY + rank * DAY, person=PersonFactory())
        MonthLockFactory(site=line.site, state=MonthState.CLOSED)
    UserFactory(is_superuser=True)
    week = Week.of(MONDAY)
    grounds = read_grounds(Site.objects.all(), first=week.first, last=week.last)
    with django_assert_num_queries(4):
        read_grid(grounds, week, Reader(SUNDAY, True, True), chosen=MONDAY)
