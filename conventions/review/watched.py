"""Conventions with all that is watched of them, and what the agenda and the calls name alike."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from conventions.models import Convention, EndCause, Party, Renewal, RentReview
from conventions.review.courses import amendments_in_effect
from conventions.review.money import index_name
from conventions.review.obligations import Obligation, party_label
from conventions.review.terms import Terms, with_terms
from conventions.rules.convention_stages import ConventionStage
from csipa.french.grammar import upper_first

BINDING = (ConventionStage.SIGNED, ConventionStage.IN_FORCE)
"""The stages in which the parties owe one another something."""

_MONEY = ("instalments", "payers")
LEFT = {
    EndCause.TERMINATION.value: "Fin de la convention, résiliée",
    EndCause.DENUNCIATION.value: "Fin de la convention, dénoncée",
}
_END = "Terme de la convention"


def watched(conventions: QuerySet[Convention]) -> list[Convention]:
    """Return conventions with all that is watched of them; seven queries at most."""
    return with_prices(with_watched(conventions))


def with_watched(conventions: QuerySet[Convention]) -> QuerySet[Convention]:
    """Return conventions with what is watched of them, but for prices; four queries to read."""
    parties = Party.objects.select_related("organisation__commune").order_by("position", "pk")
    return (
        with_terms(conventions)
        .select_related("site", "financial_term", "annex__act__execution")
        .prefetch_related(Prefetch("parties", parties))
    )


def with_prices(conventions: Iterable[Convention]) -> list[Convention]:
    """Return conventions of `with_watched` with their prices; three queries at most."""
    rows = list(conventions)
    reviews = Prefetch("reviews", RentReview.objects.order_by("reviewed_on"))
    prefetch_related_objects([row for row in rows if is_priced(row)], *_MONEY, reviews)
    return rows


def is_priced(convention: Convention) -> bool:
    """Tell whether the convention, or an amendment in effect, names a price."""
    texts = (convention, *amendments_in_effect(convention))
    return hasattr(convention, "financial_term") or any(text.finance for text in texts)


def end_label(convention: Convention) -> str:
    """Return what the last day of a convention is called, by what sets it."""
    return LEFT.get(convention.ended_by, _END)


def name_of(convention: Convention) -> str:
    """Return the reference of a convention, or what it is."""
    if convention.reference:
        return convention.reference
    if not convention.is_amendment:
        return "Convention"
    return f"Avenant n° {convention.rank}" if convention.rank else "Avenant"


def party_names(convention: Convention) -> list[str]:
    """Return the short names of the parties, in their order, as lists show them."""
    return [upper_first(party_label(party)) for party in convention.parties.all()]


def obligation_label(line: Obligation) -> str:
    """Return who owes what, in one line."""
    return f"{upper_first(line.party)} : {line.verb}{line.gap}{line.object}"


def review_label(convention: Convention) -> str:
    """Return what the review of a rent is called, with its index."""
    return f"Loyer à réviser ({index_name(convention)})"


def denounces_by_notice(terms: Terms) -> bool:
    """Tell whether the notice is the denunciation, so that one day says both."""
    return terms.agreed.renewal == Renewal.TACIT and terms.notice_by == terms.renewal_by
