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
from csipa.french.numbers import plural
from sites.models import Site
from staffing.documents.board_ribbon import AIM, Span, span_of, staffing_ribbon
from staffing.documents.board_words import (
    WHOLE_CENTRE,
    figures,
    heads_words,
    over_sentence,
    place_lines,
    status_words,
    where_words,
)
from staffing.review.board import TOTAL, Board, Row
from staffing.review.board_places import shut_words
from staffing.rules.capacity import fte_figures
from staffing.rules.fte import Level, level_on

_ONE_DAY = dt.timedelta(days=1)
# The width of a ribbon on a telephone, in CSS pixels.
NARROW = 340
_NOTHING = "–"
_ASIDE = ("différé", "gelé", "voté")
# A text, or the lines of a list.
Told = str | list[str]
Series = dict[str, list[tuple[str, Told]]]


def cards(
    board: Board, day: dt.date, span: Span, *, height: int = HEIGHT, is_print: bool = False
) -> list[dict[str, Any]]:
    """Return what each profession counts on `day`, then their total if there are several.

    `height` is that of the ribbons, in CSS pixels. Unless it `is_print`, each ribbon is drawn for a
    narrow screen too.
    """
    widths = () if is_print else (NARROW,)
    return [_card(row, day, span, height, widths) for row in _shown(board)]


def board_span(board: Board, *, today: dt.date) -> Span:
    """Return the days that the ribbons show."""
    return span_of(board.changes, today=today)


def matrix(board: Board, day: dt.date) -> dict[str, Any] | None:
    """Return sites by professions, « 0,5 sur 2 » in each cell; None where no site is named.

    A line `is_empty` where nothing is authorised nor filled on `day`.
    """
    if not board.sites:
        return None
    places: list[Site | None] = [*board.sites]
    if any(key[1] is None for key in board.cells):
        places.append(None)
    lines = [_line(board, place, day) for place in places]
    return {
        "columns": [upper_first(row.name) for row in board.rows],
        "lines": lines,
        "is_empty": all(line["is_empty"] for line in lines),
    }


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
        turns = _turns(line["place"])
        if turns:
            found |= {
                f"{line['key']}-shut": _compressed(
                    turns, lambda day, line=line: {"shut": shut_words(line["place"], day)}
                )["shut"]
            }
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


def _card(row: Row, day: dt.date, span: Span, height: int, widths: Iterable[int]) -> dict[str, Any]:
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
        "narrow": [ribbon_chart(ribbon, width=width, height=height) for width in widths],
        "table": ribbon_table(ribbon, caption=f"{name}, à chaque changement", aim=AIM),
        "stated": row.stated,
    }


def _texts(row: Row, day: dt.date) -> dict[str, Told]:
    """Return every text of a card that changes with the day."""
    level = row.on(day)
    lack = row.told_on(day)[0] if row.key != TOTAL else None
    return {
        **figures(level),
        "status": status_words(level),
        "heads": heads_words(level),
        "since": upper_first(where_words(lack)) if lack else "",
        "places": place_lines(lack) if lack else [],
        "over": over_sentence(level, row.held_aside_on(day)),
    }


def _headline(board: Board, day: dt.date, today: dt.date) -> dict[str, Told]:
    told = board.headline_on(day, today=today)
    return {"lead": told.lead, "lines": told.lines, "notes": told.notes}


def _line(board: Board, site: Site | None, day: dt.date) -> dict[str, Any]:
    place = site.pk if site is not None else None
    key = f"s{place or 0}"
    cells = [
        _cell(f"{row.key}-{key}", board.cells.get((row.profession.pk, place)), day)
        for row in board.rows
        if row.profession is not None
    ]
    return {
        "key": key,
        "name": upper_first(site.name if site is not None else WHOLE_CENTRE),
        "site": place,
        "place": site,
        "shut": shut_words(site, day),
        "cells": cells,
        "total": _cell(f"{TOTAL}-{key}", board.site_totals.get(place), day),
        "is_empty": all(cell["of"] == _NOTHING for cell in cells),
    }


def _turns(site: Site | None) -> list[dt.date]:
    """Return the days on which a site opens and closes."""
    days = (site.opened_on, site.closed_on) if site is not None else ()
    return sorted(day for day in days if day is not None)


def _cell(key: str, levels: Sequence[Level] | None, day: dt.date) -> dict[str, Any]:
    texts = _cell_texts(level_on(levels or [], day))
    return {"key": key, "levels": levels, **texts}


def _cell_texts(level: Level) -> dict[str, str]:
    """Return « 0,5 sur 2 », what is vacant and what is not open; a dash where there is nothing."""
    if not level.authorised and not level.filled:
        return {"of": _NOTHING, "gap": "", "aside": ""}
    gap = f"{fte_figures(level.vacant)} {plural(level.vacant, 'vacant', 'vacants')}"
    aside = [
        f"{fte_figures(fte)} {plural(fte, word, f'{word}s')}"
        for fte, word in zip((level.deferred, level.frozen, level.voted), _ASIDE, strict=True)
        if fte
    ]
    return {
        "of": f"{fte_figures(level.filled)} sur {fte_figures(level.authorised)}",
        "gap": gap if level.vacant else "",
        "aside": ", ".join(aside),
    }


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
