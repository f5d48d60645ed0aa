"""Whether the figures of a convention agree, and what its price still lacks.

A gap is refused where the convention is written here, and pointed out where it was imported.
Source: arithmetic; Code civil art. 1163 (a price is fixed or can be).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from conventions.rules.euros import CENT, to_cent
from conventions.rules.finance import (
    FREE,
    INSTALMENTS,
    LUMP_SUM,
    PER_ACT,
    RENT,
    SHARED,
    VALUED,
    WHOLE,
    Finance,
    Part,
    known,
    percent,
)
from csipa.french.numbers import amount

# A share written with decimals was rounded by who wrote it: half of its second decimal.
_ROUNDED = Decimal("0.005")
_WHAT = {"instalments": "versements", "payers": "participations"}
_ONE = {"instalments": "Le versement", "payers": "La participation"}


@dataclass(frozen=True)
class Gap:
    """Figures that do not agree, or one that is missing: where in the exchange form, and why."""

    key: str
    message: str


def sum_gaps(finance: Finance) -> list[Gap]:
    """Return where instalments or payers do not make the amount, or their shares one hundred.

    What is not known proves nothing.
    """
    return [
        gap for key in _WHAT for gap in (*_amount_gaps(finance, key), *_percent_gaps(finance, key))
    ]


def _amount_gaps(finance: Finance, key: str) -> list[Gap]:
    parts: tuple[Part, ...] = getattr(finance, key)
    total = finance.amount
    if total is None or not parts or all(part.amount is None for part in parts):
        return []
    gaps = [_disagreement(key, rank, part, total) for rank, part in enumerate(parts, start=1)]
    exact = [_exact(part, total) for part in parts]
    told = [worth for worth in exact if worth is not None]
    if len(told) == len(parts) and abs(sum(told) - total) >= CENT / 2:
        made = to_cent(sum(told, Decimal(0)))
        said = f"Les {_WHAT[key]} font {amount(made)}, et le montant est de {amount(total)}"
        gaps.append(Gap(key, f"{said} : {_missing(total - made, amount(abs(total - made)))}."))
    return [gap for gap in gaps if gap is not None]


def _exact(part: Part, total: Decimal) -> Decimal | None:
    if part.amount is not None:
        return part.amount
    return None if part.percent is None else total * part.percent / WHOLE


def _disagreement(key: str, rank: int, part: Part, total: Decimal) -> Gap | None:
    """Return that a part is not the share it claims to be, cents of rounding aside."""
    if part.percent is None or part.amount is None:
        return None
    share = total * part.percent / WHOLE
    margin = CENT
    if part.percent != part.percent.to_integral_value():
        margin += abs(total) * _ROUNDED / WHOLE
    if abs(part.amount - share) < margin:
        return None
    said = f"{percent(part.percent)} de {amount(total)} font {amount(share)}"
    return Gap(key, f"{_ONE[key]} n° {rank} est de {amount(part.amount)}, mais {said}.")


def _percent_gaps(finance: Finance, key: str) -> list[Gap]:
    percents = known(getattr(finance, key), "percent")
    made = sum(percents, Decimal(0))
    if not percents or made == WHOLE:
        return []
    missing = _missing(WHOLE - made, percent(abs(WHOLE - made)))
    return [Gap(key, f"Les {_WHAT[key]} font {percent(made)} au lieu de 100 % : {missing}.")]


def _missing(gap: Decimal, said: str) -> str:
    return f"il manque {said}" if gap > 0 else f"il y a {said} de trop"


def missing_terms(finance: Finance) -> list[Gap]:
    """Return what a convention written here must still say for its mode, by field."""
    return [*_lacking(finance), *_idle(finance), *_lines_lacking(finance)]


_NEEDED = {
    VALUED: [("valued_at", "Dites ce que vaut ce qui est donné, en euros.")],
    RENT: [
        ("amount", "Dites le montant du loyer."),
        ("period", "Dites par quelle période le loyer est dû."),
    ],
    LUMP_SUM: [("amount", "Dites le montant du forfait.")],
    PER_ACT: [
        ("unit_amount", "Dites le prix de l’unité."),
        ("unit", "Dites ce qui est compté : heure, consultation…"),
    ],
    INSTALMENTS: [("amount", "Dites le total à verser.")],
    SHARED: [("amount", "Dites le montant à partager.")],
}


def _lacking(finance: Finance) -> list[Gap]:
    needed = _NEEDED.get(finance.mode, [])
    return [Gap(key, message) for key, message in needed if not getattr(finance, key)]


def _idle(finance: Finance) -> list[Gap]:
    """Return the figures that nothing will use: a reader would take them for the price."""
    gaps = []
    if finance.mode in (FREE, VALUED) and finance.amount:
        message = "Rien n’est demandé : videz le montant, ou choisissez un autre mode."
        gaps.append(Gap("amount", message))
    if finance.index.name and not finance.is_periodic:
        message = "Un indice révise un loyer : dites le montant et la période, ou videz l’indice."
        gaps.append(Gap("index_name", message))
    if finance.instalments and finance.period:
        message = "Un montant versé en plusieurs fois n’a pas de période : videz-la."
        gaps.append(Gap("period", message))
    if finance.starts_after_months and not finance.is_periodic:
        message = "Une franchise se compte sur un montant périodique : dites la période."
        gaps.append(Gap("starts_after_months", message))
    return gaps


def _lines_lacking(finance: Finance) -> list[Gap]:
    """Return the instalments and payers that are expected, or whose figure is missing."""
    gaps = []
    if finance.mode == INSTALMENTS and not finance.instalments:
        gaps.append(Gap("instalments", "Ajoutez les versements."))
    if finance.mode == SHARED and len(finance.payers) < 2:
        gaps.append(Gap("payers", "Ajoutez les payeurs : ils sont au moins deux."))
    for key, parts in (("instalments", finance.instalments), ("payers", finance.payers)):
        alone = key == "payers" and len(parts) == 1
        blank = any(part.percent is None and part.amount is None for part in parts)
        if blank and not alone:
            gaps.append(Gap(key, "Donnez à chaque ligne une part ou un montant."))
    return gaps
