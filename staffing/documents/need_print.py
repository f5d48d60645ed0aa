"""A study of need in print: every assumption, every step, beside what the centre has.

It is no part of any act and is made again each time it is asked for.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.typography import raise_ordinals, typeset
from csipa.pdf.door import Attachment, render
from staffing.documents.need import FORMULAS, READING

TEMPLATE = "staffing/pdf/need.html"
STYLESHEET = "besoin.css"
TITLE = "Étude de besoin"

Data = dict[str, Any]


def study_context(source: Data) -> Data:
    """Return what the document prints, finished.

    `source` is what `staffing.review.need_print.printed_source` returns.
    """
    day = long_date(date.fromisoformat(source["date"]))
    return {
        "title": TITLE,
        "window_title": typeset(f"{TITLE} – {source['title']}"),
        "name": typeset(source["title"]),
        "facts": typeset(f"Année {source['year']}, {source['site'] or 'tous les sites'}"),
        "on": f"État au {day}",
        "running": f"{TITLE} au {day}",
        "dated": source["date"],
        "assumptions": [typeset(line) for line in source["assumptions"].splitlines() if line],
        "formulas": FORMULAS,
        "reading": READING,
        "professions": [
            {**one, "name": typeset(upper_first(one["name"]))} for one in source["professions"]
        ],
        "total": source["total"],
    }


def render_study_html(source: Data) -> str:
    """Return the HTML of a study."""
    return raise_ordinals(render_to_string(TEMPLATE, {"study": study_context(source)}))


def render_study(source: Data) -> bytes:
    """Return the PDF of a study, its data attached; same data, same bytes. Raises PdfError."""
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    dated = date.fromisoformat(source["date"])
    data = Attachment("etude-de-besoin.json", content, "Données de l’étude de besoin", dated)
    return render(render_study_html(source), stylesheet=STYLESHEET, attachments=[data])
