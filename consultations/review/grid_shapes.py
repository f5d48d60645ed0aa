"""What the page of the week grid is made of: cells, rows, days, sites."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from consultations.documents.grid_words import short_day, shown_value, total_words
from consultations.review.recorded_lines import Ground
from consultations.rules.answers import Answer
from consultations.rules.bounds import Bounds
from consultations.rules.cell_names import BASE, CELL
from consultations.rules.cells import Mark, Measure, Value, write_value
from consultations.rules.weeks import Week

_STATES: dict[Value, str] = {Mark.BLANK: "blank", Mark.CLOSED: "closed", 0: "zero"}


def place_of(*, is_today: bool, is_chosen: bool) -> str:
    """Return how the cells of a column are marked."""
    marks = {"is-today": is_today, "is-chosen": is_chosen}
    return " ".join(name for name, is_so in marks.items() if is_so)


@dataclass(frozen=True)
class Cell:
    """One figure of one day. `why` says why it is not typed, `described` where that is told.

    `css` says how it is drawn, `place` whether its column is that of today or the one chosen.
    """

    end: str
    day: dt.date
    value: Value
    measure: Measure
    label: str
    css: str = ""
    place: str = ""
    why: str = ""
    described: str = ""
    is_shown_only: bool = False
    answer: Answer | None = None
    bounds: Bounds | None = None

    @property
    def name(self) -> str:
        """Return the name of what is typed."""
        return f"{CELL}-{self.end}"

    @property
    def base_name(self) -> str:
        """Return the name of what the cell showed."""
        return f"{BASE}-{self.end}"

    @property
    def base(self) -> str:
        """Return what is kept, as the cell writes it."""
        return write_value(self.value, self.measure)

    @property
    def seen(self) -> str:
        """Return what the cell showed to whoever typed: an answer keeps it until it is settled."""
        return self.answer.base if self.answer is not None else self.base

    @property
    def typed(self) -> str:
        """Return what the input shows: what was typed and not saved, else what is kept."""
        return self.answer.typed if self.answer is not None else self.base

    @property
    def shown(self) -> str:
        """Return what a cell that is only read shows."""
        return shown_value(self.value, self.measure)

    @property
    def state(self) -> str:
        """Return which of the facts it states: blank, zero, closed or number."""
        return _STATES.get(self.value, "number")

    @property
    def is_readonly(self) -> bool:
        """Tell whether nothing may be typed."""
        return bool(self.why)


@dataclass(frozen=True)
class Row:
    """One measure of one line; `opens` says that it is the first of its line."""

    line: int
    measure: Measure
    who: str
    what: str
    cells: list[Cell]
    opens: bool
    is_sum: bool

    @property
    def key(self) -> str:
        """Return what tells the row from the others of the page."""
        return self.cells[0].end.replace(self.cells[0].day.isoformat(), "row")

    @property
    def total(self) -> str:
        """Return its sum over the week."""
        return total_words([cell.value for cell in self.cells], self.measure)

    @property
    def answers(self) -> list[Cell]:
        """Return the cells that were not saved."""
        return [cell for cell in self.cells if cell.answer is not None]


@dataclass(frozen=True)
class Day:
    """A day of the week, or what a site says of it: `why` all of it is closed, what it sums to."""

    date: dt.date
    name: str
    total: str
    is_today: bool = False
    is_chosen: bool = False
    why: str = ""
    can_close: bool = False

    @property
    def short(self) -> str:
        """Return its short name: « mar. 2 »."""
        return short_day(self.date)

    @property
    def place(self) -> str:
        """Return how its column is marked: that of today, the one that a narrow screen shows."""
        return place_of(is_today=self.is_today, is_chosen=self.is_chosen)


@dataclass(frozen=True)
class Remark:
    """What somebody wrote beside the figures of a day."""

    row: str
    day: dt.date
    name: str
    who: str
    text: str


@dataclass(frozen=True)
class SiteWeek:
    """The week of a site."""

    ground: Ground
    rows: list[Row]
    days: list[Day]
    total: str
    locks: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def site(self) -> Any:
        """The site."""
        return self.ground.site

    @property
    def is_shut(self) -> bool:
        """Tell whether there are lines, none of which is asked for on any day."""
        return bool(self.rows) and all(day.why for day in self.days)


@dataclass(frozen=True)
class Grid:
    """The whole page."""

    week: Week
    days: list[Day]
    sites: list[SiteWeek]
    total: str
    may_write: bool

    @property
    def has_lines(self) -> bool:
        """Tell whether anything is recorded anywhere."""
        return any(one.rows for one in self.sites)
