"""Sums of sessions in words, the same on screen and in print."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from consultations.rules.ledgers import SnpTotal
from consultations.rules.session_counts import EXPLANATIONS, LABELS, Category
from csipa.french.grammar import upper_first
from csipa.french.hours import said_length
from csipa.french.numbers import decimal, integer

NONE = "–"
"""What stands where nothing was counted: a mean of nothing is no zero."""

Cells = dict[str, str]


def total_words(total: SnpTotal) -> Cells:
    """Return the figures of a sum as cells, by name."""
    return {
        "booked": integer(total.booked),
        "ahead": integer(total.ahead),
        "held": integer(total.held),
        "cancelled": integer(total.cancelled),
        "to_count": integer(total.to_count) if total.to_count else "",
        "hours": said_length(dt.timedelta(minutes=total.minutes)),
        "done": integer(total.done),
        "per_session": mean(total.per_session),
        "no_show": integer(total.no_show),
        "no_show_share": percent(total.no_show_share),
        "inside": integer(total.inside),
        "outside": integer(total.outside),
        "cleaned": f"{integer(total.cleaned)}/{integer(total.held)}" if total.held else NONE,
    }


def category_lines(total: SnpTotal, hidden: frozenset[Category] = frozenset()) -> list[Cells]:
    """Return a line a category: who, how many, in per cent of the consultations, by session."""
    return [
        {
            "label": upper_first(LABELS[one]),
            "help": EXPLANATIONS[one],
            "number": "s" if one in hidden else integer(total.categories[one]),
            "share": "s" if one in hidden else percent(total.share(one)),
            "per_session": "s" if one in hidden else mean(_per_session(total, one)),
        }
        for one in Category
    ]


def mean(value: Decimal | None) -> str:
    """Return a mean to one decimal."""
    return NONE if value is None else decimal(value, 1)


def percent(value: Decimal | None) -> str:
    """Return a share to the nearest per cent."""
    return NONE if value is None else f"{decimal(value, 0)}\u00a0%"


def _per_session(total: SnpTotal, category: Category) -> Decimal | None:
    return Decimal(total.categories[category]) / total.counted if total.counted else None
