"""Writes the commitments that an article lists, keeping the rows that did not change."""

from __future__ import annotations

from collections.abc import Sequence

from conventions.models import Article, Commitment


def set_commitments(*, article: Article, texts: Sequence[str]) -> None:
    """Make `texts` the commitments of `article`, in this order.

    A row whose text is still there keeps its identity, so that what is followed on it stays; the
    others are reworded, created or deleted. Call it inside the transaction that saves the article.
    """
    free = list(article.commitments.order_by("position", "pk"))
    kept: list[Commitment | None] = []
    for text in texts:
        same = next((row for row in free if row.text == text), None)
        if same:
            free.remove(same)
        kept.append(same)
    for position, (text, row) in enumerate(zip(texts, kept, strict=True), start=1):
        line = row or (free.pop(0) if free else Commitment(article=article))
        if line.pk is None or (line.text, line.position) != (text, position):
            line.text, line.position = text, position
            line.save()
    for row in free:
        row.delete()
