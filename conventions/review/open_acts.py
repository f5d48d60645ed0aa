"""Acts made public, as open data: the strict standard of deliberations, and all acts.

What a row says of an act is read from the data of its public document: words struck out of the
public copy are not there, and so reach no file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from conventions.models import Act, Body, Nature, Publication, Vote
from conventions.rules.scdl import (
    Ballot,
    act_nature,
    matter_cells,
    row_faults,
    vote_cells,
    vote_fault,
)
from csipa.french.grammar import upper_first
from csipa.opendata.datasets import Reading, Row
from sites.rules.identifiers import InvalidIdentifier, check_siret

# Who takes a decision in the place of the council that delegated it (CGCT L. 5211-10, L. 2122-22).
_DELEGATES = (Body.PRESIDENT, Body.BUREAU, Body.MAYOR)
_CHUNK = 500
_UNKNOWN_SIRET = (
    "l’autorité n’a pas de numéro SIRET valable : écrivez-le sur la fiche de l’organisme"
)
_UNKNOWN_MATTER = (
    "la matière manque, ou n’a pas les deux niveaux de la nomenclature nationale (« 8.2 »)"
)
_UNDATED = "la date de l’acte n’est pas connue"


def public_acts() -> QuerySet[Publication]:
    """Return the publications online, in the order of their acts, with all that a row tells."""
    found = Publication.objects.online().filter(
        act__cancellation__isnull=True, act__individual=False
    )
    joined = found.select_related("act__authority", "act__meeting", "act__vote", "act__execution")
    told = joined.annotate(public_title=F("document__source__title"))
    return told.order_by("act__signature_date", "act__number", "pk")


def deliberations(reading: Reading) -> Iterator[Row]:
    """Yield deliberations and delegated decisions, as SCDL 2.1.5 wants them. One query.

    The standard is made for deliberations. A decision taken by delegation is one that the council
    would otherwise take: the law gives it the rules of deliberations on the same object (CGCT
    L. 2122-23, L. 5211-2), both are kept in one register, and a council delegates most of what it
    decides. Leaving them out would hide half of what was decided; they come without a vote.
    Orders, and what a director decides in their own right, are in the table of all acts only.
    """
    for publication in public_acts().iterator(_CHUNK):
        row = _row(publication, reading, strict=True) if _is_admitted(publication.act) else None
        if row is not None:
            yield row


def all_acts(reading: Reading) -> Iterator[Row]:
    """Yield every act online: the same columns, its day of publication, its nature. One query.

    Here the SIRET and the heading may be unknown: an act is not silenced for them.
    """
    for publication in public_acts().iterator(_CHUNK):
        row = _row(publication, reading, strict=False)
        if row is None:
            continue
        act = publication.act
        nature, detail = act_nature(
            act.nature, individual=act.individual, decision_code=settings.DECISION_NATURE_CODE
        )
        yield {
            **row,
            "PUBLICATION_DATE": _published_on(publication),
            "NATURE_ACTE": nature,
            "NATURE_ACTE_AUTRE_DETAIL": detail,
        }


def public_act_address(address: str) -> str:
    """Return the whole permanent address of an act in the public register."""
    return f"{settings.SITE_ADDRESS}{reverse('act', args=[address])}"


def decided_on(act: Act) -> dt.date | None:
    """Return the day on which an act was taken: that of the meeting, else of its signature."""
    if act.nature == Nature.DELIBERATION and act.meeting is not None:
        return act.meeting.held_on
    return act.signature_date


def _is_admitted(act: Act) -> bool:
    if act.nature == Nature.DELIBERATION:
        return True
    return act.nature == Nature.DECISION and act.body in _DELEGATES


def _row(publication: Publication, reading: Reading, *, strict: bool) -> dict[str, Any] | None:
    """Return the seventeen cells of an act; None, with why in `reading`, when they cannot be."""
    act = publication.act
    page = reverse("admin:conventions_act_change", args=[act.pk])
    cells = _cells(publication, act)
    faults = ([] if cells["DELIB_DATE"] else [_UNDATED]) + row_faults(cells)
    if strict:
        faults += [] if cells["COLL_SIRET"] else [_UNKNOWN_SIRET]
        faults += [] if "DELIB_MATIERE_CODE" in cells else [_UNKNOWN_MATTER]
    if faults:
        reading.leave_out(str(act), f"{upper_first(' ; '.join(faults))}.", page)
        return None
    votes = vote_cells(_ballot(act))
    if fault := vote_fault(votes):
        reading.remark(str(act), f"Publié sans les voix : {fault}.", page)
        votes = {}
    return {**cells, **votes}


def _cells(publication: Publication, act: Act) -> dict[str, Any]:
    execution = getattr(act, "execution", None)
    received = execution.received_on if execution else None
    return {
        "COLL_NOM": act.authority_name or upper_first(act.authority.name),
        "COLL_SIRET": _siret(act),
        "DELIB_ID": act.number,
        "DELIB_DATE": decided_on(act),
        **matter_cells(act.subject_matter),
        "DELIB_OBJET": " ".join((publication.public_title or "").split()),
        "PREF_ID": settings.PREFECTURE_ID if received else "",
        "PREF_DATE": received,
        "DELIB_URL": public_act_address(publication.address),
    }


def _siret(act: Act) -> str:
    """Return the SIRET of the authority, empty unless it is right and of the SIREN of the act."""
    try:
        siret = check_siret(act.authority.siret)
    except InvalidIdentifier:
        return ""
    return siret if siret.startswith(act.authority_siren) else ""


def _ballot(act: Act) -> Ballot:
    vote: Vote | None = getattr(act, "vote", None)
    if vote is None:
        return Ballot(None, None, None, None, None)
    in_office = vote.in_office
    if in_office is None and act.meeting is not None:
        in_office = act.meeting.in_office
    return Ballot(in_office, vote.voting, vote.votes_for, vote.votes_against, vote.abstained)


def _published_on(publication: Publication) -> dt.date:
    execution = getattr(publication.act, "execution", None)
    noted = execution.published_on if execution else None
    return noted or timezone.localdate(publication.online_at)
