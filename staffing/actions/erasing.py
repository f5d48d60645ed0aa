"""Takes candidates’ names and addresses out of the records, from every version of them too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from csipa.audit.actions import acknowledge
from csipa.audit.sources import Source
from csipa.french.numbers import counted
from staffing.models import Candidate, Stage
from staffing.review.recruiting import candidates_to_erase

_BLANK = {"first_name": "", "last_name": "", "email": "", "phone": ""}
_KNOWN = ~Q(**_BLANK)
_REASON = "Données personnelles effacées"


class ErasingRefused(ValueError):
    """Nothing was erased; the text says why in French."""


@dataclass(frozen=True)
class Erased:
    """How many candidates were erased, and of how many deleted ones traces were found."""

    candidates: int
    deleted: int

    def __str__(self):
        told = counted(self.candidates, "candidat effacé", "candidats effacés")
        if not self.deleted:
            return f"{told}."
        traces = counted(self.deleted, "candidat déjà supprimé", "candidats déjà supprimés")
        return f"{told}\u00a0; restes effacés de {traces}."


@transaction.atomic
def erase_candidates(*, by: AbstractBaseUser | None, today: dt.date) -> Erased:
    """Erase names and addresses of the candidates whose time has come, and of deleted ones.

    The rows stay, with their stages, for the figures. Called again on the same day it finds
    nothing.
    """
    due = candidates_to_erase(today=today)
    deleted = _deleted()
    _blank(due, by, today)
    _forget(deleted)
    return Erased(len(due), len(deleted))


def to_erase(*, today: dt.date) -> Erased:
    """Return what `erase_candidates` would do."""
    return Erased(len(candidates_to_erase(today=today)), len(_deleted()))


@transaction.atomic
def erase_candidate(*, candidate: Candidate, by: AbstractBaseUser | None, today: dt.date) -> None:
    """Erase one candidate ahead of time, when they ask for it (RGPD, art. 17).

    Raises ErasingRefused for somebody who was hired, or is erased already.
    """
    row = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if row.erased_on is not None:
        raise ErasingRefused("Ce candidat est déjà effacé.")
    if row.steps.filter(stage=Stage.HIRED).exists():
        raise ErasingRefused(
            "Cette personne a été recrutée\u00a0: ses données suivent son dossier au centre."
        )
    _blank([row], by, today)


@transaction.atomic
def delete_candidates(*, candidates: Collection[Candidate], by: AbstractBaseUser | None) -> None:
    """Delete candidates noted by mistake, and what their former versions said of them."""
    keys = [row.pk for row in candidates]
    for row in candidates:
        row._history_user = by
        row.delete()
    _forget(keys)


def _blank(rows: Collection[Candidate], by: AbstractBaseUser | None, today: dt.date) -> None:
    for row in rows:
        for name in _BLANK:
            setattr(row, name, "")
        row.erased_on = today
        row.version += 1
        row._history_user, row._change_reason = by, _REASON
        row.save()
    _forget([row.pk for row in rows])


def _deleted() -> list[int]:
    """Return the keys of deleted candidates of whom a version still holds something."""
    known = Candidate.history.filter(_KNOWN).order_by().values_list("id", flat=True)
    return sorted(set(known.exclude(id__in=Candidate.objects.values("pk"))))


def _forget(keys: Collection[int]) -> None:
    """Blank every version of these candidates, and their name in the journal of the back office."""
    versions = Candidate.history.filter(_KNOWN, id__in=keys)
    blanked = list(versions.values_list("pk", flat=True))
    versions.update(**_BLANK)
    source = Source(Candidate.history.model)
    acknowledge(source=source, rows=blanked, reason=_REASON, now=timezone.now())
    kind = ContentType.objects.get_for_model(Candidate)
    for key in keys:
        LogEntry.objects.filter(content_type=kind, object_id=str(key)).update(
            object_repr=f"candidat n°\u00a0{key}"
        )
