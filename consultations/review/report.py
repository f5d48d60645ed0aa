"""The report for the elected: what one page says of a period, and what its annexes prove.

Everything is read once and handed on as plain data, which travels inside the PDF: breakdowns are
already rid of their small counts there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from consultations.models import ActivityKind, PreventionAction, TeamMeeting
from consultations.review.answers import AnswerRow, Answers, rows_by
from consultations.review.completeness import SiteDays, read_completeness
from consultations.review.headline import Headline, headline
from consultations.review.prevention import read_actions, read_meetings
from consultations.review.report_staff import staff_source
from consultations.rules.cells import Measure
from consultations.rules.months import months_between
from consultations.rules.pivot import Dimension
from consultations.rules.prevention import said_actions, said_meetings
from consultations.rules.report import cuts_columns, hidden_parts, steps_of
from consultations.rules.suppression import HIDDEN
from sites.models import Site
from sites.review.opening import hours_of, with_openings

Data = dict[str, Any]
# With what is left together, as many as a drawing has looks for.
_SHOWN_SITES = 5
_OF_DONE = (Measure.WITHOUT_GP, Measure.UNSCHEDULED)
_PARTS = (Measure.UNSCHEDULED, Measure.WITHOUT_GP, Measure.REFUSED, Measure.NO_SHOW)


def report_source(
    first: dt.date, last: dt.date, *, today: dt.date, sites: QuerySet[Site] | None = None
) -> Data:
    """Return what the report says from `first` to `last`, both included; `sites` None for all.

    The number of queries does not depend on the length of the period nor on the number of sites.
    """
    among = Site.objects.all() if sites is None else sites
    places = list(among.select_related("commune", "manager").order_by("-kind", "search_key"))
    keys = None if sites is None else [one.pk for one in places]
    told = headline(first, last, today=today, sites=keys)
    days = read_completeness(among, first, last, today=today)
    day = min(last, today)
    return {
        "date": today.isoformat(),
        "from": first.isoformat(),
        "to": last.isoformat(),
        "as_of": day.isoformat(),
        "centre": _centre(places),
        "scope": None if sites is None else [one.name for one in places],
        "below": settings.SMALL_COUNTS_BELOW,
        "consultations": _consultations(told, days, today),
        "staff": staff_source(day, sites=None if keys is None else set(keys)),
        "shares": _shares(told),
        "refused": _refused(told),
        "hours": _hours(told.total, places, day),
        "chart": _chart(told.found, first, last),
        "detail": _detail(told.found, first, last),
        "kinds": _kinds(told.found),
        "parts": _parts(told),
        "completeness": [_completeness(one, first, last) for one in days],
        "cautions": told.warnings,
        "snp": {"sessions": told.snp.sessions, "done": told.snp.done},
        **_beside(first, last, places if sites is not None else None),
    }


def _centre(places: Sequence[Site]) -> Data:
    centre = next((one for one in places if one.parent_id is None), None)
    manager = centre.manager if centre else None
    return {
        "name": centre.full_name if centre else "",
        "manager": manager.official_name if manager else "",
    }


def _consultations(told: Headline, days: Iterable[SiteDays], today: dt.date) -> Data:
    sums, before = told.total.sums, told.total.before
    year_before = told.found.asked.year_before(today=today)
    tallies = [one.tally() for one in days]
    provisional = told.found.provisional
    return {
        "done": None if sums.is_empty else sums.done,
        "before": None if before.is_empty else before.done,
        "comparable": told.total.comparable.done,
        "comparable_before": told.total.comparable_before.done,
        "before_from": year_before.first.isoformat(),
        "before_to": year_before.last.isoformat(),
        "expected": sum(one.expected for one in tallies),
        "missing": sum(len(one.missing) for one in tallies),
        "provisional": sum(map(len, provisional.months.values())),
        "validated": provisional.validated,
    }


def _shares(told: Headline) -> list[Data]:
    """Return the parts of consultations that some site notes, that without a practitioner first.

    A part so small that people may be recognised is hidden, or one that leaves so few others.
    """
    sums = told.total.sums
    return [
        {
            "measure": one.value,
            "part": HIDDEN if _is_small(part, sums.done_where.get(one, 0)) else part,
            "of": sums.done_where.get(one, 0),
            "done": sums.done,
        }
        for one in _OF_DONE
        if (part := sums.value(one)) is not None
    ]


def _is_small(part: int, whole: int) -> bool:
    return hidden_parts([part, max(0, whole - part)], below=settings.SMALL_COUNTS_BELOW)[0]


def _refused(told: Headline) -> Data:
    sums = told.total.sums
    asking = [row for row in told.sites if row.sums.value(Measure.REFUSED) is not None]
    return {
        "number": sums.value(Measure.REFUSED),
        "done_where": sums.done_where.get(Measure.REFUSED, 0),
        "sites": len(asking),
        "of_sites": sum(not row.sums.is_empty for row in told.sites),
    }


def _hours(total: AnswerRow, places: Sequence[Site], day: dt.date) -> Data:
    """Return the minutes open over the period, and the week of each site open on the last day."""
    is_open = [one for one in places if _is_open(one, day)]
    return {
        "minutes": total.open_minutes,
        "sites": [
            {"name": one.name, "weekly": hours_of(one, day=day).minutes}
            for one in with_openings(is_open)
        ],
    }


def _is_open(site: Site, day: dt.date) -> bool:
    opened, closed = site.opened_on, site.closed_on
    return opened is not None and opened <= day and (closed is None or day < closed)


def _chart(found: Answers, first: dt.date, last: dt.date) -> Data:
    """Return consultations by step of the period and site, the least active sites together."""
    step, columns = steps_of(first, last)
    cells = {row.key: row.sums for row in rows_by(found, [Dimension.MONTH, Dimension.SITE])}
    sites = [row for row in rows_by(found, [Dimension.SITE]) if not row.sums.is_empty]
    busiest = sorted(sites, key=lambda row: -row.sums.done)
    apart = busiest[:_SHOWN_SITES] if len(sites) > _SHOWN_SITES + 1 else busiest
    groups = [(row.names[0], [row.key[0]]) for row in sites if row in apart]
    rest = [row.key[0] for row in sites if row not in apart]
    if rest:
        groups.append((f"{len(rest)} autres sites", rest))
    return {
        "step": step.value,
        "is_cut": cuts_columns(first, last, step),
        "columns": [[month.isoformat() for month in column] for column in columns],
        "rows": [
            {
                "site": name,
                "cells": [
                    _sum(
                        cells[month, key].value(Measure.DONE)
                        for month in column
                        for key in keys
                        if (month, key) in cells
                    )
                    for column in columns
                ],
            }
            for name, keys in groups
        ],
    }


def _detail(found: Answers, first: dt.date, last: dt.date) -> list[Data]:
    """Return, for each site, consultations by month and profession, small counts hidden."""
    by = [Dimension.SITE, Dimension.MONTH, Dimension.PROFESSION]
    cells = {row.key: row.sums.value(Measure.DONE) for row in rows_by(found, by)}
    tables = []
    for site in rows_by(found, [Dimension.SITE]):
        key = site.key[0]
        professions = [one for one in found.professions if any(k[::2] == (key, one) for k in cells)]
        rows = []
        # From the first month with figures on: before it the site was not open.
        begins = min(month for place, month, _ in cells if place == key)
        for month in months_between(max(first, begins), min(last, found.today)):
            counts = [cells.get((key, month, one)) for one in professions]
            rows.append({"month": month.isoformat(), **_masked(counts)})
        sums = [
            _sum(value for k, value in cells.items() if k[::2] == (key, one)) for one in professions
        ]
        told = any(HIDDEN in row["cells"] for row in rows)
        tables.append(
            {
                "site": site.names[0],
                "professions": [found.professions[one].plural for one in professions],
                "rows": rows,
                # The total of a profession would give back a month hidden alone.
                "totals": {"cells": [HIDDEN] * len(sums), "total": _sum(sums)}
                if told
                else _masked(sums),
            }
        )
    return tables


def _kinds(found: Answers) -> Data:
    """Return consultations by the way they were given, over the period."""
    rows = {row.key[0]: row.sums.value(Measure.DONE) for row in rows_by(found, [Dimension.KIND])}
    kinds = [kind for kind in ActivityKind if kind.value in rows]
    return {
        "names": [str(kind.label) for kind in kinds],
        **_masked([rows[kind.value] for kind in kinds]),
    }


def _parts(told: Headline) -> Data:
    """Return what is noted beside consultations, site by site, small counts hidden.

    The whole of a part of consultations is hidden as on the first page.
    """
    shares = {one["measure"]: one["part"] for one in _shares(told)}
    rows = [row for row in told.sites if not row.sums.is_empty]
    columns = [_masked([row.sums.value(one) for row in rows]) for one in _PARTS]
    for one, column in zip(_PARTS, columns, strict=True):
        if shares.get(one.value) == HIDDEN:
            column |= {"cells": [HIDDEN] * len(rows), "total": HIDDEN}
    return {
        "measures": [one.value for one in _PARTS],
        "rows": [
            {
                "site": row.names[0],
                "done": row.sums.done,
                "cells": [column["cells"][rank] for column in columns],
            }
            for rank, row in enumerate(rows)
        ],
        "done": told.total.sums.value(Measure.DONE),
        "totals": [column["total"] for column in columns],
    }


def _masked(counts: Sequence[int | None]) -> Data:
    """Return counts with « s » for those that their small number hides, and their plain total."""
    hidden = hidden_parts(counts, below=settings.SMALL_COUNTS_BELOW)
    return {
        "cells": [HIDDEN if hide else value for value, hide in zip(counts, hidden, strict=True)],
        "total": _sum(counts),
    }


def _completeness(one: SiteDays, first: dt.date, last: dt.date) -> Data:
    tally = one.tally()
    months = [(month, one.month(month)) for month in months_between(first, last)]
    return {
        "site": one.site.name,
        "expected": tally.expected,
        "missing": len(tally.missing),
        "late": tally.late,
        "months": [
            {"month": month.isoformat(), "expected": part.expected, "missing": len(part.missing)}
            for month, part in months
            if part.expected
        ],
    }


def _beside(first: dt.date, last: dt.date, places: Sequence[Site] | None) -> Data:
    """Return what the team does beside consultations, as the report words it."""
    actions, meetings = PreventionAction.objects.all(), TeamMeeting.objects.all()
    if places is not None:
        actions, meetings = actions.filter(site__in=places), meetings.filter(site__in=places)
    done = read_actions(first, last, among=actions)
    met = read_meetings(first, last, among=meetings)
    return {
        "prevention": said_actions(done.whole),
        "meetings": said_meetings(met.on_cases),
    }


def _sum(values: Iterable[int | None]) -> int | None:
    """Return a sum, None of nothing known."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
