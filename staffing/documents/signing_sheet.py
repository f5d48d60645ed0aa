"""« Feuille d’émargement »: names and an empty box for each signature, no contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.template.loader import render_to_string

from csipa.french.dates import long_date
from csipa.french.typography import raise_ordinals, typeset
from csipa.pdf.door import render

TEMPLATE = "staffing/pdf/signing_sheet.html"
STYLESHEET = "emargement.css"
TITLE = "Feuille d’émargement"
# Lines left empty for those who come without being invited.
EMPTY_LINES = 8
# What one page holds: an event without a list of guests gets a full one.
PAGE_LINES = 22


def render_signing_sheet(
    *,
    event: str,
    community: str,
    on: dt.date,
    when: str,
    place: str,
    people: Sequence[tuple[str, str]],
) -> bytes:
    """Return the sheet as a PDF; `people` are names with their profession. Raises PdfError."""
    context = {
        "title": TITLE,
        "event": typeset(event),
        "community": typeset(community),
        "date": on.isoformat(),
        "day": long_date(on, weekday=True),
        "when": when,
        "place": typeset(place),
        "people": [(rank, name, what) for rank, (name, what) in enumerate(people, start=1)],
        "empty": range(len(people) + 1, max(PAGE_LINES, len(people) + EMPTY_LINES) + 1),
        "running": f"{TITLE} – {typeset(event)}, {long_date(on)}",
    }
    page = raise_ordinals(render_to_string(TEMPLATE, {"sheet": context}))
    return render(page, stylesheet=STYLESHEET)
