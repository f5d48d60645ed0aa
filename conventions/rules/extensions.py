"""Until when an express renewal makes a convention last, and why it may not.

Sources: Code civil art. 1213 (a contract is extended before it expires), 1214 (renewal; nobody can
ask for it), 1103 (the convention says how often, how long, and how early it is decided).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from conventions.rules.endings import add_years
from csipa.french.dates import long_date
from csipa.french.numbers import counted


@dataclass(frozen=True, kw_only=True)
class Renewable:
    """What bears on an express renewal: the last day agreed so far, what the convention says of it.

    `years` is None when it does not say for how long: one year is proposed.
    `left` is how many may still be decided, None when nothing limits them; `deadline` the last day
    to decide. `left_by_will` tells that a party, or all, already ended the convention.
    """

    express: bool
    ends_on: dt.date | None
    years: int | None = None
    left: int | None = None
    deadline: dt.date | None = None
    left_by_will: bool = False


def next_end(renewable: Renewable) -> dt.date | None:
    """Return the last day of the next period, None for a convention without end.

    >>> next_end(Renewable(express=True, ends_on=dt.date(2026, 4, 28)))
    datetime.date(2027, 4, 28)
    """
    return add_years(renewable.ends_on, renewable.years or 1) if renewable.ends_on else None


def standing_refusal(renewable: Renewable) -> str:
    """Say why no renewal can be decided, whatever the day; empty if one can."""
    if not renewable.express:
        return (
            "Cette convention ne prévoit pas de reconduction expresse : prolongez-la par avenant."
        )
    if renewable.ends_on is None:
        return "Cette convention n’a pas de terme : il n’y a rien à reconduire."
    if renewable.left_by_will:
        return (
            f"Une partie a mis fin à cette convention au {long_date(renewable.ends_on)} : annulez "
            "d’abord sa résiliation."
        )
    if renewable.left == 0:
        return "Cette convention a été reconduite autant de fois qu’elle le prévoit."
    return ""


def renewal_faults(
    renewable: Renewable, *, decided_on: dt.date, until: dt.date, reason: str, today: dt.date
) -> dict[str, str]:
    """Return why a renewal cannot be, by column of `RenewalDecision`; empty when it can.

    After its last day a convention is over: going on takes a new one. After the deadline that it
    sets, a reason is asked for; another length than the one it says asks for none, the parties may
    agree on it.
    """
    return dict(_faults(renewable, decided_on, until, reason, today))


def _faults(
    renewable: Renewable, decided_on: dt.date, until: dt.date, reason: str, today: dt.date
) -> Iterator[tuple[str, str]]:
    ends_on, deadline = renewable.ends_on, renewable.deadline
    if ends_on is None:
        return
    if decided_on > today:
        yield "decided_on", f"Décidée le {long_date(decided_on)} : cette date est encore à venir."
    elif decided_on > ends_on:
        yield "decided_on", _over(ends_on)
    elif deadline and decided_on > deadline and not reason.strip():
        yield "reason", _late(deadline)
    if until <= ends_on:
        yield "until", f"La convention dure déjà jusqu’au {long_date(ends_on)}."


def _over(ends_on: dt.date) -> str:
    return (
        f"La convention a pris fin le {long_date(ends_on)} : elle ne se reconduit plus, il faut en "
        "signer une nouvelle."
    )


def _late(deadline: dt.date) -> str:
    return (
        f"La reconduction devait être décidée le {long_date(deadline)} au plus tard : dites "
        "pourquoi elle l’est après."
    )


def said_length(years: int) -> str:
    """Return « 1 an », « 3 ans »."""
    return counted(years, "an", "ans")
