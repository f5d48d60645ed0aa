"""Changes to tell the agency: declared from what the records show, or set aside."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from sites.models import (
    ChangeSetAside,
    Organisation,
    OrganisationKind,
    Site,
    SubstantialChange,
)
from sites.review.declaration_words import sentences
from sites.review.declarations import Proposal, find_proposals
from sites.rules.declarations import Change


class DeclarationRefused(Exception):
    """A change cannot be declared or set aside; the message says why, in French."""


@transaction.atomic
def declare_change(
    *, change: Change, by: AbstractBaseUser | None, today: dt.date
) -> SubstantialChange:
    """Write the declaration of a change that the records show, to be completed and sent.

    Its agency is the only one that the records know, if there is but one. Raises
    DeclarationRefused when the change is told or set aside already, or no longer shows.
    """
    proposal = _still_to_tell(change, today)
    row = SubstantialChange(
        site=proposal.site,
        nature=change.nature,
        happened_on=change.day,
        description=sentences([proposal])[proposal],
        agency=only_agency(),
    )
    row._history_user = by
    row.save()
    return row


@transaction.atomic
def set_change_aside(
    *, change: Change, reason: str, by: AbstractBaseUser | None, today: dt.date
) -> ChangeSetAside:
    """Note that a change need not be told, and why. Raises DeclarationRefused as `declare_change`.

    A reason is needed.
    """
    proposal = _still_to_tell(change, today)
    reason = reason.strip()
    if not reason:
        raise DeclarationRefused("Dites pourquoi l’agence n’a pas à être informée du changement.")
    row = ChangeSetAside(
        site=proposal.site,
        nature=change.nature,
        happened_on=change.day,
        reason=reason,
        set_aside_on=today,
    )
    row._history_user = by
    row.save()
    return row


@transaction.atomic
def take_up_change(*, row: ChangeSetAside, by: AbstractBaseUser | None) -> None:
    """Propose again a change that was set aside."""
    row._history_user = by
    row.delete()


def only_agency() -> Organisation | None:
    """Return the regional agency of the records, None when there is none or several."""
    agencies = list(Organisation.objects.filter(kind=OrganisationKind.ARS).order_by("pk")[:2])
    return agencies[0] if len(agencies) == 1 else None


def _still_to_tell(change: Change, today: dt.date) -> Proposal:
    """Return the proposal of a change, once nobody else can answer it at the same time."""
    list(Site.objects.select_for_update().filter(pk=change.site).values_list("pk"))
    found = next((one for one in find_proposals(today) if one.change == change), None)
    if found is None:
        raise DeclarationRefused(
            "Ce changement n’est plus à déclarer : quelqu’un l’a déclaré ou écarté, ou la fiche "
            "du site a changé."
        )
    return found
