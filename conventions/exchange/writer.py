"""From the rows of an act or convention to a `csipa-acte/1` dictionary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from conventions.exchange import mapping
from conventions.exchange.mapping import keys
from conventions.exchange.meetings import meeting_of
from conventions.exchange.powers import POWER_RELATIONS
from conventions.exchange.reader import ACT_FORMAT, CONVENTION_FORMAT
from conventions.exchange.visas import VISA_RELATIONS, follows_legal_order, read_visas
from conventions.exchange.wording import act_words, convention_words, party_words
from conventions.models import (
    Act,
    ActPower,
    Annex,
    Article,
    Convention,
    Party,
    Provision,
    Recital,
    Visa,
)

Data = dict[str, Any]


def ordered(queryset: QuerySet) -> QuerySet:
    """Return the lines in their order."""
    return queryset.order_by("position", "pk")


def load_act(pk: int) -> Act:
    """Return an act with all its parts, in a number of queries that does not grow with them."""
    return (
        Act.objects.select_related(
            "authority__commune", "signatory__organisation", "vote", "execution", "meeting"
        )
        .prefetch_related(
            "meeting__attendances",
            Prefetch("visa_set", ordered(Visa.objects.select_related(*VISA_RELATIONS))),
            Prefetch("recital_set", ordered(Recital.objects.all())),
            Prefetch("provision_set", ordered(Provision.objects.all())),
            Prefetch("powers", ordered(ActPower.objects.select_related(*POWER_RELATIONS))),
            "authority__representatives",
            "effect_set",
            Prefetch(
                "annexes",
                ordered(Annex.objects.all()).prefetch_related(
                    Prefetch(
                        "convention", Convention.objects.prefetch_related(*_convention_parts())
                    )
                ),
            ),
        )
        .get(pk=pk)
    )


def load_convention(pk: int) -> Convention:
    """Return a convention with all its parts, in a fixed number of queries."""
    return Convention.objects.prefetch_related(*_convention_parts()).get(pk=pk)


def _convention_parts() -> list[Any]:
    parties = ordered(
        Party.objects.select_related("organisation__commune", "representative__organisation")
    ).prefetch_related("acts")
    return [
        "site",
        Prefetch("visa_set", ordered(Visa.objects.select_related(*VISA_RELATIONS))),
        Prefetch("recital_set", ordered(Recital.objects.all())),
        Prefetch("parties", parties),
        Prefetch("articles", ordered(Article.objects.prefetch_related("commitments"))),
    ]


def act_data(act: Act) -> Data:
    """Return the whole of an act; pass what `load_act` gave, else it queries for each part."""
    for column, words in act_words(act).items():
        setattr(act, column, words)
    data: Data = {
        "format": ACT_FORMAT,
        "authority": keys(act, mapping.AUTHORITY),
        **keys(act, mapping.ACT),
        **_exceptions(act),
        "meeting": meeting_of(act),
        "visas": _visas(read_visas(act.visa_set.all(), in_order=follows_legal_order(act))),
        "recitals": [recital.text for recital in act.recital_set.all()],
        "delegation": _delegation(act),
        "provisions": [keys(line, mapping.PROVISION) for line in act.provision_set.all()],
        "vote": keys(act.vote, mapping.VOTE) if hasattr(act, "vote") else None,
        "signature": keys(act, mapping.ACT_SIGNATURE),
        "execution": keys(act.execution, mapping.EXECUTION) if hasattr(act, "execution") else None,
        "effects": [keys(line, mapping.EFFECT) for line in _in_order(act.effect_set.all())],
        "annexes": [_annex(annex) for annex in act.annexes.all()],
    }
    return {key: value for key, value in data.items() if value or value == 0}


def _exceptions(act: Act) -> Data:
    """Return what sets an act apart from most; the common case gives no key."""
    kept: Data = {"individual": True} if act.individual else {}
    return kept if act.to_transmit else {**kept, "to_transmit": False}


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
        "visas": _visas(read_visas(convention.visa_set.all())),
        "recitals": [recital.text for recital in convention.recital_set.all()],
        "period": _period(convention),
        "notice": _notice(convention),
        "articles": _articles(list(convention.articles.all()), ranks),
        "signature": keys(convention, mapping.CONVENTION_SIGNATURE),
    }
    return {key: value for key, value in data.items() if value or value == 0}


def standalone_data(convention: Convention) -> Data:
    """Return a convention as a file of its own."""
    return {"format": CONVENTION_FORMAT, **convention_data(convention)}


def to_json(data: Data) -> str:
    """Write a file: UTF-8 text, one key a line, ending with a line feed; the same every time."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _in_order(lines: Iterable[Any]) -> list[Any]:
    return sorted(lines, key=lambda line: (line.position, line.pk))


def _visas(visas: Iterable[Visa]) -> list[Data]:
    lines = []
    for visa in visas:
        refers_to = keys(visa, mapping.REFERS_TO)
        lines.append({"text": visa.text, **({"refers_to": refers_to} if refers_to else {})})
    return lines


def _delegation(act: Act) -> Data | None:
    if not act.delegation_text:
        return None
    return {"text": act.delegation_text, "dates": list(act.delegation_dates)}


def _annex(annex: Annex) -> Data:
    data: Data = {"title": annex.title}
    if annex.number:
        data["number"] = int(annex.number) if annex.number_is_integer else annex.number
    if annex.convention_id:
        data["convention"] = convention_data(annex.convention)
    elif annex.text:
        data["text"] = annex.text
    return data


def _site(convention: Convention) -> str:
    if convention.site_name or not convention.site_id:
        return convention.site_name
    return convention.site.name


def _party(party: Party) -> Data:
    data = keys(party, mapping.PARTY)
    acts = [keys(act, mapping.EMPOWERING_ACT) for act in _in_order(party.acts.all())]
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
    data = keys(article, mapping.ARTICLE)
    if article.number:
        data["number"] = int(article.number) if article.number_is_integer else article.number
    commitments: Data = {}
    if article.committed_party_id:
        commitments["party"] = ranks[article.committed_party_id]
    if items := [line.text for line in _in_order(article.commitments.all())]:
        commitments["items"] = items
    if commitments:
        data["commitments"] = commitments
    return data
