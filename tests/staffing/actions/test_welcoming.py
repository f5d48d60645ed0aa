"""The welcome of an arrival: prepared from the pack, noted line by line."""

import datetime as dt

import pytest

from staffing.actions.welcoming import WelcomeRefused, note_step, prepare_welcome, propose_pack
from staffing.models import ProfessionFamily, WelcomeItem, WelcomeTheme
from tests.staffing.factories import AssignmentFactory
from tests.staffing.factories_recruitment import WelcomeItemFactory, WelcomeStepFactory

pytestmark = pytest.mark.django_db


def test_a_welcome_holds_the_lines_that_suit_the_profession_with_their_day(admin_user):
    everybody = WelcomeItemFactory(days_after_start=-30, position=2)
    doctors = WelcomeItemFactory(family=ProfessionFamily.MEDICAL, position=1)
    WelcomeItemFactory(family=ProfessionFamily.ADMINISTRATIVE)
    WelcomeItemFactory(is_withdrawn=True)
    arrival = AssignmentFactory(start=dt.date(2026, 3, 2))
    prepare_welcome(assignment=arrival, by=admin_user)
    steps = arrival.welcome_steps.order_by("item__position")
    assert [(step.item, step.due_on) for step in steps] == [
        (doctors, dt.date(2026, 3, 2)),
        (everybody, dt.date(2026, 1, 31)),
    ]
    assert steps[0].history.get().history_user == admin_user


def test_preparing_again_adds_only_what_the_pack_gained():
    WelcomeItemFactory()
    arrival = AssignmentFactory()
    assert len(prepare_welcome(assignment=arrival, by=None)) == 1
    step = arrival.welcome_steps.get()
    note_step(step=step, by=None, done_on=dt.date(2026, 3, 2))
    added = WelcomeItemFactory()
    assert [line.item for line in prepare_welcome(assignment=arrival, by=None)] == [added]
    step.refresh_from_db()
    assert step.done_on == dt.date(2026, 3, 2)


def test_a_line_is_noted_then_taken_back(admin_user):
    step = WelcomeStepFactory()
    note_step(step=step, by=admin_user, done_on=dt.date(2026, 3, 2))
    note_step(step=step, by=admin_user, done_on=dt.date(2026, 3, 2))
    assert step.history.count() == 2
    note_step(step=step, by=admin_user, is_declined=True)
    step.refresh_from_db()
    assert (step.done_on, step.is_declined) == (None, True)
    note_step(step=step, by=admin_user)
    step.refresh_from_db()
    assert (step.done_on, step.is_declined) == (None, False)


def test_a_line_is_not_done_and_not_wanted_at_once():
    step = WelcomeStepFactory()
    with pytest.raises(WelcomeRefused, match="pas les deux"):
        note_step(step=step, by=None, done_on=dt.date(2026, 3, 2), is_declined=True)


def test_the_usual_pack_covers_every_theme_and_is_proposed_once():
    kept = WelcomeItemFactory(position=4)
    added = propose_pack(by=None)
    assert {item.theme for item in added} == set(WelcomeTheme.values)
    assert [item.position for item in added] == list(range(5, 5 + len(added)))
    assert {item.family for item in added} <= {"", *ProfessionFamily.values}
    assert propose_pack(by=None) == []
    assert WelcomeItem.objects.count() == len(added) + 1
    assert WelcomeItem.objects.filter(pk=kept.pk).exists()
