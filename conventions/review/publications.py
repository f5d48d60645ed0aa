"""Where acts stand in the public register, what proves it, and what it still lacks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from conventions.models import Act, Publication, PublicationCheck
from conventions.rules.online_log import LONGEST_SILENCE, Days, count_days, is_lost
from conventions.rules.publishing import days_online, may_leave, online_until
from csipa.prepared import prepared

MOST_WANTED = 100
"""Beyond it what the register calls for is told as one thing: the reading of it has stopped."""
_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An act in the public register, on a day: since when, until when, when it was last seen.

    `said_earlier` is the day of publication that was noted, where it comes before `since`: the
    delay to contest the act is told from it (CJA R. 421-1).
    """

    publication: Publication
    since: dt.date
    days: int
    until: dt.date
    term_is_over: bool
    last_seen: dt.date | None
    is_lost: bool
    said_earlier: dt.date | None = None


@dataclass(frozen=True)
class OnlineLog:
    """The readings of an act online, the last first, and what they make of its days."""

    checks: list[PublicationCheck]
    days: Days


@dataclass(frozen=True)
class Wanted:
    """An act that the public register calls for: to put there, or not seen where it should be."""

    act: Act
    since: dt.date
    is_lost: bool


def standing_of(act: Act, *, today: dt.date) -> Standing | None:
    """Return where `act` stands, None when it was never put online; two queries."""
    publication = (
        Publication.objects.filter(act=act)
        .select_related("document", "online_by", "withdrawn_by")
        .defer("document__content", "document__source", "document__context")
        .first()
    )
    if publication is None:
        return None
    since = timezone.localdate(publication.online_at)
    left = publication.withdrawn_at
    until_day = timezone.localdate(left) if left else today
    seen = publication.checks.filter(seen=True).aggregate(last=Max("checked_at"))["last"]
    last_seen = timezone.localdate(seen) if seen else None
    noted = getattr(act, "execution", None)
    return Standing(
        publication=publication,
        said_earlier=_earlier(noted.published_on if noted else None, since),
        since=since,
        days=days_online(since, on=max(since, until_day)),
        until=online_until(since),
        term_is_over=may_leave(since, on=today),
        last_seen=last_seen,
        is_lost=left is None and is_lost(online_since=since, last_seen=last_seen, today=today),
    )


def _earlier(noted: dt.date | None, since: dt.date) -> dt.date | None:
    return noted if noted and noted < since else None


def online_log(publication: Publication, *, today: dt.date) -> OnlineLog:
    """Return every reading of an act, and its days since it was last put online; one query."""
    checks = list(publication.checks.order_by("-checked_at", "-pk"))
    left = publication.withdrawn_at
    days = count_days(
        ((timezone.localdate(check.checked_at), check.seen) for check in checks),
        since=timezone.localdate(publication.online_at),
        until=timezone.localdate(left) if left else today,
    )
    return OnlineLog(checks, days)


def to_publish(*, today: dt.date) -> QuerySet[Act]:
    """Return the acts signed within a year that the law wants public and that nobody published.

    An individual act is notified. One whose day of publication is noted was published elsewhere.
    """
    return Act.objects.standing().filter(_waits(today)).order_by("signature_date", "pk")


def silent(*, today: dt.date) -> QuerySet[Act]:
    """Return the acts online that nobody has seen at their address for `LONGEST_SILENCE` days."""
    return Act.objects.standing().filter(_is_silent(today)).order_by("signature_date", "pk")


def wanted(*, today: dt.date) -> list[Wanted]:
    """Return what the public register calls for, what was lost first, then longest; one query.

    At most `MOST_WANTED` + 1, the last of which stands for « more ».
    """
    found = [one for act in _called_for(today) if (one := _wanted(act, today))]
    return sorted(found, key=lambda one: (not one.is_lost, one.since, one.act.pk))


@prepared
def _called_for(today: dt.date) -> QuerySet[Act]:
    """Return the acts to put online, and those that nobody has seen there lately, with `seen_at`.

    Those that are seen stay out: they are nearly all, and more every year.
    """
    last = _seen().order_by("-checked_at").values("checked_at")[:1]
    return (
        Act.objects.standing()
        .filter(_waits(today) | _is_silent(today))
        .select_related("publication")
        .defer("publication__withdrawn_reason")
        .annotate(seen_at=Subquery(last))
        .order_by(F("publication").asc(nulls_last=True), "signature_date", "pk")[: MOST_WANTED + 1]
    )


def _seen() -> QuerySet[PublicationCheck]:
    return PublicationCheck.objects.filter(publication=OuterRef("publication"), seen=True)


def _is_silent(today: dt.date) -> Q:
    first = today - dt.timedelta(days=LONGEST_SILENCE - 1)
    since = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    return Q(
        ~Exists(_seen().filter(checked_at__gte=since)),
        publication__online_at__lt=since,
        publication__withdrawn_at=None,
    )


def _waits(today: dt.date) -> Q:
    return Q(
        individual=False,
        publication=None,
        execution__published_on=None,
        signature_date__range=(today - _YEAR, today),
    )


def _wanted(act: Act, today: dt.date) -> Wanted | None:
    publication = getattr(act, "publication", None)
    if publication is None:
        return Wanted(act, act.signature_date, is_lost=False) if act.signature_date else None
    since = timezone.localdate(publication.online_at)
    seen = act.seen_at and timezone.localdate(act.seen_at)
    if not is_lost(online_since=since, last_seen=seen, today=today):
        return None
    return Wanted(act, max(since, seen) if seen else since, is_lost=True)
