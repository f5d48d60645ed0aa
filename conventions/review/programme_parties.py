"""Who is bound by the contract of a programme: those who sign, and those associated or informed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from conventions.models import Convention, Party, PartyRank
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first


@dataclass(frozen=True)
class PartyLine:
    """A party: its name, who acts for it, how it takes part, and whether it signed."""

    name: str
    person: str
    rank: str
    signed_on: dt.date | None
    signs: bool

    @property
    def standing(self) -> str:
        """Return « signé le 14 février 2020 », « signature attendue », « associée »."""
        if not self.signs:
            return self.rank
        return f"signé le {long_date(self.signed_on)}" if self.signed_on else "signature attendue"


@dataclass(frozen=True)
class Parties:
    """The two ranks of parties."""

    signatories: list[PartyLine]
    others: list[PartyLine]

    @property
    def signed(self) -> int:
        """Return how many signatories have signed."""
        return sum(line.signed_on is not None for line in self.signatories)


def parties_of(convention: Convention) -> Parties:
    """Return the parties of a contract in their order; two queries.

    A day on which all have signed, kept on the convention or its conclusion, is that of each
    signatory whose own day is not known.
    """
    conclusion = getattr(convention, "conclusion", None)
    together = (conclusion and conclusion.signed_on) or convention.signature_date
    rows = convention.parties.select_related(
        "organisation__commune", "representative", "signature"
    ).order_by("position", "pk")
    lines = [_line(row, together) for row in rows]
    return Parties(
        [line for line in lines if line.signs], [line for line in lines if not line.signs]
    )


def _line(row: Party, together: dt.date | None) -> PartyLine:
    signature = getattr(row, "signature", None)
    signs = row.rank in ("", PartyRank.SIGNATORY)
    day = (signature and signature.signed_on) or together
    name = row.name if row.as_written and row.name else str(row.organisation)
    person = row.representative.full_name if row.representative else ""
    return PartyLine(
        upper_first(name), person, row.get_rank_display(), day if signs else None, signs
    )
