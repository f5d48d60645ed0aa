"""Notes how far an action has come: its state, what is new, steps done, values of indicators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.actions.programmes import grow, hold
from conventions.models import ActionSheet, SheetIndicator, SheetStep, SheetValue
from conventions.rules.sheet_states import State, state_fault
from csipa.french.dates import long_date
from csipa.models import Precision

STALE = (
    "Cette fiche a été modifiée par quelqu’un d’autre depuis que vous avez ouvert cette "
    "page\u00a0: rien n’est enregistré. Relisez ce qu’elle dit maintenant, puis enregistrez de "
    "nouveau."
)


class StockRefused(ValueError):
    """Nothing was written; the text says why in French."""


class StaleSheet(StockRefused):
    """Somebody else saved the sheet since the page was opened."""


@dataclass(frozen=True)
class Measured:
    """One value of an indicator, in its unit, for the day `as_of`."""

    indicator: int
    value: Decimal
    as_of: dt.date
    source: str
    precision: str = Precision.EXACT.value


@dataclass(frozen=True)
class Stock:
    """What is told of an action on `state_on`; `done` gives, by step, the day it was done."""

    state: str
    state_on: dt.date
    progress: str = ""
    end: dt.date | None = None
    done: Mapping[int, dt.date | None] = field(default_factory=dict)
    values: Sequence[Measured] = ()


@transaction.atomic
def take_stock(
    *,
    sheet: ActionSheet,
    stock: Stock,
    by: AbstractBaseUser | None,
    today: dt.date,
    version: int | None = None,
) -> ActionSheet:
    """Write the stock taken of `sheet`, all of it or nothing, one version further.

    A value for a day that has one already takes its place; the history keeps both. A step missing
    from `done` is left alone. `version` is the one the person had before them. Raises StaleSheet
    when it is no longer that of the sheet, StockRefused for a state, a day, a step or an indicator
    that cannot be.
    """
    hold(sheet)
    if version is not None and version != sheet.version:
        raise StaleSheet(STALE)
    fault = state_fault(
        State(stock.state), start=sheet.start, end=stock.end, state_on=stock.state_on, today=today
    )
    if fault:
        raise StockRefused(fault)
    _note_steps(sheet, stock.done, by, today)
    for measured in stock.values:
        _note_value(sheet, measured, by, today)
    sheet.state, sheet.state_on, sheet.end = stock.state, stock.state_on, stock.end
    sheet.progress = stock.progress.strip()
    sheet._change_reason = f"Point du {long_date(stock.state_on)}"
    grow(sheet, by)
    return sheet


def _note_steps(
    sheet: ActionSheet,
    done: Mapping[int, dt.date | None],
    by: AbstractBaseUser | None,
    today: dt.date,
) -> None:
    rows = {row.pk: row for row in SheetStep.objects.filter(sheet=sheet, pk__in=list(done))}
    if set(done) - set(rows):
        raise StockRefused(
            "Une étape n’est plus dans cette fiche\u00a0: rouvrez la page avant d’enregistrer."
        )
    for pk, day in done.items():
        row = rows[pk]
        if day is not None and day > today:
            raise StockRefused(
                f"Le {long_date(day)} n’est pas encore passé\u00a0: donnez le jour où "
                f"«\u00a0{row.title}\u00a0» a été faite."
            )
        if row.done_on != day:
            row.done_on = day
            _save(row, by)


def _note_value(
    sheet: ActionSheet, measured: Measured, by: AbstractBaseUser | None, today: dt.date
) -> None:
    indicator = SheetIndicator.objects.filter(sheet=sheet, pk=measured.indicator).first()
    if indicator is None:
        raise StockRefused(
            "Un indicateur n’est plus dans cette fiche\u00a0: rouvrez la page avant d’enregistrer."
        )
    if measured.as_of > today:
        raise StockRefused(
            f"Le {long_date(measured.as_of)} n’est pas encore passé\u00a0: donnez le jour sur "
            f"lequel porte la valeur de «\u00a0{indicator}\u00a0»."
        )
    if not measured.source.strip():
        raise StockRefused(f"Dites d’où vient la valeur de «\u00a0{indicator}\u00a0».")
    row = SheetValue.objects.filter(indicator=indicator, as_of=measured.as_of).first()
    row = row or SheetValue(indicator=indicator, as_of=measured.as_of)
    told = (measured.value, measured.precision, measured.source.strip())
    if row.pk is None or (row.value, row.precision, row.source) != told:
        row.value, row.precision, row.source = told
        _save(row, by)


def _save(row: Any, by: AbstractBaseUser | None) -> None:
    row._history_user = by
    row.save()
