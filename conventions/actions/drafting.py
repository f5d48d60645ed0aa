"""Writes drafts: an act with its lines, and the conventions annexed to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from conventions.actions.ending import settle_end
from conventions.models import (
    Act,
    ActPower,
    Annex,
    Article,
    Commitment,
    Convention,
    DelegatedSubject,
    EmpoweringAct,
    Execution,
    LegalText,
    Party,
    Provision,
    Recital,
    Visa,
)
from conventions.review.timeline import execution_faults
from sites.models import Organisation, Representative


@dataclass(frozen=True)
class VisaLine:
    """A visa: its words, or the text of the library or the act of the register that gives them."""

    text: str = ""
    nature: str = ""
    number: str = ""
    date: dt.date | None = None
    legal_text: LegalText | None = None
    cited_act: Act | None = None


@dataclass(frozen=True)
class PartyLine:
    """A party of a convention, in the order in which it is named everywhere.

    `acts` are those that empower its representative: nature, number and date of each.
    """

    organisation: Organisation
    representative: Representative | None = None
    short_name: str = ""
    acts: Sequence[tuple[str, str, dt.date]] = ()


@dataclass(frozen=True)
class ArticleLine:
    """An article; `party` is the rank, from 1, of the party whose commitments it lists."""

    title: str
    body: str = ""
    introduction: str = ""
    party: int | None = None
    commitments: Sequence[str] = field(default_factory=tuple)


@transaction.atomic
def draft_act(
    *,
    by: AbstractBaseUser | None,
    visas: Sequence[VisaLine] = (),
    recitals: Sequence[str] = (),
    provisions: Sequence[tuple[str, str]] = (),
    powers: Sequence[DelegatedSubject] = (),
    **fields: Any,
) -> Act:
    """Create a draft from the columns of Act in `fields`; raise ValidationError on a bad value.

    A provision is a pair: its verb or article (may be empty), and its text. `powers` are the
    delegated matters under which the act is taken.
    """
    act = Act(**fields)
    act._history_user = by
    act.full_clean()
    act.save()
    for rank, visa in enumerate(visas, start=1):
        Visa.objects.create(
            act=act,
            position=rank,
            text=visa.text,
            cited_nature=visa.nature,
            cited_number=visa.number,
            cited_date=visa.date,
            legal_text=visa.legal_text,
            cited_act=visa.cited_act,
        )
    for rank, text in enumerate(recitals, start=1):
        Recital.objects.create(act=act, position=rank, text=text)
    for rank, (label, text) in enumerate(provisions, start=1):
        Provision.objects.create(act=act, position=rank, label=label, text=text)
    for rank, subject in enumerate(powers, start=1):
        ActPower.objects.create(act=act, position=rank, subject=subject)
    return act


@transaction.atomic
def annex_convention(
    *,
    act: Act,
    by: AbstractBaseUser | None,
    annex_title: str,
    parties: Sequence[PartyLine] = (),
    articles: Sequence[ArticleLine] = (),
    **fields: Any,
) -> Convention:
    """Create a convention annexed to the draft `act`; raise ValidationError on a bad value."""
    convention = Convention(**fields)
    convention._history_user = by
    convention.full_clean()
    convention.save()
    lines = [_create_party(convention, rank, line) for rank, line in enumerate(parties, start=1)]
    for rank, line in enumerate(articles, start=1):
        _create_article(convention, rank, line, lines)
    rank = act.annexes.count() + 1
    Annex.objects.create(act=act, position=rank, title=annex_title, convention=convention)
    settle_end(convention=convention)
    return convention


def _create_party(convention: Convention, rank: int, line: PartyLine) -> Party:
    party = Party.objects.create(
        convention=convention,
        position=rank,
        organisation=line.organisation,
        representative=line.representative,
        short_name=line.short_name,
    )
    for place, (nature, number, date) in enumerate(line.acts, start=1):
        EmpoweringAct.objects.create(
            party=party, position=place, nature=nature, number=number, date=date
        )
    return party


def _create_article(
    convention: Convention, rank: int, line: ArticleLine, parties: Sequence[Party]
) -> None:
    article = Article.objects.create(
        convention=convention,
        position=rank,
        title=line.title,
        introduction=line.introduction,
        body=line.body,
        committed_party=parties[line.party - 1] if line.party else None,
    )
    for place, text in enumerate(line.commitments, start=1):
        Commitment.objects.create(article=article, position=place, text=text)


@transaction.atomic
def record_execution(
    *, act: Act, by: AbstractBaseUser | None, **events: dt.date | str | None
) -> Execution:
    """Note what happened to a signed act: `received_on`, `published_on`… (columns of Execution).

    Raises ValidationError, by column, when a date of an act signed here cannot be; an imported act
    keeps what its source says.
    """
    execution, _ = Execution.objects.get_or_create(act=act)
    for column, value in events.items():
        setattr(execution, column, value)
    execution._history_user = by
    execution.full_clean()
    if act.drafted_here and (faults := execution_faults(act, execution, today=None)):
        raise ValidationError(faults)
    execution.save()
    return execution
