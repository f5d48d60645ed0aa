"""How a convention written here says its commitments: their list, the line and the title above.

What was typed stays in its rows until the signature; texts that came as they are take nothing.
"""

from __future__ import annotations

import html
import re

from conventions.models import Article, Commitment, Convention, Party
from conventions.rules.commitments import (
    EVERY_PARTY,
    as_items,
    introduction_of,
    title_of,
    with_article,
)
from csipa.french.grammar import Gender
from sites.models.organisation import Article as DefiniteArticle

_TAG = re.compile(r"<[^>]*>")


def ordered_commitments(article: Article) -> list[Commitment]:
    """Return the commitments of an article in their order; no query for those prefetched."""
    return sorted(article.commitments.all(), key=lambda line: (line.position, line.pk))


def commitment_items(convention: Convention, article: Article) -> list[str]:
    """Return the commitments of an article as its list prints them."""
    texts = [line.text for line in ordered_commitments(article)]
    return texts if convention.as_written else as_items(texts)


def article_words(convention: Convention, article: Article, party: Party | None) -> dict[str, str]:
    """Return the columns of `article` that the program words: « La Commune s’engage à : ».

    Only those left empty above commitments, `party` being who takes them, None for each of the
    parties. An article of an amendment has no title of its own. Reads the party's organisation.
    """
    if convention.as_written or not ordered_commitments(article):
        return {}
    subject = the_party(party) if party else EVERY_PARTY
    words = {}
    if not article.introduction and not _announces(article.body):
        words["introduction"] = introduction_of(subject)
    if not article.title and not article.depth and not article.change:
        words["title"] = title_of(subject)
    return words


def the_party(party: Party) -> str:
    """Return the name of a party inside a sentence of its text: « la Commune », « l’ARS »."""
    organisation = party.organisation
    if party.as_written:
        return with_article(party.short_name or party.name, None)
    if not party.short_name:
        return str(organisation.the_short_name)
    gender = None if organisation.article == DefiniteArticle.NONE else Gender(organisation.gender)
    several = organisation.article == DefiniteArticle.LES
    return with_article(party.short_name, gender, plural=several)


def _announces(body: str) -> bool:
    """Tell whether the text of an article ends by announcing a list."""
    return html.unescape(_TAG.sub(" ", body)).rstrip().endswith(":")
