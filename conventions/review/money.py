"""What conventions make due between two days, by whom, and which rents are to be reviewed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from conventions.exchange.finance import current_finance
from conventions.models import Convention, Party, RentReview
from conventions.review.courses import amendments_in_effect, signed_on, with_courses
from conventions.review.obligations import party_label
from conventions.rules.finance import Finance, finance_of
from conventions.rules.index_reviews import Review, index_of, reviews
from conventions.rules.schedule import ONE_DAY, Due, Rent, Span, dues
from csipa.french.dates import add_months
from csipa.french.grammar import upper_first

UNKNOWN_PAYER = "Payeur non précisé"
AHEAD = 12
"""How many months are told ahead of a convention without end."""


@dataclass(frozen=True, kw_only=True)
class Payment:
    """An amount due under a convention, in euros.

    `day` is None when only its occasion, `when`, is known; `in_kind` tells what is given and not
    asked; `first` and `last` bound the period that a rent pays for.
    """

    convention: Convention
    day: dt.date | None
    amount: Decimal
    payer: str
    label: str
    when: str = ""
    in_kind: bool = False
    first: dt.date | None = None
    last: dt.date | None = None


def with_money(conventions: QuerySet[Convention]) -> QuerySet[Convention]:
    """Return conventions with what the functions below read; a fixed number of queries."""
    return with_courses(conventions).prefetch_related(
        "financial_term",
        "instalments",
        "payers",
        Prefetch("parties", Party.objects.select_related("organisation__commune")),
        Prefetch("reviews", RentReview.objects.order_by("reviewed_on")),
    )


def price_of(convention: Convention) -> Finance:
    """Return the price of a convention, read exactly; its amendments left out."""
    return finance_of(current_finance(convention))


def schedule_of(
    convention: Convention, *, today: dt.date | None = None, months: int = AHEAD
) -> list[Payment]:
    """Return all that a convention makes due, by day; what no day is known for comes last.

    Up to its real end; without one, up to some months after today, or after its start if it is
    later. Signed amendments and reviews that change the rent are counted from their day.
    """
    day = today or timezone.localdate()
    return _payments(convention, horizon_of(convention, today=day, months=months))


def horizon_of(convention: Convention, *, today: dt.date, months: int) -> dt.date:
    """Return the last day up to which dues are listed."""
    if convention.ends_on or convention.end:
        return convention.ends_on or convention.end
    return add_months(max(today, convention.start or today), months) - ONE_DAY


def index_name(convention: Convention) -> str:
    """Return the initials of the index of a convention, its own words for another one."""
    name = phases_of(convention)[-1].finance.index.name
    known = index_of(name)
    return known.code if known else name


def all_reviews(convention: Convention, *, until: dt.date) -> list[Review]:
    """Return the reviews that the convention calls for up to a day, noted or not."""
    found: list[Review] = []
    for phase in phases_of(convention):
        if phase.start and phase.finance.is_periodic:
            index, last = phase.finance.index, min(until, phase.end or until)
            days = (index.name, index.quarter, index.review_date)
            found += reviews(*days, start=phase.start, until=last)
    return found


def pending_reviews(convention: Convention, *, until: dt.date) -> list[Review]:
    """Return the reviews up to a day that nobody noted; one noted late counts for its year."""
    noted = [row.reviewed_on for row in convention.reviews.all()]
    return [
        review
        for review in all_reviews(convention, until=until)
        if not any(review.day <= day < add_months(review.day, 12) for day in noted)
    ]


def rent_on(convention: Convention, day: dt.date) -> Decimal | None:
    """Return the rent of a whole period on a day, in euros; None where there is no rent."""
    phase = phase_on(convention, day)
    if phase is None or not phase.finance.is_periodic:
        return None
    held = [rent.amount for rent in phase.rents if rent.day <= day]
    return held[-1] if held else phase.finance.amount


def phase_on(convention: Convention, day: dt.date) -> Phase | None:
    """Return how the convention counts on a day, None before it takes effect."""
    begun = [one for one in phases_of(convention) if one.start is None or one.start <= day]
    return begun[-1] if begun else None


@dataclass(frozen=True)
class Phase:
    """Days over which a convention counts in one way; `rents` are those set meanwhile, by day."""

    finance: Finance
    start: dt.date | None
    end: dt.date | None
    rents: list[Rent]


def phases_of(convention: Convention) -> list[Phase]:
    """Return how the convention counts from its start to its end, amendments and reviews included.

    A signed amendment that only sets another rent goes on with the phase it finds; another way of
    counting begins a new one on the day the amendment takes effect. What is not a rent is not
    counted again: an amendment that grants a sum has a schedule of its own.
    """
    finance = price_of(convention)
    phases = [Phase(finance, convention.start, convention.ends_on or convention.end, [])]
    for amendment in _repricing(convention):
        phases = _amended(phases, amendment)
    for row in convention.reviews.all():
        begun = [one for one in phases if one.start is None or one.start <= row.reviewed_on]
        (begun or phases)[-1].rents.append(Rent(row.reviewed_on, row.amount))
    for phase in phases:
        phase.rents.sort()
    return phases


def _repricing(convention: Convention) -> list[Convention]:
    """Return the amendments in effect that say a price, by day of effect."""
    found = [row for row in amendments_in_effect(convention) if row.finance]
    return sorted(found, key=lambda row: _effect(row) or dt.date.min)


def _amended(phases: list[Phase], amendment: Convention) -> list[Phase]:
    last, day, new = phases[-1], _effect(amendment), finance_of(amendment.finance)
    if day is None or (last.start and day < last.start):
        return phases
    frees = last.finance.is_periodic and not new.is_asked
    if not new.is_periodic and not frees:
        return phases
    held = replace(new, payers=new.payers or last.finance.payers)
    held = held if held.index.name else replace(held, index=last.finance.index)
    if (held.period, held.payers, held.index) == _manner(last.finance) and held.amount:
        last.rents.append(Rent(day, held.amount))
        return phases
    return [*phases[:-1], replace(last, end=day - ONE_DAY), Phase(held, day, last.end, [])]


def _manner(finance: Finance) -> tuple[object, ...]:
    return finance.period, finance.payers, finance.index


def _effect(amendment: Convention) -> dt.date | None:
    """Return the first day of what an amendment changes, None when it is not known."""
    return amendment.start or signed_on(amendment)


def payer_names(convention: Convention) -> list[str]:
    """Return the names by which the parties are told, in their order."""
    parties = sorted(convention.parties.all(), key=lambda row: (row.position, row.pk))
    return [upper_first(party_label(party)) for party in parties]


def _is_rent(amendment: Convention) -> bool:
    """Tell whether an amendment sets a rent: that of what it amends then, and not one more."""
    return price_of(amendment).is_periodic


def _payments(convention: Convention, horizon: dt.date) -> list[Payment]:
    names, signed = payer_names(convention), signed_on(convention)
    found = []
    for phase in phases_of(convention):
        span = Span(start=phase.start, end=phase.end, horizon=horizon, signed_on=signed)
        lines = dues(phase.finance, span, phase.rents)
        found += [_payment(convention, line, names) for line in lines if line.amount]
    return sorted(found, key=lambda one: one.day or dt.date.max)


def _payment(convention: Convention, line: Due, names: Sequence[str]) -> Payment:
    return Payment(
        convention=convention,
        day=line.day,
        amount=line.amount,
        payer="" if line.in_kind else _payer(line.payer, names),
        label=line.label,
        when=line.when,
        in_kind=line.in_kind,
        first=line.first,
        last=line.last,
    )


def _payer(payer: int | str, names: Sequence[str]) -> str:
    if isinstance(payer, int):
        return names[payer - 1] if 1 <= payer <= len(names) else UNKNOWN_PAYER
    return payer or UNKNOWN_PAYER
