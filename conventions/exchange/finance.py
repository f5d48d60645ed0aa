"""The price of a convention written here, from its rows to the exchange form."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from conventions.models import Convention, FinancialTerm, Instalment, Payer
from csipa.french.dates import long_date

Data = dict[str, Any]


def finance_data(convention: Convention) -> Data:
    """Return the `finance` of a convention as its rows make it, empty when it has none.

    Reads its financial term, instalments, payers and, for their ranks, its parties.
    """
    data = term_data(getattr(convention, "financial_term", None))
    if instalments := [instalment_data(row) for row in _ordered(convention.instalments.all())]:
        data["instalments"] = instalments
    ranks = {row.pk: rank for rank, row in enumerate(_ordered(convention.parties.all()), start=1)}
    rows = sorted(convention.payers.all(), key=lambda row: (row.position, ranks[row.party_id]))
    if payers := [payer_data(row, ranks[row.party_id]) for row in rows]:
        data["payers"] = payers
    return data


def term_data(term: FinancialTerm | None) -> Data:
    """Return what the price itself gives, lines aside; saved or not."""
    if term is None:
        return {}
    data: Data = {
        "mode": term.mode,
        "amount": money(term.amount),
        "valued_at": money(term.valued_at),
        "period": term.period,
        "starts_after_months": term.starts_after_months,
        "index": _present(
            {
                "name": term.index_name,
                "quarter": term.index_quarter,
                "review_date": term.review_date,
            }
        ),
        "per_act": _present({"amount": money(term.unit_amount), "unit": term.unit}),
    }
    return _present(data)


def instalment_data(row: Instalment) -> Data:
    """Return one instalment; its day and its occasion make one text."""
    return _present(
        {"percent": share(row.percent), "amount": money(row.amount), "when": _when(row)}
    )


def payer_data(row: Payer, rank: int) -> Data:
    """Return what one party pays; `rank` is its place among the parties, from 1."""
    return _present({"party": rank, "amount": money(row.amount), "percent": share(row.percent)})


def money(euros: Decimal | None) -> str | None:
    """Return euros as a file writes them: « 300.00 »."""
    return None if euros is None else f"{Decimal(euros):.2f}"


def share(percent: Decimal | None) -> int | str | None:
    """Return a share as a file writes it: 30, « 33.333 »; exact either way."""
    if percent is None:
        return None
    exact = Decimal(percent)
    return int(exact) if exact == exact.to_integral_value() else f"{exact.normalize():f}"


def _when(row: Instalment) -> str:
    if row.due_on is None:
        return row.when
    return f"{row.when}, le {long_date(row.due_on)}" if row.when else row.due_on.isoformat()


def _ordered(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.position, row.pk))


def _present(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in (None, "", {})}


def current_finance(convention: Convention) -> Data:
    """Return the price of a convention: that of its rows until it is signed, then its own words."""
    if convention.as_written:
        return dict(convention.finance)
    return finance_data(convention) or dict(convention.finance)
