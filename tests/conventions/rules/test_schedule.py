"""What is due, on which day, for how much."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.finance import finance_of
from conventions.rules.schedule import (
    Rent,
    Span,
    asked,
    by_payer,
    by_year,
    dues,
    estimate,
    first_year,
)
from csipa.french.dates import add_months

START = dt.date(2026, 2, 1)
FAR = dt.date(2030, 1, 1)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2060, 1, 1))


def rent(**terms):
    """Return a rent of 300 € a month, or as told."""
    return finance_of({"mode": "rent", "amount": "300.00", "period": "month", **terms})


def listed(finance, *, start=START, end=None, horizon=FAR, signed_on=None, rents=()):
    """Return what is due from the first of February 2026."""
    return dues(finance, Span(start=start, end=end, horizon=horizon, signed_on=signed_on), rents)


def told(lines):
    """Return the days and amounts of lines."""
    return [(line.day and line.day.isoformat(), str(line.amount)) for line in lines]


@given(DAYS)
def test_three_hundred_euros_a_month_from_the_second_month_make_3300_the_first_year(start):
    lines = listed(rent(starts_after_months=1), start=start, horizon=add_months(start, 24))
    assert first_year(lines, start) == Decimal("3300.00")
    assert lines[0].day == add_months(start, 1)


@given(DAYS, st.sampled_from(["month", "quarter", "year"]), st.integers(0, 11))
def test_months_of_grace_are_never_owed_whatever_the_period(start, period, grace):
    amount = {"month": "300.00", "quarter": "900.00", "year": "3600.00"}[period]
    finance = rent(amount=amount, period=period, starts_after_months=grace)
    end = add_months(start, 12) - dt.timedelta(1)
    lines = listed(finance, start=start, end=end, horizon=end)
    assert asked(lines) == 300 * (12 - grace)


def test_a_rent_is_due_in_advance_on_the_first_day_of_each_period():
    quarterly = listed(rent(period="quarter"), horizon=dt.date(2026, 12, 31))
    assert told(quarterly) == [
        ("2026-02-01", "300.00"),
        ("2026-05-01", "300.00"),
        ("2026-08-01", "300.00"),
        ("2026-11-01", "300.00"),
    ]
    assert quarterly[1].label.replace("\u00a0", " ") == "Loyer du 1er mai au 31 juillet 2026"


def test_the_end_breaks_the_last_month_by_its_days():
    lines = listed(rent(), end=dt.date(2026, 4, 10))
    assert told(lines) == [
        ("2026-02-01", "300.00"),
        ("2026-03-01", "300.00"),
        ("2026-04-01", "100.00"),
    ]
    assert lines[0].label == "Loyer de février 2026"
    assert lines[2].label.replace("\u00a0", " ") == "Loyer du 1er au 10 avril 2026"


def test_nothing_is_due_after_the_end_nor_beyond_what_is_asked_for():
    assert told(listed(rent(), end=dt.date(2026, 2, 28))) == [("2026-02-01", "300.00")]
    assert told(listed(rent(), horizon=dt.date(2026, 3, 1)))[-1] == ("2026-03-01", "300.00")
    assert listed(rent(), start=None) == []
    assert len(listed(rent(), horizon=dt.date.max)) == 1200


def test_a_month_that_starts_on_the_31st_never_drifts():
    days = [line.day.day for line in listed(rent(), start=dt.date(2026, 1, 31))[:4]]
    assert days == [31, 28, 31, 30]


def test_a_review_counts_from_its_day():
    lines = listed(rent(), rents=[Rent(dt.date(2026, 4, 1), Decimal("310.00"))])
    assert [line.amount for line in lines[:3]] == [300, 300, 310]
    broken = listed(rent(), rents=[Rent(dt.date(2026, 4, 16), Decimal("330.00"))])
    assert [line.amount for line in broken[1:4]] == [300, 315, 330]


def test_a_lump_sum_is_due_at_the_start():
    finance = finance_of({"mode": "lump_sum", "amount": "1200.00"})
    assert told(listed(finance)) == [("2026-02-01", "1200.00")]
    (unknown,) = listed(finance, start=None)
    assert (unknown.day, unknown.when) == (None, "à la prise d’effet")


INSTALMENTS = {
    "mode": "instalments",
    "amount": "13000.00",
    "instalments": [
        {"percent": 30, "when": "à la signature"},
        {"percent": 40, "when": "2026-06-01"},
        {"percent": 30, "when": "à la remise du bilan"},
    ],
}


def test_an_instalment_without_a_known_day_is_listed_last_and_without_one():
    lines = listed(finance_of(INSTALMENTS))
    assert told(lines) == [("2026-06-01", "5200.00"), (None, "3900.00"), (None, "3900.00")]
    assert [line.when for line in lines[1:]] == ["à la signature", "à la remise du bilan"]
    assert by_year(lines) == {2026: Decimal("5200.00"), None: Decimal("7800.00")}


def test_the_signature_dates_what_was_due_at_the_signature():
    lines = listed(finance_of(INSTALMENTS), signed_on=dt.date(2026, 1, 20))
    assert told(lines)[0] == ("2026-01-20", "3900.00")


def test_payers_share_every_line_to_the_cent():
    payers = [{"party": 1, "percent": "33.334"}, {"party": 2, "percent": "66.666"}]
    lines = listed(rent(amount="100.00", payers=payers), end=dt.date(2026, 3, 31))
    assert [(line.payer, str(line.amount)) for line in lines] == [
        (1, "33.33"),
        (2, "66.67"),
        (1, "33.33"),
        (2, "66.67"),
    ]
    assert by_payer(lines) == {1: Decimal("66.66"), 2: Decimal("133.34")}
    assert asked(lines) == 200


def test_what_is_free_but_valued_is_told_and_never_asked():
    finance = finance_of({"mode": "valued", "valued_at": "4500.00"})
    (line,) = listed(finance)
    assert (line.in_kind, line.amount) == (True, Decimal("4500.00"))
    assert asked([line]) == 0
    assert by_year([line]) == by_payer([line]) == {}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"mode": "free"},
        {"mode": "per_act", "per_act": {"amount": "60.00", "unit": "séance"}},
        {"mode": "free", "amount": "300.00", "period": "month"},
    ],
)
def test_what_has_no_schedule_makes_nothing_due(data):
    assert listed(finance_of(data)) == []


def test_units_give_an_estimate():
    finance = finance_of({"mode": "per_act", "per_act": {"amount": "60.50", "unit": "séance"}})
    assert estimate(finance, Decimal("2.5")) == Decimal("151.25")
    assert estimate(finance, Decimal(-1)) is None
    assert estimate(finance_of({}), Decimal(1)) is None
