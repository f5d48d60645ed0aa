"""Names of rows in words: « Décision n° 2026 008 : visa 3 », also of rows that are gone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import CASCADE, Model

from csipa.audit.sources import Source, followed_models
from csipa.french.grammar import upper_first

_LONGEST = 120
# A line of a text belongs to an article, to a convention, to an act.
_DEEPEST = 4


def thing_of(source: Source, key: int) -> tuple[type[Model], Any]:
    """Return the model and the key of what a row of a source is about.

    The key is None when the row is gone, or is a line between two rows.
    """
    if not source.is_history:
        return source.model, key
    name = source.thing._meta.pk.attname
    known = {field.attname for field in source.model._meta.concrete_fields}
    if name not in known:
        return source.thing, None
    return source.thing, source.rows().filter(pk=key).values_list(name, flat=True).first()


def name_of(model: type[Model], pk: Any) -> str:
    """Name a row for a sentence: what it belongs to, then itself; at most five queries."""
    row = _row(model, pk)
    if row is None:
        kind = upper_first(str(model._meta.verbose_name))
        return f"{kind} de clé {pk}" if pk is not None else kind
    owners: list[str] = []
    owner = _owner(row)
    while owner is not None and len(owners) < _DEEPEST:
        owners.insert(0, _short(owner))
        owner = _owner(owner)
    return "\u00a0: ".join([*owners[:1], _own(row, has_owner=bool(owners))])


def _own(row: Model, *, has_owner: bool) -> str:
    kind = str(type(row)._meta.verbose_name)
    told = _short(row)
    if told.lower().startswith(kind.lower()):
        return told
    if not has_owner:
        return told if _names_itself(row) else f"{upper_first(kind)} «\u00a0{told}\u00a0»"
    return f"{kind} «\u00a0{told}\u00a0»"


def _names_itself(row: Model) -> bool:
    """Tell whether the words of a row say what it is: those that hold a number do."""
    return "n°" in _short(row)


def _row(model: type[Model], pk: Any) -> Model | None:
    """Return the row, or as it was in its latest version."""
    if pk is None:
        return None
    row = model._base_manager.filter(pk=pk).first()
    if row is None and model in followed_models():
        history = model.history.model._base_manager  # type: ignore[attr-defined]
        last = history.filter(**{model._meta.pk.attname: pk}).order_by("-pk").first()
        row = last.instance if last is not None else None
    return row


def _owner(row: Model) -> Model | None:
    """Return what a row belongs to: of the same app."""
    user = get_user_model()
    app = row._meta.app_label
    for field in type(row)._meta.concrete_fields:
        target = field.remote_field.model if field.remote_field else None
        if target in (None, user, type(row)) or target._meta.app_label != app:
            continue
        if getattr(row, field.attname) is None or not _belongs(row, field):
            continue
        try:
            return getattr(row, field.name)
        except ObjectDoesNotExist:
            return None
    return None


def _belongs(row: Model, field: Any) -> bool:
    """Tell whether a row hangs on what a column names: it goes with it, or cannot be without.

    Rows that are written once hang on one of several owners, of which none goes.
    """
    goes_with = field.remote_field.on_delete is CASCADE
    return goes_with or not field.null or not hasattr(type(row), "history")


def _short(row: Model) -> str:
    try:
        told = " ".join(str(row).split())
    except (ObjectDoesNotExist, AttributeError, TypeError, ValueError):
        # What it names may be what is missing.
        return f"clé {row.pk}"
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"
