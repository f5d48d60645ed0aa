"""Where the signature of one party stands, and which of its days cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from conventions.rules.act_dates import ActDates, ConventionDates
from conventions.rules.timeline import conclusion_fault
from csipa.french.dates import long_date


class SignatureState(StrEnum):
    """Where a party stands; `label` is what people read."""

    TO_SEND = "to_send"
    SENT = "sent"
    RETURNED = "returned"
    SIGNED = "signed"
    VOID = "void"

    @property
    def label(self) -> str:
        """Return the state in words."""
        return _LABELS[self.value]


_LABELS = {
    "to_send": "à envoyer",
    "sent": "envoyée, en attente",
    "returned": "revenue, signature à noter",
    "signed": "signée",
    "void": "nulle",
}


@dataclass(frozen=True, kw_only=True)
class SignatureDays:
    """What is known of the signature of one party; None for a day that is not."""

    sent_on: dt.date | None = None
    received_on: dt.date | None = None
    signed_on: dt.date | None = None
    original_on: dt.date | None = None
    early_reason: str = ""


_SAID = {
    "sent_on": "Envoyée",
    "received_on": "Revenue",
    "signed_on": "Signée",
    "original_on": "Original détenu",
}


def state_of(days: SignatureDays, *, is_void: bool) -> SignatureState:
    """Return where a signature stands; `is_void` when the text changed since it was given."""
    if days.signed_on:
        return SignatureState.VOID if is_void else SignatureState.SIGNED
    if days.received_on or days.original_on:
        return SignatureState.RETURNED
    return SignatureState.SENT if days.sent_on else SignatureState.TO_SEND


def day_faults(days: SignatureDays, *, today: dt.date) -> list[tuple[str, str]]:
    """Return why days cannot be, each with its column; empty when they all can."""
    found = []
    for column, said in _SAID.items():
        day: dt.date | None = getattr(days, column)
        if day and day > today:
            found.append((column, f"{said} le {long_date(day)} : cette date est encore à venir."))
    sent, received = days.sent_on, days.received_on
    if sent and received and received < sent:
        found.append(("received_on", _backwards("Revenue", received, "envoyée", sent)))
    signed, original = days.signed_on, days.original_on
    if signed and original and original < signed:
        text = _backwards("Original détenu", original, "signée", signed)
        found.append(("original_on", text))
    return found


def early_fault(days: SignatureDays, act: ActDates | None, convention: ConventionDates) -> str:
    """Say why the party could not sign on that day, its reason not looked at; empty if it could.

    The act that authorises the convention must have been enforceable (see
    `conventions.rules.timeline`); `act` is None when the register does not hold it.
    """
    if days.signed_on is None:
        return ""
    told = ConventionDates(authorised=convention.authorised, concluded=days.signed_on)
    return conclusion_fault(act, told)


def doubts(days: SignatureDays) -> Iterator[str]:
    """Yield what is odd about days that nothing forbids."""
    signed = days.signed_on
    if signed and days.sent_on and signed < days.sent_on:
        yield _backwards("Signée", signed, "envoyée", days.sent_on)
    if signed and days.received_on and days.received_on < signed:
        yield _backwards("Revenue", days.received_on, "signée", signed)


def joined_reasons(reasons: Iterable[tuple[str, str]]) -> str:
    """Return the reasons given by party as one text; a reason common to all is written once."""
    given = [(name, reason.strip()) for name, reason in reasons if reason.strip()]
    texts = list(dict.fromkeys(reason for _, reason in given))
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(f"{name} : {reason}" for name, reason in given)


def _backwards(said: str, day: dt.date, then: str, other: dt.date) -> str:
    return f"{said} le {long_date(day)}, alors qu’elle n’a été {then} que le {long_date(other)}."
