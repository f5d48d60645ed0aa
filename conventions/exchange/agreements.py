"""From the rows of a convention to its part of a `csipa-acte/1` dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from conventions.exchange import mapping
from conventions.exchange.amendments import amending_data, amending_words
from conventions.exchange.commitments import article_words, commitment_items
from conventions.exchange.mapping import keys
from conventions.exchange.reader import CONVENTION_FORMAT
from conventions.exchange.visas import VISA_RELATIONS, read_visas
from conventions.exchange.wording import convention_words, party_words
from conventions.models import Article, Convention, Party, Recital, Visa

Data = dict[str, Any]


def ordered(queryset: QuerySet) -> QuerySet:
    """Return the lines in their order."""
    return queryset.order_by("position", "pk")


def load_convention(pk: int) -> Convention:
    """Return a convention with all its parts, in a fixed number of queries."""
    return Convention.objects.prefetch_related(*convention_parts()).get(pk=pk)


def convention_parts() -> list[Any]:
    """Return what to prefetch to read a convention whole."""
    parties = ordered(
        Party.objects.select_related("organisation__commune", "representative__organisation")
    ).prefetch_related("acts")
    return [
        "site__commune",
        "financial_term",
        "instalments",
        "payers",
        "rooms__room",
        "equipment__equipment",
        "slots__room",
        Prefetch("visa_set", ordered(Visa.objects.select_related(*VISA_RELATIONS))),
        Prefetch("recital_set", ordered(Recital.objects.all())),
        Prefetch("parties", parties),
        Prefetch("articles", ordered(Article.objects.prefetch_related("commitments"))),
    ]


def convention_data(convention: Convention) -> Data:
    """Return the whole of a convention as it stands in an annex, without `format`."""
    for column, words in convention_words(convention).items():
        setattr(convention, column, words)
    parties = list(convention.parties.all())
    for party in parties:
        for column, words in party_words(party).items():
            setattr(party, column, words)
    ranks = {party.pk: rank for rank, party in enumerate(parties, start=1)}
    data: Data = {
        **keys(convention, mapping.CONVENTION),
        "parent": keys(convention, mapping.PARENT),
        "authorised_by": keys(convention, mapping.AUTHORISED_BY),
        "site": _site(convention),
        "parties": [_party(party) for party in parties],
        "visas": visas_data(read_visas(convention.visa_set.all())),
        "recitals": [recital.text for recital in convention.recital_set.all()],
        "period": _period(convention),
        "notice": _notice(convention),
        "articles": _articles(_worded_articles(convention, parties), ranks),
        "signature": keys(convention, mapping.CONVENTION_SIGNATURE),
    }
    return {key: value for key, value in data.items() if value or value == 0}


def standalone_data(convention: Convention) -> Data:
    """Return a convention as a file of its own."""
    return {"format": CONVENTION_FORMAT, **convention_data(convention)}


def in_order(lines: Iterable[Any]) -> list[Any]:
    """Return lines that were prefetched in their order."""
    return sorted(lines, key=lambda line: (line.position, line.pk))


def visas_data(visas: Iterable[Visa]) -> list[Data]:
    """Return the visas of an act or of a convention as a file writes them."""
    lines = []
    for visa in visas:
        refers_to = keys(visa, mapping.REFERS_TO)
        lines.append({"text": visa.text, **({"refers_to": refers_to} if refers_to else {})})
    return lines


def _site(convention: Convention) -> str:
    if convention.site_name or not convention.site_id:
        return convention.site_name
    return convention.site.name


def _party(party: Party) -> Data:
    data = keys(party, mapping.PARTY)
    acts = [keys(act, mapping.EMPOWERING_ACT) for act in in_order(party.acts.all())]
    if acts:
        data["acts"] = acts
    representative = keys(party, mapping.REPRESENTATIVE)
    if representative:
        data["representative"] = representative
    return data


def _period(convention: Convention) -> Data:
    period = keys(convention, mapping.PERIOD)
    deadline = keys(convention, mapping.RENEWAL_DEADLINE)
    return {**period, "renewal_deadline": deadline} if deadline else period


def _notice(convention: Convention) -> Data:
    notice = keys(convention, mapping.NOTICE)
    if convention.notice_value is not None:
        notice["days" if convention.notice_in_days else "value"] = convention.notice_value
    return notice


def _worded_articles(convention: Convention, parties: Sequence[Party]) -> list[Article]:
    """Return the articles with the words that the program gives them, and their items."""
    named = {party.pk: party for party in parties}
    articles = list(convention.articles.all())
    for article in articles:
        for column, words in article_words(
            convention, article, named.get(article.committed_party_id)
        ).items():
            setattr(article, column, words)
        article.items = commitment_items(convention, article)
    around = amending_words(convention, articles)
    for article in articles:
        words = around.get(article.pk)
        article.amending = amending_data(article, words, article.items) if words else {}
    return articles


def _articles(articles: Sequence[Article], ranks: dict[int, int]) -> list[Data]:
    """Rebuild the tree of articles from their order and depth."""
    roots: list[Data] = []
    open_lists: list[list[Data]] = [roots]
    for article in articles:
        data = _article(article, ranks)
        depth = min(article.depth, len(open_lists) - 1)
        del open_lists[depth + 1 :]
        open_lists[depth].append(data)
        open_lists.append(data.setdefault("articles", []))
    _drop_empty(roots)
    return roots


def _drop_empty(articles: list[Data]) -> None:
    for article in articles:
        _drop_empty(article["articles"])
        if not article["articles"]:
            del article["articles"]


def _article(article: Article, ranks: dict[int, int]) -> Data:
    data = _present({**keys(article, mapping.ARTICLE), **article.amending})
    items = data.pop("items", article.items)
    if article.number:
        data["number"] = int(article.number) if article.number_is_integer else article.number
    commitments: Data = {}
    if article.committed_party_id:
        commitments["party"] = ranks[article.committed_party_id]
    if items:
        commitments["items"] = items
    if commitments:
        data["commitments"] = commitments
    return data


def _present(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in ("", [])}
