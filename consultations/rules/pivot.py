"""Activity added up by month, site, profession and kind: sums, shares, and two-way tables.

A part that a site does not ask for is unknown, not zero: a share only counts the consultations of
the rows where it is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import Enum

from consultations.rules.cells import Measure

OPTIONAL = tuple(measure for measure in Measure if measure is not Measure.DONE)
_HUNDRED = Decimal(100)
_HOUR = Decimal(60)
DimensionValue = dt.date | int | str
Key = tuple[DimensionValue, ...]


class Dimension(Enum):
    """By what activity is told; the value is its name in addresses and commands."""

    MONTH = "month"
    SITE = "site"
    PROFESSION = "profession"
    KIND = "kind"


@dataclass(frozen=True)
class Sums:
    """What some rows of activity add up to; `asked` are the measures noted in any of them.

    `done_where` gives, for each of these, the consultations of the days on which it was entered.
    `entries` counts the days entered, one a line of the grid; `closed` those marked closed.
    """

    done: int = 0
    unscheduled: int = 0
    without_gp: int = 0
    refused: int = 0
    no_show: int = 0
    minutes_held: int = 0
    entries: int = 0
    closed: int = 0
    asked: frozenset[Measure] = frozenset()
    done_where: dict[Measure, int] = field(default_factory=dict)

    def __add__(self, other: Sums) -> Sums:
        numbers = {name: getattr(self, name) + getattr(other, name) for name in _NUMBERS}
        where = dict(self.done_where)
        for measure, done in other.done_where.items():
            where[measure] = where.get(measure, 0) + done
        return Sums(**numbers, asked=self.asked | other.asked, done_where=where)

    def noting(self, among: Mapping[Measure, int]) -> Sums:
        """Return the sums of one row with the measures that are noted in it.

        `among` is, for each measure, the consultations of the days on which it was entered.
        """
        where: dict[Measure, int] = {
            measure: among.get(measure, 0)
            for measure in OPTIONAL
            if among.get(measure, 0) or getattr(self, measure.value)
        }
        numbers = {name: getattr(self, name) for name in _NUMBERS}
        return Sums(**numbers, asked=frozenset(where), done_where=where)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was entered, which is not zero."""
        return not self.entries and not self.asked_something

    @property
    def asked_something(self) -> bool:
        """Tell whether any measure holds a number above zero."""
        return any(getattr(self, measure.value) for measure in Measure)

    def value(self, measure: Measure) -> int | None:
        """Return a sum, minutes for the hours held; None where it is not recorded."""
        if self.is_empty or (measure is not Measure.DONE and measure not in self.asked):
            return None
        return int(getattr(self, measure.value))

    def share(self, part: Measure) -> Decimal | None:
        """Return what a part is of the consultations of the rows that ask for it, in per cent."""
        return percentage(self.value(part), self.done_where.get(part, 0))

    @property
    def waiting_share(self) -> Decimal | None:
        """Return the demands refused for lack of slot, in per cent of all that were met or not.

        Refused ÷ (done + refused), over the rows where refusals are noted.
        """
        return self._beside_done(Measure.REFUSED)

    @property
    def no_show_share(self) -> Decimal | None:
        """Return the appointments not kept, in per cent: no-shows ÷ (done + no-shows)."""
        return self._beside_done(Measure.NO_SHOW)

    @property
    def per_day(self) -> Decimal | None:
        """Return consultations by day entered; None without any."""
        return Decimal(self.done) / self.entries if self.entries else None

    @property
    def per_hour_held(self) -> Decimal | None:
        """Return consultations by hour held, over the rows where hours are noted."""
        if not self.minutes_held:
            return None
        return Decimal(self.done_where.get(Measure.MINUTES, 0)) / (self.minutes_held / _HOUR)

    def _beside_done(self, measure: Measure) -> Decimal | None:
        number = self.value(measure)
        if number is None:
            return None
        return percentage(number, self.done_where.get(measure, 0) + number)


_NUMBERS = tuple(one.name for one in fields(Sums) if one.name not in {"asked", "done_where"})
NOTHING = Sums()


def percentage(part: int | None, whole: int) -> Decimal | None:
    """Return a part of a whole in per cent, exact; None where one of them is unknown or zero."""
    return Decimal(part) * _HUNDRED / whole if part is not None and whole else None


@dataclass(frozen=True)
class Line:
    """The sums of a site, month, profession and kind: what a month keeps, or days of it."""

    site: int
    month: dt.date
    profession: int
    kind: str
    sums: Sums

    def at(self, dimension: Dimension) -> DimensionValue:
        """Return where the line stands in a dimension."""
        found: dict[Dimension, DimensionValue] = {
            Dimension.MONTH: self.month,
            Dimension.SITE: self.site,
            Dimension.PROFESSION: self.profession,
            Dimension.KIND: self.kind,
        }
        return found[dimension]


def summed(lines: Iterable[Line]) -> Sums:
    """Return what lines add up to."""
    return sum((line.sums for line in lines), NOTHING)


def grouped(lines: Iterable[Line], by: Sequence[Dimension]) -> dict[Key, Sums]:
    """Return the sums of each combination of `by` that has lines, as first met."""
    found: dict[Key, Sums] = {}
    for line in lines:
        key = tuple(line.at(dimension) for dimension in by)
        found[key] = found.get(key, NOTHING) + line.sums
    return found


@dataclass(frozen=True)
class Pivot:
    """A two-way table of sums: the places of rows and of columns, in order, and the totals."""

    rows: list[DimensionValue]
    columns: list[DimensionValue]
    cells: dict[Key, Sums]
    row_totals: dict[DimensionValue, Sums]
    column_totals: dict[DimensionValue, Sums]
    total: Sums

    def cell(self, row: DimensionValue, column: DimensionValue) -> Sums:
        """Return the sums of a cell, empty where nothing was entered."""
        return self.cells.get((row, column), NOTHING)

    def counts(self, measure: Measure) -> list[list[int | None]]:
        """Return the numbers of a measure, row by row; None where it is not recorded."""
        return [[self.cell(row, at).value(measure) for at in self.columns] for row in self.rows]


def pivot(
    lines: Sequence[Line],
    rows: Dimension,
    columns: Dimension | None,
    order: Callable[[Dimension, Iterable[DimensionValue]], list[DimensionValue]],
) -> Pivot:
    """Return lines by `rows` and, if asked, by `columns`; `order` sorts the places of a dimension.

    Without columns there is none: the totals of the rows are the table.
    """
    by_row = {key[0]: sums for key, sums in grouped(lines, [rows]).items()}
    by_column = {key[0]: sums for key, sums in grouped(lines, [columns]).items()} if columns else {}
    return Pivot(
        rows=order(rows, by_row),
        columns=order(columns, by_column) if columns else [],
        cells=grouped(lines, [rows, columns]) if columns else {},
        row_totals=by_row,
        column_totals=by_column,
        total=summed(lines),
    )
