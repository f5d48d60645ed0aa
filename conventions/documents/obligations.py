"""The follow-up sheet of one party: what it undertook, how often, what was done, what is due.

Sent before a review meeting, it leaves a column to write in. It is no part of the text that was
signed and is made again each time it is asked for.
"""

from __future__ import annotations

import json
from datetime import date

from django.template.loader import render_to_string

from conventions.documents.wording import Data, day, numbered, text
from csipa.french.dates import period
from csipa.french.grammar import enumeration, upper_first
from csipa.french.numbers import counted
from csipa.pdf.door import Attachment, render
from csipa.pdf.finishing import finished

TEMPLATE = "conventions/pdf/obligations.html"
STYLESHEET = "engagements.css"
SHEET_VERSION = "obligations-1"
TITLE = "Suivi des engagements"


def sheet_context(source: Data) -> Data:
    """Return what the sheet prints, finished; dates of `source` are in ISO 8601.

    `source` holds `party`, `date`, `issuer` (who sends the sheet, or nothing), and `conventions`:
    each its `title`, `reference`, `start`, `end`, `stage`, `draft` and `lines` (`text`, `every`,
    `due_on`, `proof`, `last_done`, `last_proof`, `state`, `label`).
    """
    conventions = [_convention(one) for one in source["conventions"]]
    lines = [line for one in source["conventions"] for line in one["lines"]]
    written_on = day(source["date"])
    return {
        "version": SHEET_VERSION,
        "title": TITLE,
        "window_title": text(f"{TITLE} – {source['party']} – {written_on}"),
        "party": text(upper_first(source["party"])),
        "issuer": text(source["issuer"]),
        "dated": source["date"],
        "on": f"État au {written_on}",
        "running": text(f"{TITLE} au {written_on}"),
        "draft": any(one["draft"] for one in source["conventions"]),
        "total": text(_total(lines)),
        "conventions": conventions,
    }


def render_sheet_html(context: Data) -> str:
    """Return the HTML of a sheet from its context."""
    return finished(render_to_string(TEMPLATE, {"sheet": context}))


def render_sheet(context: Data, source: Data) -> bytes:
    """Return the PDF of a sheet, its data attached; same data, same bytes. Raises PdfError."""
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    dated = date.fromisoformat(context["dated"])
    data = Attachment("engagements.json", content, "Données de la fiche de suivi", dated)
    return render(render_sheet_html(context), stylesheet=STYLESHEET, attachments=[data])


def _total(lines: list[Data]) -> str:
    """Return « 7 engagements, dont 1 en retard et 2 à faire. »."""
    counts = (
        (sum(line["state"] == "late" for line in lines), "en retard"),
        (sum(line["state"] == "due" for line in lines), "à faire"),
    )
    told = [f"{number} {words}" for number, words in counts if number]
    total = counted(len(lines), "engagement", "engagements")
    return f"{total}, dont {enumeration(told)}." if told else f"{total}."


def _convention(one: Data) -> Data:
    """Return one convention with its lines, numbered."""
    start = date.fromisoformat(one["start"]) if one["start"] else None
    end = date.fromisoformat(one["end"]) if one["end"] else None
    when = period(start, end) if start and (end is None or end >= start) else ""
    told = [f"Convention {numbered(one['reference'])}" if one["reference"] else "", when]
    told.append(one["stage"])
    return {
        "title": text(one["title"]),
        "facts": text(", ".join(filter(None, told))),
        "lines": [_line(rank, line) for rank, line in enumerate(one["lines"], start=1)],
    }


def _line(rank: int, line: Data) -> Data:
    done = _figures(line["last_done"])
    return {
        "number": str(rank),
        "text": text(upper_first(line["text"])),
        "every": text(upper_first(line["every"])),
        "due": text(f"pour le {_figures(line['due_on'])}") if line["due_on"] else "",
        "proof": text(f"Preuve : {line['proof']}") if line["proof"] else "",
        "done": done,
        "done_proof": text(line["last_proof"]) if done else "",
        "state": text(upper_first(line["label"])),
        "late": line["state"] == "late",
    }


def _figures(value: str) -> str:
    """Return « 15/01/2026 »: a column of dates is read down, not as a sentence."""
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else ""
