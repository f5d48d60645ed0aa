"""What a careful reader points out in an amendment: a change that changes nothing, or nothing left.

Sources: Code civil art. 1188 and 1193: an amendment must say what it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conventions.models import Article, ArticleChange, Convention
from conventions.review.consolidation import article_blocks, consolidated
from conventions.rules.consolidation import ConsolidatedArticle
from conventions.rules.finding import Finding, Severity
from csipa.french.typography import typeset

SAME, GONE = "amendment-same", "amendment-gone"


def amendment_findings(convention: Convention, prefix: str) -> Iterator[Finding]:
    """Give what is odd in an amendment; nothing, and no query, for any other convention.

    `prefix` begins the paths (« annexes[0].convention. »); pass what `load_convention` gave.
    """
    articles = list(convention.articles.all())
    changing = [article for article in articles if article.change]
    if not changing or not convention.parent_id:
        return
    text = consolidated(convention, before=convention)
    paths = _paths(articles, prefix)
    for article in changing:
        one = text.article(article.amended_article_id)
        path = paths[article.pk]
        if article.amended_article_id and (one is None or one.new is None):
            message = "L’article que l’avenant modifie n’existe plus : choisissez-en un autre."
            yield Finding(GONE, Severity.FAULT, f"{path}.title", "", message)
        elif one and article.change == ArticleChange.REPLACE and _is_same(convention, article, one):
            message = (
                f"{one.heading} : l’avenant le remplace par le même texte. Réécrivez-le, ou "
                "supprimez cet article de l’avenant."
            )
            yield Finding(SAME, Severity.DOUBT, f"{path}.body", "", message)


def _is_same(convention: Convention, article: Article, one: ConsolidatedArticle) -> bool:
    if one.new is None or typeset(article.amended_title or one.title) != one.title:
        return False
    return tuple(article_blocks(convention, article)) == one.new.blocks


def _paths(articles: list[Article], prefix: str) -> Mapping[int, str]:
    """Return the path of each article that is not a sub-article, by its key."""
    roots = [article for article in articles if not article.depth]
    paths = {article.pk: f"{prefix}articles[{rank}]" for rank, article in enumerate(roots)}
    return {article.pk: paths.get(article.pk, f"{prefix}articles") for article in articles}
