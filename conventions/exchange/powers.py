"""From the records of mandates, delegations and orders to what the rules on powers read."""

from __future__ import annotations

from conventions.models import Act, ActPower, CouncilDelegation, DelegationOrder, Mandate
from conventions.rules.delegation_wording import Named, delegation_dates, delegation_visas
from conventions.rules.mandates import Term, term, terms
from conventions.rules.power_records import (
    CouncilGrant,
    OrderGrant,
    PowerCase,
    Signatory,
    Subject,
)
from csipa.french.grammar import Gender, agree
from sites.models import Representative

Mandates = dict[int, Term]


def power_case(act: Act) -> PowerCase:
    """Return all that the right to sign `act` rests on, in a fixed number of queries."""
    mandates = mandates_of(act.authority_id)
    subjects = _subjects(act, mandates)
    recorded = (
        bool(subjects) or CouncilDelegation.objects.filter(authority_id=act.authority_id).exists()
    )
    signatory = _signatory(act)
    in_person = signatory is None or signatory.holder
    return PowerCase(
        body=act.body,
        nature=act.nature,
        signatory=signatory,
        prevented=bool(act.signature_prevented),
        mandates=tuple(mandates.values()),
        delegations_recorded=recorded,
        subjects=subjects,
        orders=() if in_person else _orders(act, mandates),
    )


def mandates_of(authority: int) -> Mandates:
    """Return the mandates of a body by their key, oldest first."""
    rows = Mandate.objects.filter(authority=authority).order_by("installed_on")
    days = dict(rows.values_list("pk", "installed_on"))
    return dict(zip(days, terms(days.values()), strict=True))


def holder_gender(act: Act) -> Gender:
    """Return the gender of the holder on the day of the act; masculine when nobody is recorded."""
    holder = act.authority.holder_on(act.signature_date)
    return Gender(holder.gender) if holder else Gender.MASCULINE


def delegation_words(act: Act) -> tuple[str, list[str]]:
    """Return the visas of delegation of a draft, one a line, and the dates they quote (ISO).

    Nothing for an act that uses no delegated power and is signed in person.
    """
    on_behalf = act.signatory is not None and bool(act.signatory.on_behalf)
    if not on_behalf and not act.powers.all():
        return "", []
    case = power_case(act)
    if case.uses_executive_powers and not case.subjects:
        return "", []
    visas = delegation_visas(
        case, holder=holder_gender(act), signatory=_named(act), day=act.signature_date
    )
    return "\n".join(visas), [day.isoformat() for day in delegation_dates(case)]


def named(person: Representative) -> Named:
    """Return who signs as a sentence names her, « Mme » or « M. » unless she has a title."""
    title = person.title or agree(Gender(person.gender), "M.", "Mme")
    return Named(f"{title} {person.first_name} {person.last_name.upper()}", person.agreed_capacity)


def _named(act: Act) -> Named | None:
    return named(act.signatory) if act.signatory else None


def _signatory(act: Act) -> Signatory | None:
    """Return who signs, from the record or else from the words of the source."""
    if act.signatory:
        person = act.signatory
        return Signatory(named(person).name, person.capacity, holder=not person.on_behalf)
    if not act.signature_last_name:
        return None
    name = f"{act.signature_first_name} {act.signature_last_name}".strip()
    return Signatory(name, act.signature_capacity, holder=not act.signature_on_behalf)


def _subjects(act: Act, mandates: Mandates) -> tuple[Subject, ...]:
    lines = list(act.powers.all())
    if any(not ActPower.subject.is_cached(line) for line in lines):
        lines = list(used_powers(act))
    lines.sort(key=lambda line: (line.position, line.pk))
    grants: dict[int, CouncilGrant] = {}
    for line in lines:
        row = line.subject.delegation
        if row.pk not in grants:
            grants[row.pk] = _council_grant(row, act.authority_id, mandates)
    return tuple(
        Subject(line.subject_id, line.subject.text, grants[line.subject.delegation_id])
        for line in lines
    )


def used_powers(act: Act):
    """Return the matters that an act makes use of with all that is read of them."""
    return act.powers.select_related(*POWER_RELATIONS)


POWER_RELATIONS = ("subject__delegation__mandate", "subject__delegation__act__execution")


def _council_grant(row: CouncilDelegation, authority: int, mandates: Mandates) -> CouncilGrant:
    return CouncilGrant(
        number=row.known_number(),
        date=row.signed_on(),
        mandate=mandates.get(row.mandate_id) or term(row.mandate.installed_on, None),
        enforceable_on=row.in_force_from(),
        ended_on=row.ended_on,
        delegate=row.delegate,
        subdelegation_allowed=row.subdelegation_allowed,
        foreign=row.authority_id != authority or row.mandate_id not in mandates,
    )


def _orders(act: Act, mandates: Mandates) -> tuple[OrderGrant, ...]:
    """Return the orders to the person who signs, under whatever capacity they were given."""
    first, last = act.signature_first_name, act.signature_last_name
    if act.signatory:
        first, last = act.signatory.first_name, act.signatory.last_name
    rows = (
        DelegationOrder.objects.filter(authority=act.authority_id, mandate__in=mandates)
        .select_related("delegate", "act__execution")
        .prefetch_related("subjects")
        .order_by("date", "pk")
    )
    # Compared here: the two databases do not fold the case of accented letters alike.
    wanted = (first.casefold(), last.casefold())
    return tuple(
        _order_grant(row, mandates[row.mandate_id])
        for row in rows
        if (row.delegate.first_name.casefold(), row.delegate.last_name.casefold()) == wanted
    )


def _order_grant(row: DelegationOrder, mandate: Term) -> OrderGrant:
    return OrderGrant(
        number=row.known_number(),
        date=row.signed_on(),
        mandate=mandate,
        enforceable_on=row.in_force_from(),
        ended_on=row.ended_on,
        kind=row.kind,
        domain=row.domain,
        subjects=frozenset(subject.pk for subject in row.subjects.all()),
    )
