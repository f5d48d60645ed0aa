"""What the end of a convention leaves undone: sessions, amendments, commitments, payments."""

import datetime as dt
from decimal import Decimal

import pytest

from conventions.actions.terminating import terminate
from conventions.models import Convention
from conventions.review.terminations import consequences, parties_to_tell, setting_of
from conventions.rules.terms import Delay
from tests.conventions.ending import END, START, TODAY, notice, parties, permanence
from tests.conventions.factories import CommitmentFactory, ConventionFactory
from tests.conventions.factories_agreements import (
    FinancialTermFactory,
    OccupiedSlotFactory,
    TrackingFactory,
)

pytestmark = pytest.mark.django_db

LAST = dt.date(2026, 3, 25)


def left(convention, last_day=LAST):
    return consequences(convention, last_day=last_day, today=TODAY)


def seal(convention):
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    return Convention.objects.get(pk=convention.pk)


def test_sessions_after_the_last_day_are_told_up_to_the_planned_end():
    convention = permanence(sealed=False)
    OccupiedSlotFactory(convention=convention, weekday=3)
    OccupiedSlotFactory(convention=convention, weekday=1, position=2)
    found = left(seal(convention))
    days = [session.day for session in found.sessions]
    # 25 March is a Wednesday: the last day still belongs to the convention.
    assert days[0] == dt.date(2026, 3, 30)
    assert days[-1] == dt.date(2026, 4, 27)
    assert len(days) == 9
    assert [one.day for one in found.sessions if one.holiday] == [dt.date(2026, 4, 6)]
    assert (found.until, found.is_endless) == (END, False)


def test_the_slots_of_an_imported_convention_count_too():
    slot = {"weekday": "mardi", "start": "14:00", "end": "18:00"}
    convention = permanence(as_written=True, premises={"slots": [slot]})
    assert len(left(convention).sessions) == 5


def test_a_convention_without_end_tells_twelve_months():
    convention = permanence(sealed=False, end=None)
    OccupiedSlotFactory(convention=convention, weekday=2)
    found = left(seal(convention))
    assert (found.until, found.is_endless) == (dt.date(2027, 3, 25), True)
    assert len(found.sessions) == 52


def test_what_is_already_ended_is_told_as_if_it_were_not():
    convention = permanence(sealed=False)
    OccupiedSlotFactory(convention=convention, weekday=2)
    FinancialTermFactory(convention=convention, amount="300.00")
    convention = seal(convention)
    before = left(convention)
    terminate(convention=convention, decision=notice(convention), by=None, today=TODAY)
    after = left(Convention.objects.get(pk=convention.pk))
    assert [one.day for one in after.sessions] == [one.day for one in before.sessions]
    assert after.owed == before.owed > 0


def test_payments_after_the_last_day_are_added_up():
    convention = permanence(sealed=False)
    FinancialTermFactory(convention=convention, amount="300.00")
    found = left(seal(convention))
    assert [one.day for one in found.payments] == [dt.date(2026, 3, 26), dt.date(2026, 4, 26)]
    assert found.owed == sum((one.amount for one in found.payments), Decimal(0))


def test_what_is_given_in_kind_is_not_a_payment():
    convention = permanence(sealed=False)
    FinancialTermFactory(
        convention=convention, mode="valued", amount=None, valued_at="900.00", period=""
    )
    assert left(seal(convention)).payments == []


def test_commitments_due_by_the_last_day_are_told_and_not_those_after_it():
    convention = permanence(sealed=False)
    giver = parties(convention)[0]
    article = convention.articles.get(position=1)
    article.committed_party = giver
    article.save()
    for position, day in enumerate((dt.date(2026, 3, 15), LAST, dt.date(2026, 4, 15)), start=1):
        commitment = CommitmentFactory(article=article, position=position, text=f"rendre {day} ;")
        TrackingFactory(commitment=commitment, periodicity="once", first_due_on=day)
    CommitmentFactory(article=article, position=4, text="ouvrir les locaux.")
    found = left(seal(convention)).obligations
    assert [(line.due_on, line.is_late) for line in found] == [
        (dt.date(2026, 3, 15), True),
        (LAST, False),
    ]


def test_amendments_not_signed_yet_are_told():
    convention = permanence()
    draft = ConventionFactory(parent=convention, parent_relation="amendment", rank=2)
    ConventionFactory(parent=convention, parent_relation="renewal")
    permanence(reference="C-9", parent=convention, parent_relation="amendment", rank=1)
    assert list(left(convention).amendments) == [draft]


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    convention = permanence(sealed=False)
    for weekday in range(1, 6):
        OccupiedSlotFactory(convention=convention, weekday=weekday, position=weekday)
    FinancialTermFactory(convention=convention)
    convention = seal(convention)
    with django_assert_max_num_queries(35):
        assert len(left(convention).sessions) > 20


def test_the_setting_forgets_who_ended_the_convention():
    convention = permanence(renewal="tacit", renewal_deadline_value=1)
    terminate(
        convention=convention,
        decision=notice(convention, kind="denunciation"),
        by=None,
        today=TODAY,
    )
    setting = setting_of(Convention.objects.get(pk=convention.pk))
    assert setting.planned_end is None
    assert setting.notice == Delay(15, "days")
    assert setting.denunciation_delay == Delay(1, "days")
    assert setting.course.start == START


def test_who_is_told_leaves_out_the_giver_and_nobody_else():
    convention = permanence()
    first, second, third = parties(convention)
    assert parties_to_tell(convention, second) == [first, third]
    assert parties_to_tell(convention, None) == []
