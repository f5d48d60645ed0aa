"""From the table of posts to its PDF."""

from __future__ import annotations

import datetime as dt

from csipa.french.grammar import enumeration, upper_first
from staffing.documents.board import render_board
from staffing.documents.board_words import NOTES, day_words
from staffing.review.board import Board
from staffing.review.board_cards import board_span, cards, matrix

# Three professions to a page.
_HEIGHT = 130


def printed_board(board: Board, day: dt.date, *, today: dt.date) -> bytes:
    """Return the table of posts on `day` as a PDF. Raises PdfError."""
    asked = [
        *([upper_first(board.profession.name)] if board.profession else []),
        *([f"site de {board.site.name}"] if board.site else []),
    ]
    span = board_span(board, today=today)
    return render_board(
        {
            "dated": today.isoformat(),
            "day_words": day_words(day, today=today),
            "asked": upper_first(enumeration(asked)),
            "headline": board.headline_on(day, today=today),
            "cards": cards(board, day, span, height=_HEIGHT, is_print=True),
            "matrix": matrix(board, day) if board.site is None else None,
            "notes": NOTES,
        }
    )
