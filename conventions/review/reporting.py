"""What the executive must report to the council: the decisions taken by delegation since last time.

Sources: CGCT L. 5211-10, last paragraph (groupings of communes), L. 2122-23 (communes).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from conventions.models import (
    Act,
    Annex,
    Body,
    CancelledNumber,
    Convention,
    DocumentKind,
    FrozenDocument,
    Meeting,
    Nature,
)

Data = dict[str, Any]

_ONE_HOLDER = (Body.PRESIDENT, Body.MAYOR, Body.DIRECTOR)
# A bureau has no power of its own: whatever it takes, it takes by delegation.
_BY_DELEGATION = Q(nature=Nature.DECISION, body__in=_ONE_HOLDER) | Q(
    nature__in=(Nature.DECISION, Nature.DELIBERATION), body=Body.BUREAU
)


def decisions_to_report(meeting: Meeting) -> QuerySet[Act]:
    """Return the decisions taken by delegation up to the day of the meeting, reported to none.

    One that was entered late is among them, whatever its date. Oldest first.
    """
    return _unreported(meeting).filter(signature_date__lte=meeting.held_on)


def undated_decisions(meeting: Meeting) -> QuerySet[Act]:
    """Return the signed decisions whose date is not known: nobody can tell when to report them."""
    return _unreported(meeting).filter(signature_date=None)


def _unreported(meeting: Meeting) -> QuerySet[Act]:
    rows = Act.objects.standing().filter(
        _BY_DELEGATION, authority=meeting.authority_id, execution__reported_on=None
    )
    return rows.order_by("signature_date", "year", "sequence", "number", "pk")


def cancelled_to_report(meeting: Meeting) -> list[CancelledNumber]:
    """Return the numbers of decisions cancelled up to the meeting that no report has told yet."""
    told = {
        key
        for source in _reports(meeting).values_list("source", flat=True)
        for key in source.get("cancelled_keys", ())
    }
    rows = CancelledNumber.objects.filter(
        authority=meeting.authority_id,
        nature=Nature.DECISION,
        cancelled_on__lte=meeting.held_on,
    )
    return [row for row in rows.order_by("year", "sequence") if row.pk not in told]


def _reports(meeting: Meeting) -> QuerySet[FrozenDocument]:
    return FrozenDocument.objects.filter(
        kind=DocumentKind.REPORT, meeting__authority=meeting.authority_id
    )


def reported_since(meeting: Meeting) -> dt.date | None:
    """Return the day of the last meeting before this one, None for the first that is recorded.

    A meeting whose report is kept comes before one that was only recorded.
    """
    earlier = Meeting.objects.filter(
        authority=meeting.authority_id, body=meeting.body, held_on__lt=meeting.held_on
    ).order_by("-held_on")
    days = earlier.values_list("held_on", flat=True)
    kept = _reports(meeting).values("meeting")
    return days.filter(pk__in=kept).first() or days.first()


def report_data(meeting: Meeting) -> Data:
    """Return all that the report of a meeting tells, ready for JSON; a fixed number of queries."""
    cancelled = cancelled_to_report(meeting)
    since = reported_since(meeting)
    conventions = Convention.objects.prefetch_related("parties__organisation")
    acts = (
        decisions_to_report(meeting)
        .select_related("execution", "authority")
        .prefetch_related(
            "effect_set",
            "powers__subject__delegation__act",
            Prefetch(
                "annexes",
                Annex.objects.order_by("position", "pk").prefetch_related(
                    Prefetch("convention", conventions)
                ),
            ),
        )
    )
    return {
        "format": "csipa-compte-rendu/1",
        "authority": str(meeting.authority),
        "body": meeting.body,
        "held_on": meeting.held_on.isoformat(),
        "chair": meeting.chair,
        "since": since.isoformat() if since else "",
        "decisions": [_decision(act, since) for act in acts],
        "cancelled": [_cancelled(row) for row in cancelled],
        "cancelled_keys": [row.pk for row in cancelled],
    }


def _decision(act: Act, since: dt.date | None) -> Data:
    enforceable_on = act.enforceable_on()
    return {
        "key": act.pk,
        "nature": act.nature,
        "body": act.body,
        "held_by_woman": act.held_by_woman,
        "number": act.number,
        "date": act.signature_date.isoformat(),
        "title": act.title,
        "powers": [_power(power) for power in _ordered(act.powers.all())],
        "delegation": act.delegation_text,
        "enforceable_on": enforceable_on.isoformat() if enforceable_on else "",
        "late": bool(since and act.signature_date <= since),
        "effects": [
            {"verb": effect.verb, "convention": effect.convention_reference}
            for effect in _ordered(act.effect_set.all())
        ],
        "conventions": [
            _convention(annex.convention) for annex in act.annexes.all() if annex.convention
        ],
    }


def _power(power: Any) -> Data:
    delegation = power.subject.delegation
    day = delegation.signed_on()
    return {
        "subject": power.subject.text,
        "number": delegation.act.number if delegation.act_id else delegation.number,
        "date": day.isoformat() if day else "",
    }


def _convention(convention: Convention) -> Data:
    return {
        "title": convention.title,
        "reference": convention.reference,
        "parties": [
            party.name if party.as_written else party.organisation.the_name
            for party in _ordered(convention.parties.all())
        ],
        "start": convention.start.isoformat() if convention.start else "",
        "end": convention.end.isoformat() if convention.end else "",
        "finance": convention.finance,
    }


def _cancelled(row: CancelledNumber) -> Data:
    return {
        "nature": row.nature,
        "number": row.number,
        "date": row.cancelled_on.isoformat(),
        "reason": row.reason,
    }


def _ordered(lines: Any) -> list[Any]:
    return sorted(lines, key=lambda line: (line.position, line.pk))
