"""What the conventions call for, in order, and what they do not."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.models import Convention
from conventions.review.watch import calls
from tests.conventions.factories import AnnexFactory, ConclusionFactory, ConventionFactory
from tests.conventions.factories import PartyFactory as Party
from tests.conventions.factories_agreements import (
    FinancialTermFactory,
    InstalmentFactory,
    PartySignatureFactory,
    PayerFactory,
    RentReviewFactory,
    TrackingFactory,
)
from tests.conventions.following import commitment, followed_convention
from tests.conventions.holding import amendment, closed, in_force
from tests.conventions.review.lives import executory_act, signed_act

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 1)
APRIL_28 = dt.date(2026, 4, 28)


def day(days):
    return TODAY + dt.timedelta(days=days)


def told(today=TODAY, **options):
    """Return the code, the day and the level of each call, in order."""
    return [(one.code, one.day, one.level.value) for one in calls(today=today, **options)]


def codes(today=TODAY, **options):
    return [code for code, _, _ in told(today, **options)]


def only(today=TODAY, **options):
    """Return the only call there is."""
    (call,) = calls(today=today, **options)
    return call


def plain(text):
    return text.replace("\u00a0", " ")


# Ends, notices, renewals


def test_the_convention_of_norrent_fontes_warns_of_its_notice_then_of_its_end():
    in_force(reference="C-1", notice_value=15, notice_unit="days", renewal="amendment")
    notice, end = calls(today=TODAY)
    assert (notice.day, notice.level, notice.name) == (dt.date(2026, 4, 13), "60", "C-1")
    assert plain(notice.label) == "Dernier jour utile pour donner préavis"
    assert "après le terme, le 28 avril 2026" in plain(notice.to_do)
    assert (end.day, end.level, end.label) == (APRIL_28, "60", "Terme de la convention")
    assert "avenant signé avant ce jour" in end.to_do


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-01-27", []),
        ("2026-01-28", [("end", "90")]),
        ("2026-02-27", [("end", "60")]),
        ("2026-03-29", [("end", "30")]),
        ("2026-04-28", [("end", "30")]),
        ("2026-04-29", []),
    ],
)
def test_an_end_is_told_90_days_before_and_no_longer_once_it_has_passed(today, expected):
    in_force()
    found = told(dt.date.fromisoformat(today))
    assert [(code, level) for code, _, level in found] == expected


def test_an_end_further_away_is_told_to_who_asks_for_more_days():
    in_force(end=day(200))
    assert codes() == []
    assert told(ahead=365) == [("end", day(200), "later")]


def test_the_real_end_counts_and_not_the_planned_one():
    in_force(end=day(20), ends_on=day(50), ended_by="amendment")
    assert told() == [("end", day(50), "60")]


def test_the_end_of_a_convention_that_was_terminated_says_so():
    in_force(end=day(200), ends_on=day(20), ended_by="termination", notice_value=5)
    call = only()
    assert (call.day, call.label) == (day(20), "Fin de la convention, résiliée")
    assert call.to_do.startswith("Préparez la fin")


def test_a_tacit_renewal_is_to_be_denounced_before_it_happens():
    in_force(
        end=day(60), ends_on=None, ended_by="", renewal="tacit", notice_value=30, notice_unit="days"
    )
    call = only()
    assert (call.code, call.day) == ("renewal", day(30))
    assert call.label == "Dernier jour pour dénoncer la tacite reconduction"
    assert "elle se reconduit" in call.to_do
    # The day after, nothing can be done before the next period.
    assert codes(day(31)) == []


def test_an_express_renewal_not_decided_in_time_is_told_until_the_end():
    in_force(
        end=day(60),
        renewal="express",
        renewal_deadline_value=30,
        renewal_deadline_unit="days",
    )
    assert told() == [("renewal", day(30), "30"), ("end", day(60), "60")]
    late = calls(today=day(40))[0]
    assert (late.code, late.level) == ("renewal", "late")
    assert "Ce jour est passé" in plain(late.to_do)
    assert codes(day(61)) == []


def test_one_day_is_told_once_when_the_renewal_may_be_decided_up_to_the_end():
    in_force(end=day(60), renewal="express")
    assert codes() == ["renewal"]


# What calls for nothing


def test_a_draft_calls_for_nothing():
    ConventionFactory(start=TODAY, end=day(10), notice_value=5)
    assert codes() == []


def test_a_cancelled_or_finished_convention_calls_for_nothing():
    cancelled = ConventionFactory(start=TODAY, end=day(10))
    AnnexFactory(act=signed_act(cancelled_on=TODAY), text="", convention=cancelled)
    in_force(end=day(-1))
    in_force(end=day(40), ends_on=day(-1), ended_by="termination")
    assert codes() == []


def test_an_amendment_has_no_end_of_its_own():
    amendment(in_force(end=day(200)), end=day(20), ends_on=day(20))
    assert codes() == []


# Signatures and amendments


def to_sign(*, act=None, **fields):
    convention = ConventionFactory(reference="C-1", **fields)
    AnnexFactory(act=act or executory_act(), text="", convention=convention)
    return convention


def test_a_convention_waits_to_be_signed_once_its_act_is_executory():
    to_sign()
    call = only()
    assert (call.code, call.day, call.waiting) == ("to_sign", dt.date(2026, 1, 16), True)
    assert call.level == "late"
    assert only(dt.date(2026, 1, 20)).level == "30"


def test_what_is_to_be_signed_is_late_once_the_convention_has_begun():
    to_sign(start=dt.date(2026, 1, 18))
    assert only(dt.date(2026, 1, 18)).level == "30"
    assert only(dt.date(2026, 1, 19)).level == "late"


def test_a_convention_whose_act_is_not_executory_waits_for_nobody():
    to_sign(act=signed_act())
    assert codes() == []


def test_parties_that_keep_the_text_are_told_together_from_the_first_sending():
    convention = to_sign()
    for rank, name in enumerate(("la CPTS", "la commune"), start=1):
        party = Party(convention=convention, short_name=name, position=rank)
        PartySignatureFactory(party=party, sent_on=day(-rank * 4))
    call = only()
    assert (call.code, call.day, call.level) == ("signature", day(-8), "30")
    assert call.label.replace("\u00a0", " ") == "2 signatures attendues"
    assert plain(call.to_do) == "Relancez : La commune et La CPTS."
    assert only(day(8)).level == "late"


def test_a_long_list_of_parties_is_cut():
    convention = to_sign()
    for rank in range(1, 41):
        party = Party(convention=convention, short_name=f"commune {rank}", position=rank)
        PartySignatureFactory(party=party, sent_on=TODAY)
    assert plain(only().to_do).endswith("Commune 4 et 36 autres.")


def test_a_convention_signed_by_all_waits_for_nobody():
    convention = to_sign()
    PartySignatureFactory(party=Party(convention=convention), sent_on=day(-30))
    ConclusionFactory(convention=convention, signed_on=TODAY)
    assert codes() == []


def test_an_amendment_under_way_is_told_whatever_the_day():
    root = in_force(reference="C-1", end=day(200))
    draft = ConventionFactory(parent=root, parent_relation="amendment", rank=1, title="Horaires")
    call = only()
    assert (call.code, call.level, call.convention) == ("amendment", "later", draft)
    assert plain(call.name) == "Avenant n° 1 à C-1"
    assert call.label == "Avenant en préparation"
    closed(draft)
    assert only().label == "Avenant à faire signer"


def test_an_amendment_that_was_sent_is_told_once():
    root = in_force(reference="C-1", end=day(200))
    text = ConventionFactory(parent=root, parent_relation="amendment", rank=1)
    PartySignatureFactory(party=Party(convention=text, short_name="CPTS"), sent_on=TODAY)
    closed(text)
    call = only()
    assert (call.code, plain(call.name), call.party) == ("signature", "Avenant n° 1 à C-1", "CPTS")


def test_an_amendment_signed_or_to_what_is_over_calls_for_nothing():
    amendment(in_force(end=day(200)))
    ended = in_force(end=day(-1))
    ConventionFactory(parent=ended, parent_relation="amendment", rank=1)
    assert codes() == []


# Commitments


def test_a_commitment_is_told_when_it_is_due_and_once_it_is_late():
    convention = followed_convention(reference="C-1", end=day(300), ends_on=day(300))
    TrackingFactory(
        commitment=commitment(convention, "remettre"),
        periodicity="once",
        first_due_on=day(40),
        proof="rapport signé",
    )
    call = only()
    assert (call.level, call.day, call.party) == ("60", day(40), "l’agglomération")
    assert plain(call.label) == "L’agglomération : remettre le bilan de la consultation"
    assert plain(call.to_do) == "Preuve attendue : rapport signé."
    assert [level for _, _, level in told(day(41))] == ["late"]


def test_a_commitment_not_honoured_is_told_for_a_year_after_the_end():
    convention = followed_convention(end=day(10), ends_on=day(10))
    TrackingFactory(
        commitment=commitment(convention, "remettre"), periodicity="once", first_due_on=day(10)
    )
    assert [code.split("-")[0] for code in codes(day(300))] == ["commitment"]
    assert codes(day(400)) == []


# Sums


def rent(**fields):
    """Return a convention with a rent, its text still open."""
    values = {"start": dt.date(2026, 1, 1), "end": dt.date(2028, 12, 31), "reference": "C-1"}
    convention = ConventionFactory(signature_date=dt.date(2026, 1, 1), **values)
    FinancialTermFactory(convention=convention, **fields)
    return convention


def test_the_next_sums_due_are_told_a_month_ahead():
    convention = rent()
    payer = Party(convention=convention, short_name="la commune")
    PayerFactory(party=payer, percent="100")
    closed(convention)
    call = only()
    assert (call.code, call.day) == ("payment-2026-03-01", TODAY)
    assert plain(call.to_do) == "Payeur : La commune."
    assert "300,00 €" in plain(call.label)
    assert codes(dt.date(2026, 3, 2)) == ["payment-2026-04-01"]


def test_what_two_payers_owe_on_a_day_is_one_call():
    convention = rent()
    for name in ("la commune", "la CPTS"):
        PayerFactory(party=Party(convention=convention, short_name=name), percent="50")
    closed(convention)
    call = only()
    assert "300,00 €" in plain(call.label)
    assert plain(call.to_do) == "Payeurs : La commune et La CPTS."


def test_what_is_free_is_due_by_nobody():
    closed(rent(mode="free", amount=None, period=""))
    assert codes() == []


def test_an_instalment_is_told_on_its_day():
    convention = rent(mode="instalments", amount="13000.00", period="")
    InstalmentFactory(convention=convention, percent="30", due_on=day(20))
    InstalmentFactory(convention=convention, percent="70", due_on=day(60))
    closed(convention)
    assert told() == [(f"payment-{day(20)}", day(20), "30")]


def test_a_rent_is_to_be_reviewed_until_it_is():
    convention = rent(
        amount="300.00", index_name="IRL", index_quarter="2", review_date="01/02", period="year"
    )
    closed(convention)
    today = dt.date(2027, 3, 1)
    assert told(today)[0] == ("review-2027-02-01", dt.date(2027, 2, 1), "late")
    assert plain(calls(today=today)[0].label) == "Loyer à réviser (IRL)"
    RentReviewFactory(convention=convention, reviewed_on=dt.date(2027, 2, 1))
    assert [code for code in codes(today) if code.startswith("review")] == []


def test_a_review_let_go_for_a_year_is_given_up():
    convention = rent(index_name="IRL", index_quarter="2", review_date="01/02", period="year")
    closed(convention)
    found = [code for code in codes(dt.date(2028, 3, 1)) if code.startswith("review")]
    assert found == ["review-2028-02-01"]


# Order and cost


def test_the_most_urgent_comes_first():
    in_force(reference="C-2", end=day(80))
    in_force(reference="C-3", end=day(20))
    to_sign()
    assert [one.level.value for one in calls(today=TODAY)] == ["late", "30", "90"]


def everything(rank):
    """Write a convention that calls for everything."""
    convention = followed_convention(
        signed=False,
        reference=f"C-{rank}",
        start=dt.date(2025, 1, 26),
        end=day(70),
        ends_on=day(70),
        notice_value=15,
        signature_date=dt.date(2026, 1, 20),
    )
    TrackingFactory(commitment=commitment(convention, "remettre"), periodicity="monthly")
    FinancialTermFactory(
        convention=convention, index_name="IRL", index_quarter="2", review_date="01/02"
    )
    PayerFactory(party=convention.parties.first(), percent="100")
    closed(convention)
    amendment(convention)
    under_way = ConventionFactory(parent=convention, parent_relation="amendment", rank=2)
    PartySignatureFactory(party=Party(convention=under_way), sent_on=day(-3))
    to_sign_too = ConventionFactory(reference=f"S-{rank}")
    act = executory_act(number=f"2026 1{rank:02d}")
    AnnexFactory(act=act, text="", convention=to_sign_too)


def test_the_calls_take_as_many_queries_for_one_convention_as_for_many():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            found = calls(today=TODAY)
        return len(captured), {one.kind for one in found}

    everything(1)
    few, kinds = queries()
    assert len(kinds) == 6
    for rank in range(2, 10):
        everything(rank)
    assert queries() == (few, kinds)
    assert few <= 11


def test_no_convention_takes_next_to_no_query(django_assert_max_num_queries):
    assert not Convention.objects.exists()
    with django_assert_max_num_queries(3):
        assert calls(today=TODAY) == []
