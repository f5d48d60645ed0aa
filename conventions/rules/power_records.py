"""The records on which the right to sign rests, as plain data: mandates, delegations, orders.

Sources: CGCT L. 5211-9, L. 5211-10, L. 2122-17 to L. 2122-23.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from conventions.rules.mandates import Standing, Term, standing
from csipa.french.dates import long_date
from csipa.french.grammar import Gender, definite

EXECUTIVE, BUREAU, VICE_PRESIDENTS = "executive", "bureau", "vice"
FUNCTIONS, SIGNATURE = "functions", "signature"
_EXECUTIVES = frozenset({"president", "mayor"})
_ORDINAL = r"(?:\d+\s?(?:er|re|e|ème)|premi(?:er|ère)|seconde?|\w+ième)"
# « directeur général adjoint » and « adjoint administratif » are officials, not elected deputies.
_DEPUTY = re.compile(
    rf"\bvice-président|^(?:{_ORDINAL}\s+)?(?:maire[- ])?adjointe?\b(?!\s+(?:admin|tech|d[’']))",
    re.IGNORECASE,
)


class Step(StrEnum):
    """A link of the chain, in its order."""

    MANDATE = "mandate"
    DELEGATION = "delegation"
    SUBJECT = "subject"
    SIGNATORY = "signatory"
    ORDER = "order"


@dataclass(frozen=True)
class MissingLink:
    """What is missing between the council and the signature, in one sentence for the reader."""

    code: str
    message: str


@dataclass(frozen=True)
class Link:
    """One link: what stands for it in the records, and what is missing of it."""

    step: Step
    found: str = ""
    missing: MissingLink | None = None


@dataclass(frozen=True)
class Grant:
    """An act that gives a power; `ended_on` is the first day on which it no longer holds."""

    number: str
    date: dt.date | None
    mandate: Term
    enforceable_on: dt.date | None
    ended_on: dt.date | None = None
    noun: ClassVar[str] = "délibération"
    gender: ClassVar[Gender] = Gender.FEMININE

    @property
    def reference(self) -> str:
        """Return the number and the date as far as they are known: « n° 12 du 3 mars 2026 »."""
        brings_its_sign = self.number[:2].lower() in {"n°", "nº"}
        number = self.number if brings_its_sign or not self.number else f"n° {self.number}"
        dated = f"du {long_date(self.date)}" if self.date else ""
        return " ".join(filter(None, (number, dated)))

    @property
    def name(self) -> str:
        """Return how the act is named: « délibération n° 12 du 3 mars 2026 »."""
        return f"{self.noun} {self.reference}".strip()

    @property
    def the_name(self) -> str:
        """Return the name after its article: « l’arrêté n° 12 du 3 mars 2026 »."""
        return definite(self.gender, self.name)

    def standing(self, day: dt.date) -> Standing:
        """Return what the power is worth on `day`."""
        return standing(
            self.mandate, enforceable_on=self.enforceable_on, ended_on=self.ended_on, day=day
        )


@dataclass(frozen=True)
class CouncilGrant(Grant):
    """A delegation of the council; `foreign` when another body's council gave it."""

    delegate: str = EXECUTIVE
    subdelegation_allowed: bool = True
    foreign: bool = False


@dataclass(frozen=True)
class Subject:
    """A matter that the act makes use of; `key` is what an order names it by."""

    key: int
    text: str
    delegation: CouncilGrant


@dataclass(frozen=True)
class OrderGrant(Grant):
    """An order that delegates functions or signature to the person who signs."""

    kind: str = FUNCTIONS
    domain: str = ""
    subjects: frozenset[int] = frozenset()
    noun: ClassVar[str] = "arrêté"
    gender: ClassVar[Gender] = Gender.MASCULINE


@dataclass(frozen=True)
class Signatory:
    """Who signs: name, capacity as recorded, and whether in person or in the holder's place."""

    name: str
    capacity: str
    holder: bool

    @property
    def is_deputy(self) -> bool:
        """Tell whether the capacity is that of a vice-president or of a deputy of the mayor."""
        return bool(_DEPUTY.search(self.capacity.strip()))


@dataclass(frozen=True)
class PowerCase:
    """All that the right to sign one act rests on.

    `delegations_recorded` tells whether the body has any delegation of its council on record;
    `prevented` whether the act says that the holder is prevented.
    """

    body: str
    nature: str
    signatory: Signatory | None = None
    prevented: bool = False
    mandates: tuple[Term, ...] = ()
    delegations_recorded: bool = False
    subjects: tuple[Subject, ...] = ()
    orders: tuple[OrderGrant, ...] = ()

    @property
    def needs_delegation(self) -> bool:
        """Tell whether the act uses powers of the council (CGCT L. 5211-10, L. 2122-22)."""
        return self.body == "bureau" or (self.body in _EXECUTIVES and self.nature != "arrete")

    @property
    def uses_executive_powers(self) -> bool:
        """Tell whether the powers used are those that the council left to its executive."""
        return self.needs_delegation and self.body != "bureau"

    @property
    def delegations(self) -> tuple[CouncilGrant, ...]:
        """Return the delegations of the matters used, each once, in their order."""
        return tuple(dict.fromkeys(subject.delegation for subject in self.subjects))
