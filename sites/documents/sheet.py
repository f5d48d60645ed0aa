"""The sheet of a site, from its data to a PDF; it is made again each time it is asked for."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from csipa.french.dates import long_date
from csipa.pdf.door import Attachment, render

TEMPLATE = "sites/pdf/sheet.html"
STYLESHEET = "fiche-site.css"

Data = dict[str, Any]


def render_sheet_html(source: Data) -> str:
    """Return the HTML of a sheet.

    `source` holds finished French strings: `name`, `kind`, `facts` (pairs of label and lines),
    `door`, `hours` (`activity`, `lines`, `total`), `total`, `closures`, `limits`, `rooms` (`name`,
    `area`), `area`, `equipment` (`label`, `quantity`, `room`, `lender`), `parts` (`title`, `rows`:
    pairs of label and lines, `nothing`: what is said without any); and `date` in ISO 8601.
    """
    on = long_date(date.fromisoformat(source["date"]))
    return render_to_string(TEMPLATE, {"sheet": source, "on": on})


def render_sheet(source: Data) -> bytes:
    """Return the PDF of a sheet, its data attached; same data, same bytes. Raises PdfError."""
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    dated = date.fromisoformat(source["date"])
    data = Attachment("fiche-site.json", content, "Données de la fiche du site", dated)
    return render(render_sheet_html(source), stylesheet=STYLESHEET, attachments=[data])
