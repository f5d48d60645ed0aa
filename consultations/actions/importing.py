"""Writes what a file of counts changes: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from consultations.actions.recording import record
from consultations.review.import_plan import Plan

_CHUNK = 500


class ImportRefused(ValueError):
    """Nothing was written; the text is one French sentence."""


@transaction.atomic
def apply_import(
    plan: Plan,
    *,
    by: Any,
    now: dt.datetime,
    today: dt.date,
    only_good: bool = False,
    told: Callable[[int], None] = lambda done: None,
) -> int:
    """Write the lines of a plan and return their number; `told` hears how many are written.

    Raises ImportRefused when some lines are refused or in conflict, unless `only_good`, and when
    somebody changed one of the rows since the plan was made: nothing is written then.
    """
    if not plan.is_whole and not only_good:
        raise ImportRefused(
            "Ce fichier a des lignes à corriger : rien n’est écrit. Corrigez-les, ou demandez "
            "d’importer les bonnes lignes seulement."
        )
    # In the order in which months are held, so that two imports never wait for each other.
    entries = sorted(plan.entries, key=lambda entry: entry.key)
    for start in range(0, len(entries), _CHUNK):
        chunk = entries[start : start + _CHUNK]
        comments = {one.key: one.comment for one in chunk if one.comment is not None}
        outcome = record(
            [change for entry in chunk for change in entry.changes],
            by=by,
            now=now,
            today=today,
            comments=comments,
        )
        missing = {entry.key for entry in chunk} - outcome.states.keys()
        if outcome.conflicts or outcome.refused or missing:
            raise ImportRefused(
                "Des décomptes ou des mois ont changé depuis l’aperçu : rien n’est écrit. "
                "Envoyez de nouveau le fichier."
            )
        told(start + len(chunk))
    return len(entries)
