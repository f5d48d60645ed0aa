"""What a convention makes due, on which day, by whom: rents in advance, lump sums, instalments.

A rent is due in advance, on the first day of each of its periods, which run from the day the
convention takes effect (15 March, 15 April…): twelve months make twelve rents whatever that day.
Months of grace are not owed, and a period that they or the end break is owed in proportion: each
whole month is its share of the period, each day of a broken month its share of that month. Half
cents go up. Source: Code civil art. 586 (rents accrue from day to day) and 1103 (the convention is
the law of its parties: what it says otherwise prevails).
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from conventions.rules.euros import to_cent
from conventions.rules.finance import (
    INSTALMENTS,
    LUMP_SUM,
    MONTHS_OF,
    RENT,
    SHARED,
    Finance,
    Part,
    amounts_of,
    occasion,
    percent,
    split,
)
from csipa.french.dates import MONTHS, add_months, period
from csipa.french.grammar import de

ONE_DAY = dt.timedelta(days=1)
LONGEST = 1200
"""No schedule goes further than this many months, whatever the term of the convention."""
_NOUNS = {
    RENT: "Loyer",
    LUMP_SUM: "Forfait",
    SHARED: "Participation",
    INSTALMENTS: "Versement",
}


@dataclass(frozen=True, kw_only=True)
class Due:
    """An amount due by one payer, in euros.

    `day` is None when only the occasion `when` is known; `payer` the rank of the party from 1, or
    its name, "" when the convention does not say; `first` and `last` bound the period paid for;
    `in_kind` tells what is given and not asked.
    """

    day: dt.date | None
    amount: Decimal
    label: str
    payer: int | str = ""
    when: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    in_kind: bool = False


@dataclass(frozen=True, order=True)
class Rent:
    """A rent for a whole period, in euros, from a day on."""

    day: dt.date
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days over which a schedule is drawn.

    `start`: the convention takes effect, None when not known; `end`: its real last day, None when
    it has none; `horizon`: nothing due later is listed; `signed_on`: all its parties have signed.
    """

    start: dt.date | None
    end: dt.date | None
    horizon: dt.date
    signed_on: dt.date | None = None


def dues(finance: Finance, span: Span, rents: Sequence[Rent] = ()) -> list[Due]:
    """Return what is due by day, then what no day is known for; shared to the cent, line by line.

    `rents` are those set by reviews, in their order. What is given in kind is listed with the
    rest: its `in_kind` tells it apart.
    """
    whole = [*_in_kind(finance, span), *_asked(finance, span, rents)]
    lines = [line for due in whole for line in _by_payer(due, finance)]
    kept = [line for line in lines if line.day is None or line.day <= span.horizon]
    return sorted(kept, key=lambda line: line.day or dt.date.max)


def _asked(finance: Finance, span: Span, rents: Sequence[Rent]) -> Iterator[Due]:
    if not finance.is_asked:
        return
    if finance.is_periodic:
        yield from _periodic(finance, span, rents)
    elif finance.instalments:
        yield from _instalments(finance, span)
    elif finance.amount:
        when = "" if span.start else "à la prise d’effet"
        label = _NOUNS.get(finance.mode, "Montant")
        yield Due(day=span.start, amount=finance.amount, label=label, when=when)


def _in_kind(finance: Finance, span: Span) -> Iterator[Due]:
    if finance.valued_at:
        label = "Valeur de ce qui est mis à disposition gratuitement"
        yield Due(day=span.start, amount=finance.valued_at, label=label, in_kind=True)


def _by_payer(due: Due, finance: Finance) -> Iterator[Due]:
    if due.in_kind:
        yield due
        return
    for payer, share in split(due.amount, finance):
        yield Due(**{**vars(due), "amount": share, "payer": payer})


def _periodic(finance: Finance, span: Span, rents: Sequence[Rent]) -> Iterator[Due]:
    if span.start is None or finance.amount is None:
        return
    step = MONTHS_OF[finance.period]
    grace = finance.starts_after_months
    months = _Months(span.start, span.end, [Rent(span.start, finance.amount), *sorted(rents)])
    for period_rank in range(LONGEST // step):
        ranks = range(max(period_rank * step, grace), (period_rank + 1) * step)
        if not ranks:
            continue
        first = months.first_day(ranks[0])
        if first > span.horizon or months.is_over(first):
            return
        owed = sum((months.worth(rank) for rank in ranks), Fraction(0)) / step
        last = months.last_day(ranks[-1])
        label = f"{_NOUNS.get(finance.mode, 'Montant')} {_of(first, last)}"
        yield Due(day=first, amount=to_cent(owed), label=label, first=first, last=last)


@dataclass(frozen=True)
class _Months:
    """The months that run from a day, and what a whole rent is worth over each of them."""

    start: dt.date
    end: dt.date | None
    rents: list[Rent]

    def first_day(self, rank: int) -> dt.date:
        return add_months(self.start, rank)

    def last_day(self, rank: int) -> dt.date:
        """Return the last day of a month, or that of the convention if it comes before."""
        last = self.first_day(rank + 1) - ONE_DAY
        return min(last, self.end) if self.end else last

    def is_over(self, day: dt.date) -> bool:
        return self.end is not None and day > self.end

    def worth(self, rank: int) -> Fraction:
        """Return the rent of a month, by days where the end or a review breaks it."""
        first, stop = self.first_day(rank), self.first_day(rank + 1)
        length = (stop - first).days
        stop = min(stop, self.end + ONE_DAY) if self.end else stop
        days = Fraction(0)
        for place, rent in enumerate(self.rents):
            following = self.rents[place + 1].day if place + 1 < len(self.rents) else stop
            held = (min(stop, following) - max(first, rent.day)).days
            days += max(held, 0) * Fraction(rent.amount)
        return days / length


def _instalments(finance: Finance, span: Span) -> Iterator[Due]:
    parts = finance.instalments
    worth = amounts_of(parts, finance.total)
    for rank, (part, euros) in enumerate(zip(parts, worth, strict=True), start=1):
        if euros is None:
            continue
        label = f"Versement {rank} sur {len(parts)}"
        if part.percent is not None:
            label += f" ({percent(part.percent)})"
        day = part.due_on or _known_day(part, span)
        yield Due(day=day, amount=euros, label=label, when=occasion(part))


def _known_day(part: Part, span: Span) -> dt.date | None:
    """Return the day of an occasion that the life of the convention dates."""
    when = unicodedata.normalize("NFC", part.when.lower()).replace("'", "’")
    if when.startswith(("à la signature", "à signature", "dès la signature")):
        return span.signed_on
    if when.startswith(("à la prise d’effet", "à l’entrée en vigueur")):
        return span.start
    return None


def _of(first: dt.date, last: dt.date) -> str:
    """Return « de mars 2026 » for a whole calendar month, « du 15 mars au 14 avril 2026 » else."""
    if first.day == 1 and last == add_months(first, 1) - ONE_DAY:
        return de(f"{MONTHS[first.month - 1]} {first.year}")
    if first == last:
        return f"du {period(first, last).removeprefix('le ')}"
    return period(first, last)


def estimate(finance: Finance, quantity: Decimal) -> Decimal | None:
    """Return what a number of units would cost, in euros to the cent; None without a price."""
    if finance.unit_amount is None or quantity < 0:
        return None
    return to_cent(finance.unit_amount * quantity)


def asked(lines: Iterable[Due]) -> Decimal:
    """Return the sum of what is asked, what is given in kind left out, in euros."""
    return sum((line.amount for line in lines if not line.in_kind), Decimal(0))


def by_year(lines: Iterable[Due]) -> dict[int | None, Decimal]:
    """Return what is asked by calendar year, in order; None last, for what has no day."""
    totals: dict[int | None, Decimal] = {}
    for line in lines:
        if not line.in_kind:
            year = line.day.year if line.day else None
            totals[year] = totals.get(year, Decimal(0)) + line.amount
    return dict(sorted(totals.items(), key=lambda item: (item[0] is None, item[0] or 0)))


def by_payer(lines: Iterable[Due]) -> dict[int | str, Decimal]:
    """Return what is asked from each payer, in the order in which they come up."""
    totals: dict[int | str, Decimal] = {}
    for line in lines:
        if not line.in_kind:
            totals[line.payer] = totals.get(line.payer, Decimal(0)) + line.amount
    return totals


def first_year(lines: Iterable[Due], start: dt.date) -> Decimal:
    """Return what is asked in the twelve months from `start`."""
    stop = add_months(start, 12)
    return asked(line for line in lines if line.day and start <= line.day < stop)
