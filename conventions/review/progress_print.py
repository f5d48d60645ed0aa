"""From the progress board of a programme to its PDF, each derived figure with its numbered note."""

from __future__ import annotations

import datetime as dt
from typing import Any

from conventions.documents.progress import TITLE, render_progress
from conventions.review.progress import Line, ProgressBoard
from conventions.review.progress_chart import states_chart, states_table
from csipa.derived import Derived, Notes
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.typography import typeset

_CHART = {"width": 720, "height": 220}


def printed_progress(board: ProgressBoard, *, asked: str, today: dt.date) -> bytes:
    """Return the PDF of a board; `asked` says what it is narrowed to. Raises PdfError."""
    return render_progress(progress_context(board, asked=asked, today=today))


def progress_context(board: ProgressBoard, *, asked: str, today: dt.date) -> dict[str, Any]:
    """Return what the print says; no query more than the board."""
    notes = Notes()
    name, day = typeset(board.programme.name), long_date(board.day)
    whole = board.budget.whole
    return {
        "dated": today.isoformat(),
        "programme": name,
        "on": f"au {day}",
        "asked": typeset(asked),
        "running": typeset(f"{TITLE}, {board.programme}, au {day}"),
        "is_past": board.day < today,
        "totals": [(label, _figure(notes, figure)) for label, figure in board.totals],
        "late": len(board.late),
        "planned": _figure(notes, whole.planned_shown),
        "spent": _figure(notes, whole.spent_shown),
        "has_budget": bool(board.budget.lines),
        "chart": states_chart(board, **_CHART) if board.lines else "",
        "table": states_table(board),
        "axes": [
            {"title": typeset(axis.title), "lines": [_line(line, notes) for line in axis.lines]}
            for axis in board.axes
        ],
        "since": long_date(board.since) if board.since else "",
        "changes": [
            typeset(f"Fiche {one.line.place.number}, {one.line.sheet.title} – {one.text}")
            for one in board.changes
        ],
        "notes": [typeset(upper_first(note)) for note in notes.texts],
    }


def _line(line: Line, notes: Notes) -> dict[str, Any]:
    sheet, budget = line.sheet, line.budget
    return {
        "number": line.place.number,
        "title": typeset(sheet.title),
        "pilot": typeset(sheet.pilot.brief_name) if sheet.pilot else "",
        "state": _figure(notes, line.state_how),
        "is_late": line.is_late,
        "start": sheet.start,
        "end": sheet.end,
        "late_steps": [
            typeset(f"{step.title}, prévue pour le {long_date(step.due_on)}")
            for step in line.late_steps
            if step.due_on
        ],
        "measures": [
            {
                "name": typeset(one.row.name),
                "latest": typeset(one.latest),
                "target": typeset(one.target),
                "reach": one.judged.reach.label,
                "progress": _figure(notes, one.progress),
            }
            for one in line.measures
        ],
        "planned": _figure(notes, budget.whole.planned_shown) if budget.lines else None,
        "spent": _figure(notes, budget.whole.spent_shown) if budget.lines else None,
        "told": typeset(line.told),
    }


def _figure(notes: Notes, figure: Derived) -> dict[str, Any]:
    """Return a figure as printed and the number of its note; no number when it is missing."""
    text = typeset(figure.text or figure.missing or "–")
    return {"text": text, "number": notes.number(figure)}
