"""On which days a profession consults at a site, and why not on the others.

The hours are those of the activity of the profession. A site that tells no hours for that activity
is taken as a whole: a profession is not forgotten because its hours were not typed. Where no hours
at all were typed, nothing is expected, and no day is said closed but holidays and closures.
"""

from __future__ import annotations

import datetime as dt

from csipa.french.dates import WEEKDAYS, public_holidays
from csipa.french.grammar import lower_first
from sites.rules.opening import Calendar, in_force

HOLIDAY = "jour férié"
NOT_YET, FOR_GOOD = "site pas encore ouvert", "site fermé définitivement"


def consulted_activity(calendar: Calendar, activity: str) -> str:
    """Return the activity whose hours count, empty for those of the site as a whole."""
    return activity if any(slot.activity == activity for slot in calendar.slots) else ""


def is_open_day(calendar: Calendar, day: dt.date, activity: str) -> bool:
    """Tell whether a profession that consults at `activity` receives people on `day`."""
    return bool(calendar.spans_on(day, consulted_activity(calendar, activity)))


def why_closed(calendar: Calendar, day: dt.date, activity: str) -> str:
    """Return why nobody is received on `day`, in a few words; empty for a day that is open."""
    if is_open_day(calendar, day, activity):
        return ""
    if calendar.first is None or day < calendar.first:
        return NOT_YET
    if calendar.last is not None and day > calendar.last:
        return FOR_GOOD
    return _why_that_day(calendar, day, consulted_activity(calendar, activity))


def _why_that_day(calendar: Calendar, day: dt.date, activity: str) -> str:
    for closure in calendar.closures:
        if closure.start <= day <= closure.end and closure.activity in ("", activity):
            reason = str(getattr(closure, "reason", ""))
            return f"fermeture\u00a0: {lower_first(reason)}" if reason else "fermeture"
    is_holiday = day in public_holidays(day.year)
    if not calendar.slots:
        return HOLIDAY if is_holiday else ""
    slots = [slot for slot in in_force(calendar.slots, day) if activity in ("", slot.activity)]
    if is_holiday and any(slot.weekday == day.isoweekday() for slot in slots):
        return HOLIDAY
    return f"fermé le {WEEKDAYS[day.weekday()]}"
