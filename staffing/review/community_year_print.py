"""From the year of a CPTS to its printed page, each figure worked out with a numbered note."""

from __future__ import annotations

import datetime as dt
from typing import Any

from csipa.derived import Derived, Notes
from csipa.french.dates import long_date
from csipa.french.numbers import integer
from staffing.documents.community_year import render_community_year
from staffing.review.community_year import CommunityYear, KindLine


def printed_year(found: CommunityYear, *, today: dt.date) -> bytes:
    """Return the year as a PDF. Raises PdfError."""
    return render_community_year(year_source(found), today=today)


def year_source(found: CommunityYear) -> dict[str, Any]:
    """Return the tables of the page as finished strings."""
    notes = Notes()
    lines = [_line(line, notes) for line in found.lines]
    source = {
        "title": f"Rencontres de l’année {found.year}",
        "community": str(found.community),
        "year": str(found.year),
        "lines": lines,
        "total": _line(found.total, notes),
        "members": [
            ("Adhésions commencées", _cell(notes, found.joined)),
            ("Adhésions finies", _cell(notes, found.left)),
        ],
        "groups": [
            (line.name, integer(line.meetings), _cell(notes, line.present)) for line in found.groups
        ],
        "trainings": [
            (one.event.title, long_date(one.event.held_on), one.event.trainer, _cell(notes, time))
            for one, time in found.trainings
        ],
        "training_time": _cell(notes, found.training_time),
        "professions": [(label, _cell(notes, time)) for label, time in found.by_profession],
    }
    return {**source, "notes": notes.texts}


def _line(line: KindLine, notes: Notes) -> dict[str, Any]:
    return {
        "label": line.label,
        "events": integer(line.events),
        "sums": [_cell(notes, figure) for figure in line.sums],
    }


def _cell(notes: Notes, figure: Derived) -> dict[str, str]:
    """Return a figure as text, with the number of its note."""
    number = notes.number(figure)
    return {"text": figure.text or figure.missing or "–", "note": str(number or "")}
