"""What a convention says of its parties, its site and its terms, as plain facts.

Whoever reads the records fills these; `conventions.rules.placeholders.words` writes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from conventions.rules.finance import Finance
from conventions.rules.premises import Slot
from conventions.rules.terms import Delay
from csipa.french.grammar import Gender


@dataclass(frozen=True)
class PartyFacts:
    """A party: its name after « ci-après » without and with its article, its official name with it.

    `role` is a code of `ROLES`, or nothing; `communes` names those of its territory after « de »
    (« de Lillers », « d’Hinges »).
    """

    alias: str
    short: str
    full: str
    gender: Gender
    plural: bool = False
    role: str = ""
    signs: bool = True
    communes: Sequence[str] = ()


@dataclass(frozen=True)
class SiteFacts:
    """A site: its name after its article, its address in one line, its commune in three forms."""

    the_name: str
    address: str
    commune: str
    of_commune: str
    at_commune: str


@dataclass(frozen=True)
class RoomFacts:
    """A room and its area in square metres."""

    name: str
    area: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class TermFacts:
    """How long the convention holds, and how it is left, in words; `end` belongs to it."""

    start: dt.date | None = None
    end: dt.date | None = None
    renewal_times: int | None = None
    renewal_years: int | None = None
    renewal_deadline: Delay | None = None
    notice: Delay | None = None
    notice_form: str = ""
    notice_to: str = ""


@dataclass(frozen=True, kw_only=True)
class ConventionFacts:
    """All that the placeholders of a convention may say.

    `parties` in their order; `payers` are the names of those that `finance` names, in its order;
    `court` is where disputes go; `purpose` begins with its article.
    """

    parties: Sequence[PartyFacts] = ()
    site: SiteFacts | None = None
    terms: TermFacts = field(default_factory=TermFacts)
    finance: Finance = field(default_factory=Finance)
    payers: Sequence[str] = ()
    rooms: Sequence[RoomFacts] = ()
    slots: Sequence[Slot] = ()
    equipment: Sequence[tuple[str, int]] = ()
    purpose: str = ""
    originals: int | None = None
    court: str = ""
