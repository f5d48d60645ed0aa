"""Express renewals are noted in time, counted, and taken back from the last."""

import datetime as dt

import pytest

from conventions.actions.renewing import RenewalRefused, cancel_renewal, renew, renewal_refusal
from conventions.actions.terminating import terminate
from conventions.models import RenewalDecision
from tests.conventions.ending import END, TODAY, notice, permanence
from tests.conventions.factories import ConventionFactory
from tests.conventions.review.lives import executory_act, signed_act

pytestmark = pytest.mark.django_db

UNTIL = dt.date(2027, 4, 28)
EXPRESS = {
    "renewal": "express",
    "renewal_times": 2,
    "renewal_years": 1,
    "renewal_deadline_value": 1,
    "renewal_deadline_unit": "months",
}


def go_on(convention, **fields):
    values = {"decided_on": dt.date(2026, 3, 15), "until": UNTIL, "today": TODAY}
    return renew(convention=convention, by=None, **{**values, **fields})


def test_a_renewal_moves_the_end():
    convention = permanence(**EXPRESS)
    act = executory_act(number="2026 012")
    decision = go_on(convention, act=act)
    assert decision.act == act
    convention.refresh_from_db()
    assert (convention.ends_on, convention.ended_by) == (UNTIL, "renewal")


def test_no_more_renewals_than_agreed():
    convention = permanence(**EXPRESS)
    go_on(convention)
    go_on(convention, until=dt.date(2028, 4, 28))
    with pytest.raises(RenewalRefused, match="autant de fois"):
        go_on(convention, until=dt.date(2029, 4, 28))


def test_the_reason_of_a_late_renewal_is_kept():
    convention = permanence(**EXPRESS)
    late = {"decided_on": dt.date(2026, 4, 2), "today": dt.date(2026, 4, 2)}
    with pytest.raises(RenewalRefused) as refused:
        go_on(convention, **late)
    assert list(refused.value.faults) == ["reason"]
    with pytest.raises(RenewalRefused, match="trop long"):
        go_on(convention, **late, reason="x" * 101)
    go_on(convention, **late, reason=" Conseil reporté. ")
    assert RenewalDecision.history.first().history_change_reason == "Conseil reporté."


def test_a_cancelled_act_decides_nothing():
    void = signed_act(cancelled_on=TODAY, number="2026 009")
    with pytest.raises(RenewalRefused, match="annulé"):
        go_on(permanence(**EXPRESS), act=void)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "par avenant"),
        ({**EXPRESS, "signed_on": None}, "notez d’abord"),
        ({**EXPRESS, "renewal_times": 0}, "autant de fois"),
    ],
    ids=["not express", "not signed", "none agreed"],
)
def test_what_cannot_be_renewed_says_why(fields, said):
    convention = permanence(**fields)
    assert said in renewal_refusal(convention, today=TODAY)
    with pytest.raises(RenewalRefused, match=said):
        go_on(convention)


def test_a_draft_an_amendment_and_what_was_left_are_not_renewed():
    draft = ConventionFactory(end=END, renewal="express")
    assert "projet" in renewal_refusal(draft, today=TODAY)
    amendment = ConventionFactory(parent=draft, parent_relation="amendment")
    assert "celle-ci" in renewal_refusal(amendment, today=TODAY)
    left = permanence(**EXPRESS)
    terminate(convention=left, decision=notice(left), by=None, today=TODAY)
    assert "annulez d’abord" in renewal_refusal(left, today=TODAY)


def test_the_last_renewal_is_taken_back_with_a_reason():
    convention = permanence(**EXPRESS)
    first = go_on(convention)
    last = go_on(convention, until=dt.date(2028, 4, 28))
    with pytest.raises(RenewalRefused, match="dernière"):
        cancel_renewal(convention=convention, renewal=first.pk, by=None, reason="Erreur.")
    with pytest.raises(RenewalRefused, match="pourquoi"):
        cancel_renewal(convention=convention, renewal=last.pk, by=None, reason=" ")
    with pytest.raises(RenewalRefused, match="trop long"):
        cancel_renewal(convention=convention, renewal=last.pk, by=None, reason="x" * 101)
    cancel_renewal(convention=convention, renewal=last.pk, by=None, reason="Erreur de saisie.")
    convention.refresh_from_db()
    assert convention.ends_on == UNTIL
    assert RenewalDecision.history.first().history_change_reason == "Erreur de saisie."


def test_a_renewal_stays_while_the_convention_is_ended_on_its_ground():
    convention = permanence(**EXPRESS)
    renewal = go_on(convention)
    terminate(convention=convention, decision=notice(convention), by=None, today=TODAY)
    with pytest.raises(RenewalRefused, match="résiliation"):
        cancel_renewal(convention=convention, renewal=renewal.pk, by=None, reason="Erreur.")
