"""The schedule of one convention as people read it: totals, dues by year, reviews done and due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from conventions.models import Convention, RentReview
from conventions.review.money import (
    Payment,
    horizon_of,
    index_name,
    pending_reviews,
    phase_on,
    phases_of,
    price_of,
    rent_on,
    schedule_of,
    with_money,
)
from conventions.rules.euros import to_cent
from conventions.rules.finance import PER_ACT, Finance, rent_said
from conventions.rules.finance_checks import sum_gaps
from conventions.rules.index_reviews import (
    Index,
    Review,
    ReviewState,
    index_of,
    review_advice,
    review_day,
    review_state,
)
from csipa.french.dates import add_months, long_date
from csipa.french.numbers import amount

UNDATED = "Sans date"


@dataclass(frozen=True, kw_only=True)
class Line:
    """What falls due at once, whoever pays: its total, and the share of each payer."""

    day: dt.date | None
    when: str
    label: str
    in_kind: bool
    total: Decimal
    shares: list[Payment]


@dataclass(frozen=True, kw_only=True)
class Year:
    """What falls due in a calendar year (« Sans date » for what no day is known for)."""

    name: str
    payments: list[Payment]
    total: Decimal
    is_past: bool

    @property
    def lines(self) -> list[Line]:
        """Return the payments of several payers put together."""
        return [
            Line(**_shared(key), total=_sum(shares), shares=shares)
            for key, found in groupby(self.payments, key=_due)
            if (shares := list(found))
        ]


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """A review that nobody noted, and what to know of it."""

    review: Review
    state: ReviewState
    advice: str


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """What a convention costs, when, to whom; amounts in euros.

    `total` is what is asked up to `until`; `in_kind` what is given; `rent` the rent of a period on
    the day asked for, None without one; `unit` tells that nothing falls due by itself. `gaps` are
    sentences about figures that do not agree.
    """

    convention: Convention
    finance: Finance
    price: str
    rent: Decimal | None
    until: dt.date
    is_endless: bool
    years: list[Year]
    payers: list[tuple[str, Decimal]]
    total: Decimal
    first_year: Decimal | None
    in_kind: Decimal
    index: Index | None
    index_name: str
    done: list[RentReview]
    pending: list[ReviewLine]
    gaps: list[str]

    @property
    def payments(self) -> list[Payment]:
        """Return the lines of every year, in order."""
        return [payment for year in self.years for payment in year.payments]

    @property
    def is_by_unit(self) -> bool:
        """Tell whether what is due depends on what will be done."""
        return self.finance.mode == PER_ACT

    @property
    def next_review(self) -> ReviewLine | None:
        """Return the first review that may still be noted, if any."""
        open_ones = (one for one in self.pending if one.state is not ReviewState.LAPSED)
        return next(open_ones, None)


def load_priced(pk: int) -> Convention:
    """Return a convention as the functions below read it; a fixed number of queries."""
    return with_money(Convention.objects.all()).get(pk=pk)


def has_price(convention: Convention) -> bool:
    """Tell whether the convention, or an amendment of it, says what it costs."""
    return any(phase.finance.mode or phase.finance.amount for phase in phases_of(convention))


def ledger_of(convention: Convention, *, today: dt.date, months: int) -> Ledger:
    """Return the schedule of a convention that `load_priced` gave, as it stands on a day.

    `months` bounds what is told ahead of a convention without end.
    """
    payments = schedule_of(convention, today=today, months=months)
    asked = [one for one in payments if not one.in_kind]
    until = horizon_of(convention, today=today, months=months)
    phase = phase_on(convention, max(today, convention.start or today))
    finance = phase.finance if phase else price_of(convention)
    return Ledger(
        convention=convention,
        finance=finance,
        price=price_said(convention, today=today),
        rent=rent_on(convention, max(today, convention.start or today)),
        until=until,
        is_endless=not (convention.ends_on or convention.end),
        years=_years(payments, today),
        payers=_by_payer(asked),
        total=_sum(asked),
        first_year=_first_year(convention, asked),
        in_kind=_sum(one for one in payments if one.in_kind),
        index=index_of(finance.index.name),
        index_name=index_name(convention),
        done=list(convention.reviews.all()),
        pending=_pending(convention, today),
        gaps=[gap.message for gap in sum_gaps(price_of(convention))],
    )


def price_said(convention: Convention, *, today: dt.date) -> str:
    """Return the price in force on a day: « 303,12 € par mois », "" when nothing is asked."""
    day = max(today, convention.start or today)
    phase = phase_on(convention, day)
    finance = phase.finance if phase else price_of(convention)
    rent = rent_on(convention, day)
    return rent_said(finance if rent is None else replace(finance, amount=rent))


def said_in_short(convention: Convention, *, today: dt.date) -> str:
    """Return the price in one sentence, its next due day and review; "" without a price.

    « 300,00 € par mois, prochaine échéance le 1er mars 2026 ; prochaine révision le … »
    """
    finance = price_of(convention)
    if not has_price(convention):
        return ""
    told = [price_said(convention, today=today) or _given(finance)]
    coming = [
        one.day
        for one in schedule_of(convention, today=today)
        if one.day and one.day >= today and not one.in_kind
    ]
    if coming:
        told.append(f"prochaine échéance le {long_date(coming[0])}")
    sentence = ", ".join(told)
    reviews = [one.review.day for one in _pending(convention, today) if one.review.day >= today]
    if reviews:
        sentence += f" ; prochaine révision le {long_date(reviews[0])}"
    return f"{sentence}."


def _given(finance: Finance) -> str:
    if finance.valued_at:
        return f"À titre gratuit, pour une valeur de {amount(finance.valued_at)}"
    return "À titre gratuit" if finance.mode else ""


def _years(payments: Iterable[Payment], today: dt.date) -> list[Year]:
    years = []
    for number, group in groupby(payments, key=lambda one: one.day.year if one.day else None):
        lines = list(group)
        total = _sum(one for one in lines if not one.in_kind)
        years.append(
            Year(
                name=str(number) if number else UNDATED,
                payments=lines,
                total=total,
                is_past=number is not None and number < today.year,
            )
        )
    return years


def _due(payment: Payment) -> tuple[dt.date | None, str, str, bool]:
    return payment.day, payment.when, payment.label, payment.in_kind


def _shared(key: tuple[dt.date | None, str, str, bool]) -> dict[str, Any]:
    return dict(zip(("day", "when", "label", "in_kind"), key, strict=True))


def _by_payer(payments: Iterable[Payment]) -> list[tuple[str, Decimal]]:
    totals: dict[str, Decimal] = {}
    for payment in payments:
        totals[payment.payer] = totals.get(payment.payer, Decimal(0)) + payment.amount
    return list(totals.items())


def _sum(payments: Iterable[Payment]) -> Decimal:
    return to_cent(sum((one.amount for one in payments), Decimal(0)))


def _first_year(convention: Convention, payments: Iterable[Payment]) -> Decimal | None:
    """Return what the first twelve months of a rent cost, None without a rent or a start."""
    start = convention.start
    if start is None or not price_of(convention).is_periodic:
        return None
    stop = add_months(start, 12)
    return _sum(one for one in payments if one.day and start <= one.day < stop)


def _pending(convention: Convention, today: dt.date) -> list[ReviewLine]:
    """Return the reviews to do, and the first one to come."""
    found = pending_reviews(convention, until=add_months(today, 24))
    lines = [
        ReviewLine(review=one, state=review_state(one, today), advice=review_advice(one))
        for one in found
    ]
    coming = [line for line in lines if line.state is ReviewState.COMING]
    return [line for line in lines if line.state is not ReviewState.COMING] + coming[:1]


def is_review_day_unread(convention: Convention) -> bool:
    """Tell whether the convention sets a day of review that the program cannot read."""
    index = price_of(convention).index
    return bool(index.name) and review_day(index.review_date) is None
