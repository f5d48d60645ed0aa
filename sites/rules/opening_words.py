"""Hours in French: the days of a week that open alike are told together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csipa.french.dates import WEEKDAYS
from csipa.french.grammar import enumeration
from csipa.french.hours import said_length, said_span
from sites.rules.opening import WEEK, Span

_SHORTEST_RUN = 3  # « lundi et mardi », but « du lundi au mercredi »


@dataclass(frozen=True)
class SaidHours:
    """Some weekdays and the hours they share: « du lundi au jeudi », « 8 h–18 h 30 »."""

    days: str
    spans: tuple[str, ...]

    @property
    def hours(self) -> str:
        """Return the hours in one line: « 9 h–12 h, 14 h–18 h »."""
        return ", ".join(self.spans)

    def __str__(self) -> str:
        return f"{self.days} {self.hours}"


def said_week(week: Mapping[int, Sequence[Span]]) -> list[SaidHours]:
    """Return the hours of a week, by ISO weekday, those of equal days once; nothing when closed."""
    alike: dict[tuple[Span, ...], list[int]] = {}
    for weekday in sorted(week):
        if week[weekday]:
            alike.setdefault(tuple(week[weekday]), []).append(weekday)
    return [SaidHours(said_days(days), tuple(map(_said, spans))) for spans, days in alike.items()]


def said_days(weekdays: Sequence[int]) -> str:
    """Return « tous les jours », « du lundi au jeudi et samedi », « mardi et jeudi »."""
    if len(weekdays) == WEEK:
        return "tous les jours"
    parts: list[str] = []
    for run in _runs(weekdays):
        names = [WEEKDAYS[weekday - 1] for weekday in run]
        parts += names if len(run) < _SHORTEST_RUN else [f"du {names[0]} au {names[-1]}"]
    return enumeration(parts)


def said_minutes(minutes: int) -> str:
    """Return « 87 h 30 » for 5,250 minutes."""
    return said_length(dt.timedelta(minutes=minutes))


def _said(span: Span) -> str:
    return said_span(span.opens_at, span.closes_at)


def _runs(weekdays: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for weekday in weekdays:
        if runs and weekday == runs[-1][-1] + 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    return runs
