"""What an import would write, found by doing it and taking it back before anybody sees it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max

from conventions.actions.importing import import_file
from conventions.models import Act, Convention, Meeting
from csipa.french.grammar import upper_first
from sites.models import Organisation, Representative

# What a person reads of an import; the lines of a text come with it.
_TOLD = (Act, Convention, Meeting, Organisation, Representative)


@dataclass(frozen=True)
class Rehearsal:
    """What would be created and taken away, as (kind, name), and what should be looked at."""

    created: list[tuple[str, str]]
    removed: list[tuple[str, str]]
    notices: list[str]
    is_signed: bool


@transaction.atomic
def rehearse_import(
    *, content: bytes, by: AbstractBaseUser | None, now: dt.datetime, replace: bool = False
) -> Rehearsal:
    """Return what `import_file` would do; nothing stays of it. Raises as `import_file` does."""
    before = {model: _last(model) for model in _TOLD}
    imported = import_file(content=content, by=by, now=now, replace=replace)
    written = [
        (row.history_type, upper_first(str(model._meta.verbose_name)), str(row.instance))
        for model in _TOLD
        for row in model.history.filter(history_id__gt=before[model]).order_by("history_id")
    ]
    created = [(kind, name) for deed, kind, name in written if deed == "+"]
    removed = [(kind, name) for deed, kind, name in written if deed == "-"]
    is_signed = bool(imported.act and imported.act.is_signed)
    transaction.set_rollback(True)
    return Rehearsal(created, removed, imported.notices, is_signed)


def _last(model: Any) -> int:
    """Return the number of the last version of any row of a model."""
    return model.history.aggregate(last=Max("history_id"))["last"] or 0
