"""What an import would change: each line of a file put beside the row it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models

from csipa.french.numbers import counted
from csipa.french.typography import typeset
from staffing.exchange.cells import BadCell, Value, parse_cell, told
from staffing.exchange.reading import Book, Fault, Line
from staffing.exchange.sheets import (
    ASSIGNMENTS,
    PEOPLE,
    SHARES,
    TABLES,
    Column,
    Kind,
    Table,
)
from staffing.exchange.state import Key, State
from staffing.review.import_checks import row_faults, together_faults
from staffing.review.import_matching import BadLine, Matching, Values

MOST_FAULTS = 200
"""Faults after which the rest of a file is no longer read."""
_PERSON = frozenset({"rpps", "first_name", "last_name"})


@dataclass(frozen=True)
class Difference:
    """A value that changes, as people read it."""

    heading: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """A row to add (`pk` and `before` are None) or to change, with all its values to come."""

    table: Table
    line: int
    key: Key
    pk: int | None
    before: Values | None
    after: Values

    @property
    def is_new(self) -> bool:
        """Tell whether the row is to be added."""
        return self.before is None

    @property
    def label(self) -> str:
        """Name the row by what it is recognised by; a person in one go, « Camille Leroy »."""
        said = {
            name: told(self.table.column(name), self.after[name])
            for name in self.table.keys
            if self.after[name] not in ("", None)
        }
        if "first_name" in said and "last_name" in said:
            said["first_name"] += f" {said.pop('last_name')}"
        return ", ".join(said.values())

    @property
    def differences(self) -> list[Difference]:
        """What the row would say differently; for a new row, what it would say."""
        found = []
        for column in self._told_columns():
            new = self.after[column.name]
            old = self.before[column.name] if self.before else None
            if self.before is None and new in ("", None):
                continue
            if self.before is None or old != new:
                found.append(Difference(column.heading, told(column, old), told(column, new)))
        return found

    def _told_columns(self) -> Iterable[Column]:
        keys = self.table.keys if self.is_new else ()
        return (column for column in self.table.columns if column.name not in keys)


@dataclass
class Plan:
    """What an import would do; it does nothing while it has faults.

    `unchanged` and `absent` count rows by title of sheet; absent ones, which the file does not
    name, are left alone. `digest` is that of what the plan was made from.
    """

    digest: str
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)
    absent: Counter[str] = field(default_factory=Counter)

    @property
    def may_be_applied(self) -> bool:
        """Tell whether there is something to write, and nothing wrong."""
        return bool(self.entries) and not self.faults

    def of(self, table: Table) -> list[Entry]:
        """Return what happens to the rows of a table."""
        return [entry for entry in self.entries if entry.table is table]

    def __str__(self) -> str:
        added = sum(entry.is_new for entry in self.entries)
        changed = len(self.entries) - added
        return (
            f"{counted(added, 'ligne ajoutée', 'lignes ajoutées')}, "
            f"{counted(changed, 'modifiée', 'modifiées')}, "
            f"{counted(self.unchanged.total(), 'inchangée', 'inchangées')}"
        )


def plan_import(book: Book, state: State) -> Plan:
    """Return what the lines of a file would change in `state`; nothing is written, no query."""
    planner = _Planner(book, state)
    for table in TABLES:
        for line in book.lines.get(table.title, ()):
            if len(planner.plan.faults) >= MOST_FAULTS:
                planner.plan.notes.append(
                    f"Lecture arrêtée après {MOST_FAULTS} erreurs : corrigez celles-ci, puis "
                    "recommencez."
                )
                return planner.plan
            planner.read(table, line)
    planner.close()
    return planner.plan


class _Planner:
    """Goes through a file once, remembering what the rows become."""

    def __init__(self, book: Book, state: State) -> None:
        self.state = state
        self.matching = Matching(state)
        self.plan = Plan(state.digest(), faults=list(book.faults), notes=list(book.notes))
        self.faulty = {(fault.sheet, fault.line) for fault in book.faults}
        self.lines: dict[tuple[str, Key], int] = {}

    def read(self, table: Table, line: Line) -> None:
        """Put one line beside its row."""
        if (table.title, line.number) in self.faulty:
            return
        values = self._parsed(table, line)
        if values is None:
            return
        try:
            key, values = self.matching.identify(table, values, line.number)
        except BadLine as bad:
            self._fault(table, line.number, bad.column, str(bad))
            return
        if earlier := self.lines.get((table.title, key)):
            message = f"la ligne {earlier} dit déjà la même chose ; gardez-en une."
            if table is PEOPLE:
                message += " Si ce sont deux personnes du même nom, donnez leur numéro RPPS."
            self._fault(table, line.number, table.keys[0], message)
            return
        self.lines[table.title, key] = line.number
        self._compare(table, line.number, key, values)

    def close(self) -> None:
        """Look at the rows together, and count those that the file does not name."""
        rows = self.matching.rows
        touched = [(entry.table, entry.key) for entry in self.plan.entries]
        for table, key, column, message in together_faults(rows, touched):
            self._fault(table, self.lines.get((table.title, key), 0), column, message)
        for table in TABLES:
            known = self.state.tables[table.title].keys()
            named = {key for title, key in self.lines if title == table.title}
            self.plan.absent[table.title] = len(known - named)
        order = [table.title for table in TABLES]
        self.plan.faults.sort(key=lambda fault: (order.index(fault.sheet), fault.line))

    def _parsed(self, table: Table, line: Line) -> Values | None:
        values: Values = {}
        is_good = True
        for name, text in line.texts.items():
            column = table.column(name)
            try:
                values[name] = _stored(table, name, parse_cell(column, text))
            except BadCell as bad:
                self._fault(table, line.number, name, str(bad))
                is_good = False
        return values if is_good else None

    def _compare(self, table: Table, line: int, key: Key, values: Values) -> None:
        known = self.state.tables[table.title].get(key)
        if known is not None:
            after = {**known.values, **values}
            if table in (ASSIGNMENTS, SHARES):
                after |= {name: known.values[name] for name in _PERSON}
            if _same(after, known.values):
                self.plan.unchanged[table.title] += 1
                return
        else:
            lacking = [c for c in table.columns if c.required and values.get(c.name) in (None, "")]
            for column in lacking:
                message = "à remplir, pour une ligne nouvelle."
                self._fault(table, line, column.name, message)
            if lacking:
                return
            after = {**_empty(table), **values}
        wrong = dict([*_field_faults(table, after), *row_faults(table, after)])
        for name, message in wrong.items():
            self._fault(table, line, name, message)
        self.matching.put(table, key, after)
        if not wrong:
            before = dict(known.values) if known else None
            pk = known.pk if known else None
            self.plan.entries.append(Entry(table, line, key, pk, before, after))

    def _fault(self, table: Table, line: int, column: str, message: str) -> None:
        heading = table.column(column).heading if column else ""
        self.plan.faults.append(Fault(table.title, line, heading, message))


def _same(one: Values, other: Values) -> bool:
    """Tell whether two rows say the same, trailing spaces aside."""
    return all(_bare(one[name]) == _bare(other[name]) for name in other)


def _bare(value: Value) -> Value:
    return value.strip() if isinstance(value, str) else value


def _own_fields(table: Table) -> dict[str, models.Field]:
    """Return the columns that the rows hold themselves, relations left out."""
    found = {field.name: field for field in table.model._meta.concrete_fields}
    return {
        column.name: found[column.name]
        for column in table.columns
        if column.name in found and not found[column.name].is_relation
    }


def _stored(table: Table, name: str, value: Value) -> Value:
    """Return a text as its column keeps it: a code loses its spaces."""
    own = _own_fields(table).get(name)
    return own.to_python(value) if own is not None and isinstance(value, str) else value


def _empty(table: Table) -> Values:
    return {column.name: _blank(column) for column in table.columns}


def _blank(column: Column) -> Value:
    """Return what an empty cell of a column stands for."""
    return "" if column.kind in (Kind.TEXT, Kind.CHOICE) else None


def _field_faults(table: Table, values: Values) -> Iterable[tuple[str, str]]:
    """Yield what the columns of the model refuse: lengths, addresses, sizes of numbers."""
    own = _own_fields(table)
    row = table.model(**{name: values[name] for name in own})
    others = {field.name for field in table.model._meta.concrete_fields} - own.keys()
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield name, typeset(" ".join(messages))
