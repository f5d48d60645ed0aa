"""Whether a convention may be amended, and what its amendment and the act for it start from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from conventions.models import (
    Act,
    Body,
    Convention,
    DelegatedSubject,
    LegalForm,
    Party,
    PartyRank,
)
from conventions.review.consolidation import AmendmentLine, amendment_lines, root_of
from conventions.review.standing import standing_of, subjects_with_end
from conventions.review.terms import stage_of, terms_of, with_terms
from conventions.review.timeline import authorising_act
from conventions.rules.amendment_words import AmendedConvention
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.mandates import Standing
from csipa.french.dates import long_date
from sites.models import Organisation, Representative
from sites.rules.names import search_key

_BODIES = {LegalForm.COMMUNE: Body.MAYOR, LegalForm.HOSPITAL: Body.DIRECTOR}


@dataclass(frozen=True, kw_only=True)
class AmendedNow:
    """A convention as an amendment would find it: its amendments, its end, the act behind it."""

    convention: Convention
    stage: ConventionStage
    amendments: Sequence[AmendmentLine]
    end: dt.date | None
    act: Act | None

    @property
    def next_rank(self) -> int:
        """The rank of the next amendment, from 1; none is taken twice."""
        ranks = [line.convention.rank or 0 for line in self.amendments]
        return max([*ranks, len(ranks)], default=0) + 1

    @property
    def open(self) -> AmendmentLine | None:
        """The amendment that its parties have not all signed yet."""
        pending = (line for line in self.amendments if not line.is_agreed)
        return next((line for line in pending if line.stage is not ConventionStage.VOID), None)

    @property
    def signed_on(self) -> dt.date | None:
        """The day on which all the parties had signed the convention."""
        conclusion = getattr(self.convention, "conclusion", None)
        return (conclusion and conclusion.signed_on) or self.convention.signature_date


def amended_now(convention: Convention, *, today: dt.date) -> AmendedNow:
    """Return a convention, or the one that it amends, ready to be amended. Ten queries at most."""
    root = with_terms(Convention.objects.select_related("site")).get(pk=root_of(convention))
    lines = amendment_lines(root, today=today)
    term = terms_of(root, today=today).term
    return AmendedNow(
        convention=root,
        stage=stage_of(root, today=today),
        amendments=lines,
        end=term.end if term else root.end,
        act=authorising_act(root),
    )


def amending_refusals(
    now: AmendedNow,
    *,
    today: dt.date,
    start: dt.date | None = None,
    end: dt.date | None = None,
    reference: str = "",
) -> list[str]:
    """Return every reason why the convention cannot be amended so, as French sentences.

    `reference` is the one by which an amendment names a convention that has none.
    """
    reasons = [*_stage_refusals(now), *_end_refusals(now, start=start, end=end, today=today)]
    if line := now.open:
        reasons.append(
            f"L’{line.name} n’est pas encore signé par toutes les parties : faites-le signer, ou "
            "supprimez-le s’il est en projet, avant d’en préparer un autre."
        )
    if not (now.convention.reference or reference.strip()):
        reasons.append(
            "La convention n’a pas de référence : donnez celle par laquelle l’avenant la désigne."
        )
    return reasons


def _stage_refusals(now: AmendedNow) -> list[str]:
    convention, revive = now.convention, "un avenant ne peut pas la faire revivre"
    if now.stage is ConventionStage.DRAFT:
        return ["La convention est encore un projet : corrigez son texte, sans avenant."]
    if now.stage is ConventionStage.TO_SIGN:
        return [
            "Toutes les parties n’ont pas signé la convention : notez d’abord leurs signatures."
        ]
    if now.stage is ConventionStage.VOID:
        return [
            "L’acte qui autorisait la convention est annulé : concluez une nouvelle convention."
        ]
    if now.stage.is_over and convention.ends_on:
        how = "résiliée" if now.stage is ConventionStage.TERMINATED else "échue"
        over = f"La convention est {how} depuis le {long_date(convention.ends_on)} : {revive}."
        return [f"{over} Concluez une nouvelle convention."]
    return []


def _end_refusals(
    now: AmendedNow, *, start: dt.date | None, end: dt.date | None, today: dt.date
) -> list[str]:
    reasons = []
    if end and end == now.end:
        reasons.append(f"La convention prend déjà fin le {long_date(end)} : changez cette date.")
    elif end and end < today:
        reasons.append(
            f"Le {long_date(end)} est passé : un avenant ne met pas fin à la convention avant le "
            "jour où il est préparé."
        )
    if start and now.convention.start and start < now.convention.start:
        reasons.append("L’avenant prend effet avant la convention : corrigez cette date.")
    if start and end and end < start:
        reasons.append(
            "L’avenant prend effet après le nouveau terme : corrigez l’une des deux dates."
        )
    return reasons


def authority_of(now: AmendedNow) -> Organisation | None:
    """Return whose act authorises the amendment: the author of the former act, else a party.

    Of the parties, the first one that takes acts here.
    """
    if now.act:
        return now.act.authority
    parties = Party.objects.filter(convention=now.convention).select_related(
        "organisation__commune"
    )
    rows = [party.organisation for party in parties.order_by("position", "pk")]
    known = set(Act.objects.filter(authority__in=rows).values_list("authority", flat=True))
    return next((row for row in rows if row.pk in known), rows[0] if rows else None)


def body_of(now: AmendedNow, authority: Organisation) -> str:
    """Return the body that authorises the amendment: the one that authorised the convention."""
    return now.act.body if now.act else _BODIES.get(authority.kind, Body.PRESIDENT).value


def who_signs(
    organisation: Organisation, former: Representative | None, *, today: dt.date
) -> Representative | None:
    """Return who signs today in the place of `former`: the same person, else the next in office.

    The successor is who holds the same capacity, else who represents the organisation by default.
    """
    if former and former.holds_on(today):
        return former
    people = list(organisation.representatives.on(today).order_by("position", "-start", "pk"))
    if former:
        same = [
            person
            for person in people
            if search_key(person.capacity) == search_key(former.capacity)
            and bool(person.on_behalf) == bool(former.on_behalf)
        ]
        people = same or people
    return people[0] if people else None


def proposed_signatory(now: AmendedNow, *, today: dt.date) -> Representative | None:
    """Return who may sign the act for the amendment, in the place of who signed the former one."""
    authority = authority_of(now)
    if authority is None:
        return None
    former = now.act.signatory if now.act else None
    if former is None:
        party = now.convention.parties.filter(organisation=authority).first()
        former = party.representative if party else None
    return who_signs(authority, former, today=today)


def proposed_powers(now: AmendedNow, *, today: dt.date) -> list[DelegatedSubject]:
    """Return the matters in force today that say what those of the former act said. Two queries."""
    if now.act is None:
        return []
    used = now.act.powers.select_related("subject").order_by("position", "pk")
    wanted = [search_key(line.subject.text) for line in used]
    if not wanted:
        return []
    rows = subjects_with_end(
        DelegatedSubject.objects.filter(delegation__authority=now.act.authority_id)
    )
    standing = {
        search_key(row.text): row
        for row in rows.order_by("delegation__date", "delegation_id", "position", "pk")
        if standing_of(row.delegation, next_installed_on=row.next_installed_on, day=today)
        in {Standing.IN_FORCE, Standing.UNKNOWN}
    }
    return [standing[key] for key in dict.fromkeys(wanted) if key in standing]


def told_of(
    now: AmendedNow, authority: Organisation | None, reference: str = ""
) -> AmendedConvention:
    """Return what the amendment and its act tell of the convention."""
    parties = now.convention.parties.select_related("organisation__commune")
    signing = parties.filter(rank__in=["", PartyRank.SIGNATORY]).order_by("position", "pk")
    return AmendedConvention(
        reference=now.convention.reference or reference.strip(),
        title=now.convention.title,
        signed_on=now.signed_on,
        end=now.end,
        others=[
            party.organisation.the_name
            for party in signing
            if authority is None or party.organisation_id != authority.pk
        ],
        amended=[line.name for line in now.amendments if line.is_agreed],
    )
