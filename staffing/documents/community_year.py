"""The year of a CPTS as one printed page for its activity report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.template.loader import render_to_string

from csipa.french.dates import long_date
from csipa.french.typography import raise_ordinals
from csipa.pdf.door import render

TEMPLATE = "staffing/pdf/community_year.html"
STYLESHEET = "annee-cpts.css"


def render_community_year(source: dict[str, Any], *, today: dt.date) -> bytes:
    """Return the page as a PDF. Raises PdfError.

    `source` holds `title`, `community`, `year`, `lines`, `total`, `groups`, `trainings`,
    `professions`, `members` (tables of finished strings) and `notes`.
    """
    context = {
        **source,
        "date": today.isoformat(),
        "on": f"État au {long_date(today)}",
        "running": f"{source['title']} – {source['community']}",
    }
    page = raise_ordinals(render_to_string(TEMPLATE, {"sheet": context}))
    return render(page, stylesheet=STYLESHEET)
