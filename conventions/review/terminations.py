"""What the end of a convention rests on, and what it leaves undone: sessions, amendments, debts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from conventions.exchange.premises import current_premises
from conventions.models import Convention, Party, PartyRank, Termination
from conventions.review.courses import agreed_terms, course_of
from conventions.review.money import Payment, schedule_of, with_money
from conventions.review.obligations import Obligation, obligations_of, party_label
from conventions.review.terms import stage_of, with_terms
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.obligations import ObligationState
from conventions.rules.premises import Occurrence, occurrences, slots_of
from conventions.rules.terminations import Ending, Setting, Told
from csipa.french.dates import add_months
from csipa.french.grammar import upper_first

AHEAD = 12
"""How many months of sessions and payments are told of a convention without end."""
ONE_DAY = dt.timedelta(days=1)
_UNDONE = frozenset((ObligationState.LATE, ObligationState.DUE))
_OPEN = frozenset((ConventionStage.DRAFT, ConventionStage.TO_SIGN))


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """What falls after the last day of a convention, up to `until`, and what is open on that day.

    `is_endless` tells that the convention had no end: only `AHEAD` months are told. Payments are
    those with a day; what is given in kind is left out.
    """

    until: dt.date
    is_endless: bool
    sessions: Sequence[Occurrence]
    amendments: Sequence[Convention]
    obligations: Sequence[Obligation]
    payments: Sequence[Payment]

    @property
    def owed(self) -> Decimal:
        """Return the sum of the payments that fall after the end, in euros."""
        return sum((payment.amount for payment in self.payments), Decimal(0))


def setting_of(convention: Convention) -> Setting:
    """Return what the convention holds as if nobody ended it; no query for one of `with_terms`."""
    agreed = agreed_terms(convention)
    return Setting(
        course=replace(course_of(convention), denounced=None, terminated=None),
        notice=agreed.notice,
        renewal_delay=agreed.renewal_delay,
    )


def signatories(convention: Convention) -> QuerySet[Party]:
    """Return the parties that sign a convention, in their order; a rank that is not said signs."""
    return (
        convention.parties.filter(rank__in=("", PartyRank.SIGNATORY))
        .select_related("organisation__commune", "representative")
        .order_by("position", "pk")
    )


def parties_to_tell(convention: Convention, giver: Party | None) -> list[Party]:
    """Return who is to be told by the party that ends the convention: all the others that signed.

    A convention that says « to the other party » names the same when there are two; with more of
    them nobody may be left out, since each is bound. Nobody is told what all agreed.
    """
    if giver is None:
        return []
    return [party for party in signatories(convention) if party.pk != giver.pk]


def ending_of(termination: Termination) -> Ending:
    """Return what a termination says, its letters in the order of the parties."""
    notices = termination.notices.select_related("party__organisation").order_by("position", "pk")
    return Ending(
        kind=termination.kind,
        given_on=termination.given_on,
        told=[told_of(row.party, row.sent_on, row.received_on) for row in notices],
        effect_on=termination.effect_on,
        short_notice_reason=termination.short_notice_reason,
    )


def told_of(party: Party, sent_on: dt.date | None, received_on: dt.date | None) -> Told:
    """Return what is known of the letter of a party."""
    return Told(name=upper_first(party_label(party)), sent_on=sent_on, received_on=received_on)


def consequences(convention: Convention, *, last_day: dt.date, today: dt.date) -> Consequences:
    """Return what an end on `last_day` leaves undone; a fixed number of queries."""
    row = with_money(Convention.objects.all()).get(pk=convention.pk)
    planned = setting_of(row).planned_end
    until = planned or add_months(max(last_day, today), AHEAD)
    # As if nobody ended it: its schedule goes on to the end that was planned.
    row.ends_on = planned
    due = schedule_of(row, today=max(last_day, today), months=AHEAD)
    return Consequences(
        until=until,
        is_endless=planned is None,
        sessions=sessions_between(row, last_day + ONE_DAY, until),
        amendments=open_amendments(convention, today=today),
        obligations=[
            line
            for line in obligations_of([convention], today=today)
            if line.state in _UNDONE and (line.due_on is None or line.due_on <= last_day)
        ],
        payments=[one for one in due if one.day and one.day > last_day and not one.in_kind],
    )


def sessions_between(convention: Convention, first: dt.date, last: dt.date) -> list[Occurrence]:
    """Return the sessions that the weekly slots of a convention plan between two days."""
    return list(occurrences(slots_of(current_premises(convention)), first, last))


def open_amendments(convention: Convention, *, today: dt.date) -> list[Convention]:
    """Return the amendments that are drafts, or that their parties have not all signed."""
    rows = with_terms(Convention.objects.filter(parent=convention)).order_by("rank", "pk")
    return [row for row in rows if row.is_amendment and stage_of(row, today=today) in _OPEN]
