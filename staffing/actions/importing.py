"""Writes what a workbook of posts and people changes: everything, or nothing.

The database refuses, at each write, more people than a post is authorised for. So rows are written
in an order in which it never happens on the way: what is authorised is raised first, assignments
are lowered, then raised, and what is authorised is lowered last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import DataError, IntegrityError, transaction
from django.db.models import Max, Model
from simple_history.utils import bulk_create_with_history

from csipa.models import Versioned
from sites.models import Site
from sites.rules.names import search_key
from staffing.exchange.reading import Book
from staffing.exchange.sheets import (
    ASSIGNMENTS,
    PEOPLE,
    POST_SHARES,
    POSTS,
    PROFESSIONS,
    SHARES,
    TARGETS,
    Table,
)
from staffing.exchange.state import Key, read_state
from staffing.models import Assignment, Person, Post, Profession
from staffing.review.import_plan import Entry, Plan, plan_import

REASON = "Import d’un tableur"
_LOCKED = (Profession, Person, Post)
_RELATIONS = frozenset({"post", "profession", "site", "rpps", "first_name", "last_name"})


class ImportRefused(ValueError):
    """Nothing was written; the text is one French sentence."""


class StateChanged(ImportRefused):
    """Something changed since the preview, which has to be read again."""


@transaction.atomic
def apply_import(*, book: Book, digest: str, by: AbstractBaseUser | None) -> Plan:
    """Write what a workbook changes and return the plan that was carried out.

    `digest` is that of the plan that was looked at. Raises StateChanged when the records are no
    longer those it was made from, ImportRefused when it has faults or the database refuses it.
    """
    for model in _LOCKED:
        list(model.objects.select_for_update().order_by("pk").values_list("pk"))
    plan = plan_import(book, read_state())
    if plan.digest != digest:
        raise StateChanged(
            "Les postes ou les personnes ont changé depuis l’aperçu : rien n’est écrit. Relisez "
            "l’aperçu ci-dessous, puis confirmez de nouveau."
        )
    if plan.faults:
        raise ImportRefused("Ce classeur contient des erreurs : rien n’est écrit.")
    try:
        with transaction.atomic():
            _Writer(plan, by).write()
    except (IntegrityError, DataError) as error:
        raise ImportRefused(
            "La base de données refuse une ligne de ce classeur : rien n’est écrit. Importez-le en "
            "plusieurs fois pour trouver laquelle."
        ) from error
    return plan


class _Writer:
    """Carries out a plan; knows the rows it makes, so that later ones can point to them."""

    def __init__(self, plan: Plan, by: AbstractBaseUser | None) -> None:
        self.plan = plan
        self.by = by
        self.sites = dict(Site.objects.values_list("name", "pk"))
        self.made: dict[tuple[str, Key], int] = {}
        self.raised: set[tuple[type[Model], int]] = set()
        rows = Assignment.objects.values_list("post__label", "person_id", "start", "pk")
        self.assignments = {(post, person, start): pk for post, person, start, pk in rows}

    def write(self) -> None:
        """Write every row, in the order that the database accepts."""
        self._professions()
        self._put(self.plan.of(PEOPLE))
        self._put(self.plan.of(POSTS))
        self.posts = dict(Post.objects.values_list("label", "pk"))
        lower, higher = _parted(self.plan.of(POST_SHARES), "percent")
        self._put(lower)
        self._put(higher)
        lowered, raised = self._targets()
        self._put(raised)
        fewer, more = _parted(self.plan.of(SHARES), "fte")
        self._put(fewer)
        self._assignments()
        self._put(more)
        self._put(lowered)
        self._raise_versions()

    def _professions(self) -> None:
        last = Profession.objects.aggregate(last=Max("position"))["last"] or 0
        new = [entry for entry in self.plan.of(PROFESSIONS) if entry.is_new]
        ranks = {entry.key: last + rank for rank, entry in enumerate(new, start=1)}
        self._put(self.plan.of(PROFESSIONS), ranks)
        self.professions = dict(Profession.objects.values_list("search_key", "pk"))

    def _targets(self) -> tuple[list[Entry], list[Entry]]:
        """Part the targets into those that lower what is authorised, and the others."""
        levels: dict[int, list[tuple[dt.date, Any]]] = {}
        rows = TARGETS.model.objects.order_by("start").values_list("post_id", "start", "fte")
        for post, start, fte in rows:
            levels.setdefault(post, []).append((start, fte))
        lowered, raised = [], []
        for entry in self.plan.of(TARGETS):
            known = levels.get(self.posts[entry.after["post"]], [])
            before = [fte for start, fte in known if start <= entry.after["start"]]
            falls = bool(before) and entry.after["fte"] < before[-1]
            (lowered if falls else raised).append(entry)
        return lowered, raised

    def _assignments(self) -> None:
        """Bring changed assignments down to what both states allow, then everything up."""
        waiting = []
        for entry in self.plan.of(ASSIGNMENTS):
            common = _common(entry.before, entry.after) if entry.before else None
            if entry.before is not None and common != entry.before:
                self._save(entry, common)
            if common != entry.after:
                waiting.append(entry)
        self._put(waiting)

    def _put(self, entries: list[Entry], ranks: dict[Key, int] | None = None) -> None:
        """Add the new rows of a table in one go, then save the others."""
        new = [entry for entry in entries if entry.is_new]
        for entry in entries:
            if not entry.is_new:
                self._save(entry, entry.after)
        if not new:
            return
        table = new[0].table
        rows = [table.model(**self._values(entry.table, entry.key, entry.after)) for entry in new]
        for entry, row in zip(new, rows, strict=True):
            if ranks:
                row.position = ranks[entry.key]
        bulk_create_with_history(
            rows, table.model, default_user=self.by, default_change_reason=REASON
        )
        for entry, row in zip(new, rows, strict=True):
            self.made[table.title, entry.key] = row.pk

    def _save(self, entry: Entry, values: dict[str, Any]) -> None:
        row = entry.table.model.objects.get(pk=entry.pk)
        for name, value in self._values(entry.table, entry.key, values).items():
            setattr(row, name, value)
        if isinstance(row, Versioned):
            self._raise(row)
        self._save_row(row)

    def _raise(self, row: Versioned) -> None:
        """Let pages opened before know: the root has one version more, whatever changed."""
        if (type(row), row.pk) not in self.raised:
            row.version += 1
            self.raised.add((type(row), row.pk))

    def _save_row(self, row: Model) -> None:
        row._history_user = self.by
        row._change_reason = REASON
        row.save()

    def _values(self, table: Table, key: Key, values: dict[str, Any]) -> dict[str, Any]:
        """Return the columns of a row, relations by their keys in the database."""
        kept = {
            name: value
            for name, value in values.items()
            if name not in _RELATIONS or (table is PEOPLE and name != "site")
        }
        if table is POSTS:
            kept["profession_id"] = self.professions[search_key(values["profession"])]
        if table in (TARGETS, POST_SHARES, ASSIGNMENTS):
            kept["post_id"] = self.posts[values["post"]]
        if table in (POSTS, POST_SHARES, SHARES):
            kept["site_id"] = self.sites[values["site"]] if values["site"] else None
        if table is ASSIGNMENTS:
            kept["person_id"] = self._pk(PEOPLE, (key[1],))
        if table is SHARES:
            del kept["start"]
            kept["assignment_id"] = self._assignment(key)
        return kept

    def _pk(self, table: Table, key: Key) -> int:
        return self.made.get((table.title, key), key[0])

    def _assignment(self, key: Key) -> int:
        made = self.made.get((ASSIGNMENTS.title, key[:3]))
        return self.assignments[key[:3]] if made is None else made

    def _raise_versions(self) -> None:
        """Raise the version of the roots that only their lines changed; new ones are left alone."""
        posts = {
            self.posts[entry.after["post"]]
            for table in (TARGETS, POST_SHARES)
            for entry in self.plan.of(table)
        }
        held = {self._assignment(entry.key) for entry in self.plan.of(SHARES)}
        for table, model, keys in ((POSTS, Post, posts), (ASSIGNMENTS, Assignment, held)):
            keys -= {pk for (title, _), pk in self.made.items() if title == table.title}
            keys -= {pk for known, pk in self.raised if known is model}
            for row in model.objects.filter(pk__in=keys):
                self._raise(row)
                self._save_row(row)


def _parted(entries: Iterable[Entry], name: str) -> tuple[list[Entry], list[Entry]]:
    """Part rows into those whose figure falls, and the others."""
    lower, others = [], []
    for entry in entries:
        falls = entry.before is not None and entry.after[name] < entry.before[name]
        (lower if falls else others).append(entry)
    return lower, others


def _common(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return an assignment that holds no more than either state on any day.

    It is `after` itself where `after` holds no more than `before`, whatever else it changes.
    """
    last = dt.date.max
    ends = [before["end"] or last, after["end"] or last]
    common = {
        **after,
        "fte": min(before["fte"], after["fte"]),
        "overlap_reason": before["overlap_reason"] or after["overlap_reason"],
    }
    if ends[0] < ends[1]:
        common |= {"end": before["end"], "departure_reason": before["departure_reason"]}
    return common
