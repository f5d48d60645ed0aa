"""How far the history of a page had come when it was opened: the page carries it, a save compares.

A mark is the key of the latest version, of the root and of each set of lines. A model of Django's
own keeps no history: its page carries, signed, the values it showed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core import signing
from django.db import models
from django.db.models import Max, Subquery, Value
from django.db.models.functions import Coalesce

from csipa.admin.differences import SECRET
from csipa.admin.history import page_histories

MARKS_INPUT = "version"
_SALT = "csipa.admin.marks"
_VERSION_END, _MARK_END, _MARK_SIGN = ";", ",", "="


def page_marks(obj: Any, inlines: Iterable[Any], owner: Any = None) -> str:
    """Return what a page of `obj` carries; at most one query, and the lists of a root alone."""
    root = type(obj)
    histories = {name: rows for name, _, _, rows in page_histories(obj, inlines, owner)}
    marks: dict[str, Any] = {}
    if root._meta.model_name not in histories:
        shown = signing.dumps(shown_values(obj), salt=_SALT, compress=True)
        marks[str(root._meta.model_name)] = shown
    if histories:
        latest = (Coalesce(Subquery(_latest(rows)), Value(0)) for rows in histories.values())
        found = root._base_manager.filter(pk=obj.pk).values_list(*latest).first()
        marks |= dict(zip(histories, found or (), strict=False))
    told = _MARK_END.join(f"{name}{_MARK_SIGN}{mark}" for name, mark in marks.items())
    return f"{getattr(obj, 'version', '')}{_VERSION_END}{told}"


def _latest(rows: Any) -> Any:
    """Return the key of the latest of `rows`, which share one value, as a subquery."""
    return rows.order_by().values(same=Value(1)).annotate(mark=Max("history_id")).values("mark")


def is_unchanged(posted: str | None, present: str) -> bool:
    """Tell whether nothing happened between two marks.

    A page opened before marks were carried says its version alone: that is compared then.
    """
    if not posted:
        return False
    if _VERSION_END in posted:
        return posted == present
    return posted == present.partition(_VERSION_END)[0]


def seen_marks(posted: str | None) -> dict[str, str]:
    """Return the marks of a page by the name of their trail; empty for what cannot be read."""
    told = (posted or "").partition(_VERSION_END)[2]
    pairs = (part.partition(_MARK_SIGN) for part in told.split(_MARK_END))
    return {name: mark for name, sign, mark in pairs if sign}


def seen_version(posted: str | None) -> str:
    """Return the version that a page says it was opened at, empty for none."""
    return (posted or "").partition(_VERSION_END)[0]


def shown_values(obj: models.Model) -> dict[str, Any]:
    """Return what the page of a row without history may show: columns as text, lists of keys."""
    values: dict[str, Any] = {
        field.name: field.value_to_string(obj) if field.value_from_object(obj) is not None else None
        for field in obj._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in SECRET
    }
    for field in obj._meta.many_to_many:
        values[field.name] = sorted(getattr(obj, field.name).values_list("pk", flat=True))
    return values


def seen_values(mark: str) -> Mapping[str, Any] | None:
    """Return the values that a page showed, None if it does not say them or was tampered with."""
    try:
        return signing.loads(mark, salt=_SALT)
    except signing.BadSignature:
        return None
