"""What falls due between two days: delays that end, conventions that end, acts left waiting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from conventions.models import (
    Act,
    ActState,
    Annex,
    CommitteeDecision,
    CommitteeMeeting,
    Convention,
    PartyRank,
    Publication,
)
from conventions.review.money import pending_reviews
from conventions.review.obligations import read_obligations
from conventions.review.stages import stage
from conventions.review.terms import NOTICE_LABEL, terms_of
from conventions.review.timeline import act_dates, acts_with_dates
from conventions.review.watched import (
    BINDING,
    denounces_by_notice,
    end_label,
    is_priced,
    name_of,
    obligation_label,
    review_label,
    watched,
)
from conventions.rules.deadlines import latest_start
from conventions.rules.publishing import online_until
from conventions.rules.stages import Stage
from csipa.french.grammar import upper_first
from csipa.french.hours import said_time
from csipa.french.numbers import counted
from csipa.prepared import prepared

# An informal appeal, a late reply and two delays in a row make no more days than this.
_LONGEST = dt.timedelta(days=220)
_ONE_DAY = dt.timedelta(days=1)
_YEAR = dt.timedelta(days=365)
_TWO_MONTHS = dt.timedelta(days=64)
_WAITING = {
    Stage.TO_TRANSMIT: "À transmettre au contrôle de légalité",
    Stage.SENT: "Accusé de réception attendu",
    Stage.TO_PUBLISH: "À publier ou à notifier",
}
_APPEAL = "Fin probable du délai de recours"
_REFERRAL = "Fin probable du délai de déféré"
_TO_SIGN = "Convention à faire signer par les parties"
_ONLINE = "Fin des deux mois de mise en ligne"
_MEETING = "Réunion"
_FOLLOW_UP = "Suite à donner à une décision"


@dataclass(frozen=True)
class Entry:
    """One line of the agenda, about an act or about a convention.

    `since` is the day from which the delay runs; `waiting` tells something to be done, whose `day`
    is the one since which it waits, from a deadline.
    """

    day: dt.date
    since: dt.date
    code: str
    label: str
    name: str
    title: str
    model: str
    pk: int
    waiting: bool = False


def upcoming(
    day_from: dt.date,
    day_to: dt.date,
    *,
    today: dt.date | None = None,
    with_committees: bool = False,
) -> list[Entry]:
    """Return what falls due from `day_from` to `day_to`, both included, by day.

    What waits to be transmitted, published or signed by the parties is told as it stands on
    `day_to`; notices, renewals, commitments and reviews as they can be foreseen on `today`, which
    is `day_from` unless it is said. Acts whose number is cancelled and drafts owe nothing. Each
    entry keeps its code from one reading to the next, so that a calendar moves it. Meetings of
    committees and what they decided are told `with_committees`, to those who may read them.
    Fourteen queries at most, whatever there is.
    """
    found = [
        entry
        for act in _acts(day_from, day_to)
        for entry in (*_deadlines(act), *_waiting(act, day_to))
    ]
    conventions = watched(_conventions(day_from))
    found += [_end(convention) for convention in conventions if convention.ends_on]
    found += _terms(conventions, today or day_from)
    found += _commitments(conventions, today or day_from)
    found += _reviews(conventions, day_to)
    found += _to_sign(day_from, day_to)
    found += _online(day_from, day_to)
    if with_committees:
        found += of_committees(day_from, day_to, today=today or day_from)
    within = (entry for entry in found if day_from <= entry.day <= day_to)
    return sorted(within, key=lambda entry: (entry.day, entry.name, entry.code, entry.pk))


def waiting_acts(today: dt.date) -> list[Entry]:
    """Return the acts signed within a year that wait for somebody, longest first; one query."""
    entries = (entry for act in _acts(today - _YEAR, today) for entry in _waiting(act, today))
    return sorted(entries, key=lambda entry: (entry.day, entry.name, entry.pk))


def act_deadlines(day_from: dt.date, day_to: dt.date) -> list[Entry]:
    """Return the delays of acts that end between two days, and their two months online."""
    entries = (entry for act in _acts(day_from, day_to) for entry in _deadlines(act))
    within = [entry for entry in entries if day_from <= entry.day <= day_to]
    found = [*within, *_online(day_from, day_to)]
    return sorted(found, key=lambda entry: (entry.day, entry.name, entry.code, entry.pk))


def of_committees(day_from: dt.date, day_to: dt.date, *, today: dt.date) -> list[Entry]:
    """Return the meetings of committees between two days, and what they want done by then."""
    found = [*_meetings(day_from, day_to), *_follow_ups(day_from, day_to, today)]
    return sorted(found, key=lambda entry: (entry.day, entry.name, entry.code))


@prepared
def _acts(day_from: dt.date, day_to: dt.date) -> QuerySet[Act]:
    """Return the acts that may have something between two days, and few others."""
    # A delay ends between the two days when it starts between these two.
    starts = (latest_start(day_from - _ONE_DAY) + _ONE_DAY, latest_start(day_to))
    days = (day_from, day_to)
    asked = Q(signature_date__range=days) | Q(execution__sent_on__range=days)
    asked |= Q(execution__received_on__range=days)
    for column in ("published_on", "notified_on", "received_on", "completed_on"):
        asked |= Q(**{f"execution__{column}__range": starts})
    appeals = (day_from - _LONGEST, day_to)
    asked |= Q(execution__informal_appeal_on__range=appeals)
    return acts_with_dates().signed().filter(asked, cancellation=None).order_by("pk")


def _deadlines(act: Act) -> Iterator[Entry]:
    dates = act_dates(act)
    if dates.appeal_until and dates.known:
        since = max(filter(None, (dates.known, dates.informal_appeal, dates.informal_reply)))
        yield _entry(act, "appeal", _APPEAL, dates.appeal_until, since)
    if dates.referral_until and dates.received:
        since = max(filter(None, (dates.received, dates.completed)))
        yield _entry(act, "referral", _REFERRAL, dates.referral_until, since)


def _waiting(act: Act, today: dt.date) -> Iterator[Entry]:
    now = stage(act, today=today)
    if now not in _WAITING or act.signature_date is None:
        return
    dates = act_dates(act)
    since = {Stage.SENT: dates.sent, Stage.TO_PUBLISH: dates.received}.get(now)
    since = since or act.signature_date
    yield _entry(act, now.value, _WAITING[now], since, since, waiting=True)


def _entry(
    act: Act, code: str, label: str, day: dt.date, since: dt.date, *, waiting: bool = False
) -> Entry:
    return Entry(day, since, code, label, str(act), act.title, "act", act.pk, waiting)


def _conventions(day_from: dt.date) -> QuerySet[Convention]:
    """Return the conventions whose text is closed, outside cancelled acts, not over yet."""
    closed = Q(sealed=True) | Q(annex__act__state=ActState.SIGNED)
    closed |= Q(annex=None, signature_date__isnull=False)
    rows = Convention.objects.told_alone().filter(closed, annex__act__cancellation=None)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=day_from)).order_by("pk")


def _end(convention: Convention) -> Entry:
    return _of(convention, "end", end_label(convention), convention.ends_on)


def _terms(rows: list[Convention], today: dt.date) -> Iterator[Entry]:
    """Tell the last useful days of notices and renewals, of the period that runs on `today`."""
    for row in rows:
        terms = terms_of(row, today=today)
        if terms.stage not in BINDING:
            continue
        if terms.notice_by and not denounces_by_notice(terms):
            yield _of(row, "notice", NOTICE_LABEL, terms.notice_by)
        if terms.renewal_by:
            yield _of(row, "renewal", terms.renewal_label, terms.renewal_by)


def _commitments(rows: list[Convention], today: dt.date) -> Iterator[Entry]:
    """Tell the next time that each commitment is due, or the one that was missed."""
    for line in read_obligations(rows, today=today):
        if line.due_on and line.stage in BINDING:
            code = f"commitment-{line.commitment_pk}"
            yield _of(line.convention, code, obligation_label(line), line.due_on)


def _reviews(rows: list[Convention], until: dt.date) -> Iterator[Entry]:
    for row in filter(is_priced, rows):
        for review in pending_reviews(row, until=until):
            yield _of(row, f"review-{review.day.year}", review_label(row), review.day)


def _of(convention: Convention, code: str, label: str, day: dt.date) -> Entry:
    since = convention.start or convention.ends_on or day
    return Entry(
        day, since, code, label, name_of(convention), convention.title, "convention", convention.pk
    )


def _to_sign(day_from: dt.date, day_to: dt.date) -> Iterator[Entry]:
    """Tell the conventions that their act lets the parties sign, and that they have not signed."""
    unsigned = Annex.objects.filter(
        act__state=ActState.SIGNED,
        act__cancellation=None,
        act__signature_date__range=(day_from, day_to),
        convention__isnull=False,
        convention__signature_date=None,
        convention__conclusion__signed_on=None,
    ).annotate(
        awaited=Count(
            "convention__parties",
            filter=Q(
                convention__parties__rank__in=("", PartyRank.SIGNATORY),
                convention__parties__signature__signed_on=None,
            ),
        )
    )
    for annex in unsigned.select_related("act__execution", "convention").order_by("pk"):
        if since := annex.act.enforceable_on():
            convention = annex.convention
            name = name_of(convention)
            yield Entry(
                since,
                since,
                "to_sign",
                _to_sign_label(annex.awaited),
                name,
                convention.title,
                "convention",
                convention.pk,
                waiting=True,
            )


def _to_sign_label(awaited: int) -> str:
    if not awaited:
        return _TO_SIGN
    return f"{_TO_SIGN} ({counted(awaited, 'signature attendue', 'signatures attendues')})"


def _online(day_from: dt.date, day_to: dt.date) -> Iterator[Entry]:
    """Tell the last day of the two months during which acts must stay online."""
    start = dt.datetime.combine(day_from - _TWO_MONTHS, dt.time(), dt.UTC)
    rows = Publication.objects.online().filter(online_at__gte=start, act__cancellation=None)
    for row in rows.select_related("act").order_by("pk"):
        since = timezone.localtime(row.online_at).date()
        last = online_until(since)
        if day_from <= last <= day_to:
            yield _entry(row.act, "online", _ONLINE, last, since)


def _meetings(day_from: dt.date, day_to: dt.date) -> Iterator[Entry]:
    rows = CommitteeMeeting.objects.select_related("committee__programme")
    for row in rows.filter(held_on__range=(day_from, day_to)).order_by("pk"):
        committee = row.committee
        at = f"{_MEETING} à {said_time(row.held_at)}" if row.held_at else _MEETING
        said = f"{committee.programme}, {row.place}" if row.place else str(committee.programme)
        yield Entry(
            *(row.held_on, row.held_on, "meeting", at),
            *(upper_first(str(committee)), said, "committeemeeting", row.pk),
        )


def _follow_ups(day_from: dt.date, day_to: dt.date, today: dt.date) -> Iterator[Entry]:
    """Tell what committees decided and nobody did yet, by the day set for it."""
    rows = CommitteeDecision.objects.select_related("meeting__committee")
    open_ones = rows.filter(done_on=None, due_on__range=(day_from, day_to))
    for row in open_ones.order_by("pk"):
        yield Entry(
            *(row.due_on, row.meeting.held_on, f"decision-{row.pk}", _FOLLOW_UP),
            *(upper_first(str(row.meeting.committee)), row.text, "committeemeeting"),
            row.meeting_id,
            waiting=row.due_on < today,
        )
