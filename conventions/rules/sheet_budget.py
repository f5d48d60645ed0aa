"""What an action costs: totals by payer and by year, what is planned beside what is spent.

Amounts are exact euros and cents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from csipa.derived import Derived, Input
from csipa.french.numbers import amount, counted, decimal
from csipa.french.typography import NBSP

_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")
PLANNED = "somme des montants prévus"
SPENT = "somme des montants dépensés connus"
SHARE = "dépensé ÷ prévu × 100, pour les financements dont la dépense est connue"


@dataclass(frozen=True, slots=True)
class Funding:
    """What one payer puts into an action in one year; `spent` is None while it is not known."""

    year: int
    payer: str
    planned: Decimal
    spent: Decimal | None = None

    @property
    def label(self) -> str:
        """Return « ARS, 2026 »."""
        return f"{self.payer}, {self.year}"


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of fundings: of a payer, of a year, or of them all."""

    label: str
    lines: tuple[Funding, ...]

    @property
    def planned(self) -> Decimal:
        """Return what is planned."""
        return sum((line.planned for line in self.lines), Decimal(0))

    @property
    def spent(self) -> Decimal | None:
        """Return what is known to be spent; None when nothing is known."""
        known = [line.spent for line in self.lines if line.spent is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def planned_shown(self) -> Derived:
        """Return the planned sum and what went into it."""
        inputs = tuple(Input(line.label, amount(line.planned)) for line in self.lines)
        return Derived(amount(self.planned), PLANNED, inputs)

    @property
    def spent_shown(self) -> Derived:
        """Return the spent sum; what is not known is told, never counted as nothing."""
        spent = self.spent
        if spent is None:
            return Derived("", SPENT, missing="Aucune dépense saisie")
        inputs = [
            Input(line.label, amount(line.spent)) for line in self.lines if line.spent is not None
        ]
        unknown = [line for line in self.lines if line.spent is None]
        inputs += [Input(line.label, "dépense non saisie") for line in unknown]
        return Derived(amount(spent), SPENT, tuple(inputs))

    @property
    def share_shown(self) -> Derived:
        """Return the part spent of what is planned, among fundings whose spending is known."""
        known = [line for line in self.lines if line.spent is not None]
        planned = sum((line.planned for line in known), Decimal(0))
        if not known:
            return Derived("", SHARE, missing="Aucune dépense saisie")
        if not planned:
            return Derived("", SHARE, missing="Rien de prévu en face des dépenses")
        spent = sum((line.spent for line in known if line.spent is not None), Decimal(0))
        share = (spent * _HUNDRED / planned).quantize(_TENTH, rounding=ROUND_HALF_UP)
        inputs = (
            Input("dépensé", amount(spent)),
            Input("prévu en face", amount(planned)),
            Input(
                "financements comptés",
                f"{len(known)} sur {counted(len(self.lines), 'financement', 'financements')}",
            ),
        )
        return Derived(f"{decimal(share, 1)}{NBSP}%", SHARE, inputs)


@dataclass(frozen=True, slots=True)
class Budget:
    """The fundings of one or several actions and their sums."""

    lines: tuple[Funding, ...]

    @property
    def whole(self) -> Total:
        """Return the sum of all."""
        return Total("Ensemble", self.lines)

    @property
    def by_year(self) -> list[Total]:
        """Return the sum of each year, in order."""
        return _grouped(sorted(self.lines, key=lambda line: line.year), lambda one: str(one.year))

    @property
    def by_payer(self) -> list[Total]:
        """Return the sum of each payer, in the order in which they come."""
        return _grouped(self.lines, lambda line: line.payer)


def budget_of(lines: Iterable[Funding]) -> Budget:
    """Return the budget that these fundings make."""
    return Budget(tuple(lines))


def _grouped(lines: Sequence[Funding], key: Callable[[Funding], str]) -> list[Total]:
    groups: dict[str, list[Funding]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return [Total(label, tuple(found)) for label, found in groups.items()]
