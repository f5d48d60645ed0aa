"""What an import of counts would change: each line of a file beside the row it stands for."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from django.db.models import QuerySet

from consultations.exchange.activity_table import Row, Table
from consultations.models import ActivityCount
from consultations.review.counts import key_of, state_of
from consultations.review.import_matching import MEASURES, BadLine, Matching, Said
from consultations.rules.cells import CellKey, Mark, Measure, write_value
from consultations.rules.merging import BLANK_ROW, PARTS, Change, RowState, merge
from csipa.french.numbers import counted
from csipa.steps import followed
from sites.models import Site

MOST_FAULTS = 200
"""Faults that are told one by one; the others are counted."""
_CHUNK = 1000
_COLUMNS = {measure: column for column, measure in MEASURES.items()}


class Fate(Enum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Fault:
    """Why a line is not imported; `column` as the file names it."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"ligne {self.line}"
        if self.column:
            where += f", colonne « {self.column} »"
        return f"{where} : {self.message}"


@dataclass(frozen=True)
class Entry:
    """A line that may be written: its changes, and its comment where it is new."""

    line: int
    key: CellKey
    fate: Fate
    changes: tuple[Change, ...]
    comment: str | None
    differences: tuple[tuple[str, str, str], ...]


@dataclass
class Plan:
    """What an import would do.

    `entries` are the lines to write, `conflicts` those that say something else than the records
    (they are written when asked to replace), `faults` what is wrong. `digest` is that of all this.
    """

    entries: list[Entry] = field(default_factory=list)
    conflicts: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: Counter[Fate] = field(default_factory=Counter)
    refused: int = 0

    @property
    def is_whole(self) -> bool:
        """Tell whether every line may be written, or is the same already."""
        return not self.refused and not self.conflicts

    @property
    def digest(self) -> str:
        """Return what tells this plan from another."""
        told = [(one.line, one.key, one.fate, one.differences, one.comment) for one in self.entries]
        told += [(one.line, one.key, one.fate, one.differences, "") for one in self.conflicts]
        return hashlib.sha256(repr((told, self.faults, self.refused)).encode()).hexdigest()

    def __str__(self) -> str:
        parts = [
            counted(self.counts[Fate.NEW], "ligne nouvelle", "lignes nouvelles"),
            counted(self.counts[Fate.CHANGED], "modifiée", "modifiées"),
            counted(self.counts[Fate.SAME], "identique", "identiques"),
        ]
        if self.conflicts:
            parts.append(counted(len(self.conflicts), "en conflit", "en conflit"))
        if self.refused:
            parts.append(counted(self.refused, "refusée", "refusées"))
        return ", ".join(parts)


def plan_import(
    table: Table,
    sites: QuerySet[Site],
    *,
    sees_people: bool,
    today: dt.date,
    replace: bool = False,
) -> Plan:
    """Return what the lines of a file would change; nothing is written. See `planned`."""
    return followed(planned(table, sites, sees_people=sees_people, today=today, replace=replace))


def planned(
    table: Table,
    sites: QuerySet[Site],
    *,
    sees_people: bool,
    today: dt.date,
    replace: bool = False,
) -> Generator[int, None, Plan]:
    """Yield how many lines are read, then return the plan.

    An empty cell leaves what is recorded as it is. A value other than the recorded one is a
    conflict, unless `replace`. Five queries, and one for each thousand lines.
    """
    plan = Plan(notes=list(table.notes))
    matching = Matching(sites, sees_people=sees_people, today=today)
    lines: dict[CellKey, int] = {}
    for start in range(0, len(table.rows), _CHUNK):
        rows = table.rows[start : start + _CHUNK]
        said = _said(rows, matching, lines, plan)
        known = _known(one.key for _, one in said)
        for number, one in said:
            _compare(number, one, known.get(one.key), plan, replace=replace)
        yield start + len(rows)
    return plan


def _said(
    rows: Sequence[Row], matching: Matching, lines: dict[CellKey, int], plan: Plan
) -> list[tuple[int, Said]]:
    found = []
    for row in rows:
        said, faults = matching.read(row)
        if said is not None and (first := lines.setdefault(said.key, row.number)) != row.number:
            message = f"la ligne {first} dit déjà ce jour pour cette ligne ; gardez-en une."
            said, faults = None, [BadLine("date", message)]
        if said is None:
            _refuse(plan, row.number, [(fault.column, str(fault)) for fault in faults])
        else:
            found.append((row.number, said))
    return found


def _refuse(plan: Plan, line: int, faults: Iterable[tuple[str, str]]) -> None:
    plan.refused += 1
    if len(plan.faults) < MOST_FAULTS:
        plan.faults += [Fault(line, column, message) for column, message in faults]


def _known(keys: Iterable[CellKey]) -> dict[CellKey, ActivityCount]:
    """Return the rows that exist under some keys; one query."""
    wanted = set(keys)
    rows = ActivityCount.objects.filter(
        site__in={key.site for key in wanted}, date__in={key.date for key in wanted}
    )
    return {key: row for row in rows if (key := key_of(row)) in wanted} if wanted else {}


def _compare(
    line: int, said: Said, row: ActivityCount | None, plan: Plan, *, replace: bool
) -> None:
    before = state_of(row) if row else BLANK_ROW
    kept = row.comment if row else ""
    changes = tuple(_changes(said, before))
    comment = said.comment if said.comment and said.comment != kept else None
    if not changes and comment is None:
        plan.counts[Fate.SAME] += 1
        return
    merged = merge(before, list(changes))
    if merged.refused:
        told = sorted(merged.refused, key=lambda one: one[0].measure not in PARTS)[0]
        _refuse(plan, line, [(_COLUMNS[told[0].measure], told[1])])
        return
    differences = [
        (
            _COLUMNS[change.measure],
            write_value(before.value(change.measure), change.measure),
            write_value(change.value, change.measure),
        )
        for change in changes
    ]
    if comment is not None:
        differences.append(("comment", kept, comment))
    overwrites = any(old for _, old, _ in differences)
    fate = Fate.NEW if row is None else Fate.CHANGED
    if overwrites and not replace:
        fate = Fate.CONFLICT
    entry = Entry(line, said.key, fate, changes, comment, tuple(differences))
    if fate is Fate.CONFLICT:
        plan.conflicts.append(entry)
    else:
        plan.entries.append(entry)
        plan.counts[fate] += 1


def _changes(said: Said, before: RowState) -> Iterable[Change]:
    """Yield the changes that lead from what is recorded to what a line says."""
    if Mark.CLOSED in said.values.values():
        if before.closed:
            return
        for measure, number in before.numbers.items():
            if measure is not Measure.DONE:
                yield Change(said.key, measure, Mark.BLANK, number)
        yield Change(said.key, Measure.DONE, Mark.CLOSED, before.value(Measure.DONE))
        return
    is_reopened = False
    for measure, value in said.values.items():
        current = Mark.BLANK if is_reopened else before.value(measure)
        if current != value:
            yield Change(said.key, measure, value, current)
            is_reopened = is_reopened or before.closed
