"""The table of posts ready for a page or for print, and its figures for every day of change.

A page moves from day to day without asking the server: `series` gives, for each place of the page,
the texts it takes and the days from which it takes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from csipa.charts.ribbon import HEIGHT, ribbon_chart, ribbon_table
from csipa.french.grammar import upper_first
from staffing.documents.board_ribbon import AIM, Span, span_of, staffing_ribbon
from staffing.documents.board_words import (
    WHOLE_CENTRE,
    figures,
    heads_words,
    since_words,
    status_words,
    where_words,
)
from staffing.review.board import TOTAL, Board, Row
from staffing.rules.capacity import fte_figures
from staffing.rules.fte import Level, level_on

_ONE_DAY = dt.timedelta(days=1)
# A text, or the lines of a list.
Told = str | list[str]
Series = dict[str, list[tuple[str, Told]]]


def cards(board: Board, day: dt.date, span: Span, *, height: int = HEIGHT) -> list[dict[str, Any]]:
    """Return what each profession counts on `day`, then their total if there are several.

    `height` is that of the ribbons, in CSS pixels.
    """
    return [_card(row, day, span, height) for row in _shown(board)]


def board_span(board: Board, *, today: dt.date) -> Span:
    """Return the days that the ribbons show."""
    return span_of(board.changes, today=today)


def matrix(board: Board, day: dt.date) -> dict[str, Any] | None:
    """Return sites by professions, « 0,5 sur 2 » in each cell; None where no site is named."""
    if not board.sites:
        return None
    places = [(one.pk, one.name) for one in board.sites]
    if any(key[1] is None for key in board.cells):
        places.append((None, WHOLE_CENTRE))
    lines = [
        {
            "name": upper_first(name),
            "site": place,
            "cells": [
                _cell(f"{row.key}-s{place or 0}", board.cells.get((row.profession.pk, place)), day)
                for row in board.rows
                if row.profession is not None
            ],
            "total": _cell(f"{TOTAL}-s{place or 0}", board.site_totals.get(place), day),
        }
        for place, name in places
    ]
    return {"columns": [upper_first(row.name) for row in board.rows], "lines": lines}


def series(board: Board, *, today: dt.date) -> Series:
    """Return the texts of the page and the days from which they hold, the first before any."""
    found: Series = {}
    for row in _shown(board):
        told = _compressed(row.changes, lambda day, row=row: _texts(row, day))
        found |= {f"{row.key}-{name}": texts for name, texts in told.items()}
    days = sorted({*board.changes, today, today + _ONE_DAY})
    found |= _compressed(days, lambda day: _headline(board, day, today))
    table = matrix(board, today)
    for line in table["lines"] if table else []:
        for cell in [*line["cells"], line["total"]]:
            if cell["levels"] is not None:
                levels = cell["levels"]
                changes = [level.start for level in levels]
                told = _compressed(
                    changes, lambda day, levels=levels: _cell_texts(level_on(levels, day))
                )
                found |= {f"{cell['key']}-{name}": texts for name, texts in told.items()}
    return found


def packed(found: Series) -> dict[str, Any]:
    """Return series for a script: a line of a list is the rank of its text among `texts`.

    The same lines come back from day to day, and would fill most of a page.
    """
    ranks: dict[str, int] = {}

    def rank(text: str) -> int:
        return ranks.setdefault(text, len(ranks))

    places = {
        place: [
            (start, told if isinstance(told, str) else [rank(line) for line in told])
            for start, told in texts
        ]
        for place, texts in found.items()
    }
    return {"series": places, "texts": list(ranks)}


def _shown(board: Board) -> list[Row]:
    return [*board.rows, board.together] if len(board.rows) > 1 else board.rows


def _card(row: Row, day: dt.date, span: Span, height: int) -> dict[str, Any]:
    name = upper_first(row.plural or row.name)
    ribbon = staffing_ribbon(row.levels, title=f"{name}, de jour en jour", span=span, on=day)
    return {
        "key": row.key,
        "name": name,
        "profession": row.profession,
        "is_total": row.key == TOTAL,
        "is_missing": bool(row.on(day).vacant),
        **_texts(row, day),
        "svg": ribbon_chart(ribbon, height=height),
        "table": ribbon_table(ribbon, caption=f"{name}, à chaque changement", aim=AIM),
        "stated": row.stated,
    }


def _texts(row: Row, day: dt.date) -> dict[str, str]:
    """Return every text of a card that changes with the day."""
    level = row.on(day)
    lack = row.told_on(day)[0] if row.key != TOTAL else None
    where = where_words(lack.places) if lack else ""
    return {
        **figures(level),
        "status": status_words(level),
        "heads": heads_words(level),
        "since": upper_first(", ".join(filter(None, [where, since_words(lack)]))) if lack else "",
    }


def _headline(board: Board, day: dt.date, today: dt.date) -> dict[str, Told]:
    told = board.headline_on(day, today=today)
    return {"lead": told.lead, "lines": told.lines, "notes": told.notes}


def _cell(key: str, levels: Sequence[Level] | None, day: dt.date) -> dict[str, Any]:
    texts = _cell_texts(level_on(levels, day)) if levels else {"of": "", "gap": ""}
    return {"key": key, "levels": levels, **texts}


def _cell_texts(level: Level) -> dict[str, str]:
    """Return « 0,5 sur 2 » and what is vacant; a dash where nothing is authorised nor filled."""
    if not level.authorised and not level.filled:
        return {"of": "–", "gap": ""}
    gap = f"{fte_figures(level.vacant)} vacant" if level.vacant else ""
    of = f"{fte_figures(level.filled)} sur {fte_figures(level.authorised)}"
    return {"of": of, "gap": gap}


def _compressed(days: Iterable[dt.date], told: Callable[[dt.date], dict[str, Any]]) -> Series:
    """Return each text with the days from which it holds; the empty day comes before all."""
    found: Series = {}
    for day in [dt.date.min, *days]:
        label = "" if day == dt.date.min else day.isoformat()
        for name, text in told(day).items():
            texts = found.setdefault(name, [])
            if not texts or texts[-1][1] != text:
                texts.append((label, text))
    return found
