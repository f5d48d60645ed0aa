"""Notes absences: days alone, never why."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from staffing.models import Absence, Person
from staffing.review.absences import absence_clash


@transaction.atomic
def note_absence(
    *, person: Person, start: dt.date, end: dt.date, by: AbstractBaseUser | None
) -> Absence:
    """Note that `person` is away from `start` to `end`, both included; return the absence.

    No reason is asked for and none can be kept. Raises ValidationError when the days are reversed
    or touch another absence of the same person.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    absence = Absence(person=person, start=start, end=end)
    absence._history_user = by
    absence.full_clean()
    if reason := absence_clash(absence):
        raise ValidationError(reason)
    absence.save()
    return absence
