"""From a diagnosis, or two compared, to its PDF."""

from __future__ import annotations

import datetime as dt
from typing import Any

from csipa.french.dates import long_date
from csipa.french.grammar import enumeration, lower_first
from sites.documents.diagnosis_print import render_diagnosis
from sites.models import Figure
from sites.review.diagnosis import Diagnosis
from sites.review.diagnosis_compare import compared
from sites.review.diagnosis_lines import Line, Part
from sites.review.diagnosis_tables import ProfessionRow, Told, ZoningTable, told
from sites.review.stated import source_of

Data = dict[str, Any]


def printed_diagnosis(
    first: Diagnosis, second: Diagnosis | None = None, *, today: dt.date
) -> bytes:
    """Return the PDF of a diagnosis, beside another one if asked. Raises PdfError."""
    return render_diagnosis(printed_source(first, second, today=today))


def printed_source(first: Diagnosis, second: Diagnosis | None = None, *, today: dt.date) -> Data:
    """Return what the print tells, ready for JSON."""
    ours = told(first)
    head = {"date": today.isoformat(), "columns": [column(first)]}
    if second is not None:
        return {
            **head,
            "columns": [column(first), column(second)],
            "parts": _both(ours, told(second)),
            "professions": [],
            "zonings": [],
            "stated": [],
            "communes": "",
        }
    return {
        **head,
        "parts": [
            {
                "slug": part.slug,
                "title": part.title,
                "notes": part.notes,
                "lines": [_line(line.label, [line]) for line in part.lines],
            }
            for part in (
                *ours.parts,
                _professions(ours),
                ours.zoning,
            )
        ],
        "professions": [_profession(row, said=ours.unread) for row in ours.professions],
        "zonings": [_zoning(table) for table in ours.zonings],
        "stated": [_stated(*one) for one in (*ours.stated, *ours.of_communes, *ours.earlier)],
        "communes": enumeration(one.name for one in first.communes) if first.communes else "",
    }


def column(found: Diagnosis) -> str:
    """Return what a column is about: the territory and the day."""
    return f"{found.territory}, au {long_date(found.day)}"


def _both(ours: Told, theirs: Told) -> list[Data]:
    return [
        {
            "slug": part.slug,
            "title": part.title,
            "notes": [],
            "lines": [
                _line(pair.label, [pair.first, pair.second], gap=pair.gap) for pair in part.pairs
            ],
        }
        for part in compared(ours, theirs)
    ]


def _line(label: str, lines: list[Line | None], *, gap: str = "") -> Data:
    return {"label": label, "cells": [_cell(line) for line in lines], "gap": gap}


def _cell(line: Line | None) -> Data | None:
    if line is None:
        return None
    return {
        "text": line.figure.text,
        "nature": line.nature,
        "origin": line.origin if line.is_stated else "",
        "formula": line.figure.formula,
        "inputs": [one.sentence for one in line.figure.inputs],
        "missing": line.figure.missing,
    }


def _professions(ours: Told) -> Part:
    """Return what is told under the table of professions; a reason they share is told once."""
    told = f"Densité du répertoire\u00a0: {lower_first(ours.unread)}"
    notes = [told] if ours.unread else []
    return Part("professions", "Professions de santé", ours.together, notes)


def _profession(row: ProfessionRow, *, said: str) -> Data:
    lines = (
        row.stated,
        row.density,
        row.register[0] if row.register else None,
        None if said else row.register_density,
    )
    return {"name": row.name, "cells": [_cell(line) for line in lines]}


def _zoning(table: ZoningTable) -> Data:
    return {
        "title": table.title,
        "rows": [
            {
                "label": row.line.label,
                "count": row.line.figure.text,
                "communes": row.communes,
                "acts": row.acts,
            }
            for row in table.rows
        ],
        "unclassed": table.unclassed,
    }


def _stated(line: Line, figure: Figure) -> Data:
    return {
        "name": line.label,
        "value": line.figure.text,
        "on": long_date(figure.as_of),
        "source": source_of(figure),
        "comment": figure.comment,
    }
