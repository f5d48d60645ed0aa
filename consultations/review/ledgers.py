"""What the sessions of unscheduled care counted, read once and summed up by the rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from consultations.models import (
    Ledger,
    MonthlyTotal,
    Session,
    SessionCount,
    SessionState,
)
from consultations.review.cpts import Territories
from consultations.rules.ledgers import (
    CountFacts,
    SessionFacts,
    SnpTotal,
    TwoLedgers,
    fate_of,
    total,
    totals_by,
)
from consultations.rules.months import last_day
from consultations.rules.session_counts import Category, homes
from conventions.models import Convention
from sites.models import Site

_MINUTE = dt.timedelta(minutes=1)


def snp_sessions(
    sessions: QuerySet[Session], *, first: dt.date | None = None, last: dt.date | None = None
) -> QuerySet[Session]:
    """Return those of `sessions` that are of unscheduled care, both days included, in order."""
    found = sessions.filter(ledger=Ledger.SNP)
    if first is not None:
        found = found.filter(starts_at__gte=_midnight(first))
    if last is not None:
        found = found.filter(starts_at__lt=_midnight(last + dt.timedelta(days=1)))
    return found.order_by("starts_at", "pk")


def to_count(sessions: QuerySet[Session], *, now: dt.datetime) -> QuerySet[Session]:
    """Return those over at `now` that were not cancelled and have no count, in their order."""
    counts = SessionCount.objects.filter(session=OuterRef("pk"))
    left = snp_sessions(sessions).exclude(state=SessionState.CANCELLED).filter(ends_at__lte=now)
    return left.filter(~Exists(counts)).select_related("site", "convention", "count")


def latest_counts(sessions: QuerySet[Session], *, limit: int) -> list[Session]:
    """Return those counted last, the latest first, with their counts. One query."""
    counted = snp_sessions(sessions).filter(count__isnull=False).order_by("-starts_at", "-pk")
    return list(counted.select_related("site", "convention", "count")[:limit])


def facts_of(sessions: QuerySet[Session], *, now: dt.datetime) -> list[SessionFacts]:
    """Return what is known of each session. Three queries, whatever their number."""
    rows = sessions.select_related("site", "count").prefetch_related("count__communes")
    found = list(rows)
    territories = Territories(row.site.commune_id for row in found)
    return [_facts(row, territories, now) for row in found]


def _facts(row: Session, territories: Territories, now: dt.datetime) -> SessionFacts:
    day = timezone.localtime(row.starts_at).date()
    fate = fate_of(
        is_held=row.state == SessionState.HELD,
        is_cancelled=row.state == SessionState.CANCELLED,
        is_over=row.ends_at <= now,
    )
    return SessionFacts(
        day=day,
        site=row.site_id,
        convention=row.convention_id,
        fate=fate,
        minutes=(row.ends_at - row.starts_at) // _MINUTE,
        is_cleaned=row.cleaned_on is not None,
        count=_count(row, territories.of(row.site.commune_id, day)),
    )


def _count(row: Session, territory: frozenset[str] | None) -> CountFacts | None:
    count = getattr(row, "count", None)
    if count is None:
        return None
    communes = {one.commune_id: one.number for one in count.communes.all()}
    found = homes(count.done, communes, territory)
    return CountFacts(
        done=count.done,
        categories={one: getattr(count, one.value) for one in Category},
        no_show=count.no_show,
        inside=found.inside,
        outside=found.outside,
        unknown=found.unknown,
    )


@dataclass(frozen=True)
class LedgerPage:
    """Both ledgers over whole months; what is told of sessions is by month, site, convention."""

    ledgers: TwoLedgers
    snp: SnpTotal
    by_month: dict[dt.date, SnpTotal]
    by_site: dict[str, SnpTotal]
    by_convention: dict[Convention, SnpTotal]


def read_ledgers(
    sites: QuerySet[Site],
    sessions: QuerySet[Session],
    *,
    first: dt.date,
    last: dt.date,
    now: dt.datetime,
) -> LedgerPage:
    """Return both ledgers from the month of `first` to that of `last`. Six queries.

    The activity of the centre is that of `sites`; the sessions told of are those of `sessions`.
    """
    first, last = first.replace(day=1), last_day(last)
    facts = facts_of(snp_sessions(sessions, first=first, last=last), now=now)
    snp = total(facts)
    done = MonthlyTotal.objects.filter(site__in=sites, month__range=(first, last))
    csipa = done.aggregate(sum=Sum("done"))["sum"] or 0
    names = dict(Site.objects.filter(pk__in={one.site for one in facts}).values_list("pk", "name"))
    conventions = Convention.objects.in_bulk({one.convention for one in facts})
    return LedgerPage(
        ledgers=TwoLedgers(csipa=csipa, snp=snp.done),
        snp=snp,
        by_month=totals_by(facts, lambda one: one.month),
        by_site={names[key]: one for key, one in totals_by(facts, lambda one: one.site).items()},
        by_convention={
            conventions[key]: one
            for key, one in totals_by(facts, lambda one: one.convention).items()
        },
    )


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
