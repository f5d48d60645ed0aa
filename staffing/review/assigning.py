"""What keeps an assignment from being written, said before the database refuses it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q

from csipa.french.dates import period
from csipa.french.grammar import Gender, agree
from sites.models import Site
from staffing.models import Assignment
from staffing.rules.capacity import fte_words

_WHOLE = Decimal(100)


def twice_refusal(assignment: Assignment) -> str:
    """Return when the person holds this post already during these days, in French; else empty."""
    others = Assignment.objects.filter(post=assignment.post_id, person=assignment.person_id)
    others = others.exclude(pk=assignment.pk).filter(
        Q(end__isnull=True) | Q(end__gte=assignment.start)
    )
    if assignment.end is not None:
        others = others.filter(start__lte=assignment.end)
    other = others.order_by("start").first()
    if other is None:
        return ""
    person = assignment.person
    assigned = agree(Gender(person.gender), "affecté", "affectée")
    return (
        f"{person} est déjà {assigned} à ce poste {period(other.start, other.end)}\u00a0: changez "
        "les dates, ou changez la quotité de cette affectation-là."
    )


def shares_refusal(fte: Decimal, shares: Sequence[Decimal]) -> str:
    """Return that the parts of the sites pass the whole, in French; empty if they do not."""
    total = sum(shares, Decimal(0))
    if total <= fte:
        return ""
    return (
        f"La répartition par site compte {fte_words(total)}, plus que l’affectation "
        f"({fte_words(fte)})\u00a0: réduisez une part."
    )


def post_shares_refusal(site: Site | None, percents: Sequence[Decimal]) -> str:
    """Return why these parts do not go with `site` or together, in French; empty if they do."""
    if site is not None and percents:
        return (
            "Un poste est celui d’un site ou partagé entre plusieurs\u00a0: laissez le site vide, "
            "ou retirez les parts."
        )
    if sum(percents, Decimal(0)) > _WHOLE:
        return "Les parts d’un poste ne dépassent pas 100\u00a0% ensemble."
    return ""
