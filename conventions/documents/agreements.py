"""The printed parts of a convention: identity, parties, preamble, articles, signatures."""

from __future__ import annotations

from conventions.documents.parties import (
    holds_more_than_names,
    opening_block,
    other_parties,
    signature_blocks,
)
from conventions.documents.wording import (
    RELATIONS,
    Data,
    body,
    day,
    naming,
    numbered,
    text,
    texts,
)
from csipa.french.numbers import in_words, ordinal

_DEEPEST_HEADING = 6
# Beyond that, signature blocks stand two by two under a heading of their own.
_FEW = 6


def convention_part(convention: Data, *, drafted_here: bool) -> Data:
    """Return the printed strings of a convention, alone or annexed."""
    parties = convention.get("parties") or []
    signature = convention.get("signature") or {}
    signatures = signature_blocks(parties)
    opens = bool(parties) and (drafted_here or holds_more_than_names(parties))
    return {
        "kind": "convention",
        "identity": _identity(convention, drafted_here=drafted_here),
        "title": text(convention["title"]),
        "subtitle": text(convention.get("subtitle")),
        "parties": opening_block(parties) if opens else [],
        "visas": [text(visa["text"]) for visa in convention.get("visas") or []],
        "recitals": texts(convention.get("recitals")),
        "preamble": body(convention.get("preamble")),
        "agreed": "Il est convenu ce qui suit\u00a0:" if drafted_here else "",
        "articles": _articles(
            convention.get("articles") or [], drafted_here=drafted_here, parent="", level=2
        ),
        "closing": text(convention.get("closing"))
        or (_originals(convention) if drafted_here else ""),
        "place": text(signature.get("place")),
        "date": day(signature.get("date")),
        "signatures": signatures,
        "many": len(signatures) > _FEW,
        "others": other_parties(parties),
    }


def _identity(convention: Data, *, drafted_here: bool) -> list[str]:
    """Return the lines that say which convention it is: rank, origin, reference, authority."""
    lines = []
    parent = convention.get("parent") or {}
    if parent.get("relation") == "amendment":
        rank = f" n° {convention['rank']}" if convention.get("rank") else ""
        lines.append(f"Avenant{rank} à la convention {parent.get('reference') or ''}")
    elif parent.get("relation") in RELATIONS:
        lines.append(f"{RELATIONS[parent['relation']]} {parent.get('reference') or ''}")
    ours = drafted_here and is_amendment(convention)
    if convention.get("reference"):
        named = f"Convention {numbered(convention['reference'])}"
        lines.append(f"Référence : {convention['reference']}" if ours else named)
    if drafted_here and convention.get("authorised_by"):
        agreed = "Autorisé" if ours else "Autorisée"
        lines.append(f"{agreed} par {naming(convention['authorised_by'])}")
    return texts(lines)


def is_amendment(convention: Data) -> bool:
    """Tell whether a convention amends another one."""
    return (convention.get("parent") or {}).get("relation") == "amendment"


def name_of(convention: Data, *, drafted_here: bool) -> str:
    """Return « Convention n° C-1 », « Avenant C-1-A1 » for an amendment of ours."""
    if drafted_here and is_amendment(convention):
        return f"Avenant {text(convention.get('reference'))}".strip()
    return f"Convention {numbered(convention.get('reference'))}".strip()


def _articles(articles: list[Data], *, drafted_here: bool, parent: str, level: int) -> list[Data]:
    """Return articles and sub-articles as one list, each with its heading and level (2 to 6)."""
    printed = []
    for rank, article in enumerate(articles, 1):
        number = str(article.get("number") or (f"{parent}.{rank}" if parent else rank))
        printed.append(
            {
                "level": min(level, _DEEPEST_HEADING),
                "heading": _heading(article, number, top=not parent, first=drafted_here),
                "body": body(article.get("body")),
                "introduction": text(article.get("introduction")),
                "items": texts((article.get("commitments") or {}).get("items")),
            }
        )
        printed += _articles(
            article.get("articles") or [],
            drafted_here=drafted_here,
            parent=number,
            level=level + 1,
        )
    return printed


def _heading(article: Data, number: str, *, top: bool, first: bool) -> str:
    """Return « Article 2 – Durée », « 2.1 – Reconduction »; our own first article is « 1er »."""
    title = article.get("title") or ""
    if title.lower().startswith("article "):
        return text(title)
    if top:
        number = f"Article {ordinal(1) if first and number == '1' else number}"
    return text(f"{number} – {title}" if title else number)


def _originals(convention: Data) -> str:
    """Return « Fait en trois exemplaires originaux. »."""
    count = convention.get("originals")
    if not count:
        return ""
    noun = "exemplaire original" if count == 1 else "exemplaires originaux"
    return f"Fait en {in_words(count)} {noun}."
