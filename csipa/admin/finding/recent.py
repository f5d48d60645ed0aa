"""What a person added or changed lately: read from the journal of the back office.

Nothing is kept for it. What somebody merely opened is not remembered: it would be a record of what
each person looks at, and a write for every page read. Nothing stays in the browser either: names
of people have no place in the memory of a machine that several share.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from csipa.admin.finding.asking import Group, Line, lines_of
from csipa.admin.finding.declared import findable
from csipa.admin.finding.ranking import EXACT_CODE
from csipa.french.grammar import upper_first

TITLE = "Modifiés récemment"
SHOWN = 8
_READ = 60

Key = tuple[type[Model], Any]


def recent(request: HttpRequest) -> list[Group]:
    """Return the last things that the person wrote and may still see, the latest first.

    One query for the journal, and one for each kind of thing among them.
    """
    keys = _last_keys(request)
    by_model: dict[type[Model], list[Any]] = {}
    for model, key in keys:
        by_model.setdefault(model, []).append(key)
    told: dict[Key, Line] = {}
    for model, wanted in by_model.items():
        told |= _told(request, model, wanted)
    lines = tuple(told[key] for key in keys if key in told)
    return [Group(TITLE, lines, len(lines), EXACT_CODE)] if lines else []


def _last_keys(request: HttpRequest) -> list[Key]:
    """Return the last rows of the journal that have a page the person may open, each once."""
    entries = LogEntry.objects.filter(user=request.user).exclude(action_flag=DELETION)
    # By key, which follows the hour: the index on the account then gives them in order.
    read = entries.order_by("-pk").values_list("content_type_id", "object_id")[:_READ]
    keys: dict[Key, None] = {}
    for kind, written in read:
        model = ContentType.objects.get_for_id(kind).model_class() if kind else None
        page = admin.site._registry.get(model) if model else None
        key = _key(model, written) if page and page.has_view_permission(request) else None
        if key is not None and len(keys) < SHOWN:
            keys[model, key] = None
    return list(keys)


def _key(model: type[Model], written: str | None) -> Any:
    try:
        return model._meta.pk.to_python(written)
    except ValidationError:
        return None


def _told(request: HttpRequest, model: type[Model], keys: list[Any]) -> dict[Key, Line]:
    page, one = admin.site.get_model_admin(model), findable(model)
    seen = page.get_queryset(request).filter(pk__in=keys).order_by().values("pk")
    rows = model._base_manager.filter(pk__in=seen)
    if one is not None:
        rows = list(one.load(rows))
        lines = lines_of(one, rows)
    else:
        related = page.list_select_related
        rows = list(rows.select_related(*related) if isinstance(related, tuple) else rows)
        lines = [_line(row) for row in rows]
    return {(model, row.pk): line for row, line in zip(rows, lines, strict=True)}


def _line(row: Model) -> Line:
    options = row._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])
    return Line(str(options.verbose_name), upper_first(str(row)), "", address)
