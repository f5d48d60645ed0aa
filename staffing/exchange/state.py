"""What the database holds of posts and people, row by row, as the workbook tells it.

The same reading gives the export, what an import is compared with, and the digest that tells
whether something changed between an import’s preview and its confirmation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sites.models import Site
from staffing.exchange.cells import Value
from staffing.exchange.sheets import (
    ASSIGNMENTS,
    PEOPLE,
    POST_SHARES,
    POSTS,
    PROFESSIONS,
    SHARES,
    TABLES,
    TARGETS,
    Table,
)
from staffing.models import Assignment

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Record:
    """A row: its key in the database (None while it is not written) and its values by column."""

    pk: int | None
    values: dict[str, Value]


@dataclass
class State:
    """Rows by title of table, then by what tells them apart; the names of the sites, by key."""

    sites: dict[str, tuple[int, str]]
    tables: dict[str, dict[Key, Record]] = field(default_factory=dict)

    def rows(self) -> dict[str, list[Mapping[str, Value]]]:
        """Return what the workbook shows, table by table."""
        return {
            title: [record.values for record in records.values()]
            for title, records in self.tables.items()
        }

    def digest(self) -> str:
        """Return a digest that changes with any value, of any row."""
        told = [
            [title, [[record.pk, record.values] for record in records.values()]]
            for title, records in self.tables.items()
        ]
        content = json.dumps([sorted(self.sites.items()), told], default=str, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


def read_state() -> State:
    """Return every row of the workbook’s tables; eight queries whatever their number."""
    places = Site.objects.order_by("search_key").values_list("search_key", "pk", "name")
    state = State({key: (pk, name) for key, pk, name in places})
    for table in TABLES:
        state.tables[table.title] = dict(_READERS[table.title]())
    return state


def _professions() -> Iterator[tuple[Key, Record]]:
    names = [column.name for column in PROFESSIONS.columns]
    rows = PROFESSIONS.model.objects.order_by("position", "search_key")
    for pk, key, *values in rows.values_list("pk", "search_key", *names):
        yield (key,), _record(pk, PROFESSIONS, values)


def _posts() -> Iterator[tuple[Key, Record]]:
    rows = POSTS.model.objects.order_by("profession__position", "label", "pk")
    for pk, *values in rows.values_list("pk", "label", "profession__name", "site__name"):
        yield (values[0],), _record(pk, POSTS, values)


def _targets() -> Iterator[tuple[Key, Record]]:
    names = [column.name for column in TARGETS.columns[1:]]
    rows = TARGETS.model.objects.order_by("post__label", "start")
    for pk, *values in rows.values_list("pk", "post__label", *names):
        yield (values[0], values[1]), _record(pk, TARGETS, values)


def _post_shares() -> Iterator[tuple[Key, Record]]:
    rows = POST_SHARES.model.objects.order_by("post__label", "site__search_key")
    for pk, *values in rows.values_list("pk", "post__label", "site__name", "percent"):
        yield (values[0], values[1]), _record(pk, POST_SHARES, values)


def _people() -> Iterator[tuple[Key, Record]]:
    names = [column.name for column in PEOPLE.columns]
    rows = PEOPLE.model.objects.order_by("last_name", "first_name", "pk")
    for pk, *values in rows.values_list("pk", *names):
        yield (pk,), _record(pk, PEOPLE, values)


_PERSON = ("rpps", "first_name", "last_name")


def _assignments() -> Iterator[tuple[Key, Record]]:
    columns = ["post__label", *(f"person__{name}" for name in _PERSON)]
    columns += [column.name for column in ASSIGNMENTS.columns[4:]]
    rows = Assignment.objects.order_by("post__label", "start", "person__last_name", "pk")
    for pk, person, *values in rows.values_list("pk", "person_id", *columns):
        yield (values[0], person, values[4]), _record(pk, ASSIGNMENTS, values)


def _shares() -> Iterator[tuple[Key, Record]]:
    columns = ["assignment__post__label"]
    columns += [f"assignment__person__{name}" for name in _PERSON]
    columns += ["assignment__start", "site__name", "fte"]
    rows = SHARES.model.objects.order_by(
        "assignment__post__label", "assignment__start", "assignment_id", "site__search_key"
    )
    for pk, person, *values in rows.values_list("pk", "assignment__person_id", *columns):
        yield (values[0], person, values[4], values[5]), _record(pk, SHARES, values)


def _record(pk: int, table: Table, values: list[Any]) -> Record:
    names = [column.name for column in table.columns]
    record = dict(zip(names, values, strict=True))
    if table is POSTS:
        record["site"] = record["site"] or ""
    return Record(pk, record)


_READERS = {
    PROFESSIONS.title: _professions,
    POSTS.title: _posts,
    TARGETS.title: _targets,
    POST_SHARES.title: _post_shares,
    PEOPLE.title: _people,
    ASSIGNMENTS.title: _assignments,
    SHARES.title: _shares,
}
