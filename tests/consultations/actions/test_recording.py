"""Cells written together: nothing lost, nothing overwritten unseen, sums that follow."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from consultations.actions.recording import LOCKED, NOT_YET, record
from consultations.models import ActivityCount, MonthlyTotal, MonthState
from consultations.rules.cells import CellKey, Mark, Measure
from consultations.rules.merging import Change
from tests.consultations.factories import MONDAY, MonthLockFactory, UserFactory
from tests.sites.factories import SiteFactory
from tests.staffing.factories import PersonFactory, ProfessionFactory

pytestmark = pytest.mark.django_db
TODAY = MONDAY + dt.timedelta(days=20)


@pytest.fixture
def grid():
    return Grid(SiteFactory(), ProfessionFactory(), UserFactory())


class Grid:
    def __init__(self, site, profession, user):
        self.site, self.profession, self.user = site, profession, user

    def key(self, day=MONDAY):
        return CellKey.of(self.site.pk, day, self.profession.pk, "consultation")

    def type(self, value, base=Mark.BLANK, measure=Measure.DONE, day=MONDAY, by=None):
        change = Change(self.key(day), measure, value, base)
        return self.record([change], by=by)

    def record(self, changes, by=None):
        return record(changes, by=by or self.user, now=timezone.now(), today=TODAY)

    def total(self, month=MONDAY):
        return MonthlyTotal.objects.get(site=self.site, month=month)


def test_first_figure_of_a_day_is_written_with_its_history_and_its_sum(grid):
    outcome = grid.type(12)
    row = ActivityCount.objects.get()
    assert (len(outcome.saved), row.done, row.version, row.author) == (1, 12, 1, grid.user)
    assert list(row.history.values_list("done", "history_type", "history_user")) == [
        (12, "+", grid.user.pk)
    ]
    assert (grid.total().done, grid.total().entries) == (12, 1)


def test_figure_typed_over_the_one_that_was_shown_takes_its_place(grid):
    grid.type(12)
    grid.type(15, base=12)
    row = ActivityCount.objects.get()
    assert (row.done, row.version, row.history.count()) == (15, 2, 2)
    assert grid.total().done == 15


def test_figure_that_somebody_else_changed_is_never_overwritten(grid):
    marie = UserFactory(first_name="Marie", last_name="Duval")
    grid.type(12, by=marie)
    outcome = grid.type(14)
    (conflict,) = outcome.conflicts
    assert (conflict.theirs, conflict.by, outcome.saved) == (12, "Marie Duval", [])
    assert ActivityCount.objects.get().done == 12


def test_same_figure_typed_by_two_people_is_no_conflict(grid):
    grid.type(12)
    assert grid.type(12).conflicts == []
    assert ActivityCount.objects.get().version == 1


def test_two_people_on_two_measures_of_one_row_both_keep_theirs(grid):
    grid.type(12)
    outcome = grid.type(3, measure=Measure.REFUSED)
    row = ActivityCount.objects.get()
    assert (outcome.conflicts, row.done, row.refused) == ([], 12, 3)


def test_zero_closed_and_nothing_are_three_facts(grid):
    grid.type(0)
    grid.type(Mark.CLOSED, day=MONDAY + dt.timedelta(days=1))
    zero, closed = ActivityCount.objects.order_by("date")
    assert (zero.done, zero.closed, closed.done, closed.closed) == (0, False, None, True)
    assert (grid.total().entries, grid.total().closed) == (1, 1)


def test_figure_erased_leaves_a_row_that_says_nothing(grid):
    grid.type(12)
    grid.type(Mark.BLANK, base=12)
    assert ActivityCount.objects.get().done is None
    assert (grid.total().done, grid.total().entries) == (0, 0)


def test_closed_does_not_erase_other_figures_of_the_day(grid):
    grid.type(2, measure=Measure.REFUSED)
    outcome = grid.type(Mark.CLOSED)
    assert "effacez-les" in outcome.refused[0][1]
    assert ActivityCount.objects.get().refused == 2


def test_part_greater_than_the_whole_is_refused_in_a_sentence(grid):
    grid.type(5)
    outcome = grid.type(6, measure=Measure.UNSCHEDULED)
    assert "font partie des 5 consultations" in outcome.refused[0][1]
    assert ActivityCount.objects.get().unscheduled is None


def test_day_to_come_is_refused(grid):
    outcome = grid.type(5, day=TODAY + dt.timedelta(days=1))
    assert outcome.refused[0][1] == NOT_YET
    assert not ActivityCount.objects.exists()


def test_closed_month_refuses_what_is_typed_and_the_rest_is_kept(grid):
    MonthLockFactory(site=grid.site, month=MONDAY, state=MonthState.CLOSED)
    may = MONDAY - dt.timedelta(days=1)
    outcome = grid.record(
        [Change(grid.key(), Measure.DONE, 4), Change(grid.key(may), Measure.DONE, 7)]
    )
    assert [message for _, message in outcome.refused] == [LOCKED]
    assert [change.value for change in outcome.saved] == [7]


def test_database_itself_refuses_a_figure_in_a_closed_month(grid):
    grid.type(4)
    lock = grid.site.months.get()
    lock.state = MonthState.CLOSED
    lock.save()
    with pytest.raises(IntegrityError, match="consultations_activitycount_month"):
        ActivityCount.objects.update(done=5)


def test_sums_follow_a_write_that_goes_round_the_action(grid):
    grid.type(4)
    ActivityCount.objects.update(done=9, date=MONDAY + dt.timedelta(days=30))
    july = dt.date(2026, 7, 1)
    assert (grid.total().done, grid.total(july).done) == (0, 9)
    ActivityCount.objects.all().delete()
    assert grid.total(july).done == 0


def test_week_of_fifteen_cells_is_saved_in_eight_statements(grid, django_assert_max_num_queries):
    grid.type(1)
    changes = [
        Change(grid.key(MONDAY + dt.timedelta(days=day)), Measure.DONE, 10 + day, Mark.BLANK)
        for day in range(1, 15)
    ]
    with django_assert_max_num_queries(8):
        grid.record([*changes, Change(grid.key(), Measure.DONE, 2, 1)])
    assert ActivityCount.objects.count() == 15
    assert grid.total().done == 2 + sum(range(11, 25))


def test_row_of_a_person_and_that_of_the_profession_are_two(grid):
    person = PersonFactory()
    own = CellKey.of(grid.site.pk, MONDAY, grid.profession.pk, "consultation", person.pk)
    grid.record([Change(grid.key(), Measure.DONE, 4), Change(own, Measure.DONE, 6)])
    assert ActivityCount.objects.count() == 2
    assert grid.total().done == 10


def test_sums_tell_on_which_consultations_a_part_was_noted(grid):
    grid.type(10)
    grid.type(20, day=MONDAY + dt.timedelta(days=1))
    grid.type(0, measure=Measure.UNSCHEDULED, day=MONDAY + dt.timedelta(days=1))
    assert (grid.total().unscheduled_among, grid.total().refused_among) == (20, 0)
    grid.type(Mark.BLANK, 0, measure=Measure.UNSCHEDULED, day=MONDAY + dt.timedelta(days=1))
    assert grid.total().unscheduled_among == 0


def test_confirmed_figure_stays_confirmed_until_it_changes(grid):
    grid.record([Change(grid.key(), Measure.DONE, 90, Mark.BLANK, confirmed=True)])
    grid.type(2, measure=Measure.REFUSED)
    assert ActivityCount.objects.get().confirmed
    grid.type(12, base=90)
    assert not ActivityCount.objects.get().confirmed
