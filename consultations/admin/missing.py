"""Missing days told in a sentence whose days lead to their cells of the week grid."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from consultations.review.completeness import SiteDays
from consultations.rules.cell_names import cell_name
from consultations.rules.cells import Measure
from consultations.rules.completeness import NAMED, DayReport, Tally, day_name
from consultations.rules.months import first_day, written_month
from consultations.rules.weeks import Week
from csipa.french.grammar import a


@dataclass(frozen=True)
class DayLink:
    """A missing day: its name, where it is entered, and what joins it to the day before."""

    name: str
    url: str
    joint: str = ""


@dataclass(frozen=True)
class Missing:
    """« Il manque 2 journées : mardi 3 et jeudi 5 à Robecq », in parts.

    `rest` is how many more days there are, told at `rest_url`.
    """

    lead: str
    days: list[DayLink]
    rest: int
    rest_url: str
    where: str


def missing_told(
    found: SiteDays, tally: Tally, *, today: dt.date, names_site: bool = True
) -> Missing:
    """Return what is missing of some days of a site, each day with its link.

    Months are said unless all the days are of the month of `today`.
    """
    days = [one for one in tally.days if not one.is_entered]
    shown = days if len(days) <= NAMED + 1 else days[:NAMED]
    months = any(first_day(one.day) != first_day(today) for one in days)
    rest = len(days) - len(shown)
    links = []
    for rank, one in enumerate(shown):
        is_last = rank == len(shown) - 1 and not rest
        joint = "" if not rank else " et " if is_last else ", "
        links.append(DayLink(day_name(one.day, month=months), cell_address(found, one), joint))
    where = a(found.site.name) if names_site else ""
    oldest = days[0].day if days else today
    return Missing(tally.lead(), links, rest, sheet_address(found.site.pk, oldest), where)


def cell_address(found: SiteDays, day: DayReport) -> str:
    """Return where a day is entered: its week, its site, and the first cell that is missing."""
    query = QueryDict(mutable=True)
    query["semaine"] = str(Week.of(day.day))
    query["sites"] = str(found.site.pk)
    query["jour"] = day.day.isoformat()
    key = found.missing_cell(day)
    anchor = f"#{cell_name(key, Measure.DONE)}" if key is not None else ""
    return f"{reverse('saisie')}?{query.urlencode()}{anchor}"


def sheet_address(site: int, day: dt.date) -> str:
    """Return the page that tells the days of a site in the month of `day`."""
    return reverse("admin:consultations_completeness_month", args=[site, written_month(day)])
