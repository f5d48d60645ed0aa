"""« Point sur le projet de santé »: what is kept of an edition on a day, on A4 pages."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string

from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from csipa.pdf.door import render
from csipa.pdf.finishing import finished
from sites.documents.letters import Data, printed

TEMPLATE = "sites/pdf/project_sheet.html"
STYLESHEET = "projet-de-sante.css"
_WRONG = ("not_kept", "partly")


def sheet_context(sheet: Data) -> Data:
    """Return what the sheet prints, from `sites.review.project_sheets.sheet_of`."""
    project = f"{sheet['title']}, édition {sheet['edition']}"
    facts = [
        f"validé par l’agence régionale de santé le {_day(sheet['receipt_on'])}"
        if sheet["receipt_on"]
        else "",
        f"en vigueur depuis le {_day(sheet['applies_from'])}" if sheet["applies_from"] else "",
    ]
    return {
        "window_title": printed(f"Point sur le projet de santé – {sheet['centre']}"),
        "title": "Point sur le projet de santé",
        "issuer": printed(sheet["issuer"]),
        "dated": sheet["on"],
        "centre": printed(sheet["centre"]),
        "project": printed(", ".join([project, *filter(None, facts)])),
        "on": printed(f"Au {_day(sheet['on'])}"),
        "total": printed(f"{sheet['total']} : {', '.join(sheet['counts'])}")
        if sheet["counts"]
        else "Cette édition n’énumère aucun engagement.",
        "remarks": _remarks(sheet),
        "running": printed(f"{sheet['centre']} – {project}"),
        "themes": [
            {"name": printed(theme["name"]), "lines": [_line(one) for one in theme["lines"]]}
            for theme in sheet["themes"]
        ],
    }


def sheet_html(sheet: Data) -> str:
    """Return the HTML of the sheet."""
    return finished(render_to_string(TEMPLATE, {"sheet": sheet_context(sheet)}))


def sheet_pdf(sheet: Data) -> bytes:
    """Return the PDF of the sheet. Raises csipa.pdf.door.PdfError."""
    return render(sheet_html(sheet), stylesheet=STYLESHEET)


def _line(line: Data) -> Data:
    due = f"à tenir pour le {_day(line['due_on'])}" if line["due_on"] else ""
    return {
        "text": printed(line["text"]),
        "due": printed(f"{upper_first(due)}, en retard" if line["is_overdue"] else due),
        "is_late": line["is_overdue"],
        "is_wrong": line["keeping"] in _WRONG,
        "state": printed(upper_first(line["state"])),
        "since": printed(_since(line)),
        "reasons": [printed(one) for one in _reasons(line)],
    }


def _since(line: Data) -> str:
    """Return since when somebody finds it so; hours are read on the day of the sheet."""
    found = line["found"]
    if found is None:
        return "d’après les horaires" if line["hours"] else ""
    if found["since"] == found["on"]:
        return f"constaté le {_day(found['on'])}"
    return f"depuis le {_day(found['since'])}, revu le {_day(found['on'])}"


def _reasons(line: Data) -> list[str]:
    """Return why; both sides where the finding and the hours do not agree."""
    found, hours = line["found"], line["hours"]
    said = " ".join(found["reason"].split()) if found else ""
    if not line["differs"]:
        return [one for one in (said, hours["why"] if hours else "") if one]
    told = f"Constat : {found['state']}. {upper_first(said)}".strip()
    return [told, f"Horaires : {hours['state']}. {hours['why']}"]


def _remarks(sheet: Data) -> list[str]:
    """Return what the counts do not say: what is late, what is to be looked at again."""
    late, apart = sheet["overdue"], sheet["differing"]
    told = []
    if late:
        told.append(f"{counted(late, 'engagement est en retard', 'engagements sont en retard')}.")
    if apart:
        facts = counted(apart, "constat ne s’accorde pas", "constats ne s’accordent pas")
        told.append(f"{facts} avec les horaires d’ouverture : le moins favorable est compté.")
    return [printed(one) for one in told]


def _day(iso: str) -> str:
    return long_date(dt.date.fromisoformat(iso))
