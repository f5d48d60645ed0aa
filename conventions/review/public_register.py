"""The acts online: those that anybody may read, found by day, nature, theme and words.

What is told of an act is read in the data of its public document, never in its own columns: words
struck out of the copy may stand in its object.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone

from conventions.models import (
    ActState,
    CancelledNumber,
    DocumentKind,
    Nature,
    Publication,
    PublishedWord,
)
from conventions.review.published_text import public_text
from conventions.rules.excerpts import Piece, excerpt, marked
from conventions.rules.matters import matter_name, matter_order
from conventions.rules.search_stems import query_stems
from csipa.french.grammar import upper_first

LONGEST_QUERY = 200
MOST_RANKED = 10_000
"""Acts put in order by how much they say what is asked; where more do, the newest come first."""
MANY, KEPT_FOR = 10_000, 600.0
"""From how many acts on what they may be narrowed to is kept a while, and for how many seconds."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the register; empty values ask for nothing. `year` is that of the act."""

    query: str = ""
    year: int | None = None
    nature: str = ""
    theme: str = ""

    @property
    def is_anything(self) -> bool:
        """Tell whether the list is narrowed at all."""
        return bool(self.query or self.year or self.nature or self.theme)

    @property
    def stems(self) -> list[str]:
        """Return the stems searched for, none when the query holds no word that says something."""
        return query_stems(self.query)


@dataclass(frozen=True, slots=True)
class Card:
    """An act as a list tells it."""

    address: str
    reference: str
    title: list[Piece]
    theme: str
    published_on: dt.date
    online_at: dt.datetime
    changed_at: dt.datetime
    size: int
    redacted: bool
    excerpt: list[Piece]

    @property
    def plain_title(self) -> str:
        """Return the object without its marks."""
        return "".join(text for text, _ in self.title)


@dataclass(slots=True)
class Choices:
    """What the acts online may be narrowed to."""

    years: list[int] = field(default_factory=list)
    natures: list[tuple[str, str]] = field(default_factory=list)
    themes: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)


_kept: list[tuple[float, Choices]] = []


def readable() -> QuerySet[Publication]:
    """Return the publications that anybody may read, the newest first.

    A cancelled number, a draft or an individual act is never one, whatever was put online before.
    """
    # Asked as a question apart: PostgreSQL believes that a join with nothing finds one row.
    cancelled = CancelledNumber.objects.filter(act=OuterRef("act"))
    return (
        Publication.objects.online()
        .filter(~Exists(cancelled), act__state=ActState.SIGNED, act__individual=False)
        .order_by("-online_at", "-pk")
    )


def listed(wanted: Wanted) -> QuerySet[Publication]:
    """Return the publications that answer, best first; no bytes are read."""
    found = (
        readable()
        .select_related("act__execution", "document")
        .defer("document__content", "document__context")
        .annotate(title=KeyTextTransform("title", "document__source"))
    )
    if wanted.year:
        days = (dt.date(wanted.year, 1, 1), dt.date(wanted.year, 12, 31))
        undated = Q(act__signature_date=None, act__year=wanted.year)
        found = found.filter(Q(act__signature_date__range=days) | undated)
    if wanted.nature:
        found = found.filter(act__nature=wanted.nature)
    if wanted.theme:
        under = Q(act__subject_matter=wanted.theme)
        found = found.filter(under | Q(act__subject_matter__startswith=f"{wanted.theme}."))
    if not wanted.query:
        return found.defer("document__content", "document__context", "document__source")
    return _searched(found, wanted.stems)


def card(publication: Publication, wanted: Wanted) -> Card:
    """Return what a list tells of one row of `listed`; no query."""
    act, document, stems = publication.act, publication.document, wanted.stems
    return Card(
        address=publication.address,
        reference=act.reference,
        title=marked(publication.title or "", stems),
        theme=matter_name(act.subject_matter),
        published_on=published_on(publication),
        online_at=publication.online_at,
        changed_at=publication.last_modified,
        size=document.size,
        redacted=document.kind == DocumentKind.PUBLIC_COPY,
        excerpt=excerpt(public_text(document.source).body, stems) if stems else [],
    )


def published_on(publication: Publication) -> dt.date:
    """Return the day of publication: the one noted, else that of the copy online."""
    execution = getattr(publication.act, "execution", None)
    noted = execution.published_on if execution else None
    return noted or timezone.localdate(publication.online_at)


def choices() -> Choices:
    """Return the years, natures and themes that the acts online have; one query at most.

    Where there are many acts the answer of a few minutes ago is good enough: finding it reads all.
    """
    if _kept and time.monotonic() - _kept[0][0] < KEPT_FOR:
        return _kept[0][1]
    _kept.clear()
    counted = (
        readable()
        .order_by()
        .annotate(year=_year())
        .values_list("year", "act__nature", "act__subject_matter")
        .annotate(held=Count("pk"))
    )
    rows = {tuple(row): held for *row, held in counted}
    found = _choices(set(rows))
    if sum(rows.values()) > MANY:
        _kept.append((time.monotonic(), found))
    return found


def _choices(rows: set[tuple[Any, ...]]) -> Choices:
    natures = {nature for _, nature, _ in rows}
    names = ((code, upper_first(str(name))) for code, name in Nature.choices)
    return Choices(
        years=sorted({year for year, _, _ in rows if year}, reverse=True),
        natures=[(code, name) for code, name in names if code in natures],
        themes=_themes({matter for _, _, matter in rows if matter}),
    )


def _themes(matters: set[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the second-level themes of some codes, under the name of their first level."""
    codes = sorted({".".join(code.split(".")[:2]) for code in matters}, key=matter_order)
    groups: dict[str, list[tuple[str, str]]] = {}
    for code in codes:
        groups.setdefault(matter_name(code.split(".")[0]), []).append((code, matter_name(code)))
    return list(groups.items())


def _year() -> Coalesce:
    return Coalesce(ExtractYear("act__signature_date"), "act__year", output_field=IntegerField())


def is_ranked(found: QuerySet[Publication]) -> bool:
    """Tell whether the rows of `listed` come by how much they say what is asked."""
    return "rank" in found.query.annotations


def _searched(found: QuerySet[Publication], stems: list[str]) -> QuerySet[Publication]:
    """Keep the publications that hold every stem; the heaviest first, then the newest.

    One small query tells whether few enough hold one of the stems to be put in order; where none
    is rare, the newest that hold them all come first: they are soon found.
    """
    if not stems:
        return found.none()
    words = PublishedWord.objects.filter(publication=OuterRef("pk"))
    rare = next((stem for stem in stems if _is_rare(stem)), None)
    found = found.filter(*(Exists(words.filter(stem=stem)) for stem in stems if stem != rare))
    if rare is None:
        return found
    holding = PublishedWord.objects.filter(stem=rare).values("publication")
    weight = (
        words.filter(stem__in=stems)
        .order_by()
        .values("publication")
        .annotate(total=Sum("weight"))
        .values("total")
    )
    return (
        found.filter(pk__in=holding)
        .annotate(rank=Subquery(weight))
        .order_by("-rank", "-online_at", "-pk")
    )


def _is_rare(stem: str) -> bool:
    return PublishedWord.objects.filter(stem=stem)[: MOST_RANKED + 1].count() <= MOST_RANKED
