"""The life of an act read from its rows."""

import datetime as dt

import pytest

from conventions.actions import sign_act
from conventions.actions.terminating import terminate
from conventions.models import Convention, Execution
from conventions.review.timeline import (
    authorising_act,
    execution_faults,
    timeline_of,
    timeline_of_convention,
)
from conventions.rules.timeline import Code
from tests.conventions.ending import notice, permanence
from tests.conventions.factories import (
    AnnexFactory,
    ConclusionFactory,
    ConventionFactory,
    ready_act,
)
from tests.conventions.review.lives import NEXT_DAY, SIGNED_ON, executory_act, signed_act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def annexed(act, **fields):
    """Return a convention annexed to `act`, under its reference."""
    convention = ConventionFactory(**fields)
    AnnexFactory(act=act, text="", convention=convention)
    return convention


def test_the_line_reads_the_act_its_execution_and_its_conventions():
    act = executory_act(sent_on=SIGNED_ON)
    convention = annexed(act, reference="C-1", start=dt.date(2026, 1, 26), end=dt.date(2026, 4, 28))
    ConclusionFactory(convention=convention, signed_on=dt.date(2026, 1, 20))
    line = timeline_of(act, today=dt.date(2026, 2, 1))
    assert {step.code.value: step.day and step.day.isoformat() for step in line.steps} == {
        "draft": None,
        "signed": "2026-01-15",
        "sent": "2026-01-15",
        "received": "2026-01-16",
        "published": "2026-01-16",
        "enforceable": "2026-01-16",
        "reported": None,
        "concluded": "2026-01-20",
        "effect": "2026-01-26",
        "end": "2026-04-28",
        "appeal": "2026-03-17",
        "referral": "2026-03-17",
    }
    assert {step.subject for step in line.steps} == {"", "C-1"}
    assert not line.faults


def test_an_act_written_here_begins_on_the_day_it_was_created():
    act = ready_act()
    first = act.history.earliest()
    first.history_date = dt.datetime(2026, 1, 9, 23, 30, tzinfo=dt.UTC)
    first.save()
    assert timeline_of(act).day(Code.DRAFT) == dt.date(2026, 1, 10)


def test_a_convention_concluded_before_its_act_is_enforceable_is_pointed_out():
    act = executory_act()
    convention = annexed(act, signature_date=SIGNED_ON)
    assert [step.code for step in timeline_of(act).faults] == [Code.CONCLUDED]
    assert [step.code for step in timeline_of_convention(convention).faults] == [Code.CONCLUDED]
    ConclusionFactory(convention=convention, signed_on=NEXT_DAY)
    convention.refresh_from_db()
    assert not timeline_of(act).faults
    assert not timeline_of_convention(convention).faults


def test_a_convention_that_names_its_act_follows_it():
    act = executory_act()
    convention = ConventionFactory(
        authorised_by_nature="decision", authorised_by_number="2026_008", signature_date=SIGNED_ON
    )
    assert authorising_act(convention) == act
    assert [step.code for step in timeline_of_convention(convention).faults] == [Code.CONCLUDED]
    named = ConventionFactory(authorised_by_nature="decision", authorised_by_number="2026 008")
    assert timeline_of(act).step(Code.CONCLUDED).subject == named.title


@pytest.mark.parametrize(
    "wrong",
    [
        {"authorised_by_nature": "deliberation"},
        {"authorised_by_number": "2026 009"},
        {"authorised_by_date": dt.date(2026, 1, 14)},
        {"authorised_by_number": ""},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_act_that_is_not_the_one_named_authorises_nothing(wrong):
    act = executory_act()
    fields = {
        "authorised_by_nature": "decision",
        "authorised_by_number": "2026 008",
        "authorised_by_date": SIGNED_ON,
    }
    convention = ConventionFactory(**{**fields, **wrong})
    assert authorising_act(convention) is None
    assert timeline_of(act).step(Code.CONCLUDED) is None


def test_two_acts_of_one_number_are_not_chosen_between():
    executory_act()
    executory_act()
    assert authorising_act(ConventionFactory(authorised_by_number="2026 008")) is None


def test_a_convention_without_its_act_is_checked_against_the_date_it_gives():
    convention = ConventionFactory(
        authorised_by_number="2020-1",
        authorised_by_date=NEXT_DAY,
        signature_date=SIGNED_ON,
        start=dt.date(2020, 1, 1),
        signed_after_start=True,
    )
    line = timeline_of_convention(convention)
    assert [step.code for step in line.steps] == [Code.CONCLUDED, Code.EFFECT, Code.END]
    assert "avant l’acte qui l’autorise" in line.step(Code.CONCLUDED).fault
    assert not line.step(Code.EFFECT).fault


@pytest.mark.parametrize("conventions", [0, 1, 4])
def test_reading_a_life_costs_the_same_whatever_it_holds(django_assert_num_queries, conventions):
    act = executory_act()
    for _ in range(conventions):
        ConclusionFactory(convention=annexed(act), signed_on=NEXT_DAY)
    with django_assert_num_queries(2):
        assert len(timeline_of(act).steps) == 9 + 3 * conventions


def test_reading_the_life_of_an_act_written_here_costs_one_query_more(django_assert_num_queries):
    act = ready_act()
    with django_assert_num_queries(3):
        timeline_of(act)


def test_reading_the_life_of_a_convention_costs_one_query(django_assert_num_queries):
    convention = annexed(executory_act())
    convention = Convention.objects.select_related("conclusion").get(pk=convention.pk)
    with django_assert_num_queries(1):
        timeline_of_convention(convention)


def test_the_faults_of_an_execution_are_told_by_column():
    act = signed_act()
    execution = Execution(
        act=act,
        received_on=dt.date(2026, 1, 14),
        published_on=dt.date(2026, 3, 1),
        notified_on=NEXT_DAY,
        informal_reply_on=NEXT_DAY,
    )
    faults = execution_faults(act, execution, today=dt.date(2026, 2, 1))
    assert set(faults) == {"received_on", "published_on", "informal_reply_on"}
    assert execution_faults(act, Execution(act=act), today=None) == {}


def test_a_signed_act_of_ours_has_its_three_queries_too(django_assert_num_queries):
    act = ready_act()
    sign_act(act=act, by=None, on=SIGNED_ON, now=dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC))
    with django_assert_num_queries(3):
        line = timeline_of(act)
    assert line.day(Code.SIGNED) == SIGNED_ON


def test_the_life_of_a_convention_tells_until_when_to_act(django_assert_max_num_queries):
    convention = permanence()
    with django_assert_max_num_queries(4):
        line = timeline_of_convention(convention, today=dt.date(2026, 3, 1))
    assert line.day(Code.NOTICE_BY) == dt.date(2026, 4, 13)
    assert line.day(Code.ENDS_ON) is None
    decision = notice(convention, giver=2)
    terminate(convention=convention, decision=decision, by=None, today=dt.date(2026, 3, 10))
    line = timeline_of_convention(convention, today=dt.date(2026, 3, 11))
    assert line.step(Code.LEFT).note == "Par l’association Naître au village."
    assert line.day(Code.ENDS_ON) == dt.date(2026, 3, 25)
    assert line.day(Code.NOTICE_BY) is None


def test_the_life_of_an_act_tells_the_real_end_of_its_conventions():
    convention = permanence()
    decision = notice(convention)
    terminate(convention=convention, decision=decision, by=None, today=dt.date(2026, 3, 10))
    line = timeline_of(convention.annex.act, today=dt.date(2026, 3, 11))
    assert line.day(Code.END) == dt.date(2026, 4, 28)
    assert line.day(Code.ENDS_ON) == dt.date(2026, 3, 25)
