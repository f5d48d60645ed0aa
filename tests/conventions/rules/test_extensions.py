"""Express renewals: how far they go, until when they may be decided."""

import datetime as dt

import pytest

from conventions.rules.extensions import (
    Renewable,
    next_end,
    renewal_faults,
    said_length,
    standing_refusal,
)

END = dt.date(2026, 4, 28)
DEADLINE = dt.date(2026, 3, 28)
TODAY = dt.date(2026, 4, 1)
YEARLY = Renewable(express=True, ends_on=END, deadline=DEADLINE)


def faults(*, decided_on=DEADLINE, until=dt.date(2027, 4, 28), reason="", today=TODAY):
    found = renewal_faults(YEARLY, decided_on=decided_on, until=until, reason=reason, today=today)
    return {column: said.replace("\u00a0", " ") for column, said in found.items()}


def test_a_renewal_goes_on_for_the_years_agreed():
    assert next_end(YEARLY) == dt.date(2027, 4, 28)
    three = Renewable(express=True, ends_on=dt.date(2026, 2, 28), years=2)
    assert next_end(three) == dt.date(2028, 2, 29)
    assert next_end(Renewable(express=True, ends_on=None)) is None


def test_a_renewal_in_time_has_no_fault_and_another_length_is_free():
    assert faults() == {}
    assert faults(until=dt.date(2026, 10, 31)) == {}


def test_a_renewal_after_its_deadline_asks_for_a_reason():
    late = {"decided_on": dt.date(2026, 3, 29)}
    assert "le 28 mars 2026 au plus tard" in faults(**late)["reason"]
    assert faults(**late, reason="Conseil reporté.") == {}


def test_a_convention_that_is_over_is_not_renewed_whatever_the_reason():
    over = {"decided_on": dt.date(2026, 4, 29), "today": dt.date(2026, 5, 2)}
    assert "il faut en signer une nouvelle" in faults(**over, reason="Oubli.")["decided_on"]


def test_what_was_decided_in_time_may_be_noted_late():
    assert faults(today=dt.date(2026, 6, 1)) == {}


def test_a_decision_to_come_is_not_one():
    assert "encore à venir" in faults(decided_on=dt.date(2026, 4, 2))["decided_on"]


def test_a_renewal_adds_at_least_one_day():
    assert "dure déjà jusqu’au 28 avril 2026" in faults(until=END)["until"]
    assert faults(until=END + dt.timedelta(days=1)) == {}


@pytest.mark.parametrize(
    ("renewable", "said"),
    [
        (Renewable(express=False, ends_on=END), "prolongez-la par avenant"),
        (Renewable(express=True, ends_on=None), "pas de terme"),
        (Renewable(express=True, ends_on=END, left_by_will=True), "annulez d’abord"),
        (Renewable(express=True, ends_on=END, left=0), "autant de fois"),
    ],
    ids=["not express", "no end", "left", "no renewal left"],
)
def test_what_cannot_be_renewed_says_why(renewable, said):
    assert said in standing_refusal(renewable)


def test_what_may_be_renewed_is_not_refused():
    assert standing_refusal(YEARLY) == ""
    assert standing_refusal(Renewable(express=True, ends_on=END, left=1)) == ""


def test_lengths_are_said_in_figures():
    assert [said_length(years).replace("\u00a0", " ") for years in (1, 3)] == ["1 an", "3 ans"]
