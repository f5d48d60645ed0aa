"""The numbers of a chart: their check, their writing, their sentence and their table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from csipa.charts.geometry import Value
from csipa.french.numbers import decimal

UNKNOWN = "non renseigné"
_NBSP = "\u00a0"


@dataclass(frozen=True)
class Series:
    """A named row of numbers, one per label of the chart; None is a number that is not known."""

    label: str
    values: Sequence[Value]


def check(labels: Sequence[str], series: Sequence[Series]) -> None:
    """Raise ValueError when a series has not one finite number per label, TypeError for a float."""
    for one in series:
        if len(one.values) != len(labels):
            raise ValueError(f"{one.label}: {len(one.values)} values for {len(labels)} labels")
        for value in one.values:
            if value is not None and not isinstance(value, (int, Decimal)):
                raise TypeError(f"{one.label}: {value!r} is neither Decimal nor int")
            if value is not None and not Decimal(value).is_finite():
                raise ValueError(f"{one.label}: {value} is not finite")


def known(series: Sequence[Series]) -> list[Decimal | int]:
    """Return every number that is known."""
    return [value for one in series for value in one.values if value is not None]


def places(values: Sequence[Decimal | int]) -> int:
    """Return the decimals that the most precise of `values` needs."""
    exponents = [int(Decimal(value).normalize().as_tuple().exponent) for value in values]
    return max([0, *(-exponent for exponent in exponents)])


def written(value: Value, decimals: int, unit: str = "") -> str:
    """Return a number in French with its unit: « 1 234 consultations », « 4,5 ETP »."""
    if value is None:
        return UNKNOWN
    figures = decimal(value, decimals)
    return f"{figures}{_NBSP}{unit}" if unit else figures


def summary(labels: Sequence[str], series: Sequence[Series], unit: str = "") -> str:
    """Return what the chart says, in sentences, for those who do not see it."""
    decimals = places(known(series))
    sentences = []
    for one in series:
        pairs = [
            (value, label)
            for value, label in zip(one.values, labels, strict=True)
            if value is not None
        ]
        if not pairs:
            sentences.append(f"{one.label}{_NBSP}: {UNKNOWN}.")
            continue
        low, high = min(pairs, key=_value), max(pairs, key=_value)
        gaps = len(labels) - len(pairs)
        missing = f"{_NBSP}; {UNKNOWN} pour {gaps} sur {len(labels)}" if gaps else ""
        span = (
            f"{written(low[0], decimals, unit)} ({low[1]})"
            if low[0] == high[0]
            else f"de {written(low[0], decimals)} ({low[1]}) "
            f"à {written(high[0], decimals, unit)} ({high[1]})"
        )
        sentences.append(f"{one.label}{_NBSP}: {span}{missing}.")
    return " ".join(sentences)


def _value(pair: tuple[Decimal | int, str]) -> Decimal | int:
    return pair[0]


def data_table(
    *,
    caption: str,
    labels: Sequence[str],
    series: Sequence[Series],
    unit: str = "",
    heading: str = "Période",
    total: bool = False,
) -> dict[str, Any]:
    """Return the context of `csipa/charts/_table.html`: the numbers of a chart, in full.

    `heading` names the column of labels; `total` adds the sum of each column, said to be partial
    when a number of the column is not known. Raises ValueError and TypeError as a chart does.
    """
    check(labels, series)
    decimals = places(known(series))
    rows = [
        {"label": label, "cells": [written(one.values[rank], decimals) for one in series]}
        for rank, label in enumerate(labels)
    ]
    return {
        "caption": f"{caption} ({unit})" if unit else caption,
        "heading": heading,
        "columns": [one.label for one in series],
        "rows": rows if known(series) else [],
        "totals": [_total(one, decimals) for one in series] if total and known(series) else [],
    }


def _total(one: Series, decimals: int) -> str:
    values = [value for value in one.values if value is not None]
    if not values:
        return UNKNOWN
    figures = decimal(sum(values, Decimal(0)), decimals)
    return figures if len(values) == len(one.values) else f"{figures} (partiel)"
