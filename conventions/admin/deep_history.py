"""The history of lines that are themselves under the lines of a page."""

from __future__ import annotations

from django.db import models

from csipa.admin.history import Trail, history_manager


def deep_trail(model: type[models.Model], key: str, middle: type[models.Model], **of: int) -> Trail:
    """Return the trail of the rows of `model` whose `key` is, or was, a `middle` row of `of`.

    Rows under a line deleted since are told as well.
    """
    parents = history_manager(middle).filter(**of).values("id")
    rows = history_manager(model).filter(**{f"{key}_id__in": parents})
    rows = rows.select_related("history_user").order_by("history_date", "history_id")
    return Trail(model, list(rows), is_root=False, hidden={key})
