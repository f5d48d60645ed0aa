"""The right to sign an act, read from its rows in a number of queries that does not grow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db.models import Prefetch

from conventions.exchange.powers import delegation_words, mandates_of, power_case
from conventions.models import Act, Annex, Body, Convention, Party, PartyRank
from conventions.rules import powers
from conventions.rules.finding import Finding, Severity
from conventions.rules.mandates import Term, running
from conventions.rules.power_records import Link, MissingLink, PowerCase
from conventions.rules.renewals import surely_over_after
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration

POWERS = "powers"
ONE_PERSON = "one-person-two-parties"
MANDATE_END = "mandate-end"
PREVENTED = "prevented-holder"
_OF_A_COMMUNE = (Body.MAYOR, Body.MUNICIPAL_COUNCIL)


def missing_links(act: Act, *, on: dt.date) -> list[MissingLink]:
    """Return what is missing for `act` to be signed on `on`, in the order of the chain."""
    return powers.missing_links(power_case(act), on)


def power_chain(act: Act, *, on: dt.date) -> list[Link]:
    """Return every link of the right to sign `act` on `on`, found or missing."""
    return powers.chain(power_case(act), on)


def delegation_sentences(act: Act) -> list[str]:
    """Return the visas of delegation that the records give to `act`, one sentence each."""
    return delegation_words(act)[0].splitlines()


def power_findings(act: Act, *, on: dt.date | None = None) -> list[Finding]:
    """Return what the records of powers make worth pointing out in `act`.

    Missing links are told on `on`, or else on the day the act is signed, for an act written here.
    """
    conventions = _annexed_conventions(act)
    day = on or act.signature_date
    findings = [f for place, row in conventions for f in _one_person(place, row)]
    if act.drafted_here and (day or act.signature_prevented):
        case = power_case(act)
        if day:
            findings += _missing(case, day)
        findings += _prevented(case)
    if not act.is_signed or not act.drafted_here:
        findings += _past_mandate(act, conventions, day)
    return findings


def _annexed_conventions(act: Act) -> list[tuple[str, Convention]]:
    """Return the conventions annexed to an act with their place in the exchange form."""
    parties = Party.objects.select_related("organisation", "representative")
    annexes = (
        Annex.objects.filter(act=act)
        .select_related("convention")
        .prefetch_related(Prefetch("convention__parties", parties.order_by("position", "pk")))
        .order_by("position", "pk")
    )
    return [
        (f"annexes[{rank}].convention", annex.convention)
        for rank, annex in enumerate(annexes)
        if annex.convention_id
    ]


def _missing(case: PowerCase, day: dt.date) -> list[Finding]:
    return [
        Finding(POWERS, Severity.FAULT, "", "", link.message)
        for link in powers.missing_links(case, day)
    ]


def _prevented(case: PowerCase) -> Iterator[Finding]:
    """Doubt a decision taken by a deputy on powers that the council left to the holder."""
    if case.prevented and case.uses_executive_powers:
        yield Finding(
            PREVENTED,
            Severity.DOUBT,
            "signature.prevented",
            "",
            "En cas d’empêchement du titulaire, une décision prise par délégation revient au "
            "conseil, sauf si la délibération en dispose autrement (CGCT, art. L. 2122-23) : "
            "vérifiez la délibération.",
        )


def _one_person(place: str, convention: Convention) -> Iterator[Finding]:
    """Point out whoever signs one convention for several of its parties."""
    signing: dict[tuple[str, str], list[tuple[int, Party]]] = {}
    for rank, party in enumerate(convention.parties.all()):
        person = _who_signs(party)
        if person[1] and party.rank != PartyRank.INFORMED:
            signing.setdefault((person[0].casefold(), person[1].casefold()), []).append(
                (rank, party)
            )
    for group in signing.values():
        if len(group) < 2:
            continue
        rank, party = group[1]
        first, last = _who_signs(party)
        parties = enumeration(f"« {_name(member)} »" for _, member in group)
        yield Finding(
            ONE_PERSON,
            Severity.DOUBT,
            f"{place}.parties[{rank}].representative.last_name",
            last,
            f"{first} {last} signe à la fois pour {parties} : une personne ne s’engage pas envers "
            "elle-même, faites signer un autre représentant de l’une des parties.",
        )


def _who_signs(party: Party) -> tuple[str, str]:
    if party.representative and not party.as_written:
        return party.representative.first_name, party.representative.last_name.upper()
    return party.representative_first_name, party.representative_last_name


def _name(party: Party) -> str:
    if party.as_written:
        return party.name
    return party.organisation.the_name if party.organisation else party.name


def _past_mandate(
    act: Act, conventions: Sequence[tuple[str, Convention]], day: dt.date | None
) -> Iterator[Finding]:
    """Point out a convention that outlives the delegations on which it is signed."""
    ending = [(place, row) for place, row in conventions if row.end]
    if not ending or not _rests_on_delegation(act):
        return
    mandate = _mandate_of(act, day)
    for place, convention in ending:
        if told := _end_told(mandate, convention.end, commune=act.body in _OF_A_COMMUNE):
            yield Finding(
                MANDATE_END,
                Severity.ADVICE,
                f"{place}.period.end",
                convention.end.isoformat(),
                f"La convention court jusqu’au {long_date(convention.end)}, au-delà du mandat : "
                f"les délégations prennent fin avec lui, {told}. Elle reste valable, mais un "
                "avenant demandera de nouvelles délégations.",
            )


def _rests_on_delegation(act: Act) -> bool:
    return bool(act.delegation_dates) or PowerCase(act.body, act.nature).needs_delegation


def _mandate_of(act: Act, day: dt.date | None) -> Term | None:
    """Return the mandate of the act; without a record, that of the last delegation it quotes."""
    mandates = list(mandates_of(act.authority_id).values())
    known = running(mandates, day) if day else (mandates[-1] if mandates else None)
    quoted = max(act.delegation_days(), default=day)
    return known or (Term(quoted) if quoted else None)


def _end_told(mandate: Term | None, end: dt.date, *, commune: bool) -> str:
    """Return when a mandate ends, in words, if that is before `end`; nothing otherwise."""
    if mandate is None:
        return ""
    if mandate.last:
        return f"le {long_date(mandate.last)}" if mandate.last < end else ""
    last = surely_over_after(mandate.first, commune=commune)
    if end <= last:
        return ""
    return (
        f"à l’installation du conseil issu des élections de mars {last.year}, au plus tard le "
        f"{long_date(last)}"
    )
