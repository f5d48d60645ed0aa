"""The schedule of a convention as a document and as a table for a spreadsheet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from conventions.documents.schedule import render_schedule, schedule_context
from conventions.models import RentReview
from conventions.review.ledger import Ledger, Year
from conventions.review.money import Payment
from csipa.spreadsheets import Sheet

Data = dict[str, Any]

PAYMENT = (
    "Échéance",
    "Occasion",
    "Objet",
    "Payeur",
    "Montant (€)",
    "Valeur non demandée (€)",
    "Du",
    "Au",
)
_REVIEWS = ("Révisé au", "Indice de référence", "Nouvel indice", "Nouveau montant (€)")


def printed_ledger(ledger: Ledger, *, today: dt.date) -> bytes:
    """Return the PDF of a schedule. Raises csipa.pdf.door.PdfError."""
    source = ledger_source(ledger, today=today)
    return render_schedule(schedule_context(source), source)


def ledger_source(ledger: Ledger, *, today: dt.date) -> Data:
    """Return the data of a schedule, as `documents.schedule` prints them."""
    convention = ledger.convention
    return {
        "title": convention.title,
        "reference": convention.reference,
        "start": _iso(convention.start),
        "end": _iso(convention.ends_on or convention.end),
        "draft": not convention.sealed and not convention.as_written,
        "date": today.isoformat(),
        "until": ledger.until.isoformat(),
        "endless": ledger.is_endless,
        "price": ledger.price,
        "total": f"{ledger.total:.2f}",
        "in_kind": f"{ledger.in_kind:.2f}",
        "payers": [{"name": name, "amount": f"{amount:.2f}"} for name, amount in ledger.payers],
        "years": [_year(year) for year in ledger.years],
        "reviews": [_review(review) for review in ledger.done],
    }


def ledger_sheets(ledger: Ledger) -> list[Sheet]:
    """Return the tables of a schedule: what is due, then the reviews when there are some."""
    sheets = [Sheet("Échéancier", PAYMENT, [payment_cells(line) for line in ledger.payments])]
    if ledger.done:
        rows = [
            (row.reviewed_on, _index(row.base_value), _index(row.new_value), row.amount)
            for row in ledger.done
        ]
        sheets.append(Sheet("Révisions", _REVIEWS, rows))
    return sheets


def payment_cells(line: Payment) -> tuple[Any, ...]:
    """Return the cells of what is due once, under the headings `PAYMENT`."""
    asked, given = (None, line.amount) if line.in_kind else (line.amount, None)
    return line.day, line.when, line.label, line.payer, asked, given, line.first, line.last


def _index(value: Any) -> str:
    return f"{value:.2f}".replace(".", ",")


def _year(year: Year) -> Data:
    return {
        "name": year.name,
        "total": f"{year.total:.2f}",
        "lines": [
            {
                "day": _iso(line.day),
                "when": line.when,
                "label": line.label,
                "amount": f"{line.total:.2f}",
                "in_kind": line.in_kind,
                "shares": [
                    {"payer": share.payer, "amount": f"{share.amount:.2f}"} for share in line.shares
                ],
            }
            for line in year.lines
        ],
    }


def _review(row: RentReview) -> Data:
    return {
        "day": row.reviewed_on.isoformat(),
        "base": f"{row.base_value:.2f}",
        "new": f"{row.new_value:.2f}",
        "amount": f"{row.amount:.2f}",
    }


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
