"""Closes the text of conventions: the words of the records are copied into it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import QuerySet

from conventions.exchange.amendments import amending_words
from conventions.exchange.commitments import (
    article_words,
    commitment_items,
    ordered_commitments,
)
from conventions.exchange.wording import convention_words, party_words
from conventions.models import Act, Article, Convention
from conventions.rules.wordings import wording_digest

REASON = "Signature"

Words = dict[str, str]


def fix_words(conventions: Iterable[Convention], by: AbstractBaseUser | None) -> None:
    """Copy into each convention the words that it took from records and from its form until now.

    Whoever calls it seals the conventions next, in the same transaction.
    """
    for convention in conventions:
        # Before the parties: their names, once copied, no longer follow the records.
        articles = list(_articles_of(convention))
        around = amending_words(convention, articles)
        for article in articles:
            amending = around[article.pk].columns() if article.pk in around else {}
            _fix_article(convention, article, amending, by)
        for party in convention.parties.select_related("organisation", "representative"):
            _take(party, party_words(party), by)
        _take(convention, convention_words(convention), by)


def _articles_of(convention: Convention) -> QuerySet[Article]:
    rows = convention.articles.select_related("committed_party__organisation")
    return rows.prefetch_related("commitments").order_by("position", "pk")


def _fix_article(
    convention: Convention, article: Article, amending: Words, by: AbstractBaseUser | None
) -> None:
    """Write an article as it is printed; one that says what its clause says goes on doing so."""
    as_clause = article.clause_digest and article.clause_digest == _digest(article)
    words = article_words(convention, article, article.committed_party) | amending
    lines = ordered_commitments(article)
    for line, text in zip(lines, commitment_items(convention, article), strict=True):
        if line.text != text:
            line.text = text
            _save(line, by)
    for column, value in words.items():
        setattr(article, column, value)
    kept = article.clause_digest
    article.clause_digest = _digest(article) if as_clause else kept
    if words or article.clause_digest != kept:
        _save(article, by)


def _digest(article: Article) -> str:
    return wording_digest(
        title=article.title,
        introduction=article.introduction,
        body=article.body,
        commitments=[line.text for line in ordered_commitments(article)],
    )


def _take(row: models.Model, words: dict[str, object], by: AbstractBaseUser | None) -> None:
    for column, value in words.items():
        setattr(row, column, value)
    row.as_written = True
    _save(row, by)


def _save(row: models.Model, by: AbstractBaseUser | None) -> None:
    row._history_user = by
    row._change_reason = REASON
    row.save()


def seal_rows(rows: Iterable[Act | Convention], *, by: AbstractBaseUser | None) -> None:
    """Close texts, with a version that says so: from here on the database refuses any change.

    Only the seal is written: what the rows hold in memory may be older than the database.
    """
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(sealed=True)
        kept = type(row).objects.get(pk=row.pk)
        type(row).history.bulk_history_create(
            [kept], update=True, default_user=by, default_change_reason=REASON
        )
