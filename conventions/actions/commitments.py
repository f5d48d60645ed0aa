"""Writes the commitments that an article lists, keeping the rows that did not change."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from conventions.models import Article, Commitment
from conventions.rules.commitments import as_item, same_commitment

# How much of two texts must be alike for one to be a rewording of the other.
_ALIKE = 0.5


def set_commitments(*, article: Article, texts: Sequence[str]) -> None:
    """Make `texts` the commitments of `article`, in this order.

    A row whose text is still there, or was only reworded, keeps its identity, so that what is
    followed on it stays; the others are created or deleted. Call it inside the transaction that
    saves the article.
    """
    free = list(article.commitments.order_by("position", "pk"))
    kept = _kept(texts, free)
    for position, text in enumerate(texts, start=1):
        line = kept.get(position - 1) or Commitment(article=article)
        if line.pk is None or (line.text, line.position) != (text, position):
            line.text, line.position = text, position
            line.save()
    for row in free:
        row.delete()


def _kept(texts: Sequence[str], free: list[Commitment]) -> dict[int, Commitment]:
    """Take out of `free` the row of each text that has one, by the rank of the text."""
    kept: dict[int, Commitment] = {}
    for rank, text in enumerate(texts):
        same = next((row for row in free if row.text == text), None)
        same = same or next((row for row in free if same_commitment(row.text, text)), None)
        if same:
            free.remove(same)
            kept[rank] = same
    pairs = [
        (_likeness(row.text, text), rank, row)
        for rank, text in enumerate(texts)
        if rank not in kept
        for row in free
    ]
    for likeness, rank, row in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if likeness >= _ALIKE and rank not in kept and row in free:
            free.remove(row)
            kept[rank] = row
    return kept


def _likeness(one: str, other: str) -> float:
    """Return how much two commitments are alike, from 0 to 1."""
    pair = (as_item(one, last=True), as_item(other, last=True))
    return SequenceMatcher(None, *pair, autojunk=False).ratio()
