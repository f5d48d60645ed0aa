"""A CPTS in print: its sheet on one page, and the report on its missions with their indicators."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from csipa.charts import Series, line_chart
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.typography import typeset
from csipa.pdf.door import Attachment, render
from csipa.pdf.finishing import finished
from sites.documents.notes import Notes

SHEET, SHEET_STYLE = "sites/pdf/community_sheet.html", "fiche-cpts.css"
REPORT, REPORT_STYLE = "sites/pdf/community_report.html", "bilan-cpts.css"
SHEET_TITLE = "Fiche de la CPTS"
REPORT_TITLE = "Bilan des missions de la CPTS"
_CHART_WIDTH, _CHART_HEIGHT = 520, 130

Data = dict[str, Any]


def sheet_html(source: Data) -> str:
    """Return the HTML of the sheet, from `sites.review.community_print.board_source`."""
    return finished(
        render_to_string(SHEET, {"sheet": _context(source, SHEET_TITLE, has_details=False)})
    )


def report_html(source: Data) -> str:
    """Return the HTML of the report on the missions, from the same data."""
    return finished(
        render_to_string(REPORT, {"report": _context(source, REPORT_TITLE, has_details=True)})
    )


def render_sheet(source: Data) -> bytes:
    """Return the PDF of the sheet, its data attached. Raises PdfError."""
    return _render(source, sheet_html(source), SHEET_STYLE, "fiche-cpts.json")


def render_report(source: Data) -> bytes:
    """Return the PDF of the report, its data attached. Raises PdfError."""
    return _render(source, report_html(source), REPORT_STYLE, "bilan-cpts.json")


def _render(source: Data, html: str, stylesheet: str, name: str) -> bytes:
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    dated = date.fromisoformat(source["printed"])
    data = Attachment(name, content, "Données de la CPTS", dated)
    return render(html, stylesheet=stylesheet, attachments=[data])


def _context(source: Data, title: str, *, has_details: bool) -> Data:
    """Return what a document prints, finished; `has_details` for the indicators one by one.

    Notes are numbered as they are read.
    """
    notes = Notes()
    day = long_date(date.fromisoformat(source["day"]))
    return {
        "title": title,
        "window_title": typeset(f"{title} – {source['name']}"),
        "name": typeset(source["name"]),
        "official_name": typeset(source["official_name"]),
        "on": f"au {day}",
        "running": typeset(f"{source['name']}, au {day}"),
        "dated": source["printed"],
        "inhabitants": notes.figure(source["inhabitants"]),
        "size": notes.figure(source["size"]),
        "territory": [typeset(one) for one in source["territory"]],
        "communes": typeset(source["communes"]),
        "steps": [(one["label"], one["said"], one["aside"]) for one in source["steps"]],
        "people": [typeset(one) for one in source["people"]],
        "formerly": [typeset(one) for one in source["formerly"]],
        "missions_words": source["missions_words"],
        "core_missing": typeset(source["core_missing"]),
        "missions": [_mission(one, notes, has_details=has_details) for one in source["missions"]],
        "sites": [typeset(one) for one in source["sites"]],
        "notes": notes.told(),
    }


def _mission(one: Data, notes: Notes, *, has_details: bool) -> Data:
    return {
        "name": upper_first(one["name"]),
        "kind": "socle" if one["core"] else "optionnelle",
        "state": one["state"],
        "is_late": one["late"],
        "dates": typeset(one["dates"]),
        "due": notes.figure(one["due"]) if one["due"] else None,
        "summary": [typeset(line) for line in one["summary"].splitlines() if line.strip()],
        "has_indicators": bool(one["indicators"]),
        "indicators": [_indicator(line, notes) for line in one["indicators"] if has_details],
        "counted": one["counted"],
    }


def _indicator(one: Data, notes: Notes) -> Data:
    return {
        "name": typeset(one["name"]),
        "how": typeset(one["how"]),
        "latest": one["latest"],
        "on": one["on"],
        "baseline": one["baseline"],
        "target": typeset(one["target"]),
        "progress": notes.figure(one["progress"]),
        "reach": one["reach"],
        "trend": one["trend"],
        "is_late": one["late"],
        "values": [
            (value["on"], value["said"], typeset(value["source"])) for value in one["values"]
        ],
        "svg": _chart(one),
    }


def _chart(one: Data) -> str:
    """Return the curve of an indicator beside its target; empty below two values."""
    if len(one["values"]) < 2:
        return ""
    series = [Series("valeur", [Decimal(value["value"]) for value in one["values"]])]
    if one["target_value"]:
        series.append(Series("cible", [Decimal(one["target_value"])] * len(one["values"])))
    return line_chart(
        title=one["name"],
        labels=[value["short"] for value in one["values"]],
        series=series,
        unit=one["unit"],
        width=_CHART_WIDTH,
        height=_CHART_HEIGHT,
    )
