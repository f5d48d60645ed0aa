"""Notes who was sent a convention, who signed it and on what day, each bound to what it signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from conventions.actions.ending import settle_end
from conventions.models import Conclusion, Convention, PartySignature, SignedText
from conventions.review.agreeing import DAYS, Matrix, Row, matrix_of
from conventions.review.timeline import act_dates, authorising_act, convention_dates
from conventions.rules.act_dates import ActDates, ConventionDates
from conventions.rules.signatures import (
    SignatureDays,
    day_faults,
    doubts,
    early_fault,
    joined_reasons,
)
from csipa.french.dates import long_date

COLUMNS = (*DAYS, "early_reason")
_REASON = "Signatures"
_VOID = (
    "Le texte a changé depuis sa signature. Si elle a signé le texte actuel, cochez-le aussi ; "
    "sinon, laissez la date telle quelle."
)


@dataclass(frozen=True, kw_only=True)
class Note:
    """What is to be noted of one party: its key, and new values by column of `COLUMNS`.

    `seen` holds what the same columns said when they were shown: a column left as it was seen is
    not written, and one that somebody else changed meanwhile is refused. Without it every value is
    written. `again` says that the party signed the text as it is now.
    """

    party: int
    values: Mapping[str, Any]
    seen: Mapping[str, Any] | None = None
    again: bool = False


@dataclass(frozen=True)
class NoteFault:
    """Why a value of one party cannot be noted; `is_conflict` when somebody else typed another."""

    party: int
    name: str
    column: str
    text: str
    is_conflict: bool = False


class NotingRefused(ValueError):
    """Nothing was noted; `faults` holds every reason, in French."""

    def __init__(self, faults: list[NoteFault]) -> None:
        self.faults = faults
        super().__init__(" ".join(f"{fault.name} : {fault.text}" for fault in faults))


@dataclass(frozen=True)
class Noted:
    """The matrix once written, how many parties changed, and what is odd (French sentences)."""

    matrix: Matrix
    changed: int
    doubts: list[str]


@transaction.atomic
def note_signatures(
    *,
    convention: Convention,
    notes: Iterable[Note],
    by: AbstractBaseUser | None,
    today: dt.date,
) -> Noted:
    """Write what is noted of every party at once, or raise NotingRefused with every reason.

    A day of signature is bound to the words of the text and to its frozen document as they are
    now. Once every party has signed, the convention is concluded on the last day; it no longer is
    when a signature is taken back.
    """
    list(Convention.objects.select_for_update(of=("self",)).filter(pk=convention.pk))
    matrix = matrix_of(convention, today=today)
    taken = _Taken(convention, matrix, today)
    changes = [change for note in notes if (change := taken.change(note))]
    if taken.faults:
        raise NotingRefused(taken.faults)
    if changes:
        # A day noted for all parties at once becomes that of each, as soon as one is told apart.
        known = {change.row.party.pk for change in changes}
        others = [row for row in matrix.rows if row.party.pk not in known]
        changes += [_Change(row, {}, binds=True) for row in others if _is_noted_for_all(row)]
        _write(changes, matrix, by)
        settle_conclusion(convention=convention, by=by, today=today)
    odd = [f"{change.row.name} : {said}" for change in changes for said in doubts(change.days)]
    return Noted(matrix_of(convention, today=today), len(changes), odd)


@dataclass(frozen=True)
class _Change:
    """New values of a row; `binds` when they sign the text as it is now."""

    row: Row
    values: dict[str, Any]
    binds: bool

    @property
    def days(self) -> SignatureDays:
        """Return what the row would say."""
        signature = self.row.signature
        return SignatureDays(
            **{name: self.values.get(name, getattr(signature, name)) for name in COLUMNS}
        )


class _Taken:
    """Takes notes one by one, and gathers what forbids them; reads the authorising act once."""

    def __init__(self, convention: Convention, matrix: Matrix, today: dt.date) -> None:
        self.rows = {row.party.pk: row for row in matrix.rows}
        self.today = today
        self.faults: list[NoteFault] = []
        self._convention = convention
        self._dates: tuple[ActDates | None, ConventionDates] | None = None

    def change(self, note: Note) -> _Change | None:
        """Return what a note changes, None for nothing; its faults go to `faults`."""
        row = self.rows.get(note.party)
        if row is None:
            gone = "elle ne signe plus la convention. Rouvrez la page."
            self.faults.append(NoteFault(note.party, "Une partie", "", gone))
            return None
        values = self._typed(row, note)
        if not values and not note.again:
            return None
        binds = note.again or "signed_on" in values or _is_noted_for_all(row)
        change = _Change(row, values, binds=binds)
        self.faults += [
            NoteFault(row.party.pk, row.name, column, text)
            for column, text in self._refused(change, again=note.again)
        ]
        return change

    def _typed(self, row: Row, note: Note) -> dict[str, Any]:
        """Return the values that were typed and are new; what somebody else typed is a fault."""
        typed = {}
        for column, value in note.values.items():
            current = getattr(row.signature, column)
            if value == current or (note.seen and value == note.seen[column]):
                continue
            if note.seen and current != note.seen[column]:
                self.faults.append(_conflict(row, column, current))
            else:
                typed[column] = value
        return typed

    def _refused(self, change: _Change, *, again: bool) -> Iterator[tuple[str, str]]:
        days = change.days
        yield from day_faults(days, today=self.today)
        if days.signed_on is None:
            if again:
                yield "signed_on", "Dites quel jour elle a signé le texte actuel."
            if days.early_reason:
                yield "early_reason", "Dites pour quel jour ce motif vaut."
            return
        if change.row.is_void and change.binds and not again:
            yield "signed_on", _VOID
        if change.binds or "early_reason" in change.values:
            fault = early_fault(days, *self.dates)
            if fault and not days.early_reason and days.signed_on <= self.today:
                advice = "Corrigez la date, ou écrivez le motif de cette signature."
                yield "signed_on", f"{fault} {advice}"

    @property
    def dates(self) -> tuple[ActDates | None, ConventionDates]:
        """Return what is known of the authorising act and of the convention."""
        if self._dates is None:
            act = authorising_act(self._convention)
            known = act_dates(act) if act else None
            self._dates = known, convention_dates(self._convention)
        return self._dates


def _is_noted_for_all(row: Row) -> bool:
    """Tell whether the day of a party is only that of the conclusion, noted for all at once."""
    return bool(row.signature.signed_on and not row.signature.text_id)


def _conflict(row: Row, column: str, current: Any) -> NoteFault:
    said = long_date(current) if isinstance(current, dt.date) else f"« {current} »"
    now = f"a écrit ici : {said}" if current else "a vidé cette case"
    text = (
        f"quelqu’un d’autre {now}. Enregistrez de nouveau pour garder votre saisie, ou reprenez "
        "la sienne."
    )
    return NoteFault(row.party.pk, row.name, column, text, is_conflict=True)


def _write(changes: list[_Change], matrix: Matrix, by: AbstractBaseUser | None) -> None:
    texts = _keep_texts([change.row for change in changes if change.binds])
    rows = []
    for change in changes:
        signature = change.row.signature
        for column, value in change.values.items():
            setattr(signature, column, value)
        if change.binds:
            signed = signature.signed_on is not None
            signature.text = texts[change.row.sha256] if signed else None
            signature.document = matrix.document if signed else None
        rows.append(signature)
    kept = {"default_user": by, "default_change_reason": _REASON}
    if old := [row for row in rows if row.pk]:
        bulk_update_with_history(old, PartySignature, [*COLUMNS, "text", "document"], **kept)
    if new := [row for row in rows if not row.pk]:
        bulk_create_with_history(new, PartySignature, **kept)


def _keep_texts(rows: Iterable[Row]) -> dict[str, SignedText]:
    """Keep the words that bind the parties, once each; return them by their digest."""
    texts = {row.sha256: row.text for row in rows}
    SignedText.objects.bulk_create(
        [SignedText(sha256=sha256, content=content) for sha256, content in texts.items()],
        ignore_conflicts=True,
    )
    kept = SignedText.objects.filter(sha256__in=texts).defer("content")
    return {row.sha256: row for row in kept}


@transaction.atomic
def settle_conclusion(
    *, convention: Convention, by: AbstractBaseUser | None, today: dt.date
) -> Conclusion | None:
    """Conclude a convention that all its parties have signed, on the last day; undo it otherwise.

    Call it inside the transaction that changes a signature, or the text that was signed. What was
    noted of a convention without parties is left alone.
    """
    matrix = matrix_of(convention, today=today)
    conclusion = Conclusion.objects.filter(convention=convention).first()
    if not matrix.rows:
        return conclusion
    if not matrix.complete:
        if conclusion:
            conclusion._history_user = by
            conclusion.delete()
            settle_end(convention=convention)
        return None
    wanted = (
        matrix.signed_on,
        joined_reasons((row.name, row.signature.early_reason) for row in matrix.rows),
    )
    conclusion = conclusion or Conclusion(convention=convention)
    if (conclusion.signed_on, conclusion.early_reason) != wanted:
        conclusion.signed_on, conclusion.early_reason = wanted
        conclusion._history_user = by
        conclusion.save()
        settle_end(convention=convention)
    return conclusion
