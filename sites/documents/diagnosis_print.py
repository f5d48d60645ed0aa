"""The diagnosis of a territory in print: its sections, then numbered notes that tell how."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from csipa.french.dates import long_date
from csipa.french.typography import raise_ordinals, typeset
from csipa.pdf.door import Attachment, render
from sites.documents.notes import Notes

TEMPLATE = "sites/pdf/diagnosis.html"
STYLESHEET = "diagnostic.css"
TITLE = "Diagnostic du territoire"

Data = dict[str, Any]


def diagnosis_context(source: Data) -> Data:
    """Return what the document prints, finished.

    `source` is what `sites.review.diagnosis_print.printed_source` returns.
    """
    notes = Notes()
    dated = date.fromisoformat(source["date"])
    alone = len(source["columns"]) == 1
    # Notes are numbered as they are read: the table of professions comes before its lines.
    parts, professions = [], []
    for part in source["parts"]:
        if part["slug"] == "professions":
            professions = [_profession(one, notes) for one in source["professions"]]
        lines = [_line(one, notes, alone=alone) for one in part["lines"]]
        parts.append({**part, "notes": [typeset(one) for one in part["notes"]], "lines": lines})
    return {
        "title": TITLE,
        "window_title": typeset(f"{TITLE}, {', '.join(source['columns'])}"),
        "columns": [typeset(one) for one in source["columns"]],
        "is_compared": not alone,
        "on": f"État au {long_date(dated)}",
        "running": typeset(f"{TITLE}, {source['columns'][0] if alone else 'comparaison'}"),
        "dated": source["date"],
        "parts": parts,
        "professions": professions,
        "zonings": source["zonings"],
        "stated": [{key: typeset(text) for key, text in one.items()} for one in source["stated"]],
        "communes": typeset(source["communes"]),
        "notes": notes.told(),
    }


def render_diagnosis_html(source: Data) -> str:
    """Return the HTML of a diagnosis."""
    return raise_ordinals(render_to_string(TEMPLATE, {"diagnosis": diagnosis_context(source)}))


def render_diagnosis(source: Data) -> bytes:
    """Return the PDF of a diagnosis, its data attached; same data, same bytes. Raises PdfError."""
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    dated = date.fromisoformat(source["date"])
    data = Attachment("diagnostic.json", content, "Données du diagnostic", dated)
    return render(render_diagnosis_html(source), stylesheet=STYLESHEET, attachments=[data])


def _line(line: Data, notes: Notes, *, alone: bool) -> Data:
    """Return a line; where it stands alone, a stated figure shows its source and needs no note."""
    cells = [_cell(one, notes, shows_origin=alone) for one in line["cells"]]
    return {"label": typeset(line["label"]), "cells": cells, "gap": line["gap"]}


def _profession(row: Data, notes: Notes) -> Data:
    return {"name": typeset(row["name"]), "cells": [_cell(one, notes) for one in row["cells"]]}


def _cell(cell: Data | None, notes: Notes, *, shows_origin: bool = False) -> Data:
    if cell is None:
        return {"text": "", "missing": "", "note": "", "nature": "", "origin": ""}
    return {
        "text": cell["text"],
        "missing": typeset(cell["missing"]),
        "note": "" if shows_origin and cell["origin"] else notes.number(cell),
        "nature": cell["nature"],
        "origin": typeset(cell["origin"]),
    }
