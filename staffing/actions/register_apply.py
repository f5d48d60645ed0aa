"""The directory of care offer changed by a whole reading, in one transaction, with its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from csipa.french.numbers import counted
from staffing.actions.register_batches import ReadElsewhere
from staffing.actions.register_writing import Changes, Keeping, write_people
from staffing.exchange.register.source import Source
from staffing.models import (
    CarePlace,
    CareProvider,
    ImportState,
    RegisterImport,
    RegisterStagedPlace,
)
from staffing.review.register_wanted import Skills, skills_of_file, skills_of_lines, wanted

# People read, compared and written at once.
_TOGETHER = 500
_APPLY = 3
# Below this many people, half of them leaving tells nothing of the file.
_FEW_PEOPLE = 20
_LONGEST_MESSAGE = 300
NO_SKILLS = (
    "Les savoir-faire manquent\u00a0: les généralistes ne se distinguent pas des spécialistes. "
    "Donnez aussi le fichier PS_LibreAcces_SavoirFaire."
)


class NotPlausible(ValueError):
    """More than half of the people would leave: the file is probably not whole; text in French."""


@dataclass
class Applied(Changes):
    """What a reading changed, in people, and what it could not tell."""

    note: str = ""

    def __str__(self) -> str:
        numbers = (
            (self.added, "nouveau", "nouveaux"),
            (self.changed, "modifié", "modifiés"),
            (self.left, "parti", "partis"),
            (self.back, "revenu", "revenus"),
        )
        told = ", ".join(counted(*one) for one in numbers if one[0])
        return f"{told or 'Rien n’a changé'}. {self.note}".strip()


def apply_reading(
    reading: RegisterImport,
    *,
    skills: Source | None,
    communes: Collection[str],
    by: Any,
    now: dt.datetime,
    accept_departures: bool,
) -> Applied:
    """Write what a reading found; raises NotPlausible, or ReadElsewhere when it is written already.

    Only the places in `communes` change: who works in another followed territory stays present.
    """
    special = _skills(reading, skills)
    with transaction.atomic():
        held = RegisterImport.objects.select_for_update().filter(
            pk=reading.pk, state=ImportState.READING, phase=_APPLY
        )
        if held.first() is None:
            raise ReadElsewhere
        if not accept_departures:
            _check_departures(reading, communes)
        keep = Keeping(reading.as_of, by, now)
        done = Applied(note="" if special is not None else NO_SKILLS)
        people = _people(reading)
        for first in range(0, len(people), _TOGETHER):
            rows = _staged(reading).filter(national_id__in=people[first : first + _TOGETHER])
            write_people(wanted(rows, special), communes, keep, done)
        _leave(reading, communes, keep, done)
        reading.added, reading.left = done.added, done.left
        reading.changed = done.changed + done.back
        reading.message = str(done)[:_LONGEST_MESSAGE]
        reading.state, reading.finished_at = ImportState.DONE, now
        reading.save()
        reading.staged.all().delete()
    return done


def _skills(reading: RegisterImport, source: Source | None) -> Skills | None:
    """Return the specialities of the people found; None when the files tell none at all."""
    own = skills_of_lines(_staged(reading).iterator())
    if source is not None:
        for person, found in skills_of_file(source, set(_people(reading))).items():
            own.setdefault(person, set()).update(found)
    return own or None


def _staged(reading: RegisterImport) -> QuerySet[RegisterStagedPlace]:
    return RegisterStagedPlace.objects.filter(reading=reading)


def _people(reading: RegisterImport) -> list[str]:
    found = _staged(reading).order_by("national_id").values_list("national_id", flat=True)
    return list(found.distinct())


def _unseen(reading: RegisterImport, communes: Collection[str]) -> QuerySet[CarePlace]:
    """Return the places of the territory whose person the file no longer has there."""
    found = _staged(reading).filter(national_id=OuterRef("provider__national_id"))
    here = CarePlace.objects.filter(commune__in=communes, gone_on__isnull=True)
    return here.filter(~Exists(found))


def _check_departures(reading: RegisterImport, communes: Collection[str]) -> None:
    here = CarePlace.objects.filter(commune__in=communes, gone_on__isnull=True)
    before = here.values("provider").distinct().count()
    leaving = _unseen(reading, communes).values("provider").distinct().count()
    if before >= _FEW_PEOPLE and 2 * leaving > before:
        raise NotPlausible(
            f"{counted(leaving, 'personne', 'personnes')} sur {before} ne sont plus dans ce "
            "fichier pour ce territoire\u00a0: il est sans doute incomplet. Rien n’a changé. "
            "Vérifiez le fichier, ou acceptez ces départs s’ils sont réels."
        )


def _leave(
    reading: RegisterImport, communes: Collection[str], keep: Keeping, done: Changes
) -> None:
    """Close the places of those whom the file no longer has here; they leave with the last one."""
    while places := list(_unseen(reading, communes).order_by("pk")[:_TOGETHER]):
        for place in places:
            place.gone_on = keep.day
        keep.update(places, ("gone_on",))
    present = CarePlace.objects.filter(provider=OuterRef("pk"), gone_on__isnull=True)
    gone = CareProvider.objects.filter(
        ~Exists(present), left_on__isnull=True, care_places__commune__in=communes
    ).distinct()
    while leaving := list(gone.order_by("pk")[:_TOGETHER]):
        for provider in leaving:
            provider.left_on = max(provider.seen_on, keep.day)
        keep.update(leaving, ("left_on",))
        done.left += len(leaving)
