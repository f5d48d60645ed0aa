"""What the start page tells of activity: the days that are missing, each with its link."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from consultations.admin.completeness import COMPLETENESS
from consultations.admin.missing import missing_told
from consultations.review.completeness import read_completeness
from consultations.rules.months import add_months
from csipa.french.dates import long_date
from sites.review.scope import sites_of


def completeness_panel(
    user: AbstractBaseUser | AnonymousUser, *, today: dt.date
) -> dict[str, Any] | None:
    """Return what `admin/consultations/_home.html` shows to `user`: last month and this one.

    None where nothing is theirs to see, or nothing is recorded. At most six queries.
    """
    if not COMPLETENESS.may_open(user):
        return None
    first = add_months(today, -1)
    found = read_completeness(sites_of(user), first, today, today=today)
    if not any(one.days for one in found):
        return None
    tallies = [(one, one.tally()) for one in found]
    return {
        "told": [missing_told(one, tally, today=today) for one, tally in tallies if tally.missing],
        "lead": f"Rien ne manque depuis le {long_date(first)}.",
        "url": reverse(f"admin:{COMPLETENESS.name}"),
        "entry_url": reverse("saisie"),
    }
