"""From the year of a CPTS to its printed page, each figure worked out with a numbered note."""

from __future__ import annotations

import datetime as dt
from typing import Any

from csipa.derived import Derived
from csipa.french.dates import long_date
from csipa.french.numbers import integer
from staffing.documents.community_year import render_community_year
from staffing.review.community_year import CommunityYear, KindLine


class _Notes:
    """Numbers explanations in the order in which figures call for them, each said once."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def cell(self, figure: Derived) -> dict[str, str]:
        """Return a figure as text, with the number of its note."""
        if not figure.text:
            return {"text": figure.missing or "–", "note": ""}
        if figure.note not in self.texts:
            self.texts.append(figure.note)
        return {"text": figure.text, "note": str(self.texts.index(figure.note) + 1)}


def printed_year(found: CommunityYear, *, today: dt.date) -> bytes:
    """Return the year as a PDF. Raises PdfError."""
    return render_community_year(year_source(found), today=today)


def year_source(found: CommunityYear) -> dict[str, Any]:
    """Return the tables of the page as finished strings."""
    notes = _Notes()
    lines = [_line(line, notes) for line in found.lines]
    source = {
        "title": f"Rencontres de l’année {found.year}",
        "community": str(found.community),
        "year": str(found.year),
        "lines": lines,
        "total": _line(found.total, notes),
        "members": [
            ("Adhésions commencées", notes.cell(found.joined)),
            ("Adhésions finies", notes.cell(found.left)),
        ],
        "groups": [
            (line.name, integer(line.meetings), notes.cell(line.present)) for line in found.groups
        ],
        "trainings": [
            (one.event.title, long_date(one.event.held_on), one.event.trainer, notes.cell(time))
            for one, time in found.trainings
        ],
        "training_time": notes.cell(found.training_time),
        "professions": [(label, notes.cell(time)) for label, time in found.by_profession],
    }
    return {**source, "notes": notes.texts}


def _line(line: KindLine, notes: _Notes) -> dict[str, Any]:
    return {
        "label": line.label,
        "events": integer(line.events),
        "sums": [notes.cell(figure) for figure in line.sums],
    }
