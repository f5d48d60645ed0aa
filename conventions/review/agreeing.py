"""Who signed a convention, what text each party signed, and who is still awaited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from conventions.documents.parties import full_name
from conventions.documents.wording import naming
from conventions.exchange.agreements import load_convention, standalone_data
from conventions.models import (
    Conclusion,
    Convention,
    DocumentKind,
    FrozenDocument,
    Party,
    PartySignature,
    SignedText,
)
from conventions.review.obligations import party_label
from conventions.review.timeline import act_dates, authorising_act, convention_dates
from conventions.rules.signatures import (
    SignatureDays,
    SignatureState,
    early_fault,
    state_of,
)
from conventions.rules.signed_differences import differences, in_a_sentence
from conventions.rules.signed_text import digest, signed_text, signs
from csipa.french.grammar import lower_first
from csipa.french.numbers import counted
from csipa.prepared import prepared

Data = dict[str, Any]
_ARTICLES = ("La ", "Le ", "Les ", "L’", "L'")
DAYS = ("sent_on", "received_on", "signed_on", "original_on")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One party that signs: its place from 1, who signs for it, and where its signature stands.

    `signature` is not saved while nothing is known of it. `text` is what binds the party now,
    `changes` what changed in it since the party signed; `days` is how long it has been awaited.
    """

    party: Party
    rank: int
    name: str
    group: str
    signatory: str
    acts: list[str]
    signature: PartySignature
    text: Data
    sha256: str
    state: SignatureState
    changes: list[str] = field(default_factory=list)
    days: int | None = None

    @property
    def said(self) -> str:
        """Return the name as it stands in a sentence: only an article loses its capital."""
        return lower_first(self.name) if self.name.startswith(_ARTICLES) else self.name

    @property
    def is_valid(self) -> bool:
        """Tell whether the party signed the text as it is now."""
        return self.state is SignatureState.SIGNED

    @property
    def is_void(self) -> bool:
        """Tell whether the party signed a text that changed since."""
        return self.state is SignatureState.VOID

    @property
    def why(self) -> str:
        """Say since what the signature is void; empty when it is not."""
        return f"depuis que {in_a_sentence(self.changes)}" if self.is_void else ""

    @property
    def told(self) -> str:
        """Say in words where the signature stands."""
        if self.is_void:
            return f"nulle {self.why}"
        if self.days is not None:
            return f"envoyée, en attente depuis {counted(self.days, 'jour', 'jours')}"
        return self.state.label


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """The signatures of a convention, in the order of its parties.

    `others` names the parties that do not sign; `document` is the frozen PDF, None while the text
    is open; `noted` is the day typed for a convention none of whose parties is known.
    """

    convention: Convention
    rows: list[Row]
    others: list[str]
    document: FrozenDocument | None
    noted: dt.date | None = None

    @property
    def complete(self) -> bool:
        """Tell whether every party that signs signed the text as it is now."""
        return bool(self.rows) and all(row.is_valid for row in self.rows)

    @property
    def signed_on(self) -> dt.date | None:
        """Return the day on which the last party signed, None while one is awaited."""
        if not self.complete:
            return self.noted if not self.rows else None
        return max(row.signature.signed_on for row in self.rows)

    @property
    def awaited(self) -> list[Row]:
        """Return the rows whose signature is not there, or no longer."""
        return [row for row in self.rows if not row.is_valid]

    @property
    def valid(self) -> list[Row]:
        """Return the rows whose party signed the text as it is now."""
        return [row for row in self.rows if row.is_valid]

    @property
    def void(self) -> list[Row]:
        """Return the rows whose party signed another text."""
        return [row for row in self.rows if row.is_void]


def matrix_of(convention: Convention, *, today: dt.date) -> Matrix:
    """Return where each signature of a convention stands; a fixed number of queries.

    The text of a convention that is closed is read from its frozen document, whose data never
    change: what this program adds to the exchange format later voids no signature.
    """
    parties = list(convention.parties.select_related("organisation").order_by("position", "pk"))
    frozen = (
        FrozenDocument.objects.filter(convention=convention, kind=DocumentKind.CONVENTION)
        .defer("content", "context")
        .first()
    )
    data = frozen.source if frozen else {}
    if len(data.get("parties") or []) != len(parties):
        data = standalone_data(load_convention(convention.pk))
    conclusion = Conclusion.objects.filter(convention=convention).first()
    signatures = _signatures(parties, conclusion)
    texts = {
        party.pk: signed_text(data, rank)
        for rank, party in enumerate(parties, start=1)
        if signs(data["parties"][rank - 1])
    }
    bound = _bound(texts, signatures)
    rows = [
        _row(party, rank, data["parties"][rank - 1], texts[party.pk], signatures, bound, today)
        for rank, party in enumerate(parties, start=1)
        if party.pk in texts
    ]
    return Matrix(
        convention=convention,
        rows=rows,
        others=[
            str(said["name"])
            for party, said in zip(parties, data.get("parties") or [], strict=True)
            if party.pk not in texts
        ],
        document=frozen,
        noted=conclusion.signed_on if conclusion else None,
    )


def _signatures(
    parties: Sequence[Party], conclusion: Conclusion | None
) -> dict[int, PartySignature]:
    """Return what is known of each party, blank rows included.

    A day noted for all at once, while no party had a row of its own, is the day of each.
    """
    known = {
        row.party_id: row
        for row in PartySignature.objects.filter(party__in=parties)
        .select_related("text")
        .defer("text__content")
    }
    for_all: Data = {}
    if conclusion and conclusion.signed_on and not any(row.signed_on for row in known.values()):
        for_all = {"signed_on": conclusion.signed_on, "early_reason": conclusion.early_reason}
    rows = {}
    for party in parties:
        rows[party.pk] = row = known.get(party.pk) or PartySignature(party=party)
        for column, value in for_all.items():
            setattr(row, column, value)
    return rows


def _bound(texts: dict[int, Data], signatures: dict[int, PartySignature]) -> dict[int, Data]:
    """Return the words that the parties signed, by party, where they are not those of now."""
    other = {
        pk: signatures[pk].text_id
        for pk, text in texts.items()
        if signatures[pk].text_id and signatures[pk].text.sha256 != digest(text)
    }
    kept = SignedText.objects.in_bulk(set(other.values())) if other else {}
    return {pk: kept[key].content for pk, key in other.items()}


def _row(
    party: Party,
    rank: int,
    said: Data,
    text: Data,
    signatures: dict[int, PartySignature],
    bound: dict[int, Data],
    today: dt.date,
) -> Row:
    signature = signatures[party.pk]
    days = SignatureDays(**{name: getattr(signature, name) for name in DAYS})
    state = state_of(days, is_void=party.pk in bound)
    is_awaited = state is SignatureState.SENT and signature.sent_on <= today
    person = said.get("representative") or {}
    return Row(
        party=party,
        rank=rank,
        name=str(said["name"]),
        group=str(said.get("group") or ""),
        signatory=", ".join(filter(None, (full_name(person), person.get("capacity")))),
        acts=[naming(act) for act in said.get("acts") or []],
        signature=signature,
        text=text,
        sha256=digest(text),
        state=state,
        changes=differences(bound[party.pk], text) if party.pk in bound else [],
        days=(today - signature.sent_on).days if is_awaited else None,
    )


def early_faults(matrix: Matrix) -> dict[int, str]:
    """Return why each party signed too early, by the key of the party; three queries at most.

    The reason that was given for it is not looked at.
    """
    if not any(row.signature.signed_on for row in matrix.rows):
        return {}
    act, dates = authorising_act(matrix.convention), convention_dates(matrix.convention)
    known = act_dates(act) if act else None
    found = {
        row.party.pk: early_fault(SignatureDays(signed_on=row.signature.signed_on), known, dates)
        for row in matrix.rows
    }
    return {pk: fault for pk, fault in found.items() if fault}


def fallen(before: Matrix, after: Matrix) -> list[Row]:
    """Return the rows that were signed `before` and are not `after`, those that are gone included.

    A row that is still there tells by its `changes` why.
    """
    present = {row.party.pk: row for row in after.rows}
    found = (present.get(row.party.pk, row) for row in before.valid)
    return [row for row in found if row.party.pk not in present or not row.is_valid]


@dataclass(frozen=True)
class Awaited:
    """A convention sent to a party and not back; `days` have gone by since `sent_on`."""

    convention: Convention
    party: str
    sent_on: dt.date
    days: int


def awaited_signatures(*, today: dt.date) -> list[Awaited]:
    """Return what was sent to parties by `today` and is not back, longest first; one query.

    What is annexed to an act whose number was cancelled is awaited from nobody.
    """
    return [
        Awaited(
            row.party.convention, party_label(row.party), row.sent_on, (today - row.sent_on).days
        )
        for row in _awaited_rows(today)
    ]


@prepared
def _awaited_rows(today: dt.date) -> QuerySet[PartySignature]:
    return (
        PartySignature.objects.filter(
            sent_on__lte=today, received_on=None, signed_on=None, original_on=None
        )
        .filter(party__convention__annex__act__cancellation=None)
        .exclude(party__convention__conclusion__signed_on__isnull=False)
        .select_related("party__convention", "party__organisation")
        .order_by("sent_on", "party__convention_id", "party__position", "pk")
    )
