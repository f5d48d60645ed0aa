"""The schedule of a convention: what is due, when and by whom, from its data to a PDF.

It tells what the text makes due and is no part of it: it is made again each time it is asked for.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from django.template.loader import render_to_string

from conventions.documents.wording import Data, day, numbered, text
from csipa.french.dates import period
from csipa.french.numbers import amount
from csipa.pdf.door import Attachment, render
from csipa.pdf.finishing import finished

TEMPLATE = "conventions/pdf/schedule.html"
STYLESHEET = "echeancier.css"
SCHEDULE_VERSION = "schedule-1"
TITLE = "Échéancier"


def schedule_context(source: Data) -> Data:
    """Return what the schedule prints, finished; dates of `source` are in ISO 8601.

    `source` holds `title`, `reference`, `start`, `end`, `draft`, `date`, `until`, `endless`,
    `price`, `total`, `in_kind`, `payers` (`name`, `amount`), `years` (`name`, `total`, `lines`:
    `day`, `when`, `label`, `amount`, `in_kind`, `shares`: `payer`, `amount`) and `reviews` (`day`,
    `base`, `new`, `amount`); amounts are texts with two decimals, in euros.
    """
    written_on = day(source["date"])
    return {
        "version": SCHEDULE_VERSION,
        "title": TITLE,
        "window_title": text(f"{TITLE} – {source['title']}"),
        "convention": text(source["title"]),
        "facts": text(_facts(source)),
        "dated": source["date"],
        "on": f"État au {written_on}",
        "running": text(f"{TITLE} au {written_on}"),
        "draft": source["draft"],
        "price": text(source["price"]),
        "summary": [text(line) for line in _summary(source)],
        "payers": [
            {"name": text(payer["name"]), "amount": _euros(payer["amount"])}
            for payer in source["payers"]
        ],
        "years": [_year(year) for year in source["years"]],
        "reviews": [_review(review) for review in source["reviews"]],
    }


def render_schedule_html(context: Data) -> str:
    """Return the HTML of a schedule from its context."""
    return finished(render_to_string(TEMPLATE, {"schedule": context}))


def render_schedule(context: Data, source: Data) -> bytes:
    """Return the PDF of a schedule, its data attached; same data, same bytes. Raises PdfError."""
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    dated = date.fromisoformat(context["dated"])
    data = Attachment("echeancier.json", content, "Données de l’échéancier", dated)
    return render(render_schedule_html(context), stylesheet=STYLESHEET, attachments=[data])


def _facts(source: Data) -> str:
    start = date.fromisoformat(source["start"]) if source["start"] else None
    end = date.fromisoformat(source["end"]) if source["end"] else None
    when = period(start, end) if start and (end is None or end >= start) else ""
    number = f"Convention {numbered(source['reference'])}" if source["reference"] else ""
    return ", ".join(filter(None, (number, when)))


def _summary(source: Data) -> list[str]:
    """Return the totals, each in a sentence."""
    lines = []
    if Decimal(source["total"]):
        upto = f" jusqu’au {day(source['until'])}" if source["endless"] else ""
        lines.append(f"Total{upto} : {_euros(source['total'])}.")
    if Decimal(source["in_kind"]):
        worth = _euros(source["in_kind"])
        lines.append(f"Valeur de ce qui est donné sans être demandé : {worth}.")
    return lines or ["Rien n’est demandé."]


def _year(year: Data) -> Data:
    return {
        "name": text(year["name"]),
        "total": _euros(year["total"]),
        "lines": [_line(line) for line in year["lines"]],
    }


def _line(line: Data) -> Data:
    given = " (valeur, non demandée)" if line["in_kind"] else ""
    return {
        "day": _figures(line["day"]) or text(line["when"]) or "–",
        "label": text(f"{line['label']}{given}"),
        "payers": _payers(line["shares"]),
        "amount": _euros(line["amount"]),
    }


def _payers(shares: list[Data]) -> list[str]:
    """Return who pays, each with its share when there are several."""
    if len(shares) == 1:
        return [text(shares[0]["payer"])]
    return [text(f"{share['payer']} : {_euros(share['amount'])}") for share in shares]


def _review(review: Data) -> Data:
    return {
        "day": _figures(review["day"]),
        "base": review["base"].replace(".", ","),
        "new": review["new"].replace(".", ","),
        "amount": _euros(review["amount"]),
    }


def _euros(figures: str) -> str:
    return amount(Decimal(figures))


def _figures(value: str) -> str:
    """Return « 15/01/2026 »: a column of dates is read down, not as a sentence."""
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else ""
