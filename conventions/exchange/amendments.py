"""What the articles of an amendment say of those they change, in the words of the exchange form.

The columns of such an article hold the new wording alone; what stands around it – « L’article 2 de
la convention est remplacé par… » – is made at each reading, and kept from the signature on.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from conventions.models import Article, ArticleChange, Convention, ParentRelation
from conventions.rules.amendments import (
    article_heading,
    change_heading,
    change_sentence,
)
from conventions.rules.consolidation import Change, CurrentText, Placed, Wording
from csipa.french.typography import NBSP

Data = dict[str, Any]

_CLOSING_TAGS = re.compile(r"(?<!\s)(?:\s*</(?:p|li|ul|ol)>)*\s*\Z")
_OPENING, _CLOSING = f"«{NBSP}", f"{NBSP}»"
_UNPLACED = {
    ArticleChange.REPLACE: "Modification d’un article qui n’existe plus",
    ArticleChange.INSERT: "Ajout après un article qui n’existe plus",
    ArticleChange.REPEAL: "Suppression d’un article qui n’existe plus",
}
# Stands for each character that the columns do not hold: nothing typed may contain it.
_MASK = "\ue001"


@dataclass(frozen=True)
class AmendingWords:
    """The title of an article of an amendment, and what precedes its new wording (HTML)."""

    title: str
    lead: str

    def columns(self) -> dict[str, str]:
        """Return the columns that keep these words from the signature on."""
        return {"title": self.title, "change_words": self.lead}


def amending_words(convention: Convention, articles: Iterable[Article]) -> dict[int, AmendingWords]:
    """Return the words around each article of an amendment that changes one, by its key.

    One query as long as it is not signed, none afterwards; none for any other convention.
    """
    changing = [article for article in articles if article.change]
    if not changing:
        return {}
    fixed = {row.pk: AmendingWords(row.title, row.change_words) for row in changing}
    if convention.as_written and all(words.lead for words in fixed.values()):
        return fixed
    text = text_before(convention)
    return {row.pk: _words(row, text) for row in changing}


def amending_data(article: Article, words: AmendingWords, items: Sequence[str]) -> Data:
    """Return title, body, introduction and items of an article that changes another one.

    Without a new wording nothing but the title is said: such an article is not finished.
    """
    return {
        "title": words.title,
        "body": _printed(_body_pieces(article, words.lead, article.body)),
        "introduction": _printed(_introduction_pieces(article, article.introduction)),
        "items": [_printed(_item_pieces(article, item, rank)) for rank, item in enumerate(items)],
    }


def masked_body(article: Article, words: AmendingWords, body: str) -> str:
    """Return the body as it prints, all that its column does not hold made of one same sign."""
    return _masked(_body_pieces(article, words.lead, body))


def masked_introduction(article: Article, introduction: str) -> str:
    """Return the introduction as it prints, masked like a body."""
    return _masked(_introduction_pieces(article, introduction))


def masked_item(article: Article, item: str, rank: int) -> str:
    """Return a commitment as it prints, masked like a body."""
    return _masked(_item_pieces(article, item, rank))


def unmasked(words: str) -> str:
    """Return what the column holds."""
    return words.replace(_MASK, "")


def text_before(convention: Convention) -> CurrentText:
    """Return the articles of a convention as they stand before an amendment of it; one query.

    Earlier amendments are applied by rank; those of a cancelled act are not.
    """
    root = convention.parent_id or 0
    earlier = Q(
        convention__parent=root,
        convention__parent_relation=ParentRelation.AMENDMENT,
        convention__annex__act__cancellation__isnull=True,
    )
    if convention.rank is not None:
        earlier &= Q(convention__rank__lt=convention.rank)
    rows = Article.objects.filter(Q(convention=root) | earlier).exclude(convention=convention)
    ordered = rows.select_related("convention").order_by("position", "pk")
    own = [wording_of(row) for row in ordered if row.convention_id == root]
    text = CurrentText(own)
    changing = [row for row in ordered if row.convention_id != root and row.change]
    for row in sorted(changing, key=lambda row: (row.convention.rank or 0, row.convention_id)):
        text.apply(change_of(row), "")
    return text


def change_of(article: Article, wording: Wording | None = None) -> Change:
    """Return what an article of an amendment does."""
    words = wording or Wording(article.pk, article.amended_title)
    return Change(article.change, article.amended_article_id, words)


def wording_of(article: Article) -> Wording:
    """Return an article without its text: what numbers and names it."""
    return Wording(article.pk, article.title, (), article.number, article.depth)


def is_worded(article: Article) -> bool:
    """Tell whether an article has a new wording; reads its commitments."""
    return bool(article.body or article.introduction or article.commitments.all())


def _words(article: Article, text: CurrentText) -> AmendingWords:
    placed = text.apply(change_of(article), "")
    if placed is None:
        return AmendingWords(article.title or _UNPLACED[ArticleChange(article.change)], "")
    title = article.title or change_heading(article.change, placed.number, placed.title)
    return AmendingWords(title, _lead(article, placed))


def _lead(article: Article, placed: Placed) -> str:
    sentence = change_sentence(
        article.change, placed.number, after=placed.after, followed=placed.followed
    )
    said = f"<p>{html.escape(sentence, quote=False)}</p>"
    if article.change == ArticleChange.REPEAL:
        return said
    heading = article_heading(placed.number, article.amended_title or placed.title)
    return f"{said}<p>{_OPENING}<strong>{html.escape(heading, quote=False)}</strong></p>"


# The words of an article as pieces: what its columns hold, and what is put around it.
Pieces = list[tuple[str, bool]]


def _body_pieces(article: Article, lead: str, body: str) -> Pieces:
    if article.change == ArticleChange.REPEAL:
        return [(lead, False)]
    if not lead or not is_worded(article):
        return []
    if not body:
        return [(lead, False)]
    tag, end_tag = ("", "") if body.startswith("<") else ("<p>", "</p>")
    goes_on = article.introduction or article.commitments.all()
    found = _CLOSING_TAGS.search(body)
    end = found.start() if found else len(body)
    return [
        (lead + tag, False),
        (body[:end], True),
        ("" if goes_on else _CLOSING, False),
        (body[end:], True),
        (end_tag, False),
    ]


def _introduction_pieces(article: Article, introduction: str) -> Pieces:
    if article.change == ArticleChange.REPEAL or not introduction:
        return []
    return [(introduction, True), ("" if article.commitments.all() else _CLOSING, False)]


def _item_pieces(article: Article, item: str, rank: int) -> Pieces:
    if article.change == ArticleChange.REPEAL:
        return []
    is_last = rank == len(article.commitments.all()) - 1
    return [(item, True), *([(_CLOSING, False)] if is_last else [])]


def _printed(pieces: Pieces) -> str:
    return "".join(words for words, _ in pieces)


def _masked(pieces: Pieces) -> str:
    return "".join(words if held else _MASK * len(words) for words, held in pieces)
