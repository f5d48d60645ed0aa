"""The ribbon of a profession: from its levels to the drawing and the table that goes with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csipa.charts.ribbon import Ribbon, Step
from csipa.french.dates import add_months
from staffing.rules.fte import Level

BANDS = ("pourvu", "vacant", "différé", "gelé", "voté")
AIM = "autorisé"
_PARTS = ("filled", "vacant", "deferred", "frozen", "voted")
# How far a ribbon goes, in months, so that one mistyped year does not flatten the rest.
_LONGEST_PAST, _LONGEST_FUTURE = 20 * 12, 5 * 12
_AFTER = 6


@dataclass(frozen=True)
class Span:
    """The days that the ribbons of a page show, the same for all; `today` parts past and plans."""

    first: dt.date
    last: dt.date
    today: dt.date


def span_of(changes: Iterable[dt.date], *, today: dt.date) -> Span:
    """Return the days from the first change to some months after the last, today among them.

    Twenty years back and five years ahead at most.
    """
    days = [
        day
        for day in changes
        if add_months(today, -_LONGEST_PAST) <= day <= add_months(today, _LONGEST_FUTURE)
    ]
    first = min([*days, add_months(today, -_AFTER)])
    return Span(first, add_months(max([*days, today]), _AFTER), today)


def staffing_ribbon(
    levels: Sequence[Level], *, title: str, span: Span, on: dt.date | None
) -> Ribbon:
    """Return the ribbon of some levels: who is there, what is missing, what is put off."""
    return Ribbon(
        title=title,
        bands=BANDS,
        steps=[
            Step(level.start, [getattr(level, name) for name in _PARTS], level.authorised)
            for level in levels
        ],
        first=span.first,
        last=span.last,
        today=span.today,
        on=on,
        aim=AIM,
        unit="ETP",
    )
