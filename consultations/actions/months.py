"""Steps of a month: closed, checked, validated, and reopened with a reason.

Closing holds the row that writers of the month hold too: what they had begun is in, and nothing
comes in afterwards (the database itself refuses it).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from consultations.actions.recording import hold_months
from consultations.models import MonthEvent, MonthLock
from consultations.review.completeness import read_month
from consultations.rules.months import (
    MonthState,
    MonthStep,
    NotNow,
    after,
    first_day,
    last_day,
    may_close,
)
from csipa.french.dates import long_date
from sites.models import Site

_DAY = dt.timedelta(days=1)


class MonthRefused(ValueError):
    """The step is not taken; the text says why and what to do, in French."""


class DaysMissing(MonthRefused):
    """Days are missing: the month is closed only with a reason, which is kept."""


@transaction.atomic
def take_step(
    site: Site, month: dt.date, step: MonthStep, *, by: Any, now: dt.datetime, reason: str = ""
) -> MonthLock:
    """Take a month of a site one step on, or back, and keep the trace of it.

    A month is closed from its last day on. Reopening takes a reason, and so does closing while
    days are missing. Raises MonthRefused. Whether `by` may do it is for the caller to check.
    """
    month, reason = first_day(month), reason.strip()
    today = timezone.localdate(now)
    lock = hold_months({(site.pk, month)})[site.pk, month]
    try:
        reached = after(MonthState(lock.state), step)
    except NotNow as error:
        raise MonthRefused(str(error)) from error
    if step is MonthStep.CLOSE:
        _check_closing(site, month, today, reason)
    if step is MonthStep.REOPEN and not reason:
        raise MonthRefused("Un mois se rouvre avec un motif\u00a0: écrivez-le.")
    event = MonthEvent(lock=lock, step=step.value, at=now, by=by, reason=reason)
    try:
        event.full_clean(validate_constraints=False)
    except ValidationError as error:
        raise MonthRefused(" ".join(error.messages)) from error
    lock.state = reached.value
    lock._history_user = by
    lock.save()
    event.save()
    return lock


def _check_closing(site: Site, month: dt.date, today: dt.date, reason: str) -> None:
    if not may_close(month, today):
        raise MonthRefused(
            f"Ce mois n’est pas fini\u00a0: il se clôt à partir du {long_date(last_day(month))}."
        )
    # Closing on the last evening counts that day too.
    found = read_month(site, month, today=max(today, last_day(month) + _DAY))
    tally = found and found.tally()
    if tally and tally.missing and not reason:
        raise DaysMissing(
            f"{tally.sentence(site.name)}. Saisissez {_those(len(tally.missing))}, ou dites "
            "pourquoi le mois se clôt sans."
        )


def _those(number: int) -> str:
    return "cette journée" if number == 1 else "ces journées"
