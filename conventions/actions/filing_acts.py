"""Files the signed copies of an act, and notes that its paper original is held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from conventions.actions.copy_files import (
    Filed,
    FilingRefused,
    Looked,
    elsewhere,
    file_faults,
    frozen_of,
    keep_copy,
    look_at,
    seen,
)
from conventions.models import Act, CopyKind, Execution
from csipa.french.dates import long_date


@dataclass(frozen=True, kw_only=True)
class ActCopy:
    """What somebody files: bytes, the name they came under, and what is said of them.

    `original_on` is the day since which the paper is held, noted when it is not known yet.
    """

    content: bytes
    name: str
    kind: str
    received_on: dt.date | None = None
    original_on: dt.date | None = None


def file_act_copy(
    *, act: Act, copy: ActCopy, by: AbstractBaseUser | None, now: dt.datetime
) -> Filed:
    """Keep a signed copy with its act; raises FilingRefused with every reason."""
    looked = look_at(copy.content, electronic=copy.kind == CopyKind.ELECTRONIC, now=now)
    with transaction.atomic():
        return _file(act, copy, looked, by, now)


def _file(
    act: Act, copy: ActCopy, looked: Looked, by: AbstractBaseUser | None, now: dt.datetime
) -> Filed:
    locked = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
    today = timezone.localdate(now)
    document, frozen = frozen_of(locked)
    faults = [
        *file_faults(looked, kind=copy.kind, frozen=frozen, text=locked),
        *_day_faults(locked, "received_on", "Reçue", copy.received_on, today),
        *_day_faults(locked, "original_on", "Détenu depuis", copy.original_on, today),
    ]
    if document is None:
        faults.insert(0, ("file", _NOT_SIGNED))
    if faults:
        raise FilingRefused(faults)
    told, doubts = seen(looked, document, frozen)
    doubts += elsewhere(looked.sha256, locked)
    filed = keep_copy(
        looked=looked,
        frozen=(document, frozen),
        by=by,
        now=now,
        name=copy.name,
        act=locked,
        kind=copy.kind,
        received_on=copy.received_on,
    )
    if copy.original_on and original_of(locked) is None and not locked.is_cancelled:
        _hold(locked, copy.original_on, by)
    return Filed(filed, told, doubts)


def original_of(act: Act) -> dt.date | None:
    """Return the day since which the paper original of an act is held; one query."""
    return Execution.objects.filter(act=act).values_list("original_on", flat=True).first()


@transaction.atomic
def note_original(
    *, act: Act, since: dt.date | None, by: AbstractBaseUser | None, today: dt.date
) -> None:
    """Note since when the paper original is held, or that it no longer is; raises FilingRefused."""
    locked = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
    faults = list(_day_faults(locked, "original_on", "Détenu depuis", since, today))
    if not locked.is_signed:
        faults.insert(0, ("original_on", _NOT_SIGNED))
    elif locked.is_cancelled:
        faults.insert(
            0, ("original_on", "Le numéro de cet acte est annulé : rien n’y est plus noté.")
        )
    if faults:
        raise FilingRefused(faults)
    _hold(locked, since, by)


def _hold(act: Act, since: dt.date | None, by: AbstractBaseUser | None) -> None:
    execution = Execution.objects.filter(act=act).first() or Execution(act=act)
    execution.original_on = since
    execution._history_user = by
    execution._change_reason = "Original signé à la main"
    execution.save()


def _day_faults(
    act: Act, column: str, words: str, day: dt.date | None, today: dt.date
) -> Iterator[tuple[str, str]]:
    if day and day > today:
        yield column, f"{words} le {long_date(day)} : cette date est encore à venir."
    elif day and act.signature_date and day < act.signature_date:
        signed = long_date(act.signature_date)
        yield column, f"{words} le {long_date(day)} : l’acte n’est signé que le {signed}."


_NOT_SIGNED = (
    "Cet acte n’a pas encore de document : signez-le d’abord ici, puis imprimez-le et déposez la "
    "copie signée."
)
