"""The size of a CPTS, from the inhabitants of its territory, and how near a threshold it stands.

Agreement of 20 June 2019 (Journal officiel, 24 August 2019): four sizes, on which the yearly
amounts depend. The legal populations of census year N apply from 1 January of N + 3 (INSEE).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from csipa.derived import Derived, Input
from csipa.french.dates import long_date
from csipa.french.numbers import decimal, integer
from csipa.french.typography import NBSP

# From how many inhabitants each size after the first begins.
THRESHOLDS = (40_000, 80_000, 175_000)
# How near a threshold, in per cent of it, calls for a warning. Ours: the agreement has no margin.
MARGIN = Decimal(5)
YEARS_TO_APPLY = 3
SOURCE = "Accord conventionnel interprofessionnel du 20 juin 2019"
FORMULA = (
    "nombre d’habitants du territoire, rangé dans l’une des quatre tailles de l’accord de "
    "2019\u00a0: 1 (moins de 40\u00a0000), 2 (de 40\u00a0000 à moins de 80\u00a0000), 3 (de "
    "80\u00a0000 à moins de 175\u00a0000), 4 (à partir de 175\u00a0000)"
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold seen from a population: how far, in inhabitants and in per cent of it.

    `gap` is positive above the threshold, negative below.
    """

    inhabitants: int
    below: int
    gap: int

    @property
    def above(self) -> int:
        """Return the size on the other side: the one that begins at the threshold."""
        return self.below + 1

    @property
    def percent(self) -> Decimal:
        """Return the distance in per cent of the threshold, never negative."""
        return Decimal(abs(self.gap)) * 100 / self.inhabitants

    @property
    def is_near(self) -> bool:
        """Tell whether the distance is within the margin, its end included."""
        return self.percent <= MARGIN

    @property
    def sentence(self) -> str:
        """Return « 5 922 habitants de plus que le seuil de 40 000, soit 14,8 % »."""
        side = "de plus que le" if self.gap > 0 else "de moins que le"
        if not self.gap:
            return f"exactement le seuil de {integer(self.inhabitants)} habitants"
        heads = integer(abs(self.gap))
        return (
            f"{heads}{NBSP}habitants {side} seuil de {integer(self.inhabitants)}, "
            f"soit {decimal(self.percent, 1)}{NBSP}%"
        )


@dataclass(frozen=True, slots=True)
class YearSize:
    """The size that a census year gave, and whether it differs from that of the year before."""

    year: int
    population: int
    size: int
    changed: bool

    @property
    def applies_from(self) -> dt.date:
        """Return the day from which this population is the legal one."""
        return dt.date(self.year + YEARS_TO_APPLY, 1, 1)


def size_of(population: int) -> int:
    """Return the size, 1 to 4, of a territory of so many inhabitants."""
    return 1 + sum(population >= one for one in THRESHOLDS)


def thresholds_around(population: int) -> list[Threshold]:
    """Return the threshold under the population and the one over it, the nearest first."""
    size = size_of(population)
    ranks = [rank for rank in (size - 1, size) if 1 <= rank <= len(THRESHOLDS)]
    found = [
        Threshold(THRESHOLDS[rank - 1], rank, population - THRESHOLDS[rank - 1]) for rank in ranks
    ]
    return sorted(found, key=lambda one: (one.percent, one.inhabitants))


def warning(population: int) -> str:
    """Return what a census could change, in one sentence; empty when no threshold is near."""
    nearest = thresholds_around(population)[0]
    if not nearest.is_near:
        return ""
    other = nearest.below if nearest.gap >= 0 else nearest.above
    way = "sous" if nearest.gap >= 0 else "à"
    return (
        f"Le territoire est à moins de {decimal(MARGIN, 0)}{NBSP}% d’un seuil\u00a0: "
        f"{nearest.sentence}. Si un prochain recensement le fait passer {way} "
        f"{integer(nearest.inhabitants)} habitants, la CPTS passera en taille {other} et les "
        "montants annuels de son contrat changeront."
    )


def in_force(years: Iterable[int], day: dt.date) -> int | None:
    """Return the census year whose populations are the legal ones on `day`, of those known.

    Before the first of them, that first one: there is none better; None when none is known.
    """
    known = sorted(years)
    applied = [year for year in known if year + YEARS_TO_APPLY <= day.year]
    return applied[-1] if applied else known[0] if known else None


def sizes_by_year(populations: Mapping[int, int]) -> list[YearSize]:
    """Return the size that each census year gave, the oldest first."""
    rows: list[YearSize] = []
    for year in sorted(populations):
        size = size_of(populations[year])
        changed = bool(rows) and rows[-1].size != size
        rows.append(YearSize(year, populations[year], size, changed))
    return rows


def crossing(years: Sequence[YearSize]) -> str:
    """Return when the size changed between census years, in one sentence; empty if it never did."""
    said = [
        f"le recensement {row.year} l’a fait passer en taille {row.size} "
        f"({integer(row.population)}{NBSP}habitants, applicables au {long_date(row.applies_from)})"
        for row in years
        if row.changed
    ]
    joined = "\u00a0; ".join(said)
    return f"La taille a changé\u00a0: {joined}." if said else ""


def size_derived(population: int | None, inputs: Sequence[Input], *, missing: str = "") -> Derived:
    """Return « taille 2 » with how it was worked out; `missing` says what a size would take."""
    if population is None:
        return Derived("", FORMULA, missing=missing)
    return Derived(f"taille {size_of(population)}", FORMULA, tuple(inputs))
