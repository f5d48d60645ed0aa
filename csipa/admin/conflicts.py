"""Two people on the same page: the second is told what changed, and nothing is overwritten.

A page carries how far its history had come when it was opened (`csipa.admin.marks`). When it comes
back after somebody else saved, nothing is written: it is shown again with what was typed, what the
other person changed, and the other person's values wherever nothing was typed. Saving again applies
it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.db.models import CharField, TextField
from django.forms import BoundField
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME

from csipa.admin.differences import compared_fields
from csipa.admin.history import Entry, Trail, entries, seen_relations, values_entry
from csipa.admin.marks import seen_marks, seen_values, seen_version, shown_values
from csipa.admin.widgets import posted_values
from csipa.french.grammar import upper_first
from csipa.richtext.cleaning import to_text
from csipa.richtext.fields import RichTextField


@dataclass
class PageEdit:
    """What one request does to a page; lives on the request, from `change_view` on."""

    formsets: list = field(default_factory=list)
    conflict: Conflict | None = None
    marks: str = ""


@dataclass(frozen=True)
class Conflict:
    """Saves that the person did not see; without history, neither `saves` nor merging."""

    saves: list[Entry]
    base: object = None
    trails: list = field(default_factory=list)

    message = (
        "Cette page a été modifiée par quelqu’un d’autre depuis que vous l’avez ouverte\u00a0: "
        "rien n’est encore enregistré. Relisez, puis enregistrez de nouveau."
    )


def find_conflict(posted: str | None, obj, trails: list[Trail]) -> Conflict | None:
    """Return what happened since the page of `obj` that carries `posted` was opened.

    None if nothing that counts did. A page that does not say what it was opened on is a conflict
    too: nobody knows what was seen.
    """
    marks = seen_marks(posted)
    name = obj._meta.model_name
    if not (trails and trails[0].is_root):
        told = Trail(type(obj), [], is_root=True, hidden=set(), name=name)
        return _conflict_of_values(marks.get(name), obj, [told, *trails], marks)
    if not marks:
        return _conflict_of_version(posted, trails)
    trails = _opened_at(trails, marks)
    root = trails[0]
    if root.seen is None or (root.seen and not any(r.history_id == root.seen for r in root.rows)):
        return Conflict(saves=[])
    if not any(_moved(trail) for trail in trails):
        return None
    return Conflict(entries(trails), root.states(seen=True).get(obj.pk), trails)


def _opened_at(trails: list[Trail], marks: dict[str, str]) -> list[Trail]:
    """Put in each trail how far it had come; a set of lines that the page did not show is seen."""

    def seen(trail: Trail) -> int | None:
        mark = marks.get(trail.name)
        if mark is None and not trail.is_root:
            return max((row.history_id for row in trail.rows), default=0)
        return int(mark) if mark and mark.isdecimal() else None

    return [replace(trail, seen=seen(trail)) for trail in trails]


def _conflict_of_version(posted: str | None, trails: list[Trail]) -> Conflict | None:
    """Return what happened since the version that a page says, which says no more than that."""
    version = seen_version(posted)
    rows = trails[0].rows
    base = next(
        (row for row in reversed(rows) if str(getattr(row, "version", "")) == version), None
    )
    if base is None or not version:
        return Conflict(saves=[])
    later = [row for row in rows if row.version > base.version]
    if not later:
        return Conflict(saves=[])
    since = min(row.history_date for row in later)
    opened = [
        replace(
            trail,
            seen=max((row.history_id for row in trail.rows if row.history_date < since), default=0),
        )
        for trail in trails
    ]
    return Conflict(entries(opened), base, opened)


def _conflict_of_values(
    mark: str | None, obj, trails: list[Trail], marks: dict[str, str]
) -> Conflict | None:
    """Return what happened to a row without history since its page showed the values of `mark`."""
    values = seen_values(mark or "")
    if values is None:
        return Conflict(saves=[])
    trails = [trails[0], *_opened_at(trails[1:], marks)]
    present = shown_values(obj)
    if values == present and not any(_moved(trail) for trail in trails[1:]):
        return None
    base = type(obj)(pk=obj.pk)
    relations = {field.name for field in obj._meta.many_to_many}
    for name, value in values.items():
        if name not in relations:
            field = obj._meta.get_field(name)
            setattr(base, field.attname, None if value is None else field.to_python(value))
    base.seen_relations = {name: values[name] for name in relations if name in values}
    saves = entries(trails[1:])
    if values != present:
        saves.insert(0, values_entry(base, obj))
    return Conflict(saves, base, trails)


def _moved(trail: Trail) -> bool:
    """Tell whether a row that the page shows is no longer as it was, or came, or went."""
    if not trail.unseen:
        return False
    before, after = trail.states(seen=True), trail.states(seen=False)
    fields = [item.attname for item in compared_fields(trail.model, without=trail.hidden)]
    if trail.is_root and hasattr(trail.model, "version"):
        fields.append("version")
    for key, row in after.items():
        old = before.get(key)
        is_gone, was_gone = row.history_type == "-", old is None or old.history_type == "-"
        if is_gone and was_gone:
            continue
        if is_gone or was_gone or old is None:
            return True
        if any(getattr(old, name) != getattr(row, name) for name in fields):
            return True
        if seen_relations(old) != seen_relations(row):
            return True
    return False


def keep_untyped(form, base) -> None:
    """Show the present value of every field of `form` that was left as it was in `base`."""
    options = form._meta.model._meta
    names = {item.name for item in (*options.concrete_fields, *options.many_to_many)}
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
    relations = seen_relations(base)
    if bound.name in relations:
        seen = relations[bound.name]
    elif bound.form._meta.model._meta.get_field(bound.name).many_to_many:
        return True  # nobody knows what was seen: what was sent is kept
    else:
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
    states: dict = {}
    for trail in conflict.trails:
        if trail.model is model and not trail.is_root:
            states |= trail.states(seen=True)
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
