"""The checklist of a welcome in print, on one page, for the person who arrives."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.template.loader import render_to_string

from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.typography import raise_ordinals, typeset
from csipa.pdf.door import Attachment, render
from staffing.models import WelcomeTheme

TEMPLATE = "staffing/pdf/welcome.html"
STYLESHEET = "accueil.css"
TITLE = "Votre arrivée au centre de santé"

Data = dict[str, Any]


def welcome_context(source: Data) -> Data:
    """Return what the checklist prints, finished.

    `source` holds `date` and `start` (ISO 8601), `person`, `post` and `lines`: `theme`, `label`,
    `due_on` and `done_on` (ISO 8601 or None). What is not wanted is left out by the caller.
    """
    start = long_date(dt.date.fromisoformat(source["start"]))
    day = long_date(dt.date.fromisoformat(source["date"]))
    return {
        "title": TITLE,
        "window_title": typeset(f"{TITLE} – {source['person']}"),
        "person": typeset(source["person"]),
        "facts": typeset(f"{source['post']}, à partir du {start}"),
        "on": f"État au {day}",
        "running": f"{TITLE} – état au {day}",
        "dated": source["date"],
        "themes": [
            {"label": _theme(theme), "lines": lines}
            for theme in WelcomeTheme
            if (lines := [_line(line) for line in source["lines"] if line["theme"] == theme])
        ],
    }


def render_welcome(source: Data) -> bytes:
    """Return the PDF of a checklist, its data attached; same data, same bytes. Raises PdfError."""
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    dated = dt.date.fromisoformat(source["date"])
    data = Attachment("accueil.json", content, "Données du dossier d’accueil", dated)
    page = raise_ordinals(render_to_string(TEMPLATE, {"welcome": welcome_context(source)}))
    return render(page, stylesheet=STYLESHEET, attachments=[data])


def _theme(theme: WelcomeTheme) -> str:
    return typeset(upper_first(str(theme.label)))


def _line(line: Data) -> Data:
    return {
        "label": typeset(line["label"]),
        "due_on": _figures(line["due_on"]),
        "done_on": _figures(line["done_on"]),
    }


def _figures(value: str | None) -> str:
    """Return « 15/01/2026 »: a column of dates is read down, not as a sentence."""
    return f"{dt.date.fromisoformat(value):%d/%m/%Y}" if value else ""
