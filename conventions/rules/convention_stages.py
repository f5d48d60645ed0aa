"""Where a convention stands, in one word: what its list shows and can be asked for.

Dates decide, never what a source document states. Sources: Code civil art. 1103 (a convention
binds once its parties agreed), 1212 (it runs to its term); CGCT L. 2131-1 (an act whose number is
cancelled authorises nothing).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ConventionStage(StrEnum):
    """Every convention is in one and only one stage; the order is that of its life."""

    DRAFT = "draft"
    TO_SIGN = "to_sign"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    VOID = "void"

    @property
    def label(self) -> str:
        """Return the stage in French."""
        return _LABELS[self]

    @property
    def is_over(self) -> bool:
        """Tell whether nothing binds the parties any more."""
        return self in _OVER


_LABELS = {
    ConventionStage.DRAFT: "projet",
    ConventionStage.TO_SIGN: "à signer",
    ConventionStage.SIGNED: "signée, pas encore en vigueur",
    ConventionStage.IN_FORCE: "en vigueur",
    ConventionStage.EXPIRED: "échue",
    ConventionStage.TERMINATED: "résiliée",
    ConventionStage.VOID: "sans effet (acte annulé)",
}
RUNNING = (ConventionStage.TO_SIGN, ConventionStage.SIGNED, ConventionStage.IN_FORCE)
"""The stages of a convention whose text is closed and that is not over."""
_OVER = frozenset((ConventionStage.EXPIRED, ConventionStage.TERMINATED, ConventionStage.VOID))


@dataclass(frozen=True, kw_only=True)
class ConventionFacts:
    """What bears on the stage of a convention; days belong to it, None for what is not known.

    `closed`: its text no longer changes; `void`: its act was cancelled; `imported`: it came signed
    from a file, so that an unknown day of signature does not hold it back once it has begun;
    `terminated`: a party, or all, ended it ahead of its term.
    """

    closed: bool = False
    void: bool = False
    imported: bool = False
    signed_on: dt.date | None = None
    start: dt.date | None = None
    ends_on: dt.date | None = None
    terminated: bool = False


def stage_of(facts: ConventionFacts, *, today: dt.date) -> ConventionStage:
    """Return where a convention stands on `today`; its last day still belongs to it.

    One that nobody signed is over all the same once its last day has passed.
    """
    if facts.void:
        return ConventionStage.VOID
    if not facts.closed:
        return ConventionStage.DRAFT
    if facts.ends_on and facts.ends_on < today:
        return ConventionStage.TERMINATED if facts.terminated else ConventionStage.EXPIRED
    if not _is_signed(facts, today):
        return ConventionStage.TO_SIGN
    if facts.start and facts.start > today:
        return ConventionStage.SIGNED
    return ConventionStage.IN_FORCE


def _is_signed(facts: ConventionFacts, today: dt.date) -> bool:
    if facts.signed_on is None:
        return facts.imported and facts.start is not None and facts.start <= today
    return facts.signed_on <= today
