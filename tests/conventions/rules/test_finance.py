"""Prices read exactly, shared to the cent, checked and said."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.euros import apportion, in_full, to_cent
from conventions.rules.finance import (
    amounts_of,
    day_in,
    finance_of,
    number,
    said,
    split,
)
from conventions.rules.finance_checks import missing_terms, sum_gaps

CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
WEIGHTS = st.lists(
    st.integers(0, 100_000).map(lambda part: Decimal(part).scaleb(-3)), min_size=1, max_size=40
).filter(any)


def thirteen_thousand(*percents, **extra):
    """Return 13 000 € paid in parts."""
    lines = [{"percent": percent} for percent in percents]
    return {"mode": "instalments", "amount": "13000.00", "instalments": lines, **extra}


def messages(data):
    """Return what the figures of a price do not agree on, no-break spaces made plain."""
    return [gap.message.replace("\u00a0", " ") for gap in sum_gaps(finance_of(data))]


@given(CENTS, WEIGHTS)
def test_shares_always_make_the_whole_to_the_cent(total, weights):
    parts = apportion(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    assert all(
        abs(part - total * weight / whole) < Decimal("0.01")
        for part, weight in zip(parts, weights, strict=True)
    )


@given(CENTS, WEIGHTS)
def test_who_has_no_weight_pays_nothing(total, weights):
    parts = apportion(total, [*weights, Decimal(0)])
    assert parts[-1] == 0


def test_the_cent_left_goes_to_who_loses_most_then_to_the_first():
    assert apportion(Decimal("100.00"), [Decimal(1)] * 3) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert apportion(Decimal("0.01"), [Decimal(1), Decimal(2)]) == [Decimal(0), Decimal("0.01")]


@pytest.mark.parametrize("weights", [[], [Decimal(0)], [Decimal(2), Decimal(-1)]])
def test_nothing_is_shared_by_weights_that_mean_nothing(weights):
    with pytest.raises(ValueError, match="parts positives"):
        apportion(Decimal(10), weights)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("300.00", "300.00"), (14.5, "14.5"), (30, "30"), ("33,333", "33.333"), (0, "0")],
)
def test_figures_are_read_exactly_whatever_their_form(value, expected):
    assert number(value) == Decimal(expected)


@pytest.mark.parametrize("value", [None, "", "environ 30", True, "NaN", "Infinity", [], {}])
def test_what_is_no_figure_is_not_known(value):
    assert number(value) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-01", dt.date(2026, 6, 1)),
        ("01/06/2026", dt.date(2026, 6, 1)),
        ("au plus tard le 1er juin 2026", dt.date(2026, 6, 1)),
        ("à la remise du bilan, le 30\u00a0juin\u00a02026", dt.date(2026, 6, 30)),
        ("à la signature", None),
        ("entre le 1er mars 2026 et le 1er juin 2026", None),
        ("le 31 février 2026", None),
        ("31/02/2026", None),
        ("", None),
    ],
)
def test_a_day_is_found_in_what_was_written(text, day):
    assert day_in(text) == day


def test_thirteen_thousand_by_thirty_forty_thirty():
    finance = finance_of(thirteen_thousand(30, 40, 30))
    assert amounts_of(finance.instalments, finance.total) == [3900, 5200, 3900]
    assert sum_gaps(finance) == []


def test_rounded_instalments_make_the_total():
    finance = finance_of(thirteen_thousand("33.333", "33.333", "33.334", amount="100.00"))
    assert sum(amounts_of(finance.instalments, finance.total)) == Decimal("100.00")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            {"amount": "13000.00", "instalments": [{"amount": "12999.99"}]},
            "Les versements font 12 999,99 €, et le montant est de 13 000,00 € : il manque 0,01 €.",
        ),
        (
            {"amount": "1.00", "payers": [{"amount": "0.60"}, {"amount": "0.41"}]},
            "Les participations font 1,01 €, et le montant est de 1,00 € : il y a 0,01 € de trop.",
        ),
        (
            {"payers": [{"percent": "33.33"}] * 3},
            "Les participations font 99,99 % au lieu de 100 % : il manque 0,01 %.",
        ),
        (
            {"amount": "100.00", "payers": [{"amount": "60.00"}, {"percent": 30}]},
            "Les participations font 90,00 €, et le montant est de 100,00 € : il manque 10,00 €.",
        ),
        (
            {
                "amount": "100.00",
                "payers": [
                    {"amount": "70.00", "percent": 60},
                    {"amount": "30.00", "percent": 40},
                ],
            },
            "La participation n° 1 est de 70,00 €, mais 60 % de 100,00 € font 60,00 €.",
        ),
    ],
)
def test_a_gap_is_told_to_the_cent(data, expected):
    assert expected in messages(data)


@pytest.mark.parametrize(
    "data",
    [
        {"amount": "100.00", "payers": [{"amount": "60.00"}, {"percent": 40}]},
        {"amount": "100.00", "instalments": [{"percent": 60}, {"when": "au bilan"}]},
        {
            "amount": "100.00",
            "payers": [
                {"amount": "33.34", "percent": "33.34"},
                {"amount": "33.33", "percent": "33.33"},
                {"amount": "33.33", "percent": "33.33"},
            ],
        },
        {"instalments": [{"amount": "60.00"}, {"amount": "70.00"}]},
        {},
        None,
    ],
)
def test_figures_that_agree_or_are_not_known_are_left_alone(data):
    assert messages(data) == []


@pytest.mark.parametrize(
    ("payers", "expected"),
    [
        ([], [("", "100.01")]),
        ([{"party": 2}], [(2, "100.01")]),
        ([{"party": 1, "percent": 50}, {"party": 2, "percent": 50}], [(1, "50.01"), (2, "50.00")]),
        (
            [{"party": "la commune", "amount": "75.00"}, {"party": "3", "amount": "25.00"}],
            [("la commune", "75.01"), (3, "25.00")],
        ),
        ([{"party": 1}, {"party": 2}], [("", "100.01")]),
        ([{"party": 1, "percent": 100}, {"party": 2, "percent": 0}], [(1, "100.01")]),
    ],
)
def test_an_amount_due_is_split_between_its_payers(payers, expected):
    finance = finance_of({"amount": "100.00", "payers": payers})
    shares = split(Decimal("100.01"), finance)
    assert shares == [(party, Decimal(amount)) for party, amount in expected]


@given(CENTS, WEIGHTS)
def test_a_split_makes_what_is_due(due, weights):
    payers = [{"party": rank, "percent": str(part)} for rank, part in enumerate(weights, start=1)]
    shares = split(due, finance_of({"amount": "12.00", "payers": payers}))
    assert sum(amount for _, amount in shares) == due


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        ({"mode": "free"}, []),
        ({"mode": "free", "amount": "3.00"}, ["amount"]),
        ({"mode": "valued"}, ["valued_at"]),
        ({"mode": "valued", "valued_at": "4500.00"}, []),
        ({"mode": "rent"}, ["amount", "period"]),
        ({"mode": "rent", "amount": "300.00", "period": "month"}, []),
        ({"mode": "rent", "amount": "0.00", "period": "month"}, ["amount"]),
        ({"mode": "lump_sum", "amount": "9.00", "index": {"name": "IRL"}}, ["index_name"]),
        ({"mode": "lump_sum", "amount": "9.00", "starts_after_months": 1}, ["starts_after_months"]),
        ({"mode": "per_act", "per_act": {"amount": "60.00"}}, ["unit"]),
        ({"mode": "per_act", "per_act": {"amount": "60.00", "unit": "séance"}}, []),
        (thirteen_thousand(), ["instalments"]),
        (thirteen_thousand(30, 70), []),
        (thirteen_thousand(30, None), ["instalments"]),
        (thirteen_thousand(30, 70, period="month"), ["period"]),
        ({"mode": "shared", "amount": "9.00", "payers": [{"party": 1}]}, ["payers"]),
        (
            {
                "mode": "shared",
                "amount": "9.00",
                "payers": [{"party": 1, "percent": 50}, {"party": 2}],
            },
            ["payers"],
        ),
    ],
)
def test_what_a_price_written_here_must_still_say(data, keys):
    assert [gap.key for gap in missing_terms(finance_of(data))] == keys


@pytest.mark.parametrize(
    ("euros", "words"),
    [
        ("300", "trois cents euros (300,00 €)"),
        ("1", "un euro (1,00 €)"),
        ("0.01", "zéro euro et un centime (0,01 €)"),
        ("1234.50", "mille deux cent trente-quatre euros et cinquante centimes (1 234,50 €)"),
        ("1000000", "1 000 000,00 €"),
    ],
)
def test_a_sum_is_said_in_full(euros, words):
    assert in_full(Decimal(euros)).replace("\u00a0", " ") == words


def test_half_a_cent_goes_up():
    assert to_cent(Decimal("0.005")) == Decimal("0.01")


def test_a_price_is_said_in_words_ready_for_a_sentence():
    rent = {
        "mode": "rent",
        "amount": "300.00",
        "period": "month",
        "starts_after_months": 1,
        "index": {"name": "IRL", "quarter": 2, "review_date": "01/02"},
    }
    words = said(finance_of(rent), (), dt.date(2026, 2, 1))
    plain = {name: text.replace("\u00a0", " ") for name, text in words.items() if text}
    assert plain == {
        "loyer": "300,00 € par mois",
        "montant": "300,00 €",
        "montant, en lettres": "trois cents euros",
        "montant, en entier": "trois cents euros (300,00 €)",
        "périodicité": "par mois",
        "chaque échéance": "chaque mois",
        "première échéance": "1er mars 2026",
        "indice": "indice de référence des loyers (IRL)",
        "trimestre de l’indice": "deuxième trimestre",
        "date de révision": "le 1er février de chaque année",
    }


def test_instalments_and_payers_are_said_with_their_share_and_amount():
    price = thirteen_thousand(payers=[{"party": 1, "percent": 75}, {"party": 2, "percent": 25}])
    price["instalments"] = [
        {"percent": 30, "when": "à la signature"},
        {"amount": "9100.00", "when": "2026-12-01"},
    ]
    words = said(finance_of(price), ["la commune", "la CPTS"])
    assert words["versements"].replace("\u00a0", " ") == (
        "30 % à la signature (3 900,00 €) et 9 100,00 € le 1er décembre 2026"
    )
    assert words["payeurs"].replace("\u00a0", " ") == (
        "la commune pour 75 % (9 750,00 €) et la CPTS pour 25 % (3 250,00 €)"
    )
    assert said(finance_of(price), ["la commune"])["payeurs"] == ""
