"""The visas of delegation, written from the records: deliberations of the council, then orders.

Sources: CGCT L. 5211-9, L. 5211-10, L. 2122-18, L. 2122-22; circular of 30 January 1997 on the
writing of texts (a visa identifies its text without ambiguity).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from conventions.rules.power_records import (
    FUNCTIONS,
    VICE_PRESIDENTS,
    CouncilGrant,
    Grant,
    OrderGrant,
    PowerCase,
)
from conventions.rules.powers import covering, orders_on
from csipa.french.dates import long_date
from csipa.french.grammar import Gender, a, agree, capacity, de, definite, enumeration, lower_first
from csipa.french.typography import NBSP

_COUNCILS = {"mayor": "le conseil municipal"}
_OFFICES = {"mayor": "maire", "municipal_council": "maire", "director": "directeur"}
_STOPS = f" {NBSP}.,;:\t\n"


@dataclass(frozen=True)
class Named:
    """Who signs, as a sentence names her: « Mme Claire LEMOINE », « vice-présidente déléguée »."""

    name: str
    capacity: str


def delegation_visas(
    case: PowerCase, *, holder: Gender, signatory: Named | None, day: dt.date | None
) -> list[str]:
    """Return the visas of the powers that an act uses; none for an act that rests on itself.

    `holder` is the gender of the executive in office. Orders are cited when somebody signs in the
    holder's place and they are in force on `day`; without a day, when they are not repealed.
    """
    visas = [
        _deliberations(delegations, subjects, case.body, holder)
        for delegations, subjects in _by_subjects(case)
    ]
    if case.signatory and signatory and not case.signatory.holder and not case.prevented:
        visas += _order_visas(_orders_cited(case, day), signatory)
    return visas


def office(body: str, holder: Gender) -> str:
    """Return the office of who signs the acts of a body in person, in the holder's gender."""
    return capacity(holder, _OFFICES.get(body, "président"))


def for_prevented(body: str, holder: Gender) -> str:
    """Return what opens the signature of a deputy: « Pour la présidente empêchée, »."""
    who = definite(holder, office(body, holder))
    return f"Pour {who} {agree(holder, 'empêché', 'empêchée')},"


def delegation_dates(case: PowerCase) -> list[dt.date]:
    """Return the days of the deliberations cited, sorted, each once."""
    return sorted({d.date for d in case.delegations if d.date is not None})


def _by_subjects(case: PowerCase) -> list[tuple[list[CouncilGrant], list[str]]]:
    """Return the delegations with their matters; those that give the very same ones go together."""
    if not case.needs_delegation:
        return []
    groups: dict[tuple[str, tuple[str, ...]], list[CouncilGrant]] = {}
    for delegation in case.delegations:
        texts = (s.text for s in case.subjects if s.delegation == delegation)
        matters = tuple(dict.fromkeys(_matter(text) for text in texts))
        groups.setdefault((delegation.delegate, matters), []).append(delegation)
    return [(delegations, list(matters)) for (_, matters), delegations in groups.items()]


def _deliberations(
    delegations: Sequence[CouncilGrant], matters: Iterable[str], body: str, holder: Gender
) -> str:
    several = len(delegations) > 1
    council = _COUNCILS.get(body, "le conseil communautaire")
    by_which = "par lesquelles" if several else "par laquelle"
    to = _delegate(delegations[0].delegate, body, holder)
    powers = enumeration(de(matter) for matter in matters)
    cited = _cited(delegations, "la délibération", "les délibérations")
    return f"Vu {cited}, {by_which} {council} a délégué {to} le pouvoir {powers} ;"


def _delegate(delegate: str, body: str, holder: Gender) -> str:
    if delegate == "bureau":
        return "au bureau"
    if delegate == "vice":
        return "aux vice-présidents"
    return a(definite(holder, office(body, holder)))


def _orders_cited(case: PowerCase, day: dt.date | None) -> list[OrderGrant]:
    """Return the orders that cover the matters used, or what the executive does by its own powers.

    Vice-presidents to whom the council delegates itself act by any order that holds.
    """
    current = orders_on(case, day)
    if not case.uses_executive_powers:
        return [order for order in current if order.domain or order.kind != FUNCTIONS]
    if any(subject.delegation.delegate == VICE_PRESIDENTS for subject in case.subjects):
        return current
    cited = [order for subject in case.subjects for order in covering(case, subject, day)]
    return list(dict.fromkeys(cited))


def _order_visas(orders: Sequence[OrderGrant], signatory: Named) -> list[str]:
    who = f"{signatory.name}, {signatory.capacity}" if signatory.capacity else signatory.name
    visas = []
    for kind, group in groupby(sorted(orders, key=lambda o: o.kind), key=lambda o: o.kind):
        cited = _cited(list(group), "l’arrêté", "les arrêtés")
        of_what = "de fonctions" if kind == FUNCTIONS else "de signature"
        visas.append(f"Vu {cited}, portant délégation {of_what} à {who} ;")
    return visas


def _cited(grants: Sequence[Grant], one: str, many: str) -> str:
    """Return « la délibération n° 12 du 3 mars 2026, exécutoire le 5 mars 2026 », or several."""
    dated = sorted(grants, key=lambda grant: grant.date or dt.date.min)
    names = [
        f"{grant.reference}, exécutoire le {long_date(grant.enforceable_on)}"
        if grant.enforceable_on
        else grant.reference
        for grant in dated
    ]
    # « n° 12 du 3 mars 2026, exécutoire le 5, et n° 13 … »: each name may hold commas of its own.
    joined = ", et ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{many if len(names) > 1 else one} {joined}".strip()


def _matter(text: str) -> str:
    """Return a matter as it stands inside a sentence: no capital, no stop at the end."""
    return lower_first(text.strip().rstrip(_STOPS))
