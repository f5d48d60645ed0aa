"""Who changed what, when: the history of a text and of all its parts, told for people and tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from conventions.models import (
    Act,
    ActPower,
    Annex,
    Article,
    Commitment,
    Conclusion,
    Convention,
    Effect,
    EmpoweringAct,
    Execution,
    FinancialTerm,
    Fulfilment,
    Instalment,
    LentEquipment,
    OccupiedRoom,
    OccupiedSlot,
    Party,
    PartySignature,
    Payer,
    Provision,
    Publication,
    Recital,
    Redaction,
    RenewalDecision,
    RentReview,
    SignedCopy,
    Termination,
    TerminationNotice,
    Tracking,
    Visa,
    Vote,
    WithheldAnnex,
)
from conventions.proof.pieces import Scope, name_of
from csipa.admin.differences import EMPTY
from csipa.admin.history import Entry, Trail, entries, history_manager
from csipa.spreadsheets import Sheet

_OF_ACT = (
    *(Visa, Recital, Provision, Vote, Effect, Annex, Execution, ActPower, Redaction, Publication),
    SignedCopy,
)
_OF_CONVENTION = (
    *(Conclusion, Visa, Recital, Party, Article, SignedCopy, RenewalDecision, Termination),
    *(FinancialTerm, Instalment, Payer, RentReview, OccupiedRoom, LentEquipment, OccupiedSlot),
)
PARTS: dict[type[models.Model], tuple[type[models.Model], ...]] = {
    Act: _OF_ACT,
    Convention: _OF_CONVENTION,
    Annex: (WithheldAnnex,),
    Party: (EmpoweringAct, PartySignature),
    Article: (Commitment,),
    Commitment: (Tracking, Fulfilment),
    Termination: (TerminationNotice,),
}
"""The parts whose history is told with that of their owner, by the key that names it."""

HEADINGS = (
    *("Texte", "Date et heure", "Qui", "Ce qui change", "Geste", "Champ", "Avant", "Après"),
    "Motif",
)


@dataclass(frozen=True)
class Story:
    """The saves of one text, the first one first; `rows` the keys of all that they bear on."""

    name: str
    saves: list[Entry]
    rows: dict[type[models.Model], set[int]]


def stories_of(scope: Scope) -> list[Story]:
    """Return the history of each text of a scope with its parts, deleted ones too.

    Some thirty queries a text, whatever the number of rows.
    """
    texts: list[Act | Convention] = [*scope.acts, *scope.conventions]
    texts.sort(key=lambda text: text != scope.text)
    return [_story(text) for text in texts]


def _story(text: Act | Convention) -> Story:
    trails = list(_trails(text))
    rows = {trail.model: {row.id for row in trail.rows} for trail in trails if trail.rows}
    return Story(name_of(text), entries(trails)[::-1], rows)


def _trails(text: Act | Convention) -> Iterator[Trail]:
    root = type(text)
    yield Trail(root, _rows(root, root._meta.pk.attname, [text.pk]), is_root=True, hidden=set())
    yield from _parts(root, [text.pk])


def _parts(owner: type[models.Model], keys: Iterable[int]) -> Iterator[Trail]:
    name = owner._meta.model_name
    for model in PARTS.get(owner, ()):
        rows = _rows(model, f"{name}_id", keys)
        yield Trail(model, rows, is_root=False, hidden={name})
        if rows and model in PARTS:
            yield from _parts(model, {row.id for row in rows})


def _rows(model: type[models.Model], column: str, keys: Iterable[int]) -> list[Any]:
    found = history_manager(model).filter(**{f"{column}__in": list(keys)})
    return list(found.select_related("history_user").order_by("history_date", "history_id"))


def history_sheet(stories: list[Story]) -> Sheet:
    """Return the history as a table, one line a value that changed."""
    lines: list[list[str]] = []
    for story in stories:
        for save in story.saves:
            moment = timezone.localtime(save.when).isoformat(timespec="seconds")
            for row in save.rows:
                head = [story.name, moment, save.by, row.subject or story.name, row.deed]
                values = [[one.label, _value(one.old), _value(one.new)] for one in row.changes]
                values = values or [["", "", ""]]
                lines += [[*head, *value, save.reason] for value in values]
    return Sheet("Historique", HEADINGS, lines)


def _value(told: str) -> str:
    """Return a value as data holds it: nothing, where a page writes a word."""
    return "" if told == EMPTY else told


def history_data(stories: list[Story]) -> list[dict[str, Any]]:
    """Return the history as data, moments in ISO 8601 with their offset."""
    return [
        {"texte": story.name, "enregistrements": [_save(save) for save in story.saves]}
        for story in stories
    ]


def _save(save: Entry) -> dict[str, Any]:
    return {
        "quand": timezone.localtime(save.when).isoformat(),
        "qui": save.by,
        "motif": save.reason,
        "lignes": [
            {
                "objet": row.subject,
                "geste": row.deed,
                "changements": [
                    {
                        "champ": one.label,
                        "avant": _value(one.old) or None,
                        "apres": _value(one.new) or None,
                    }
                    for one in row.changes
                ],
            }
            for row in save.rows
        ],
    }
