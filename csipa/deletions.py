"""Deletes rows, and keeps the history of those that pointed to them.

Django empties the columns of a relation that is `SET_NULL` in one statement, of which no history
is written: the rows would no longer be as their last version.
"""

from __future__ import annotations

from typing import Any

from django.db import models, router, transaction
from django.db.models.deletion import Collector
from django.utils import timezone


@transaction.atomic
def delete_rows(rows: models.QuerySet, *, by: Any) -> int:
    """Delete `rows` and what falls with them; return how many rows are gone.

    Raises ProtectedError or RestrictedError where something else holds on to them, and
    IntegrityError where a constraint refuses.
    """
    using = router.db_for_write(rows.model)
    keys = list(rows.values_list("pk", flat=True))
    emptied = _emptied(rows, using)
    count, _ = rows.model._base_manager.filter(pk__in=keys).delete()
    now = timezone.now()
    for model, others in emptied.items():
        left = list(model._base_manager.using(using).filter(pk__in=others))
        if left:
            model.history.bulk_history_create(  # type: ignore[attr-defined]
                left, update=True, default_user=by, default_date=now
            )
    return count


def _emptied(rows: models.QuerySet, using: str) -> dict[type[models.Model], set[Any]]:
    """Return the keys of the rows with a history of which a column is about to be emptied."""
    collector = Collector(using=using, origin=rows)
    collector.collect(list(rows))
    found: dict[type[models.Model], set[Any]] = {}
    for groups in collector.field_updates.values():
        for group in groups:
            for row in group:
                if hasattr(type(row), "history"):
                    found.setdefault(type(row), set()).add(row.pk)
    for model, deleted in collector.data.items():
        if model in found:
            found[model] -= {row.pk for row in deleted}
    return found
