"""Where conventions stand and what falls due, said alike by the program and by the database."""

import datetime as dt
import random

import pytest

from conventions.actions.ending import settle_end
from conventions.models import Convention
from conventions.review.terms import in_stage, renewals_left, stage_of, terms_of, with_terms
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.terms import Delay, Term
from tests.conventions.factories import (
    AnnexFactory,
    ConclusionFactory,
    ConventionFactory,
    PartyFactory,
)
from tests.conventions.factories_agreements import RenewalDecisionFactory, TerminationFactory
from tests.conventions.review.lives import executory_act, signed_act

pytestmark = pytest.mark.django_db

START, END = dt.date(2026, 1, 26), dt.date(2026, 4, 28)
TODAY = dt.date(2026, 3, 1)


def read(convention):
    """Return a convention as a page reads it."""
    return with_terms(Convention.objects.all()).get(pk=convention.pk)


def agreed(*, signed_on=START, **fields):
    """Return a convention sealed here and signed by its parties, its end worked out."""
    convention = ConventionFactory(**{"start": START, "end": END, **fields})
    PartyFactory(convention=convention)
    if signed_on:
        ConclusionFactory(convention=convention, signed_on=signed_on)
    settle_end(convention=convention)
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    return read(convention)


def amended(convention, *, signed_on=TODAY, rank=1, **fields):
    """Sign an amendment of `convention`; return the latter, its end worked out again."""
    amendment = ConventionFactory(
        parent=convention, parent_relation="amendment", rank=rank, **fields
    )
    if signed_on:
        ConclusionFactory(convention=amendment, signed_on=signed_on)
    Convention.objects.filter(pk=amendment.pk).update(sealed=True)
    settle_end(convention=amendment)
    return read(convention)


def all_sorts_of_conventions(count):
    """Write conventions whose act, dates and end are drawn, the same at each run."""
    draw = random.Random(14)

    def day(first=-60, last=60):
        return draw.choice([None, TODAY + dt.timedelta(days=draw.randint(first, last))])

    for number in range(count):
        start, end = day(), day()
        if start and end and end < start:
            start, end = end, start
        convention = ConventionFactory(
            start=start,
            end=end,
            ends_on=end,
            ended_by=draw.choice(["term", "renewal", "termination"]) if end else "",
            as_written=draw.random() < 0.5,
            signature_date=draw.choice([None, None, day()]),
        )
        if draw.random() < 0.7:
            ConclusionFactory(convention=convention, signed_on=day())
        if draw.random() < 0.3:
            Convention.objects.filter(pk=convention.pk).update(sealed=True)
        if number % 5 == 0:
            AnnexFactory(act=signed_act(), text="", convention=convention)
    for _ in range(3):
        cancelled = signed_act(cancelled_on=TODAY)
        AnnexFactory(act=cancelled, text="", convention=ConventionFactory(start=START, end=END))


def test_the_database_finds_the_conventions_of_each_stage():
    all_sorts_of_conventions(300)
    rows = list(with_terms(Convention.objects.all()))
    counted = {}
    for wanted in ConventionStage:
        found = in_stage(Convention.objects.all(), wanted, today=TODAY)
        keys = sorted(found.values_list("pk", flat=True))
        told = sorted(row.pk for row in rows if stage_of(row, today=TODAY) is wanted)
        assert keys == told, wanted
        counted[wanted] = len(keys)
    assert sum(counted.values()) == len(rows)
    assert min(counted.values()) > 0, counted


def test_the_permanence_of_93_days_is_left_until_13_april():
    found = terms_of(agreed(notice_value=15, notice_unit="days"), today=TODAY)
    assert found.stage is ConventionStage.IN_FORCE
    assert found.period_days == 93
    assert found.notice_by == dt.date(2026, 4, 13)
    assert found.agreed.notice == Delay(15, "days")
    assert (found.ends_on, found.ended_by, found.days_left) == (END, "term", 58)
    assert (found.renewal_by, found.renewal_label) == (None, "")


def test_a_notice_without_a_unit_is_in_days():
    assert terms_of(agreed(notice_value=15), today=TODAY).notice_by == dt.date(2026, 4, 13)


def test_days_left_are_none_on_the_last_day_and_negative_afterwards():
    convention = agreed()
    assert terms_of(convention, today=END).days_left == 0
    assert terms_of(convention, today=END + dt.timedelta(days=2)).days_left == -2


def test_nothing_is_left_to_do_once_a_convention_is_over():
    convention = agreed(notice_value=15, renewal="express")
    found = terms_of(convention, today=dt.date(2026, 5, 1))
    assert found.stage is ConventionStage.EXPIRED
    assert (found.notice_by, found.renewal_by, found.renewal_label) == (None, None, "")


def test_a_notice_longer_than_the_convention_has_no_useful_day():
    assert terms_of(agreed(notice_value=4, notice_unit="months"), today=TODAY).notice_by is None


def test_a_convention_without_an_end_is_left_on_any_day():
    found = terms_of(agreed(end=None, notice_value=15, notice_unit="days"), today=TODAY)
    assert (found.ends_on, found.days_left, found.notice_by, found.term) == (None, None, None, None)
    assert found.stage is ConventionStage.IN_FORCE


def test_an_express_renewal_is_decided_before_its_deadline():
    convention = agreed(renewal="express", renewal_deadline_value=1, renewal_deadline_unit="months")
    found = terms_of(convention, today=TODAY)
    assert found.renewal_by == dt.date(2026, 3, 28)
    assert found.renewal_label == "Dernier jour pour décider la reconduction"


def test_an_express_renewal_that_was_decided_moves_the_end_and_the_deadlines():
    convention = agreed(renewal="express", notice_value=15, notice_unit="days")
    RenewalDecisionFactory(convention=convention, until=dt.date(2027, 4, 28))
    settle_end(convention=convention)
    found = terms_of(read(convention), today=TODAY)
    assert (found.ends_on, found.ended_by) == (dt.date(2027, 4, 28), "renewal")
    assert found.notice_by == dt.date(2027, 4, 13)
    assert found.renewal_by == dt.date(2027, 4, 28)


def test_no_renewal_is_offered_beyond_the_number_agreed():
    convention = agreed(renewal="express", renewal_times=1)
    assert renewals_left(convention) == 1
    RenewalDecisionFactory(convention=convention)
    settle_end(convention=convention)
    convention = read(convention)
    assert renewals_left(convention) == 0
    assert terms_of(convention, today=TODAY).renewal_by is None


def test_a_tacit_renewal_is_denounced_before_the_end_of_the_period_that_runs():
    convention = agreed(
        end=dt.date(2026, 12, 31),
        renewal="tacit",
        notice_value=3,
        notice_unit="months",
        renewal_deadline_value=2,
        renewal_deadline_unit="months",
    )
    found = terms_of(convention, today=dt.date(2028, 5, 1))
    assert (found.ends_on, found.ended_by, found.days_left) == (None, "", None)
    assert found.term == Term(2, dt.date(2028, 1, 1), dt.date(2028, 12, 31))
    assert found.notice_by == dt.date(2028, 9, 30)
    assert found.renewal_by == dt.date(2028, 10, 31)
    assert found.renewal_label == "Dernier jour pour dénoncer la tacite reconduction"


def test_without_a_deadline_of_its_own_a_tacit_renewal_is_denounced_with_the_notice():
    convention = agreed(renewal="tacit", notice_value=15, notice_unit="days")
    assert terms_of(convention, today=TODAY).renewal_by == dt.date(2026, 4, 13)


def test_the_last_tacit_period_is_not_to_be_denounced():
    convention = agreed(end=dt.date(2026, 12, 31), renewal="tacit", renewal_times=1)
    assert terms_of(convention, today=dt.date(2026, 5, 1)).renewal_by == dt.date(2026, 12, 31)
    found = terms_of(convention, today=dt.date(2027, 5, 1))
    assert found.ends_on == dt.date(2027, 12, 31)
    assert found.renewal_by is None


def test_an_extension_by_amendment_has_a_day_only_when_the_text_gives_one():
    convention = agreed(
        renewal="amendment", renewal_deadline_value=15, renewal_deadline_unit="days"
    )
    found = terms_of(convention, today=TODAY)
    assert found.renewal_by == dt.date(2026, 4, 13)
    assert found.renewal_label == "Dernier jour pour prolonger par avenant"
    assert terms_of(agreed(renewal="amendment"), today=TODAY).renewal_by is None


def test_a_convention_that_was_left_has_nothing_more_to_decide():
    convention = agreed(renewal="express", notice_value=15)
    TerminationFactory(convention=convention)
    settle_end(convention=convention)
    found = terms_of(read(convention), today=TODAY)
    assert (found.ends_on, found.ended_by) == (dt.date(2026, 4, 25), "termination")
    assert (found.notice_by, found.renewal_by) == (None, None)
    over = terms_of(read(convention), today=dt.date(2026, 4, 26))
    assert over.stage is ConventionStage.TERMINATED


def test_a_denounced_convention_ends_on_its_term():
    convention = agreed(renewal="tacit")
    party = convention.parties.get()
    TerminationFactory(convention=convention, kind="denunciation", effect_on=END, given_by=party)
    settle_end(convention=convention)
    convention = read(convention)
    assert (convention.ends_on, convention.ended_by) == (END, "denunciation")
    assert stage_of(convention, today=dt.date(2026, 4, 29)) is ConventionStage.EXPIRED


def test_a_signed_amendment_moves_the_end_and_the_notice():
    longer = dt.date(2026, 12, 31)
    convention = amended(agreed(notice_value=15), end=longer, notice_value=1, notice_unit="months")
    found = terms_of(convention, today=TODAY)
    assert (found.ends_on, found.ended_by) == (longer, "amendment")
    assert found.notice_by == dt.date(2026, 11, 30)
    assert found.period_days == 340


def test_an_amendment_that_says_nothing_of_the_end_leaves_it():
    convention = amended(agreed(notice_value=15))
    assert (convention.ends_on, convention.ended_by) == (END, "term")
    assert terms_of(convention, today=TODAY).notice_by == dt.date(2026, 4, 13)


def test_an_amendment_that_nobody_signed_changes_nothing():
    convention = amended(agreed(), signed_on=None, end=dt.date(2026, 12, 31))
    assert convention.ends_on == END
    assert convention.children.get().ends_on == dt.date(2026, 12, 31)


def test_an_amendment_under_a_cancelled_act_changes_nothing():
    convention = agreed()
    amendment = ConventionFactory(
        parent=convention, parent_relation="amendment", rank=1, end=dt.date(2026, 12, 31)
    )
    ConclusionFactory(convention=amendment, signed_on=TODAY)
    AnnexFactory(act=signed_act(cancelled_on=TODAY), text="", convention=amendment)
    settle_end(convention=amendment)
    assert read(convention).ends_on == END


def test_the_last_amendment_signed_prevails_over_the_others():
    convention = amended(agreed(), end=dt.date(2027, 12, 31), rank=2, signed_on=dt.date(2026, 3, 9))
    convention = amended(convention, end=dt.date(2027, 6, 30), rank=1, signed_on=TODAY)
    assert convention.ends_on == dt.date(2027, 12, 31)


def test_an_imported_amendment_of_unknown_signature_counts():
    convention = agreed()
    amendment = ConventionFactory(
        parent=convention,
        parent_relation="amendment",
        as_written=True,
        end=dt.date(2026, 12, 31),
    )
    AnnexFactory(act=executory_act(), text="", convention=amendment)
    settle_end(convention=amendment)
    assert read(convention).ends_on == dt.date(2026, 12, 31)


def test_an_amendment_ends_with_what_it_amends():
    convention = amended(agreed(), end=dt.date(2026, 12, 31))
    TerminationFactory(convention=convention, effect_on=dt.date(2026, 6, 30))
    settle_end(convention=convention)
    amendment = read(convention.children.get())
    assert (amendment.ends_on, amendment.ended_by) == (dt.date(2026, 6, 30), "termination")
    assert stage_of(amendment, today=dt.date(2026, 7, 1)) is ConventionStage.TERMINATED


def test_settling_gives_the_row_at_hand_its_new_end():
    convention = ConventionFactory(start=START, end=END, ends_on=None, ended_by="")
    settle_end(convention=convention)
    assert (convention.ends_on, convention.ended_by) == (END, "term")
    assert read(convention).ends_on == END


def test_a_list_reads_its_terms_in_three_queries(django_assert_num_queries):
    for _ in range(3):
        convention = amended(agreed(notice_value=15, renewal="express"))
        RenewalDecisionFactory(convention=convention)
    roots = with_terms(Convention.objects.roots())
    with django_assert_num_queries(3):
        for convention in roots:
            terms_of(convention, today=TODAY)


def test_a_convention_alone_is_read_too():
    convention = Convention.objects.get(pk=agreed(notice_value=15).pk)
    assert terms_of(convention, today=TODAY).notice_by == dt.date(2026, 4, 13)
