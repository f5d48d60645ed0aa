"""What is known of an act and of the conventions it authorises, and the days that follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from conventions.rules.deadlines import appeal_until, enforceable_on, referral_until


@dataclass(frozen=True, kw_only=True)
class ActDates:
    """What is known of an act; None for what is not."""

    created: dt.date | None = None
    signed: dt.date | None = None
    sent: dt.date | None = None
    received: dt.date | None = None
    published: dt.date | None = None
    notified: dt.date | None = None
    reported: dt.date | None = None
    cancelled: dt.date | None = None
    completed: dt.date | None = None
    informal_appeal: dt.date | None = None
    informal_reply: dt.date | None = None
    individual: bool = False
    to_transmit: bool = True
    to_report: bool = False

    @property
    def known(self) -> dt.date | None:
        """Return the day when the act was made known to those it binds."""
        return self.notified if self.individual else self.published or self.notified

    @property
    def enforceable(self) -> dt.date | None:
        """Return the day the act took force, None while it has not or if its number is void."""
        if self.cancelled:
            return None
        return enforceable_on(
            signed=self.signed,
            received=self.received,
            published=self.published,
            notified=self.notified,
            individual=self.individual,
            to_transmit=self.to_transmit,
        )

    @property
    def appeal_until(self) -> dt.date | None:
        """Return the likely last day to go to court, None while no delay runs."""
        if self.known is None or self.cancelled:
            return None
        return appeal_until(
            self.known, informal_on=self.informal_appeal, reply_on=self.informal_reply
        )

    @property
    def referral_until(self) -> dt.date | None:
        """Return the likely last day for the prefect to refer the act, None while none runs."""
        if self.received is None or self.cancelled:
            return None
        return referral_until(self.received, self.completed)


@dataclass(frozen=True, kw_only=True)
class Left:
    """By whom, and on which day, a convention was ended or denounced; "" when all agreed.

    `kind` is a code of `TerminationKind`.
    """

    on: dt.date
    kind: str
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Running:
    """What is still open in a convention: the period that runs, and until when one may act.

    `renewed` is how many tacit renewals came before that period; `delay` says the notice.
    """

    period_end: dt.date | None = None
    renewed: int = 0
    tacit: bool = False
    notice_by: dt.date | None = None
    delay: str = ""
    renewal_by: dt.date | None = None
    renewal_label: str = ""


@dataclass(frozen=True, kw_only=True)
class ConventionDates:
    """What is known of a convention; `name` tells it from others, `authorised` dates its act.

    `end` is the term it sets, `ends_on` its real last day and `ended_by` what fixes it (codes of
    `EndCause`).
    """

    name: str = ""
    authorised: dt.date | None = None
    concluded: dt.date | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    early_reason: str = ""
    signed_after_start: bool = False
    ends_on: dt.date | None = None
    ended_by: str = ""
    left: Left | None = None
    running: Running | None = None
