"""The general practitioners of the report: what is authorised and filled on a day, and stated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from sites.models import Activity
from staffing.models import Profession, StatedStaffing
from staffing.review.establishment import establishment
from staffing.review.stated import beside
from staffing.rules.fte import level_on, total

_MEASURES = ("authorised", "open", "deferred", "filled", "vacant")


def staff_source(day: dt.date, *, sites: Collection[int] | None) -> dict[str, Any]:
    """Return the posts of the professions that see patients in medicine on `day`; four queries.

    `sites` are keys, None for the whole centre. A figure that somebody stated is told when it bears
    on the whole centre, the latest first, one of each measure.
    """
    doctors = [one for one in Profession.objects.all() if one.activity == Activity.MEDICAL]
    keys = {one.pk for one in doctors}
    found = establishment(by_site=sites is not None)

    def wanted(key: Any) -> bool:
        return key[0] in keys and (sites is None or key[1] in sites)

    parts = [levels for key, levels in found.by_group.items() if wanted(key)]
    level = level_on(total(parts, people=(one for one in found.held if wanted(one.key))), day)
    names = [one.plural for one in doctors if any(key[0] == one.pk for key in found.by_group)]
    return {
        "day": day.isoformat(),
        "professions": names,
        "heads": level.heads,
        **{name: _text(getattr(level, name)) for name in _MEASURES},
        "stated": _stated(day, doctors, found.by_group) if sites is None else [],
    }


def _stated(day: dt.date, doctors: list[Profession], levels: Any) -> list[dict[str, str]]:
    """Return what was stated of the whole centre up to `day`, beside the figure of that day."""
    rows = StatedStaffing.objects.filter(
        profession__in=doctors, site__isnull=True, as_of__lte=day
    ).order_by("-as_of", "-pk")
    latest: dict[tuple[int, str], StatedStaffing] = {}
    for row in rows:
        latest.setdefault((row.profession_id, row.measure), row)
    told = [beside(row, levels.get((row.profession_id, None), [])) for row in latest.values()]
    return [
        {
            "said": one.said,
            "source": one.source,
            "day": one.day.isoformat(),
            "derived": one.derived,
            "verdict": one.verdict,
        }
        for one in told
    ]


def _text(value: Decimal) -> str:
    """Return full-time equivalents as data carries them: « 4.5 »."""
    return f"{round(value, 3).normalize():f}"
