"""What the address of the week grid asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from consultations.rules.weeks import YEARS, NotAWeek, Week, read_week
from csipa.admin.responses import whole_numbers


@dataclass(frozen=True)
class Asked:
    """The week, the sites and the day that an address asks for; `wrong` is what names no week."""

    week: Week
    day: dt.date
    sites: list[int]
    wrong: str = ""

    def address(self, week: Week, day: dt.date | None = None, name: str = "saisie") -> str:
        """Return the address of a week, or of one of its days, with the same sites."""
        query = QueryDict(mutable=True)
        query["semaine"] = str(week)
        if self.sites:
            query["sites"] = ",".join(map(str, self.sites))
        if day is not None:
            query["jour"] = day.isoformat()
        return f"{reverse(name)}?{query.urlencode(safe=',')}"


def read_asked(data: QueryDict) -> Asked:
    """Return what an address asks for: a week, or this one, and the day of a narrow screen."""
    today = timezone.localdate()
    sites = whole_numbers(",".join(data.getlist("sites")).split(","))
    day = _day(data.get("jour", ""))
    text, wrong = data.get("semaine", ""), ""
    try:
        week = read_week(text) if text else Week.of(day or today)
    except NotAWeek:
        week, wrong = Week.of(today), text
    if data.get("jour") and day is None:
        wrong = wrong or data["jour"]
    if day is None or Week.of(day) != week:
        day = today if Week.of(today) == week else week.first
    return Asked(week, day, sites, wrong)


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS and Week.of(day).is_recorded else None
