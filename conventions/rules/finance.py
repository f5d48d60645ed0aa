"""What a convention costs, read exactly from its exchange form, shared to the cent, and said.

Amounts are euros in `Decimal`, exact to the cent; shares are in per cent of the whole. Sources:
Code civil art. 1163 (a price is fixed or can be), 1309 (a debt is shared between several debtors
as they agreed).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from conventions.rules.euros import apportion, in_full, in_letters, to_cent
from conventions.rules.index_reviews import index_of, quarter_of, review_day, said_day
from csipa.french.dates import NotADate, add_months, long_date, parse_long_date
from csipa.french.grammar import enumeration
from csipa.french.numbers import amount, decimal

Data = Mapping[str, Any]

WHOLE = Decimal(100)
FREE, VALUED, RENT, LUMP_SUM = "free", "valued", "rent", "lump_sum"
PER_ACT, INSTALMENTS, SHARED = "per_act", "instalments", "shared"
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
"""How many months each period lasts (codes of `PaymentPeriod`)."""

_DATES = re.compile(
    r"\b(?P<iso>\d{4}-\d\d-\d\d)\b|\b(?P<figures>\d{1,2}/\d{1,2}/\d{4})\b"
    r"|\b(?P<words>\d{1,2}(?:\s?er)?\s+[^\W\d_]{3,9}\s+\d{4})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One instalment, or what one payer owes: its share, its amount, or both.

    `when` is the occasion of an instalment, as written; `party` who pays, by its rank from 1 or
    its name.
    """

    percent: Decimal | None = None
    amount: Decimal | None = None
    when: str = ""
    party: int | str = ""

    @property
    def due_on(self) -> dt.date | None:
        """Return the day that the occasion names, if it names only one."""
        return day_in(self.when)


@dataclass(frozen=True, kw_only=True)
class Indexation:
    """The index that a rent follows; texts as they were written."""

    name: str = ""
    quarter: str = ""
    review_date: str = ""


@dataclass(frozen=True, kw_only=True)
class Finance:
    """The price of a convention. `mode` and `period` hold the codes of the exchange format."""

    mode: str = ""
    amount: Decimal | None = None
    valued_at: Decimal | None = None
    period: str = ""
    starts_after_months: int = 0
    unit_amount: Decimal | None = None
    unit: str = ""
    index: Indexation = field(default_factory=Indexation)
    instalments: tuple[Part, ...] = ()
    payers: tuple[Part, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Tell whether somebody has something to pay."""
        return self.mode not in (FREE, VALUED) and bool(
            self.amount or self.unit_amount or any(part.amount for part in self.instalments)
        )

    @property
    def is_periodic(self) -> bool:
        """Tell whether the same amount comes back month after month, or year after year."""
        regular = self.mode not in (FREE, VALUED, PER_ACT) and not self.instalments
        return regular and bool(self.amount) and self.period in MONTHS_OF

    @property
    def total(self) -> Decimal | None:
        """Return what the instalments share: the amount, else the sum of theirs when all are."""
        if self.amount is not None or not self.instalments:
            return self.amount
        amounts = known(self.instalments, "amount")
        return sum(amounts, Decimal(0)) if amounts else None


def finance_of(data: Data | None) -> Finance:
    """Return the price that the `finance` of a file or of a record holds; keys may be absent."""
    data = data or {}
    index, per_act = data.get("index") or {}, data.get("per_act") or {}
    return Finance(
        mode=str(data.get("mode") or ""),
        amount=number(data.get("amount")),
        valued_at=number(data.get("valued_at")),
        period=str(data.get("period") or ""),
        starts_after_months=int(data.get("starts_after_months") or 0),
        unit_amount=number(per_act.get("amount")),
        unit=str(per_act.get("unit") or ""),
        index=Indexation(
            name=_text(index.get("name")),
            quarter=_text(index.get("quarter")),
            review_date=_text(index.get("review_date")),
        ),
        instalments=tuple(_part(line) for line in data.get("instalments") or ()),
        payers=tuple(_part(line) for line in data.get("payers") or ()),
    )


def _part(line: Data) -> Part:
    party = line.get("party")
    named = _text(party)
    return Part(
        percent=number(line.get("percent")),
        amount=number(line.get("amount")),
        when=_text(line.get("when")),
        party=int(named) if named.isascii() and named.isdigit() else named,
    )


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def number(value: object) -> Decimal | None:
    """Return an exact number from a text or a JSON number, None for what is none."""
    if value is None or isinstance(value, bool):
        return None
    try:
        exact = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return exact if exact.is_finite() else None


def day_in(text: str) -> dt.date | None:
    """Return the only day that a text names, in figures or in words, else None.

    >>> day_in("au plus tard le 30 juin 2026")
    datetime.date(2026, 6, 30)
    """
    days = [_day(found) for found in _DATES.finditer(text)]
    return days[0] if len(days) == 1 else None


def _day(found: re.Match[str]) -> dt.date | None:
    try:
        if found["iso"]:
            return dt.date.fromisoformat(found["iso"])
        if found["figures"]:
            day, month, year = map(int, found["figures"].split("/"))
            return dt.date(year, month, day)
        return parse_long_date(found["words"])
    except (NotADate, ValueError):
        return None


def amounts_of(parts: Sequence[Part], total: Decimal | None) -> list[Decimal | None]:
    """Return what each part is worth: its amount, else its share of the total, to the cent.

    Shares alone are rounded so that they make the total; None for a part that cannot be told.
    """
    percents = known(parts, "percent")
    alone = percents and not any(part.amount is not None for part in parts)
    if alone and total is not None and sum(percents) == WHOLE:
        return [*apportion(total, percents)]
    return [_worth(part, total) for part in parts]


def _worth(part: Part, total: Decimal | None) -> Decimal | None:
    if part.amount is not None:
        return part.amount
    if part.percent is None or total is None:
        return None
    return to_cent(total * part.percent / WHOLE)


def split(due: Decimal, finance: Finance) -> list[tuple[int | str, Decimal]]:
    """Return who pays how much of an amount due, to the cent; one nameless payer when unknown."""
    payers = finance.payers
    if not payers:
        return [("", due)]
    if len(payers) == 1:
        return [(payers[0].party, due)]
    weights = _weights(payers, finance.amount)
    if weights is None:
        return [("", due)]
    shares = apportion(due, weights)
    return [
        (payer.party, share)
        for payer, share in zip(payers, shares, strict=True)
        if share or not due
    ]


def _weights(payers: Sequence[Part], total: Decimal | None) -> list[Decimal] | None:
    """Return what to share by: all the amounts, else all the shares, else what each is worth."""
    worth = [_worth(payer, total) for payer in payers]
    choices: tuple[Sequence[Decimal | None], ...] = (
        known(payers, "amount"),
        known(payers, "percent"),
        worth,
    )
    for figures in choices:
        weights = [weight for weight in figures if weight is not None and weight >= 0]
        if len(weights) == len(payers) and any(weights):
            return weights
    return None


def known(parts: Sequence[Part], name: str) -> list[Decimal]:
    """Return one figure of every part (`percent`, `amount`), none when one is not known."""
    figures = [getattr(part, name) for part in parts]
    return [] if None in figures else figures


def percent(share: Decimal) -> str:
    """Return « 33,333 % »: a share with the decimals that it needs, three at most."""
    written = decimal(share, 3).rstrip("0").rstrip(",")
    return f"{written} %"


_EVERY = {"month": "par mois", "quarter": "par trimestre", "year": "par an"}
_EACH = {"month": "chaque mois", "quarter": "chaque trimestre", "year": "chaque année"}


def said(
    finance: Finance, payers: Sequence[str] = (), start: dt.date | None = None
) -> dict[str, str]:
    """Return the price in French, by what a sentence may need; "" for what is not known.

    `payers` are names in the order of those of `finance`; `start` the day from which it counts.
    Among others: `loyer` « 300,00 € par mois », `montant, en entier` « trois cents euros
    (300,00 €) », `prix de l’unité` « 25,00 € par heure », `versements` « 30 % à la signature
    (3 900,00 €) et … ».
    """
    index = index_of(finance.index.name)
    yearly = review_day(finance.index.review_date)
    number_, year = quarter_of(finance.index.quarter)
    first = add_months(start, finance.starts_after_months) if start else None
    return {
        "loyer": rent_said(finance),
        **_sum_said("montant", finance.amount),
        **_sum_said("valeur", finance.valued_at),
        "périodicité": _EVERY.get(finance.period, ""),
        "chaque échéance": _EACH.get(finance.period, ""),
        "première échéance": long_date(first) if first else "",
        "prix de l’unité": _unit_price(finance),
        "indice": index.full_name if index else finance.index.name,
        "trimestre de l’indice": _quarter_said(number_, year) or finance.index.quarter,
        "date de révision": said_day(yearly, start) if yearly else finance.index.review_date,
        "versements": _instalments(finance),
        "payeurs": _shares(finance, payers),
    }


def _sum_said(name: str, euros: Decimal | None) -> dict[str, str]:
    if euros is None:
        return {name: "", f"{name}, en lettres": "", f"{name}, en entier": ""}
    return {
        name: amount(euros),
        f"{name}, en lettres": in_letters(euros),
        f"{name}, en entier": in_full(euros),
    }


def rent_said(finance: Finance) -> str:
    """Return « 300,00 € par mois », « 13 000,00 € », « 25,00 € par heure »; "" for nothing due."""
    if finance.mode == PER_ACT:
        return _unit_price(finance)
    if finance.amount is None or not finance.is_asked:
        return ""
    return f"{amount(finance.amount)} {_EVERY.get(finance.period, '')}".strip()


def _unit_price(finance: Finance) -> str:
    if finance.unit_amount is None:
        return ""
    unit = f" par {finance.unit}" if finance.unit else ""
    return f"{amount(finance.unit_amount)}{unit}"


def _quarter_said(quarter: int | None, year: int | None) -> str:
    if quarter is None:
        return ""
    name = f"{('premier', 'deuxième', 'troisième', 'quatrième')[quarter - 1]} trimestre"
    return f"{name} {year}" if year else name


def _instalments(finance: Finance) -> str:
    worth = amounts_of(finance.instalments, finance.total)
    pairs = zip(finance.instalments, worth, strict=True)
    return enumeration(_instalment(part, euros) for part, euros in pairs)


def _instalment(part: Part, euros: Decimal | None) -> str:
    """Return « 30 % à la signature (3 900,00 €) », « 500,00 € le 1er juin 2026 »."""
    figures = percent(part.percent) if part.percent is not None else ""
    worth = amount(euros) if euros is not None else ""
    if figures and worth:
        worth = f"({worth})"
    return (
        " ".join(filter(None, (figures, occasion(part), worth)))
        if figures
        else " ".join(filter(None, (worth, occasion(part))))
    )


def occasion(part: Part) -> str:
    """Return when an instalment is due, as a sentence says it: « le 1er juin 2026 »."""
    day = part.due_on
    bare = day is not None and not re.search(r"[^\W\d_]", part.when)
    return f"le {long_date(day)}" if day and bare else part.when


def _shares(finance: Finance, names: Sequence[str]) -> str:
    """Return « la commune pour 75 % (900,00 €) et … », nothing when the names are not known."""
    if len(names) != len(finance.payers):
        return ""
    worth = amounts_of(finance.payers, finance.amount)
    lines = []
    for payer, name, euros in zip(finance.payers, names, worth, strict=True):
        share = percent(payer.percent) if payer.percent is not None else ""
        figures = amount(euros) if euros is not None else ""
        told = f"{share} ({figures})" if share and figures else share or figures
        lines.append(f"{name} pour {told}" if told else name)
    return enumeration(lines)
