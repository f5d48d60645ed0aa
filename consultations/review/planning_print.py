"""From a week of a site to its sheet, and the words that page and sheet share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from consultations.documents.planning import render_planning
from consultations.models import Ledger
from consultations.review.planning_week import Block, PlannedDay, PlanningWeek
from csipa.french.dates import MONTHS, WEEKDAYS, long_date, period
from csipa.french.grammar import upper_first
from csipa.french.hours import said_length, said_span
from csipa.french.numbers import counted

_FRIDAY = 5
TAKEN = "Salle prise"
"""All that somebody who sees the sessions of a convention only is told of the others."""
_LEDGERS = {
    Ledger.CSIPA: "Activité du CSIPA",
    Ledger.SNP: "Soins non programmés sous convention",
}


def said_tallies(week: PlanningWeek) -> list[tuple[str, str]]:
    """Return each ledger with its sessions and their hours, in words; nothing adds them up."""
    return [
        (
            _LEDGERS[tally.ledger],
            f"{counted(tally.sessions, 'séance', 'séances')}, {said_length(tally.length)}"
            if tally.sessions
            else "aucune séance",
        )
        for tally in week.tallies
    ]


def printed_week(week: PlanningWeek, *, today: dt.date) -> bytes:
    """Return the planning of a week as a PDF. Raises PdfError."""
    return render_planning(print_context(week, today=today))


def print_context(week: PlanningWeek, *, today: dt.date) -> dict[str, Any]:
    """Return what the sheet says; a Saturday or a Sunday without anything is left out."""
    kept = [rank for rank, day in enumerate(week.days) if _matters(week, rank, day)]
    return {
        "dated": today.isoformat(),
        "site": upper_first(week.site.full_name),
        "week": f"semaine {week.week.number}, {period(week.week.first, week.week.last)}",
        "days": [_day(week.days[rank]) for rank in kept],
        "rooms": [
            {
                "name": line.room.name,
                "cells": [
                    [_block(block) for block in line.cells[rank].blocks if not block.is_free]
                    for rank in kept
                ],
            }
            for line in week.rooms
        ],
        "expects": week.expects,
        "tallies": said_tallies(week),
        "edited": f"Édité le {long_date(today)}.",
    }


def _matters(week: PlanningWeek, rank: int, day: PlannedDay) -> bool:
    if rank < _FRIDAY or day.spans or day.expected:
        return True
    return any(not line.cells[rank].is_empty for line in week.rooms)


def _day(day: PlannedDay) -> dict[str, Any]:
    number = "1er" if day.day.day == 1 else str(day.day.day)
    return {
        "name": upper_first(WEEKDAYS[day.day.weekday()]),
        "date": f"{number}\u00a0{MONTHS[day.day.month - 1]}",
        "hours": [said_span(span.opens_at, span.closes_at) for span in day.spans],
        "shut": upper_first(day.shut),
        "expected": [
            {
                "hours": said_span(slot.starts, slot.ends),
                "name": slot.convention.reference or slot.convention.title,
                "booked": slot.booked,
            }
            for slot in day.expected
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    session, hours = block.session, said_span(block.starts, block.ends)
    if session is None:
        unknown = dict.fromkeys(("title", "who", "state", "cleaning"), "")
        return {"hours": hours, "purpose": TAKEN, "kind": "taken", "is_snp": False, **unknown}
    return {
        "hours": hours,
        "purpose": block.purpose,
        "kind": session.purpose,
        "title": session.title,
        "who": block.who,
        "state": session.get_state_display(),
        "is_snp": block.is_snp,
        "cleaning": said_span(block.ends, block.free_at) if block.free_at else "",
    }
