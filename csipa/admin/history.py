"""Who changed what on a page, when: read from django-simple-history, never written.

The package's own admin views are not used: in 3.13.0 its version form saves on POST for whoever
may view, and both views ignore `get_queryset`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.forms.models import _get_foreign_key
from django.utils import timezone

from csipa.admin.differences import (
    SECRET,
    Change,
    compared_fields,
    field_changes,
    moment,
    relation_change,
)
from csipa.french.grammar import upper_first

# Rows written by one save share their author and follow each other within this delay.
SAME_SAVE = dt.timedelta(seconds=2)
DEEDS = {"+": "ajout", "~": "modification", "-": "suppression"}


@dataclass(frozen=True)
class RowChange:
    """What one save did to one row; `subject` is empty for the root of the page."""

    subject: str
    deed: str
    changes: list[Change]


@dataclass
class Entry:
    """One save: when, by whom, what."""

    when: dt.datetime
    by: str
    reason: str = ""
    rows: list[RowChange] = field(default_factory=list)

    @property
    def moment(self) -> str:
        """Date and time in words."""
        return moment(self.when)


@dataclass(frozen=True)
class Trail:
    """The history rows of one model of a page, oldest first.

    `name` tells the trails of a page apart; `seen` is the key of the last version that was there
    when the page was opened, where that matters.
    """

    model: type[models.Model]
    rows: list
    is_root: bool
    hidden: set[str]
    name: str = ""
    seen: int | None = None

    @property
    def key(self) -> str:
        """The column that tells the rows of the model apart."""
        return self.model._meta.pk.attname

    def states(self, *, seen: bool) -> dict:
        """Return the last version of each row; with `seen`, of those the page was opened on."""
        found: dict = {}
        for row in sorted(self.rows, key=lambda row: row.history_id):
            if not seen or row.history_id <= (self.seen or 0):
                found[getattr(row, self.key)] = row
        return found

    @property
    def unseen(self) -> list:
        """The versions written since the page was opened."""
        return [row for row in self.rows if self.seen is not None and row.history_id > self.seen]


@dataclass(frozen=True)
class Step:
    """One history row beside the state that it replaced, None at the first."""

    trail: Trail
    old: models.Model | None
    new: models.Model


@cache
def history_manager(model: type[models.Model]):
    """Return the manager of a model's history, or None if it keeps none.

    The package makes a class anew each time it is asked; it is kept.
    """
    name = getattr(model._meta, "simple_history_manager_attribute", None)
    return getattr(model, name) if name else None


def person(user) -> str:
    """Name somebody to a reader; no user means a command or an import."""
    return (user.get_full_name() or user.get_username()) if user else "Traitement automatique"


def page_histories(obj, inlines: Iterable, owner=None) -> Iterator[tuple[str, type, str, Any]]:
    """Yield the name, the model, the link and the versions of the root and of its lines.

    The link is empty for the root; `owner` is the row that the lines hang on, where it is another.
    """
    root, owner = type(obj), owner or obj
    if manager := history_manager(root):
        yield root._meta.model_name, root, "", manager.filter(**{root._meta.pk.attname: obj.pk})
    for inline in inlines:
        if manager := history_manager(inline.model):
            key = _get_foreign_key(type(owner), inline.model, fk_name=inline.fk_name)
            name = f"{inline.model._meta.model_name}.{key.name}"
            yield name, inline.model, key.name, manager.filter(**{key.attname: owner.pk})


def page_trails(obj, inlines: Iterable, hidden: Iterable[str] = (), owner=None) -> list[Trail]:
    """Return the trails of the root and of its lines; one query for each model.

    `hidden` names the columns, of the root and of its lines, that whoever reads may not see.
    """
    return [
        Trail(model, _oldest_first(rows), not link, {*hidden, *([link] if link else ())}, name)
        for name, model, link, rows in page_histories(obj, inlines, owner)
    ]


def _oldest_first(queryset) -> list:
    rows = queryset.select_related("history_user").order_by("history_date", "history_id")
    return with_relations(list(rows))


def with_relations(rows: list) -> list:
    """Give each version the keys of its followed lists, as `seen_relations`; one query a list."""
    for item in getattr(rows[0], "_history_m2m_fields", ()) if rows else ():
        links = getattr(type(rows[0]), item.name).model._base_manager
        held: dict = {}
        found = links.filter(history__in=[row.pk for row in rows])
        for key, other in found.values_list("history_id", f"{item.m2m_reverse_field_name()}_id"):
            held.setdefault(key, []).append(other)
        for row in rows:
            row.__dict__.setdefault("seen_relations", {})[item.name] = sorted(held.get(row.pk, []))
    return rows


def seen_relations(row) -> dict[str, list]:
    """Return the keys of the followed lists of a version, by the name of the list."""
    return getattr(row, "seen_relations", {})


def entries(trails: list[Trail]) -> list[Entry]:
    """Return the saves, newest first; those that the page was opened on are left out.

    One query for each model that a foreign key points to, whatever the number of rows.
    """
    steps = [step for trail in trails for step in _steps(trail)]
    steps = [step for step in steps if step.new.history_id > (step.trail.seen or 0)]
    steps.sort(key=lambda step: step.new.history_date)
    related = _related_labels(steps)
    found: list[Entry] = []
    for group in _saves(steps):
        entry = _entry(group, related)
        if entry.rows:
            found.append(entry)
    return found[::-1]


def _steps(trail: Trail) -> Iterator[Step]:
    """Pair each history row with the one before it of the same object."""
    last: dict = {}
    key = trail.model._meta.pk.attname
    for row in trail.rows:
        yield Step(trail, last.get(getattr(row, key)), row)
        last[getattr(row, key)] = row


def _saves(steps: list[Step]) -> Iterator[list[Step]]:
    """Group the steps, sorted by date, that one save wrote."""
    group: list[Step] = []
    for step in steps:
        if group and not _same_save(group[-1].new, step.new):
            yield group
            group = []
        group.append(step)
    if group:
        yield group


def _same_save(one, other) -> bool:
    """Tell whether two rows come from one save; a row without author goes with its neighbour."""
    authors = {one.history_user_id, other.history_user_id} - {None}
    return len(authors) < 2 and other.history_date - one.history_date <= SAME_SAVE


def _entry(group: list[Step], related: dict) -> Entry:
    """Describe one save: the root first, then the lines; moved lines in one word."""
    last = group[-1].new
    author = next((step.new.history_user for step in group if step.new.history_user_id), None)
    reasons = [step.new.history_change_reason for step in group if step.new.history_change_reason]
    entry = Entry(last.history_date, person(author), reasons[0] if reasons else "")
    moved: set = set()
    for step in sorted(group, key=lambda step: not step.trail.is_root):
        row = _row_change(step, related)
        if row.deed == DEEDS["~"] and not row.changes:
            continue
        if [change.label for change in row.changes] == ["Rang"] and step.old is not None:
            moved.add(step.trail.model)
            continue
        entry.rows.append(row)
    for model in moved:
        name = upper_first(str(model._meta.verbose_name_plural))
        entry.rows.append(RowChange(name, "ordre modifié", []))
    return entry


def values_entry(base, obj) -> Entry:
    """Tell how a row without history differs from `base`, a state of it that a page showed.

    Who did it is read from the journal of the admin; `base` holds its lists as `seen_relations`.
    """
    editable = {item.name for item in obj._meta.concrete_fields if item.editable}
    fields = [item for item in compared_fields(type(obj), without=SECRET) if item.name in editable]
    changes, related = field_changes(base, obj, fields, {}), {}
    for item in obj._meta.many_to_many:
        seen = base.seen_relations.get(item.name, [])
        held = list(getattr(obj, item.name).values_list("pk", flat=True))
        if set(seen) != set(held):
            related |= _labels(item.remote_field.model, {*seen, *held})
            changes.append(relation_change(item, seen, held, related))
    last = journal_of(obj).first()
    when, by = (last.action_time, last.user) if last else (timezone.now(), None)
    return Entry(when, person(by), rows=[RowChange("", DEEDS["~"], changes)])


def journal_of(obj):
    """Return what the stock journal of the admin tells of an object, newest first."""
    kind = ContentType.objects.get_for_model(obj)
    log = LogEntry.objects.filter(object_id=str(obj.pk), content_type=kind)
    return log.select_related("user").order_by("-action_time", "-pk")


def _row_change(step: Step, related: dict) -> RowChange:
    fields = compared_fields(step.trail.model, without=step.trail.hidden)
    deed = step.new.history_type
    if deed == "-":
        changes = []
    else:
        if deed == "+":
            fields = [item for item in fields if item.name != "position"]
        changes = field_changes(step.old, step.new, fields, related)
        before, after = seen_relations(step.old), seen_relations(step.new)
        changes += [
            relation_change(item, before.get(item.name, []), after[item.name], related)
            for item in getattr(step.new, "_history_m2m_fields", ())
            if item.name in after and after[item.name] != before.get(item.name, [])
        ]
    subject = "" if step.trail.is_root else line_name(step.new)
    return RowChange(subject, DEEDS[deed], changes)


def shown_state(version, hidden: set[str]) -> list[Change]:
    """Return what a version says, but for empty and `hidden` columns; a query for each relation."""
    trail = Trail(version.instance_type, [version], is_root=True, hidden={*hidden, *SECRET})
    related = _related_labels([Step(trail, None, version)])
    fields = compared_fields(version.instance_type, without=trail.hidden)
    return field_changes(None, version, fields, related)


def line_name(row) -> str:
    """Name a line without a query: by its rank, else by its first text."""
    name = upper_first(str(row.instance_type._meta.verbose_name))
    if position := getattr(row, "position", None):
        return f"{name} {position}"
    for item in row.instance_type._meta.concrete_fields:
        value = getattr(row, item.attname, None)
        if isinstance(item, models.CharField) and value:
            return f"{name} «\u00a0{dict(item.flatchoices).get(value, value)}\u00a0»"
    return name


def _related_labels(steps: list[Step]) -> dict:
    """Read the rows that foreign keys of these steps point to, one query for each model."""
    keys: dict = {}
    for step in steps:
        for item in compared_fields(step.trail.model, without=step.trail.hidden):
            if item.many_to_one or item.one_to_one:
                found = {getattr(row, item.attname) for row in (step.old, step.new) if row}
                keys.setdefault(item.remote_field.model, set()).update(found - {None})
        for item in getattr(step.new, "_history_m2m_fields", ()):
            for row in (step.old, step.new):
                held = seen_relations(row).get(item.name, ())
                keys.setdefault(item.remote_field.model, set()).update(held)
    labels: dict = {}
    for model, wanted in keys.items():
        labels |= _labels(model, wanted)
    return labels


def _labels(model: type[models.Model], wanted: Iterable) -> dict:
    """Name the rows of some keys, by model and key; one query."""
    relations = [f.name for f in model._meta.concrete_fields if f.many_to_one or f.one_to_one]
    rows = model._base_manager.select_related(*relations) if relations else model._base_manager
    return {(model, pk): str(row) for pk, row in rows.in_bulk(set(wanted)).items()}
