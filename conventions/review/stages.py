"""Acts by the stage they are in, chosen by the database; see `conventions.rules.stages`."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import IsNull

from conventions.models import Act, ActState
from conventions.review.timeline import act_dates, acts_with_dates
from conventions.rules.deadlines import latest_start
from conventions.rules.stages import Stage, stage_of


def stage(act: Act, *, today: dt.date) -> Stage:
    """Return where an act stands; no query for one of `acts_with_dates`."""
    return stage_of(act_dates(act), signed=act.is_signed, today=today)


def in_stage(acts: QuerySet[Act], wanted: Stage, *, today: dt.date) -> QuerySet[Act]:
    """Return the acts that stand there on `today`: what `stage` says of each, said in SQL."""
    return acts.alias(stage_now=_stage_sql(today)).filter(stage_now=wanted.value)


def enforceable_sql() -> Case:
    """Return the executory date of acts as an expression, to sort by."""
    known = Case(
        When(individual=True, then=F("execution__notified_on")),
        default=Coalesce("execution__published_on", "execution__notified_on"),
    )
    received = Case(
        When(to_transmit=True, then=F("execution__received_on")), default=F("signature_date")
    )
    lacking = Q(signature_date=None) | Q(IsNull(known, True)) | Q(IsNull(received, True))  # noqa: FBT003 – Django's signature
    lacking |= Q(cancellation__isnull=False)
    return Case(When(lacking, then=None), default=Greatest("signature_date", received, known))


def _stage_sql(today: dt.date) -> Case:
    """Say `stage_of` in SQL: the first condition that holds, in the same order."""
    received = Q(to_transmit=False) | Q(execution__received_on__lte=today)
    known = _known_until(today)
    yesterday = today - dt.timedelta(days=1)
    closed = Q(_known_until(latest_start(yesterday)), execution__informal_appeal_on=None)
    conditions = (
        (Stage.DRAFT, Q(state=ActState.DRAFT)),
        (Stage.CANCELLED, Q(cancellation__isnull=False)),
        (Stage.UNDATED, Q(signature_date=None)),
        (Stage.CLOSED, received & (closed | Q(pk__in=_closed_after_informal_appeal(today)))),
        (Stage.ENFORCEABLE, received & known),
        (Stage.TO_PUBLISH, received),
        (Stage.SENT, Q(execution__sent_on__lte=today)),
    )
    return Case(
        *(When(condition, then=Value(name.value)) for name, condition in conditions),
        default=Value(Stage.TO_TRANSMIT.value),
        output_field=CharField(),
    )


def _known_until(day: dt.date) -> Q:
    """Match the acts made known to those they bind on `day` at the latest."""
    notified = Q(execution__notified_on__lte=day)
    return (
        Q(notified, individual=True)
        | Q(individual=False, execution__published_on__lte=day)
        | Q(notified, individual=False, execution__published_on=None)
    )


def _closed_after_informal_appeal(today: dt.date) -> list[int]:
    """Return the acts whose delay, made longer by an informal appeal, is over; they are few."""
    rows = acts_with_dates().filter(execution__informal_appeal_on__isnull=False)
    return [row.pk for row in rows if stage(row, today=today) is Stage.CLOSED]
