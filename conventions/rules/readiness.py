"""What an act still lacks before it can be signed, read from its exchange form.

Sources: CRPA L. 212-1 (first name, name and capacity of the author), CGCT R. 2131-1; the rest is
what a convention cannot do without: who binds themselves, and to what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Data = Mapping[str, Any]


def refusals(act: Data) -> list[str]:
    """Return one French sentence for each thing that forbids signing `act`; empty when ready.

    `act` is a `csipa-acte/1` object whose words already come from the records.
    """
    return [*_act_refusals(act), *_annex_refusals(act)]


def _act_refusals(act: Data) -> Iterator[str]:
    signature = act.get("signature") or {}
    if not act.get("title"):
        yield "Écrivez l’objet de l’acte."
    if not act.get("provisions"):
        yield "Le dispositif est vide : écrivez au moins une disposition."
    for rank, provision in enumerate(act.get("provisions") or [], start=1):
        if not provision.get("text"):
            name = f"« {provision['label']} »" if provision.get("label") else f"n° {rank}"
            yield f"La disposition {name} est vide : écrivez-la ou supprimez-la."
    if not signature.get("last_name") or not signature.get("capacity"):
        yield "Choisissez le signataire : son prénom, son nom et sa qualité figurent sur l’acte."
    if not signature.get("place"):
        yield "Dites où l’acte est fait (« Fait à … »)."


def _annex_refusals(act: Data) -> Iterator[str]:
    for annex in act.get("annexes") or []:
        if convention := annex.get("convention"):
            yield from convention_refusals(convention)
        elif not annex.get("text"):
            yield f"L’annexe « {annex['title']} » est vide : joignez une convention ou un texte."


def convention_refusals(convention: Data) -> Iterator[str]:
    """Give one French sentence for each thing that forbids signing a convention."""
    parties = convention.get("parties") or []
    signatories = [p for p in parties if (p.get("rank") or "signatory") == "signatory"]
    if len(signatories) < 2:
        yield "La convention lie au moins deux parties signataires : ajoutez-les."
    period = convention.get("period") or {}
    if period.get("start") and period.get("end") and period["end"] < period["start"]:
        yield "La convention prend fin avant de prendre effet : corrigez l’une des deux dates."
    if not convention.get("closing"):
        yield "Dites en combien d’exemplaires originaux la convention est faite."
    if not convention.get("articles"):
        yield "La convention n’a pas d’article : écrivez au moins son objet et sa durée."
    yield from _article_refusals(convention.get("articles") or [])


def _article_refusals(articles: list[Data]) -> Iterator[str]:
    for rank, article in enumerate(articles, start=1):
        name = f"« {article['title']} »" if article.get("title") else f"n° {rank}"
        commitments = article.get("commitments") or {}
        written = article.get("body") or article.get("introduction") or article.get("articles")
        if not written and not commitments.get("items"):
            yield f"L’article {name} est vide."
        owed = commitments.get("party") or article.get("introduction")
        if commitments.get("items") and not owed:
            yield f"L’article {name} énumère des engagements : dites de quelle partie."
        yield from _article_refusals(article.get("articles") or [])
