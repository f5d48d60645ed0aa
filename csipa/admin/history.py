"""Who changed what on a page, when: read from django-simple-history, never written.

The package's own admin views are not used: in 3.13.0 its version form saves on POST for whoever
may view, and both views ignore `get_queryset`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import models
from django.forms.models import _get_foreign_key

from csipa.admin.differences import Change, compared_fields, field_changes, moment
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
    """The history rows of one model of a page, oldest first."""

    model: type[models.Model]
    rows: list
    is_root: bool
    hidden: set[str]


@dataclass(frozen=True)
class Step:
    """One history row beside the state that it replaced, None at the first."""

    trail: Trail
    old: models.Model | None
    new: models.Model


def history_manager(model: type[models.Model]):
    """Return the manager of a model's history, or None if it keeps none."""
    name = getattr(model._meta, "simple_history_manager_attribute", None)
    return getattr(model, name) if name else None


def person(user) -> str:
    """Name somebody to a reader; no user means a command or an import."""
    return (user.get_full_name() or user.get_username()) if user else "Traitement automatique"


def page_trails(obj, inlines: Iterable, hidden: Iterable[str] = ()) -> list[Trail]:
    """Return the trails of the root and of its lines; one query for each model.

    `hidden` names the columns, of the root and of its lines, that whoever reads may not see.
    """
    trails = []
    manager = history_manager(type(obj))
    if manager is not None:
        rows = _oldest_first(manager.filter(**{obj._meta.pk.attname: obj.pk}))
        trails.append(Trail(type(obj), rows, is_root=True, hidden=set(hidden)))
    for inline in inlines:
        manager = history_manager(inline.model)
        if manager is not None:
            key = _get_foreign_key(type(obj), inline.model, fk_name=inline.fk_name)
            rows = _oldest_first(manager.filter(**{key.attname: obj.pk}))
            trails.append(Trail(inline.model, rows, is_root=False, hidden={key.name, *hidden}))
    return trails


def _oldest_first(queryset) -> list:
    return list(queryset.select_related("history_user").order_by("history_date", "history_id"))


def entries(trails: list[Trail], *, since: dt.datetime | None = None) -> list[Entry]:
    """Return the saves, newest first; `since` leaves out those before that moment.

    One query for each model that a foreign key points to, whatever the number of rows.
    """
    steps = [step for trail in trails for step in _steps(trail)]
    if since is not None:
        steps = [step for step in steps if step.new.history_date >= since]
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


def _row_change(step: Step, related: dict) -> RowChange:
    fields = compared_fields(step.trail.model, without=step.trail.hidden)
    deed = step.new.history_type
    if deed == "-":
        changes = []
    else:
        if deed == "+":
            fields = [item for item in fields if item.name != "position"]
        changes = field_changes(step.old, step.new, fields, related)
    subject = "" if step.trail.is_root else line_name(step.new)
    return RowChange(subject, DEEDS[deed], changes)


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
    labels = {}
    for model, wanted in keys.items():
        relations = [f.name for f in model._meta.concrete_fields if f.many_to_one]
        rows = model._base_manager.select_related(*relations) if relations else model._base_manager
        labels |= {(model, pk): str(row) for pk, row in rows.in_bulk(wanted).items()}
    return labels
