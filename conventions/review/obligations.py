"""What the parties of conventions owe: each commitment with its follow-up and its state."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, prefetch_related_objects

from conventions.models import (
    Article,
    ArticleChange,
    Commitment,
    Convention,
    Fulfilment,
    Party,
    Periodicity,
    Tracking,
)
from conventions.review.courses import amendments_in_effect
from conventions.review.terms import stage_of, with_terms
from conventions.rules.commitments import EVERY_PARTY, read_commitment, same_commitment
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.obligations import Duty, ObligationState, Standing, standing
from csipa.french.numbers import counted
from csipa.prepared import prepared
from sites.rules.names import search_key

_NOT_BINDING = frozenset((ConventionStage.DRAFT, ConventionStage.TO_SIGN))
_RANKS = {state: rank for rank, state in enumerate(ObligationState)}
_ENDS_OLD_TEXT = (ArticleChange.REPLACE, ArticleChange.REPEAL)


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """A commitment as it stands on a day.

    `convention` is the one that binds now: that of origin for what an amendment wrote. `party` is
    the short name of who owes it, `party_pk` and `organisation_pk` are None when each of the
    parties does; `organisation` is its full name. `verb`, `gap` and `object` are the words of the
    commitment without bullet nor final mark.
    """

    convention: Convention
    stage: ConventionStage
    party: str
    party_pk: int | None
    organisation: str
    organisation_pk: int | None
    article: str
    commitment_pk: int
    text: str
    verb: str
    gap: str
    object: str
    periodicity: str
    first_due_on: dt.date | None
    proof: str
    last_done: dt.date | None
    due_on: dt.date | None
    state: ObligationState
    soon: bool

    @property
    def every(self) -> str:
        """Return how often it is due, in French."""
        return str(Periodicity(self.periodicity).label)

    @property
    def is_late(self) -> bool:
        """Tell whether its day has passed and it is not done."""
        return self.state is ObligationState.LATE


@dataclass(frozen=True)
class Owed:
    """What one party owes; its obligations are in the order of the text, or late first."""

    party: str
    party_pk: int | None
    organisation_pk: int | None
    obligations: list[Obligation]

    @property
    def count(self) -> str:
        """Return « 7 engagements »."""
        return counted(len(self.obligations), "engagement", "engagements")

    @property
    def late(self) -> int:
        """Return how many are late."""
        return sum(line.is_late for line in self.obligations)

    @property
    def soon(self) -> int:
        """Return how many are due within thirty days."""
        return sum(line.soon for line in self.obligations)

    @property
    def done(self) -> int:
        """Return how many are done for the period that runs, or for good."""
        return sum(line.state is ObligationState.DONE for line in self.obligations)


def obligations_of(conventions: Iterable[Convention], *, today: dt.date) -> list[Obligation]:
    """Return the commitments of conventions, in the order given, by party and by article.

    Those that a signed amendment replaced or repealed are left out, and its own are in. Six
    queries, however many conventions.
    """
    asked = [convention.pk for convention in conventions]
    read = {row.pk: row for row in with_terms(Convention.objects.filter(pk__in=asked))}
    rows = [read[pk] for pk in dict.fromkeys(asked) if pk in read]
    return read_obligations(rows, today=today)


def read_obligations(conventions: Sequence[Convention], *, today: dt.date) -> list[Obligation]:
    """Do as `obligations_of`, for conventions of `with_terms`; parties already read serve again.

    Three queries at most.
    """
    texts = _Texts(conventions, today)
    found = [texts.obligation(row) for row in texts.in_force()]
    return sorted(found, key=texts.place)


def by_party(obligations: Sequence[Obligation]) -> list[Owed]:
    """Return what each party owes, in the order in which they come; each of the parties last."""
    return [
        Owed(lines[0].party, lines[0].party_pk, lines[0].organisation_pk, lines)
        for _, found in groupby(obligations, key=lambda line: (line.convention.pk, line.party_pk))
        if (lines := list(found))
    ]


def by_organisation(obligations: Iterable[Obligation]) -> list[Owed]:
    """Return what each organisation owes under all its conventions, the late ones first.

    The organisations that are late come first, then those that soon have something to do, then by
    name; what each of the parties owes is last.
    """
    found: dict[int | None, list[Obligation]] = defaultdict(list)
    for line in obligations:
        found[line.organisation_pk].append(line)
    owed = [
        Owed(lines[0].organisation, None, pk, sorted(lines, key=urgency))
        for pk, lines in found.items()
    ]
    return sorted(
        owed,
        key=lambda one: (
            one.organisation_pk is None,
            -one.late,
            -one.soon,
            search_key(one.party),
            one.organisation_pk or 0,
        ),
    )


def urgency(line: Obligation) -> tuple[int, dt.date]:
    """Return what sorts obligations: late, to do, done, continuous, ended; the oldest day first."""
    return _RANKS[line.state], line.due_on or dt.date.max


def noted_on(obligations: Iterable[Obligation]) -> dict[int, list[Fulfilment]]:
    """Return what was noted on each commitment, by its key, the latest first; one query."""
    noted: dict[int, list[Fulfilment]] = defaultdict(list)
    keys = [line.commitment_pk for line in obligations]
    rows = Fulfilment.objects.filter(commitment__in=keys).select_related("noted_by")
    for row in rows.order_by("-done_on", "-pk"):
        noted[row.commitment_id].append(row)
    return noted


def party_label(party: Party) -> str:
    """Return the short name of a party, as its text writes it; reads its organisation."""
    if party.as_written:
        return party.short_name or party.name
    organisation = party.organisation
    return party.short_name or organisation.short_name or str(organisation)


class _Texts:
    """Conventions with the amendments that changed them by a day, and all their commitments."""

    def __init__(self, conventions: Sequence[Convention], today: dt.date) -> None:
        self.today = today
        self.owners: dict[int, Convention] = {}
        self.texts: dict[int, Convention] = {}
        for convention in conventions:
            for amendment in amendments_in_effect(convention):
                if amendment.start is None or amendment.start <= today:
                    self.owners[amendment.pk] = convention
                    self.texts[amendment.pk] = amendment
        for convention in conventions:
            self.owners.setdefault(convention.pk, convention)
            self.texts.setdefault(convention.pk, convention)
        self.ranks = {convention.pk: rank for rank, convention in enumerate(conventions)}
        self.parties = _parties(self.owners.values())
        self.by_organisation = {
            (party.convention_id, party.organisation_id): party for party in self.parties.values()
        }
        self.rows = _commitments(tuple(self.texts))
        self.by_article: dict[int, list[Commitment]] = defaultdict(list)
        for row in self.rows:
            self.by_article[row.article_id].append(row)
        ranks = {row.pk: rank for rank, row in enumerate(self.rows)}
        self.reading = {
            row.pk: (ranks[self._first(row.article).pk], ranks[row.pk]) for row in self.rows
        }

    def in_force(self) -> list[Commitment]:
        """Return the commitments that no amendment took away."""
        amendments = [pk for pk, owner in self.owners.items() if owner.pk != pk]
        changed = Article.objects.filter(convention__in=amendments, change__in=_ENDS_OLD_TEXT)
        gone = set(changed.values_list("amended_article_id", flat=True) if amendments else ())
        return [row for row in self.rows if row.article_id not in gone]

    def obligation(self, row: Commitment) -> Obligation:
        """Return a commitment as it stands."""
        article = row.article
        convention = self.owners[article.convention_id]
        party = self._party(article)
        tracking, last_done, since = self._followed(row)
        stage = stage_of(convention, today=self.today)
        duty = Duty(
            periodicity=tracking.periodicity if tracking else Periodicity.CONTINUOUS.value,
            start=since or convention.start,
            end=convention.ends_on,
            first_due=tracking.first_due_on if tracking else None,
            binding=stage not in _NOT_BINDING,
        )
        now = standing(duty, last_done=last_done, today=self.today)
        if stage is ConventionStage.VOID:
            now = Standing(ObligationState.ENDED)
        words = read_commitment(row.text)
        return Obligation(
            convention=convention,
            stage=stage,
            party=party_label(party) if party else EVERY_PARTY,
            party_pk=party.pk if party else None,
            organisation=str(party.organisation) if party else EVERY_PARTY,
            organisation_pk=party.organisation_id if party else None,
            article=article.title,
            commitment_pk=row.pk,
            text=row.text,
            verb=words.verb,
            gap=words.gap,
            object=words.object,
            periodicity=duty.periodicity,
            first_due_on=duty.first_due,
            proof=tracking.proof if tracking else "",
            last_done=last_done,
            due_on=now.due_on,
            state=now.state,
            soon=duty.binding and now.is_soon(self.today),
        )

    def place(self, line: Obligation) -> tuple[int, ...]:
        """Return where a line comes: by convention, by party, then as the texts are written."""
        party = self.parties.get(line.party_pk or 0)
        rank = (0, party.position, party.pk) if party else (1, 0, 0)
        return (self.ranks[line.convention.pk], *rank, *self.reading[line.commitment_pk])

    def _first(self, article: Article) -> Commitment:
        """Return the commitment at whose place those of an article are read."""
        while article.change == ArticleChange.REPLACE:
            old = self.by_article.get(article.amended_article_id)
            if not old:
                break
            article = old[0].article
        return self.by_article[article.pk][0]

    def _party(self, article: Article) -> Party | None:
        """Return the party bound, that of the convention of origin when it is there."""
        party = article.committed_party
        if party is None:
            return None
        owner = self.owners[article.convention_id]
        own = self.parties.get(party.pk)
        return own or self.by_organisation.get((owner.pk, party.organisation_id)) or party

    def _followed(self, row: Commitment) -> tuple[Tracking | None, dt.date | None, dt.date | None]:
        """Return how a commitment is followed, when it was last honoured, since when it holds.

        One that an amendment only repeated goes on as it was.
        """
        tracking = getattr(row, "tracking", None)
        last_done, since = row.last_done, self.texts[row.article.convention_id].start
        if row.article.change == ArticleChange.REPLACE:
            for old in self.by_article.get(row.article.amended_article_id, ()):
                if same_commitment(old.text, row.text):
                    kept, done, since = self._followed(old)
                    tracking = tracking or kept
                    last_done = max(filter(None, (last_done, done)), default=None)
        return tracking, last_done, since


def _parties(conventions: Iterable[Convention]) -> dict[int, Party]:
    """Return the parties in their order, by key; one query for those not read yet."""
    texts = list({row.pk: row for row in conventions}.values())
    rows = Party.objects.select_related("organisation").order_by("position", "pk")
    prefetch_related_objects(texts, Prefetch("parties", rows))
    parties = [party for text in texts for party in text.parties.all()]
    return {row.pk: row for row in sorted(parties, key=lambda row: (row.position, row.pk))}


@prepared
def _commitments(texts: tuple[int, ...]) -> QuerySet[Commitment]:
    """Return the commitments of texts in their order, each with the last day it was honoured."""
    done = Fulfilment.objects.filter(commitment=OuterRef("pk")).order_by("-done_on")
    return (
        Commitment.objects.filter(article__convention__in=texts)
        .select_related("article__committed_party__organisation", "tracking")
        .annotate(last_done=Subquery(done.values("done_on")[:1]))
        .order_by("article__convention_id", "article__position", "article_id", "position", "pk")
    )
