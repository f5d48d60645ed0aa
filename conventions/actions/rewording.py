"""Brings an article of a draft to the wording that its clause has today."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.actions.commitments import set_commitments
from conventions.exchange.clause_texts import ClauseText
from conventions.exchange.filling import choices_of, values_from
from conventions.models import Article, Convention
from conventions.review.clauses import is_reworded, latest_versions
from conventions.rules.placeholders import fill, missing
from conventions.rules.wordings import wording_digest
from csipa.french.grammar import list_punctuation


class RewordingRefused(ValueError):
    """The article keeps its words; `reasons` are French sentences."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(dict.fromkeys(reasons))
        super().__init__(" ".join(self.reasons))


@transaction.atomic
def take_current_wording(*, article: Article, by: AbstractBaseUser | None) -> Article:
    """Write an article of a draft again, from the latest published wording of its clause.

    Raises RewordingRefused when its text is closed, was changed by hand, is already the latest, or
    when the convention does not tell what the wording asks for.
    """
    convention = Convention.objects.select_for_update().get(pk=article.convention_id)
    if Convention.objects.closed().filter(pk=convention.pk).exists():
        raise RewordingRefused(["Cette convention est signée : seul un avenant change ses mots."])
    rows = Article.objects.select_related("clause_version").prefetch_related("commitments")
    row = rows.get(pk=article.pk)
    if row.clause_version is None:
        raise RewordingRefused(["Cet article ne vient pas de la bibliothèque."])
    version = latest_versions([row.clause_version.clause_id])[row.clause_version.clause_id]
    if version.number <= row.clause_version.number:
        raise RewordingRefused([f"L’article « {row} » a déjà la rédaction actuelle."])
    if is_reworded(row):
        raise RewordingRefused(
            [f"L’article « {row} » a été modifié à la main : reprenez vous-même ce qui change."]
        )
    text, values = ClauseText.of(version), values_from(choices_of(convention))
    if lacks := [
        reason for one in text.texts() for reason in missing(one.text, values, rich=one.rich)
    ]:
        raise RewordingRefused(lacks)
    items = list_punctuation([fill(one, values) for one in text.commitments])
    row.title = fill(text.title, values)
    row.introduction = fill(text.introduction, values)
    row.body = fill(text.body, values, rich=True)
    row.committed_party = convention.parties.filter(role=text.role).first() if text.role else None
    row.clause_version = version
    row.clause_digest = wording_digest(
        title=row.title, introduction=row.introduction, body=row.body, commitments=items
    )
    row._history_user = by
    row.full_clean()
    row.save()
    set_commitments(article=row, texts=items)
    _turn_page(convention, by)
    row.refresh_from_db()
    return row


def _turn_page(convention: Convention, by: AbstractBaseUser | None) -> None:
    """Count one version more of the page of a convention: whoever opened it before is told."""
    convention.version += 1
    convention._history_user = by
    convention.save(update_fields=["version"])
