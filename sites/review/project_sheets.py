"""The sheet on a health project: what is kept of it on a day, as data to print."""

from __future__ import annotations

from typing import Any

from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from sites.review.promises import Line, Standing

Data = dict[str, Any]


def sheet_of(standing: Standing) -> Data:
    """Return the data of the sheet; dates are in ISO 8601. Reads the site and its manager."""
    project = standing.project
    manager = project.site.manager
    lines = len(standing.lines)
    return {
        "issuer": upper_first(manager.the_name) if manager else "",
        "centre": upper_first(project.site.full_name),
        "title": project.title,
        "edition": project.edition,
        "receipt_on": project.receipt_on.isoformat() if project.receipt_on else "",
        "applies_from": project.applies_from.isoformat() if project.applies_from else "",
        "on": standing.day.isoformat(),
        "total": counted(lines, "engagement", "engagements"),
        "counts": [label for _, label in standing.counts],
        "overdue": standing.overdue,
        "differing": standing.differing,
        "themes": [
            {"name": upper_first(str(theme.label)), "lines": [_line(one) for one in found]}
            for theme, found in standing.by_theme
        ],
    }


def _line(line: Line) -> Data:
    """Return one commitment; what was found and what hours tell stay apart."""
    stated, derived, due = line.stated, line.derived, line.commitment.due_on
    return {
        "text": line.commitment.text,
        "due_on": due.isoformat() if due else "",
        "is_overdue": line.is_overdue,
        "keeping": line.keeping or "",
        "state": line.label,
        "found": {
            "state": stated.get_state_display(),
            "on": stated.found_on.isoformat(),
            "since": line.since.isoformat() if line.since else "",
            "reason": stated.reason,
        }
        if stated
        else None,
        "hours": {"state": derived.keeping.label, "why": derived.why} if derived else None,
        "differs": line.differs,
    }
