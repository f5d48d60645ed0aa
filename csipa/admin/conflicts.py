"""Two people on the same page: the second is told what changed, and nothing is overwritten.

A page of a `csipa.models.Versioned` object carries the version it was opened at. When it comes back
after somebody else saved, nothing is written: it is shown again with what was typed, what the other
person changed, and the other person's values wherever nothing was typed. Saving again applies it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import CharField, TextField
from django.forms import BoundField
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.dateparse import parse_datetime

from csipa.admin.history import Entry, entries
from csipa.admin.widgets import posted_values
from csipa.french.grammar import upper_first
from csipa.richtext.cleaning import to_text
from csipa.richtext.fields import RichTextField

VERSION_INPUT = "version"
# Stands in the version of a page that was opened locked.
LOCKED = "-locked-"


@dataclass
class PageEdit:
    """What one request does to a page; lives on the request, from `change_view` on."""

    formsets: list = field(default_factory=list)
    conflict: Conflict | None = None


@dataclass(frozen=True)
class Conflict:
    """Saves that the person did not see; without history, neither `saves` nor merging."""

    saves: list[Entry]
    base: object = None
    since: dt.datetime | None = None
    trails: list = field(default_factory=list)

    message = (
        "Cette page a été modifiée par quelqu’un d’autre depuis que vous l’avez ouverte\u00a0: "
        "rien n’est encore enregistré. Relisez, puis enregistrez de nouveau."
    )


def open_page(obj, open_trails: list | None) -> str:
    """Return what a page of `obj` carries: its version, and how far its open lines had come.

    `open_trails` is None unless the page is locked: the root of a locked page is never written
    again, so that its version says nothing of the lines that stay open.
    """
    if open_trails is None:
        return str(obj.version)
    dates = [row.history_date for trail in open_trails for row in trail.rows]
    return f"{obj.version}{LOCKED}{max(dates).isoformat() if dates else ''}"


def find_conflict(posted: str | None, trails: list) -> Conflict:
    """Return what happened since the page that carries `posted` was opened.

    A missing or unreadable version is a conflict too: nobody knows what was seen.
    """
    version, is_locked, mark = (posted or "").partition(LOCKED)
    root = trails[0].rows if trails and trails[0].is_root else []
    base = next((row for row in reversed(root) if str(row.version) == version), None)
    if base is None:
        return Conflict(saves=[])
    if is_locked:
        last = parse_datetime(mark) if mark else base.history_date
        later = [row for trail in trails[1:] for row in trail.rows if row.history_date > last]
    else:
        later = [row for row in root if row.version > base.version]
    if not later:
        return Conflict(saves=[])
    since = min(row.history_date for row in later)
    return Conflict(entries(trails, since=since), base, since, trails)


def keep_untyped(form, base) -> None:
    """Show the present value of every field of `form` that was left as it was in `base`."""
    names = {item.name for item in form._meta.model._meta.concrete_fields}
    for name in names & form.fields.keys():
        if not _typed(form[name], base):
            form.fields[name].bound_data = _present
    rank = form.fields.get(ORDERING_FIELD_NAME)
    if rank and not rank.has_changed(base.position, form[ORDERING_FIELD_NAME].data):
        rank.bound_data = _present


def _present(_data, initial):
    return initial


def _typed(bound: BoundField, base) -> bool:
    """Tell whether what was sent differs from the state that the person saw."""
    seen = base._meta.get_field(bound.name).value_from_object(base)
    return bound.field.has_changed(bound.field.prepare_value(seen), bound.data)


def merge_formset(formset, conflict: Conflict):
    """Return the formset as the second person should see it again.

    Lines that the other person deleted come back as new ones if they were being changed, else go;
    lines that the other person added are shown; untyped fields take the other person's values.
    """
    states = _seen_states(formset.model, conflict)
    merged = _rebuilt(formset, states)
    for form in merged.initial_forms:
        if form.instance.pk in states:
            keep_untyped(form, states[form.instance.pk])
    return merged


def _seen_states(model, conflict: Conflict) -> dict:
    """Return the state of each line when the person opened the page, by key."""
    key = model._meta.pk.attname
    states = {}
    for trail in conflict.trails:
        if trail.model is model and not trail.is_root:
            for row in trail.rows:
                if row.history_date < conflict.since:
                    states[getattr(row, key)] = row
    return states


def _rebuilt(formset, states: dict):
    """Return a formset on the lines that exist now; the same one if they are those it shows."""
    if not formset.management_form.is_valid():
        return formset
    present = {row.pk: row for row in formset.get_queryset()}
    shown = [form.instance.pk for form in formset.initial_forms]
    missing = [pk for pk in present if pk not in shown]
    if None not in shown and not missing:
        return formset
    lines = [_line(form) for form in formset.initial_forms if form.instance.pk]
    lines += [_line(form) for form in _like(formset).initial_forms if form.instance.pk in missing]
    initial = len(lines)
    gone = [form for form in formset.initial_forms if not form.instance.pk]
    lines += [_line(form, revive=True) for form in gone if _worth_keeping(form, states)]
    lines += [_line(form) for form in formset.extra_forms]
    data = formset.data.copy()
    for name in [name for name in data if name.startswith(f"{formset.prefix}-")]:
        if name.removeprefix(f"{formset.prefix}-")[0].isdecimal():
            del data[name]
    for index, line in enumerate(lines):
        for name, values in line.items():
            data.setlist(f"{formset.prefix}-{index}-{name}", values)
    data[f"{formset.prefix}-TOTAL_FORMS"] = len(lines)
    data[f"{formset.prefix}-INITIAL_FORMS"] = initial
    return _like(formset, data=data, files=formset.files)


def _worth_keeping(form, states: dict) -> bool:
    """Tell whether a line that is gone was being changed, and not deleted, by the second person."""
    if form.data.get(form.add_prefix(DELETION_FIELD_NAME)):
        return False
    key = form._meta.model._meta.pk
    state = states.get(key.to_python(form.data.get(form.add_prefix(key.name))))
    names = {item.name for item in form._meta.model._meta.concrete_fields if not item.primary_key}
    return state is None or any(_typed(form[name], state) for name in names & form.fields.keys())


def _line(form, *, revive: bool = False) -> dict[str, list[str]]:
    """Return what a line sent, or would send; `revive` makes it a new line."""
    start = f"{form.prefix}-"
    if form.is_bound:
        sent = {name: form.data.getlist(name) for name in form.data if name.startswith(start)}
    else:
        sent = {name: values for bound in form for name, values in posted_values(bound).items()}
    line = {name.removeprefix(start): values for name, values in sent.items()}
    return {**line, form._meta.model._meta.pk.name: [""]} if revive else line


def _like(formset, **kwargs):
    """Return another formset on the same lines."""
    return type(formset)(
        instance=formset.instance, prefix=formset.prefix, queryset=formset.queryset, **kwargs
    )


def unsaved_texts(post, obj, formsets) -> list[tuple[str, str]]:
    """Return the label and the text of what was typed in a page that was locked meanwhile.

    Only texts: the rest is quick to type again, and the page that comes back is read-only.
    """
    found = _typed_texts(post, "", obj)
    for formset in formsets:
        rows = {str(row.pk): row for row in formset.get_queryset()}
        total = post.get(f"{formset.prefix}-TOTAL_FORMS", "")
        for index in range(int(total) if total.isdecimal() else 0):
            start = f"{formset.prefix}-{index}-"
            key = post.get(start + formset.model._meta.pk.name, "")
            found += _typed_texts(post, start, rows.get(key) or formset.model())
    return found


def _typed_texts(post, start: str, row) -> list[tuple[str, str]]:
    """Return the posted texts that differ from those of `row`."""
    found = []
    for item in row._meta.concrete_fields:
        text = " ".join(post.get(start + item.name, "").split())
        is_text = isinstance(item, CharField | TextField) and not item.flatchoices
        if is_text and text and text != " ".join(str(getattr(row, item.attname)).split()):
            label = f"{row._meta.verbose_name}, {item.verbose_name}" if start else item.verbose_name
            words = to_text(text) if isinstance(item, RichTextField) else text
            found.append((upper_first(str(label)), words))
    return found
