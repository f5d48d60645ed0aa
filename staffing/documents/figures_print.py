"""The figures of a period in print: a table of all groups, each in detail, notes at the end."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from csipa.french.dates import long_date, period
from csipa.french.grammar import upper_first
from csipa.french.typography import raise_ordinals, typeset
from csipa.pdf.door import Attachment, render

TEMPLATE = "staffing/pdf/figures.html"
STYLESHEET = "indicateurs.css"
TITLE = "Indicateurs des effectifs"

Data = dict[str, Any]


def figures_context(source: Data) -> Data:
    """Return what the document prints, finished; a note is a formula, told once for all groups.

    `source` is what `staffing.review.figures.printed_source` returns.
    """
    first, last = date.fromisoformat(source["from"]), date.fromisoformat(source["to"])
    written_on = long_date(date.fromisoformat(source["date"]))
    whole = source["whole"]
    notes = {line["slug"]: rank for rank, line in enumerate(whole["lines"], start=1)}
    return {
        "title": TITLE,
        "window_title": typeset(f"{TITLE} {period(first, last)}"),
        "when": upper_first(period(first, last)),
        "on": f"État au {written_on}",
        "running": f"{TITLE} {period(first, last)}, état au {written_on}",
        "dated": source["date"],
        "by": "Site" if source["by"] == "site" else "Profession",
        "whole": _group(whole, notes),
        "groups": [_group(one, notes) for one in source["groups"]],
        "notes": [
            (str(notes[line["slug"]]), line["label"], upper_first(line["formula"].rstrip(".")))
            for line in whole["lines"]
        ],
        "planned": source["to"] > source["date"],
    }


def render_figures_html(source: Data) -> str:
    """Return the HTML of the figures of a period."""
    return raise_ordinals(render_to_string(TEMPLATE, {"figures": figures_context(source)}))


def render_figures(source: Data) -> bytes:
    """Return the PDF, its data attached; same data, same bytes. Raises PdfError."""
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    dated = date.fromisoformat(source["date"])
    data = Attachment("indicateurs.json", content, "Données des indicateurs", dated)
    return render(render_figures_html(source), stylesheet=STYLESHEET, attachments=[data])


def _group(one: Data, notes: dict[str, int]) -> Data:
    lines = [
        {**line, "note": str(notes[line["slug"]]), "inputs": [typeset(x) for x in line["inputs"]]}
        for line in one["lines"]
    ]
    return {
        **one,
        "name": typeset(one["name"]),
        "lines": lines,
        "waiting": [{**row, "post": typeset(row["post"])} for row in one["waiting"]],
    }
