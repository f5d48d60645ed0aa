"""Action sheets in print: one sheet alone, or the whole booklet of a programme.

Figures worked out from others carry the number of a note, printed at the foot of their sheet.
"""

from __future__ import annotations

import json
from datetime import date
from itertools import chain
from typing import Any

from django.template.loader import render_to_string

from conventions.documents.wording import Data, day, text
from csipa.french.dates import period
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from csipa.pdf.door import Attachment, render
from csipa.pdf.finishing import finished

ONE = "conventions/pdf/action_sheet.html"
BOOKLET = "conventions/pdf/booklet.html"
STYLESHEET = "fiches-actions.css"


class _Notes:
    """Numbers the notes of derived figures, from 1 through the whole document."""

    def __init__(self) -> None:
        self.count = 0

    def sheet(self) -> _SheetNotes:
        return _SheetNotes(self)


class _SheetNotes:
    """The notes of one sheet."""

    def __init__(self, whole: _Notes) -> None:
        self.whole = whole
        self.told: list[Data] = []

    def figure(self, source: Data) -> Data:
        """Return a figure and the number of its note; an empty one has no note."""
        if not source:
            return {"text": "", "note": ""}
        self.whole.count += 1
        number = str(self.whole.count)
        inputs = " ; ".join(source["inputs"])
        said = f"{source['formula']} – {inputs}" if inputs else source["formula"]
        self.told.append({"number": number, "text": text(f"{upper_first(said)}.")})
        return {"text": text(source["text"]), "note": number}


def render_one(source: Data) -> bytes:
    """Return the PDF of a sheet, its data attached; same data, same bytes. Raises PdfError."""
    return _render(one_html(source), source, "fiche-action.json")


def render_booklet(source: Data) -> bytes:
    """Return the PDF of a booklet, its data attached; same data, same bytes. Raises PdfError."""
    return _render(booklet_html(source), source, "livret.json")


def one_html(source: Data) -> str:
    """Return the HTML of a sheet alone."""
    sheet = sheet_context(source["sheet"], _Notes())
    on = f"État au {day(source['date'])}"
    context = {
        "sheet": sheet,
        "dated": source["date"],
        "on": on,
        "running": text(f"Fiche-action, {on[0].lower()}{on[1:]}"),
        "level": 1,
    }
    return finished(render_to_string(ONE, context))


def booklet_html(source: Data) -> str:
    """Return the HTML of the booklet of a programme."""
    notes = _Notes()
    chapters = [_chapter(rank, one, notes) for rank, one in enumerate(source["chapters"], 1)]
    start = date.fromisoformat(source["start"]) if source["start"] else None
    end = date.fromisoformat(source["end"]) if source["end"] else None
    facts = [
        ("Porté par", text(source["carrier"])),
        ("Territoire", text(source["territory"])),
        ("Période", upper_first(period(start, end)) if start else ""),
        ("Signé le", day(source["signed_on"])),
        ("Fait suite à", text(source["previous"])),
    ]
    context = {
        "kind": text(upper_first(source["kind"])),
        "name": text(source["name"]),
        "dated": source["date"],
        "on": f"État au {day(source['date'])}",
        "running": text(f"{source['short_name'] or source['name']}, au {day(source['date'])}"),
        "facts": [pair for pair in facts if pair[1]],
        "summary": paragraphs(source["summary"]),
        "count": text(source["count"]),
        "states": source["states"],
        "late": counted(source["late"], "fiche en retard", "fiches en retard")
        if source["late"]
        else "",
        "chapters": chapters,
        "signatories": [_party(one) for one in source["signatories"]],
        "others": [_party(one) for one in source["others"]],
        "committees": [_committee(one) for one in source["committees"]],
        "level": 4,
    }
    context["has_parties"] = any(context[name] for name in ("signatories", "others", "committees"))
    return finished(render_to_string(BOOKLET, context))


def sheet_context(source: Data, notes: _Notes) -> Data:
    """Return what one sheet prints, finished."""
    own = notes.sheet()
    places = [
        text(
            f"{place['programme']}, fiche {place['number']}"
            + (f" : {place['under']}" if place["under"] else "")
        )
        for place in source["places"]
    ]
    missions = [text(f"{name}, mission « {mission} »") for name, mission in source["missions"]]
    budget = source["budget"]
    context = {
        "key": source["key"],
        "number": source["number"],
        "title": text(source["title"]),
        "serves": [*places, *missions],
        "state": _state(source),
        "late": [text(told) for told in source["late"]],
        "facts": _paired(_facts(source)),
        "context": paragraphs(source["context"]),
        "goals": paragraphs(source["goals"]),
        "description": paragraphs(source["description"]),
        "means": paragraphs(source["means"]),
        "progress": paragraphs(source["progress"]),
        "sources": text(source["sources"]),
        "partners": [
            text(f"{name} : {part}") if part else text(name) for name, part in source["partners"]
        ],
        "steps": [_step(step) for step in source["steps"]],
        "site_facts": [
            {"said": text(one["said"]), "antennas": own.figure(one["antennas"])}
            for one in source["site_facts"]
        ],
        "site": text(source["site"]),
        "budget": _budget(budget, own) if budget else None,
        "measures": [_measure(one, own) for one in source["measures"]],
    }
    return {**context, "notes": own.told}


def paragraphs(value: str) -> list[str]:
    """Return the lines of a typed text, one a paragraph."""
    return [text(line) for line in value.splitlines() if line.strip()]


def _render(html: str, source: Data, name: str) -> bytes:
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    dated = date.fromisoformat(source["date"])
    data = Attachment(name, content, "Données du document", dated)
    return render(html, stylesheet=STYLESHEET, attachments=[data])


def _chapter(rank: int, one: Data, notes: _Notes) -> Data:
    groups: list[Any] = [{"title": "", "sheets": one["sheets"]}, *one["objectives"]]
    found = [
        {
            "title": text(group["title"]),
            "sheets": [sheet_context(sheet, notes) for sheet in group["sheets"]],
        }
        for group in groups
        if group["sheets"] or group["title"]
    ]
    return {
        "rank": rank,
        "title": text(one["title"]),
        "summary": paragraphs(one["summary"]),
        "groups": found,
        "is_empty": not list(chain.from_iterable(group["sheets"] for group in found)),
    }


def _facts(source: Data) -> list[tuple[str, str]]:
    start = date.fromisoformat(source["start"]) if source["start"] else None
    end = date.fromisoformat(source["end"]) if source["end"] else None
    when = ""
    if start and (end is None or end >= start):
        when = upper_first(period(start, end))
    elif end:
        when = f"Jusqu’au {day(source['end'])}"
    where = [source["territory"], source["place"], source["site"]]
    facts = [
        ("État", _state(source)),
        ("Pilote", text(source["pilot"])),
        ("Personne référente", text(source["contact"])),
        ("Public visé", text(source["public"])),
        ("Lieu", text(" ; ".join(part for part in where if part))),
        ("Calendrier", text(when)),
    ]
    return [pair for pair in facts if pair[1]]


def _paired(facts: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Return the facts two by two, as their table shows them; the last row is filled."""
    rows = [facts[rank : rank + 2] for rank in range(0, len(facts), 2)]
    return [[*row, *[("", "")] * (2 - len(row))] for row in rows]


def _state(source: Data) -> str:
    seen = f", constaté le {day(source['state_on'])}" if source["state_on"] else ""
    return text(f"{source['state']}{seen}")


def _step(step: Data) -> Data:
    if step["done_on"]:
        standing = f"faite le {_figures(step['done_on'])}"
    else:
        standing = "en retard" if step["late"] else "à faire"
    return {
        "title": text(step["title"]),
        "due": _figures(step["due_on"]) or "–",
        "standing": text(upper_first(standing)),
        "late": step["late"],
    }


def _budget(budget: Data, own: _SheetNotes) -> Data:
    return {
        "lines": [
            {
                **line,
                "payer": text(line["payer"]),
                "purpose": text(line["purpose"]),
                "spent": line["spent"] or "–",
            }
            for line in budget["lines"]
        ],
        "planned": own.figure(budget["planned"]),
        "spent": own.figure(budget["spent"]),
        "share": own.figure(budget["share"]),
    }


def _measure(one: Data, own: _SheetNotes) -> Data:
    seen = ", ".join(part for part in (day(one["as_of"]), one["source"]) if part)
    return {
        "name": text(one["name"]),
        "nature": text(upper_first(f"indicateur {one['nature']}")),
        "how": text(one["how"]),
        "baseline": text(one["baseline"]) or "–",
        "target": text(one["target"]) or "–",
        "latest": text(one["latest"]) or "–",
        "seen": text(seen),
        "reach": text(one["reach"]),
        "progress": own.figure(one["progress"]),
    }


def _party(one: Data) -> Data:
    return {
        "name": text(one["name"]),
        "person": text(one["person"]) or "–",
        "standing": text(upper_first(one["standing"])),
    }


def _committee(one: Data) -> Data:
    yearly = ""
    if one["yearly"]:
        yearly = f"{counted(one['yearly'], 'réunion prévue', 'réunions prévues')} par an"
    return {
        "name": text(one["name"]),
        "kind": text(upper_first(one["kind"])),
        "yearly": text(yearly),
        "members": [(text(name), text(quality)) for name, quality in one["members"]],
    }


def _figures(value: str) -> str:
    """Return « 15/01/2026 »: a column of dates is read down, not as a sentence."""
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else ""
