"""Small counts hidden in tables that leave the house.

Primary suppression hides the counts from 1 to `below` - 1: so few people may be recognised. Health
data published in France usually hide fewer than 11 (open data of the Assurance maladie); the
threshold is the setting SMALL_COUNTS_BELOW. Zero names nobody: it is not sensitive.

Secondary suppression hides more cells, so that no total gives a hidden one back. A table with its
totals is a graph: each row and each column (the totals being one more of each) is a point, each
hidden cell an edge between its row and its column. Adding and subtracting lines gives a hidden
cell back exactly when its edge lies on no cycle (Gusfield, « A Graph Theoretic Approach to
Statistical Data Security », SIAM J. Comput., 1988): each small cell gets the cheapest cycle.
What the hidden cells of a line count together is given back too, by its total: it is no small
count either.

What other tables about the same people tell is beyond this module: publish one table of a period,
not several that cut it up differently.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HIDDEN = "s"
"""What stands for a hidden count; never 0."""

_TOTAL = -1
_Cell = tuple[int, int]
_Point = tuple[str, int]

# Hiding a zero tells little and protects little; hiding a total costs more than any cell.
_ZERO_COST = 10**6
_TOTAL_COST = 10**12
_GRAND_COST = 10**15


@dataclass(frozen=True)
class Hidden:
    """What may not be shown: cells as (row, column), totals by row or column, the grand total."""

    cells: frozenset[_Cell] = frozenset()
    row_totals: frozenset[int] = frozenset()
    column_totals: frozenset[int] = frozenset()
    grand_total: bool = False

    def __bool__(self) -> bool:
        return bool(self.cells or self.row_totals or self.column_totals or self.grand_total)


def hidden_in_table(
    counts: Sequence[Sequence[int | None]],
    *,
    below: int,
    shows_row_totals: bool = True,
    shows_column_totals: bool = True,
    open_row_totals: bool = False,
    open_column_totals: bool = False,
) -> Hidden:
    """Return what to hide of a table of counts of people, none negative, all rows as long.

    None is a count that nobody made: it is shown as such and adds nothing. Totals below the
    threshold are hidden too, unless they are open (« plain totals per site »): those are hidden
    only when nothing else protects a cell. The grand total is taken to be shown where the totals
    of rows and of columns both are. `below` 1 or less hides nothing.
    """
    table = _Table(counts, below)
    if not shows_row_totals:
        table.withhold(row_totals=True)
    if not shows_column_totals:
        table.withhold(row_totals=False)
    for cell in table.small(open_rows=open_row_totals, open_columns=open_column_totals):
        table.hide(cell)
    while (more := table.next_in_small_sum()) is not None:
        table.hide(more)
    return table.result()


class _Table:
    """Counts with their totals, as one more row and one more column, and what is hidden of them."""

    def __init__(self, counts: Sequence[Sequence[int | None]], below: int) -> None:
        self.below = below
        self.values: dict[_Cell, int] = {}
        for row, line in enumerate(counts):
            for column, value in enumerate(line):
                if value is not None:
                    self._add(row, column, value)
        # A line that counts nobody protects nobody: its total of zero tells all of its cells.
        self.values = {
            (row, column): value
            for (row, column), value in self.values.items()
            if self.values[row, _TOTAL] and self.values[_TOTAL, column]
        }
        self.hidden: set[_Cell] = set()
        self.withheld: set[_Cell] = set()
        self.ways: dict[_Point, list[tuple[_Point, _Cell]]] = defaultdict(list)
        for cell in sorted(self.values):
            start, end = _ends(cell)
            self.ways[start].append((end, cell))
            self.ways[end].append((start, cell))
        self.lines = list(self._lines())

    def _add(self, row: int, column: int, value: int) -> None:
        self.values[row, column] = value
        for total in ((row, _TOTAL), (_TOTAL, column), (_TOTAL, _TOTAL)):
            self.values[total] = self.values.get(total, 0) + value

    def withhold(self, *, row_totals: bool) -> None:
        """Take totals that the table does not show, and with them the corner where they meet."""
        for row, column in self.values:
            if (column if row_totals else row) == _TOTAL:
                self.withheld.add((row, column))

    def small(self, *, open_rows: bool, open_columns: bool) -> list[_Cell]:
        """Return the counts that are small by themselves, in a settled order."""
        found = [
            cell
            for cell, value in self.values.items()
            if 0 < value < self.below
            and cell not in self.withheld
            and not (open_rows and cell[1] == _TOTAL)
            and not (open_columns and cell[0] == _TOTAL)
        ]
        return sorted(found)

    def hide(self, cell: _Cell) -> None:
        """Hide a count, and the cheapest others that keep every sum from giving it back."""
        self.hidden.add(cell)
        if not self._is_on_cycle(cell):
            self.hidden.update(self._cheapest_cycle(cell))
            self.hidden -= self.withheld

    def next_in_small_sum(self) -> _Cell | None:
        """Return a count to hide with those of a line that are few even together; None if none."""
        for *parts, total in self.lines:
            hidden = [cell for cell in parts if cell in self.hidden]
            if not hidden or total in self.hidden or total in self.withheld:
                continue
            if not self.withheld.isdisjoint(parts):
                continue
            if sum(self.values[cell] for cell in hidden) < self.below <= self.values[total]:
                left = [cell for cell in parts if cell not in self.hidden]
                return min(left, key=lambda cell: (self._cost(cell), cell))
        return None

    def _lines(self) -> Iterator[list[_Cell]]:
        """Go through rows and columns, those of totals included, each with its own total last."""
        lines: dict[_Point, list[_Cell]] = defaultdict(list)
        for row, column in sorted(self.values):
            if column != _TOTAL:
                lines["row", row].append((row, column))
            if row != _TOTAL:
                lines["column", column].append((row, column))
        for (kind, rank), cells in lines.items():
            yield [*cells, (rank, _TOTAL) if kind == "row" else (_TOTAL, rank)]

    def _cost(self, cell: _Cell) -> int:
        if cell in self.hidden or cell in self.withheld:
            return 0
        if cell == (_TOTAL, _TOTAL):
            return _GRAND_COST
        if _TOTAL in cell:
            return _TOTAL_COST
        return self.values[cell] or _ZERO_COST

    def _is_on_cycle(self, cell: _Cell) -> bool:
        """Tell whether other cells that readers do not know already join the ends of a cell."""
        start, end = _ends(cell)
        seen, left = {start}, [start]
        while left:
            for reached, by in self.ways[left.pop()]:
                if by == cell or reached in seen or not (by in self.hidden or by in self.withheld):
                    continue
                if reached == end:
                    return True
                seen.add(reached)
                left.append(reached)
        return False

    def _cheapest_cycle(self, cell: _Cell) -> list[_Cell]:
        """Return the cells of the cheapest way from the row of a cell to its column without it."""
        start, end = _ends(cell)
        came: dict[_Point, tuple[_Point, _Cell]] = {}
        best = {start: (0, 0)}
        queue = [(0, 0, start)]
        while queue:
            cost, length, point = heapq.heappop(queue)
            if point == end:
                break
            if (cost, length) > best[point]:
                continue
            for reached, by in self.ways[point]:
                step = (cost + self._cost(by), length + 1)
                if by != cell and (reached not in best or step < best[reached]):
                    best[reached], came[reached] = step, (point, by)
                    heapq.heappush(queue, (*step, reached))
        path = []
        while end in came:
            end, by = came[end]
            path.append(by)
        return path

    def result(self) -> Hidden:
        """Return what is hidden, apart from totals that are not shown at all."""
        return Hidden(
            cells=frozenset(cell for cell in self.hidden if _TOTAL not in cell),
            row_totals=frozenset(r for r, c in self.hidden if c == _TOTAL and r != _TOTAL),
            column_totals=frozenset(c for r, c in self.hidden if r == _TOTAL and c != _TOTAL),
            grand_total=(_TOTAL, _TOTAL) in self.hidden,
        )


def _ends(cell: _Cell) -> tuple[_Point, _Point]:
    """Return the two points that a cell joins: its row and its column."""
    return ("row", cell[0]), ("column", cell[1])
