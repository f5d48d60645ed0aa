"""Where the marks of the gauge and of the timeline stand: shares of the width, as SVG takes them.

Nothing here is told by colour alone: the sentences and the table beside each drawing say it all.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sites.review.antennas import Gauge
from sites.review.timeline import SiteLine, Timeline
from sites.rules.antenna_words import said_hours_reading, said_travel_reading
from sites.rules.antennas import Standing
from sites.rules.opening_words import said_minutes

_MOST_YEARS_NAMED = 8
_BADGES = {
    Standing.UNKNOWN: ("à mesurer", "badge badge-to-do"),
    Standing.WITHIN: ("dans la limite", "badge"),
    Standing.WAIVED: ("au-delà, admis", "badge badge-to-do"),
    Standing.BEYOND: ("au-delà de la limite", "badge badge-danger"),
}


def drawn_gauge(gauge: Gauge) -> dict[str, Any]:
    """Return what `_gauge.html` shows: sentences, badges, bars of hours used and of hours held."""
    used, most = gauge.hours.value or 0, gauge.hours.most
    widest = max(used, gauge.held, most)
    hours_badge, travel_badge = _BADGES[gauge.hours.standing], _BADGES[gauge.travel.standing]
    return {
        "day": gauge.day,
        "hours": said_hours_reading(gauge.hours),
        "hours_badge": hours_badge,
        "travel": said_travel_reading(gauge.travel),
        "travel_badge": travel_badge,
        "held": said_minutes(gauge.held) if gauge.held else "",
        "most": said_minutes(most),
        "within_width": _share(min(used, most), widest),
        "beyond_x": _share(most, widest),
        "beyond_width": _share(max(used - most, 0), widest) if used > most else "",
        "held_width": _share(gauge.held, widest),
        "limit_x": _share(most, widest),
        "limit_at_end": most * 10 > widest * 8,
    }


def drawn_timeline(timeline: Timeline) -> dict[str, Any]:
    """Return what `_timeline.html` shows: years, a line of bars and marks a site, the events."""
    years = range(timeline.first.year, timeline.last.year + 1)
    step = -(-len(years) // _MOST_YEARS_NAMED)
    return {
        "lines": [_drawn_line(timeline, line) for line in timeline.lines],
        "years": [
            {"name": year if rank % step == 0 else "", "x": _at(timeline, dt.date(year, 1, 1))}
            for rank, year in enumerate(years)
        ],
        "today": timeline.today,
        "today_x": _at(timeline, timeline.today),
        "events": timeline.events,
    }


def _drawn_line(timeline: Timeline, line: SiteLine) -> dict[str, Any]:
    bars = []
    for stretch in line.stretches:
        # What lasts is drawn up to today, what is still to come to the end of the drawing.
        end = stretch.end or (timeline.today if stretch.start <= timeline.today else timeline.last)
        length = (end - stretch.start).days + 1
        bars.append(
            {
                "state": stretch.state.value,
                "x": _at(timeline, stretch.start),
                "width": _share(length, _length(timeline)),
            }
        )
    marks = [
        {"kind": event.kind.name.lower(), "x": _at(timeline, event.day)} for event in line.events
    ]
    return {"site": line.site, "state": line.state, "bars": bars, "marks": marks}


def _at(timeline: Timeline, day: dt.date) -> str:
    return _share((day - timeline.first).days, _length(timeline))


def _length(timeline: Timeline) -> int:
    return (timeline.last - timeline.first).days + 1


def _share(part: float, whole: float) -> str:
    """Return a share of the width as SVG reads it, whatever the language of the page: « 37.5% »."""
    return f"{100 * part / whole:.2f}%"
