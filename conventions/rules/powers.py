"""Who may sign an act on a day: the chain from the council to the person who signs.

The chain of an act is: a mandate that runs; for a decision of the executive or of the bureau, a
delegation of the council in force for each matter it makes use of; for who signs in the place of
the holder, an order in force that covers what is signed, or the holder's impediment.

Sources: CGCT L. 5211-9 and L. 2122-18 to L. 2122-19 (orders), L. 5211-10 and L. 2122-22
(delegations of the council), L. 2122-23 (sub-delegation), L. 2122-17 (impediment); these articles
hold for communities through L. 5211-2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from conventions.rules import power_messages as say
from conventions.rules.mandates import Standing, running
from conventions.rules.power_records import (
    BUREAU,
    EXECUTIVE,
    SIGNATURE,
    VICE_PRESIDENTS,
    CouncilGrant,
    Link,
    MissingLink,
    OrderGrant,
    PowerCase,
    Signatory,
    Step,
    Subject,
)
from conventions.rules.renewals import overdue_since

# A director or a board of directors draws its powers from other laws than those of councils.
_WITHOUT_MANDATE = frozenset({"director", "board"})
_COMMUNAL = frozenset({"mayor", "municipal_council"})
_CODES = {
    Standing.UNKNOWN: "undated",
    Standing.NOT_YET: "not-yet",
    Standing.ENDED: "ended",
    Standing.LAPSED: "lapsed",
}


def missing_links(case: PowerCase, day: dt.date) -> list[MissingLink]:
    """Return what is missing for the act to be signed on `day`, in the order of the chain."""
    return [link.missing for link in chain(case, day) if link.missing]


def chain(case: PowerCase, day: dt.date) -> list[Link]:
    """Return the links of the chain on `day`, found or missing, in their order.

    Without any mandate on record nothing can be told of the rest: there is one missing link.
    """
    if case.body in _WITHOUT_MANDATE:
        return list(_signature(case, day))
    first = _mandate(case, day)
    if not case.mandates:
        return [first]
    links = [first]
    if case.needs_delegation:
        links += _delegation(case, day)
    return [*links, *_signature(case, day)]


def covering(case: PowerCase, subject: Subject, day: dt.date | None) -> list[OrderGrant]:
    """Return the orders in force on `day` that sub-delegate a matter; without a day, any order."""
    return [order for order in orders_on(case, day) if subject.key in order.subjects]


def orders_on(case: PowerCase, day: dt.date | None) -> list[OrderGrant]:
    """Return the orders in force on `day`; without a day, all those that are not repealed."""
    if day is None:
        return [order for order in case.orders if order.ended_on is None]
    return [order for order in case.orders if order.standing(day) is Standing.IN_FORCE]


def _mandate(case: PowerCase, day: dt.date) -> Link:
    if not case.mandates:
        return _missing(Step.MANDATE, "no-mandate-recorded", say.no_mandate_recorded())
    mandate = running(case.mandates, day)
    if mandate is None:
        oldest = case.mandates[0].first
        return _missing(Step.MANDATE, "no-mandate", say.no_mandate(day, oldest))
    limit = overdue_since(mandate.first, day, commune=case.body in _COMMUNAL)
    if mandate.last is None and limit:
        return _missing(Step.MANDATE, "renewal-not-recorded", say.renewed(mandate.first, limit))
    return Link(Step.MANDATE, say.mandate(mandate))


def _delegation(case: PowerCase, day: dt.date) -> Iterator[Link]:
    if not case.delegations_recorded:
        yield _missing(Step.DELEGATION, "no-delegation", say.no_delegation(case.body))
        return
    if not case.subjects:
        yield _missing(Step.SUBJECT, "no-subject", say.no_subject())
        return
    for delegation in case.delegations:
        yield _granted(case, delegation, day)
        for subject in case.subjects:
            if subject.delegation == delegation:
                yield Link(Step.SUBJECT, subject.text)


def _granted(case: PowerCase, delegation: CouncilGrant, day: dt.date) -> Link:
    """Return the link of one delegation: in force that day, and given to who decides."""
    if delegation.foreign:
        code, message = "foreign-delegation", say.foreign_delegation(delegation.the_name)
    elif (worth := delegation.standing(day)) is not Standing.IN_FORCE:
        code, message = f"delegation-{_CODES[worth]}", say.not_in_force(delegation, worth, day)
    elif delegation.delegate not in _delegates(case):
        code = "wrong-delegate"
        message = say.wrong_delegate(delegation.the_name, delegation.delegate, case.body)
    else:
        return Link(Step.DELEGATION, say.in_force(delegation))
    return _missing(Step.DELEGATION, code, message)


def _delegates(case: PowerCase) -> set[str]:
    """Return to whom the council must have given the powers that the act uses."""
    if case.body == "bureau":
        return {BUREAU}
    signatory = case.signatory
    vice_president = signatory is not None and not signatory.holder and signatory.is_deputy
    return {EXECUTIVE, VICE_PRESIDENTS} if vice_president else {EXECUTIVE}


def _signature(case: PowerCase, day: dt.date) -> Iterator[Link]:
    """Tell by what right the person signs; readiness already refuses an act without one."""
    signatory = case.signatory
    if signatory is None:
        return
    if case.prevented:
        yield _substitute(signatory)
    elif signatory.holder:
        yield Link(Step.SIGNATORY, say.in_person(signatory.name))
    else:
        yield from _orders(case, signatory, day)


def _substitute(signatory: Signatory) -> Link:
    """Return the link of who replaces a prevented holder: no order is needed for that."""
    if signatory.is_deputy:
        return Link(Step.SIGNATORY, say.substitute(signatory.name))
    return _missing(Step.SIGNATORY, "not-a-deputy", say.not_a_deputy(signatory.name))


def _orders(case: PowerCase, signatory: Signatory, day: dt.date) -> Iterator[Link]:
    yield from _current_orders(case, signatory, day)
    if not case.uses_executive_powers:
        return
    for delegation in case.delegations:
        if delegation.delegate == EXECUTIVE and not delegation.subdelegation_allowed:
            message = say.subdelegation_forbidden(delegation.the_name, case.body)
            yield _missing(Step.ORDER, "subdelegation-forbidden", message)


def _current_orders(case: PowerCase, signatory: Signatory, day: dt.date) -> Iterator[Link]:
    current = orders_on(case, day)
    if not case.orders:
        yield _missing(Step.ORDER, "no-order", say.no_order(signatory.name, case.body))
    elif not current:
        latest = max(case.orders, key=lambda order: order.enforceable_on or dt.date.min)
        worth = latest.standing(day)
        message = say.not_in_force(latest, worth, day)
        yield _missing(Step.ORDER, f"order-{_CODES[worth]}", message)
    else:
        yield from _coverage(case, signatory, current, day)


def _coverage(
    case: PowerCase, signatory: Signatory, current: list[OrderGrant], day: dt.date
) -> Iterator[Link]:
    """Tell which orders in force cover what is signed, each once, then what none of them covers."""
    used, missing = [], []
    if case.uses_executive_powers:
        to_cover = [s for s in case.subjects if s.delegation.delegate != VICE_PRESIDENTS]
        for subject in to_cover:
            if found := covering(case, subject, day):
                used.append(found[0])
            else:
                message = say.not_covered(subject.text, signatory.name, case.body)
                missing.append(_missing(Step.ORDER, "order-without-subject", message))
        if not to_cover:
            used.append(current[0])
    elif general := [order for order in current if order.domain or order.kind == SIGNATURE]:
        used.append(general[0])
    else:
        message = say.no_domain(current[0].the_name, signatory.name)
        missing.append(_missing(Step.ORDER, "order-without-domain", message))
    yield from (Link(Step.ORDER, say.in_force(order)) for order in dict.fromkeys(used))
    yield from missing


def _missing(step: Step, code: str, message: str) -> Link:
    return Link(step, missing=MissingLink(code, message))
