"""What the powers on record are worth on a day, for lists and choices: no query a row."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, QuerySet, Subquery

from conventions.models import (
    ActPower,
    CouncilDelegation,
    DelegatedSubject,
    DelegationOrder,
    Mandate,
)
from conventions.models.powers import GrantedPower
from conventions.rules.mandates import Standing, Term, standing, term
from csipa.french.grammar import Gender, agree

_WORDS = {
    Standing.IN_FORCE: ("en vigueur", "en vigueur"),
    Standing.UNKNOWN: ("date exécutoire inconnue", "date exécutoire inconnue"),
    Standing.NOT_YET: ("pas encore exécutoire", "pas encore exécutoire"),
    Standing.ENDED: ("rapporté", "rapportée"),
    Standing.LAPSED: ("caduc (mandat terminé)", "caduque (mandat terminé)"),
}
_RELATIONS = ("authority", "mandate", "act__execution")


def mandates_with_end(rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    """Return mandates that know when the next council was installed (`next_installed_on`)."""
    return rows.annotate(next_installed_on=_next_installation(""))


def delegations_with_end(rows: QuerySet[CouncilDelegation]) -> QuerySet[CouncilDelegation]:
    """Return delegations that know when their mandate ended."""
    return rows.select_related(*_RELATIONS).annotate(
        next_installed_on=_next_installation("mandate__")
    )


def orders_with_end(rows: QuerySet[DelegationOrder]) -> QuerySet[DelegationOrder]:
    """Return orders that know when their mandate ended, with their delegate."""
    return rows.select_related(*_RELATIONS, "delegate__organisation").annotate(
        next_installed_on=_next_installation("mandate__")
    )


def subjects_with_end(rows: QuerySet[DelegatedSubject]) -> QuerySet[DelegatedSubject]:
    """Return delegated matters that know when the mandate of their delegation ended."""
    return rows.select_related(*(f"delegation__{name}" for name in _RELATIONS)).annotate(
        next_installed_on=_next_installation("delegation__mandate__")
    )


def powers_with_end(rows: QuerySet[ActPower]) -> QuerySet[ActPower]:
    """Return the powers that acts use, which know when the mandate of each ended."""
    return rows.select_related(*(f"subject__delegation__{name}" for name in _RELATIONS)).annotate(
        next_installed_on=_next_installation("subject__delegation__mandate__")
    )


def term_of(mandate: Mandate, next_installed_on: dt.date | None) -> Term:
    """Return the days of a mandate."""
    return term(mandate.installed_on, next_installed_on)


def standing_of(
    power: GrantedPower, *, next_installed_on: dt.date | None, day: dt.date
) -> Standing:
    """Return what a delegation or an order is worth on `day`; reads its mandate and its act."""
    return standing(
        term_of(power.mandate, next_installed_on),
        enforceable_on=power.in_force_from(),
        ended_on=power.ended_on,
        day=day,
    )


def standing_words(worth: Standing, gender: Gender) -> str:
    """Return a state as lists tell it: « en vigueur », « caduque (mandat terminé) »."""
    return agree(gender, *_WORDS[worth])


def _next_installation(prefix: str) -> Subquery:
    """Return the day of the installation that follows that of the mandate found at `prefix`."""
    later = Mandate.objects.filter(
        authority=OuterRef(f"{prefix}authority"),
        installed_on__gt=OuterRef(f"{prefix}installed_on"),
    )
    return Subquery(later.order_by("installed_on").values("installed_on")[:1])
