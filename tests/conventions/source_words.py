"""The words of an exchange file, in the order in which its document must say them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

Data = dict[str, Any]

_BLOCK = re.compile(r"</?(?:p|ul|ol|li|br)>")
_TAG = re.compile(r"<[^>]*>")


def words_of_act(acte: Data) -> Iterator[str]:
    """Yield every text of an act and of its annexes."""
    yield acte["authority"]["name"]
    yield from _texts(acte, "number", "heading", "title")
    yield from _grounds(acte)
    yield from _texts(acte.get("delegation") or {}, "text")
    yield from _texts(acte, "enacting")
    for provision in acte["provisions"]:
        yield from _texts(provision, "label", "text")
        yield from provision.get("items") or []
    signature = acte.get("signature") or {}
    yield from _texts(signature, "place", "on_behalf", "capacity")
    yield _name(signature)
    for annex in acte.get("annexes") or []:
        yield annex["title"]
        yield from body(annex.get("text"))
        if annex.get("convention"):
            yield from words_of_convention(annex["convention"])


def words_of_convention(convention: Data) -> Iterator[str]:
    """Yield every text of a convention, its signature blocks included."""
    yield from _texts(convention, "reference", "title", "subtitle")
    yield from _grounds(convention)
    yield from body(convention.get("preamble"))
    yield from _articles(convention["articles"])
    yield from _texts(convention, "closing")
    yield from _texts(convention.get("signature") or {}, "place")
    rank = ["signatory", "associate", "informed"].index
    for party in sorted(convention["parties"], key=lambda party: rank(party["rank"])):
        yield party["name"]
        person = party.get("representative") or {}
        yield from _texts(person, "introduction")
        yield _name(person)


def body(value: str | None) -> Iterator[str]:
    """Yield the text of each block of a rich body."""
    for block in _BLOCK.split(value or ""):
        yield html.unescape(_TAG.sub("", block))


def folded(text: str) -> str:
    """Set aside white space, added hyphens and the style of apostrophes and quotes."""
    text = text.replace("\u2010\n", "").replace("\u2010 ", "")
    text = re.sub('"([^"]*)"', r"«\1»", text.replace("'", "’"))
    return re.sub(r"\s+", "", text)


def _grounds(holder: Data) -> Iterator[str]:
    for visa in holder.get("visas") or []:
        yield visa["text"]
    yield from holder.get("recitals") or []


def _articles(articles: list[Data]) -> Iterator[str]:
    for article in articles:
        yield from _texts(article, "title")
        yield from body(article.get("body"))
        yield from _texts(article, "introduction")
        yield from (article.get("commitments") or {}).get("items") or []
        yield from _articles(article.get("articles") or [])


def _texts(holder: Data, *keys: str) -> Iterator[str]:
    for key in keys:
        if holder.get(key):
            yield holder[key]


def _name(person: Data) -> str:
    keys = ("title", "first_name", "last_name")
    return " ".join(person[key] for key in keys if person.get(key))
