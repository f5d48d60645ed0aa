"""What somebody writes beside the figures of a day: never anything of a patient."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from consultations.actions.recording import LOCKED, NOT_YET, hold_months, unwritten
from consultations.documents.grid_words import account_words
from consultations.models import ActivityCount, MonthState
from consultations.review.grid_checks import read_checks
from consultations.rules.cells import CellKey
from consultations.rules.privacy import refused_comment

LONGEST = 200


class NotKept(ValueError):
    """The remark may not be kept; the text says why, in French."""


@transaction.atomic
def annotate(
    key: CellKey, text: str, *, base: str, by: Any, now: dt.datetime, today: dt.date
) -> None:
    """Write the remark of a row, which is made if nothing is entered; an empty one goes away.

    `base` is the remark that the page showed. Raises NotKept: a text that gives somebody away, a
    row that is not theirs to write, a closed month, a remark that somebody else wrote meanwhile.
    """
    text = " ".join(text.split())
    row = _row(key, by=by, today=today)
    if reason := _refusal(text):
        raise NotKept(reason)
    if row.comment == text:
        return
    if row.comment != base.strip():
        raise NotKept(
            f"{account_words(row.author)} a écrit entre-temps «\u00a0{row.comment}\u00a0»\u00a0: "
            "gardez-le, ou enregistrez de nouveau pour mettre votre texte à sa place."
        )
    is_new = row.pk is None
    row.comment, row.author, row.changed_at = text, by, now
    row.entered_at = now if is_new else row.entered_at
    row.version = 1 if is_new else row.version + 1
    row._history_user = by
    row.save()


def remark_of(key: CellKey) -> str:
    """Return the remark of a row, empty where there is none."""
    return getattr(_found(key), "comment", "")


def _row(key: CellKey, *, by: Any, today: dt.date) -> ActivityCount:
    if message := read_checks([key], by=by).row_refusal(key):
        raise NotKept(message)
    if key.date > today:
        raise NotKept(NOT_YET)
    (lock,) = hold_months({(key.site, key.month)}).values()
    if lock.state != MonthState.OPEN:
        raise NotKept(LOCKED)
    return _found(key) or unwritten(key)


def _found(key: CellKey) -> ActivityCount | None:
    rows = ActivityCount.objects.filter(
        site=key.site,
        date=key.date,
        profession=key.profession,
        person=key.person or None,
        kind=key.kind,
    )
    return rows.select_related("author").first()


def _refusal(text: str) -> str:
    if len(text) > LONGEST:
        return f"Cette remarque est trop longue\u00a0: {LONGEST}\u00a0caractères au plus."
    return refused_comment(text)
