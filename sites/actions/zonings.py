"""New classes of a zoning: what came before ends the day before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from csipa.french.dates import long_date
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted
from sites.models import Commune, Territory, Zoning
from sites.rules.care_professions import plural_of

_REASON = "Zonage saisi"
_CLOSED = "Fin du zonage, la veille du suivant"
_DAY = dt.timedelta(days=1)
_Place = tuple[str | None, int | None]


class ZoningRefused(Exception):
    """These classes cannot be written; the message says why, in French."""


@dataclass(frozen=True)
class OpenedZonings:
    """How many classes were written, and how many earlier ones were ended."""

    written: int
    ended: int

    def __str__(self):
        said = counted(self.written, "zonage enregistré", "zonages enregistrés")
        if not self.ended:
            return f"{said}."
        ended = counted(self.ended, "zonage précédent prend fin", "zonages précédents prennent fin")
        return f"{said}\u00a0; {ended} la veille."


@transaction.atomic
def open_zonings(*, rows: Sequence[Zoning], by: AbstractBaseUser | None = None) -> OpenedZonings:
    """Write `rows`, classes of one profession not saved yet; a place comes once.

    A class in force on the first day of a new one ends the day before; a new one without end stops
    the day before the next that is known. Raises ZoningRefused when a place has a class that
    begins on that very day, or one that begins before the new one ends.
    """
    known = _known(rows)
    pairs = [(row, other) for row in rows for other in known.get(_place(row), [])]
    _refuse([row for row, other in pairs if row.start == other.start])
    ended = [other for row, other in pairs if _is_on_the_eve(row, other)]
    for row, other in pairs:
        if other in ended:
            other.end = row.start - _DAY
        elif other.start > row.start:
            row.end = row.end or other.start - _DAY
    _refuse_meeting([row for row, other in pairs if row.start < other.start <= row.end])
    history = {"default_user": by, "batch_size": 500}
    bulk_update_with_history(ended, Zoning, ["end"], default_change_reason=_CLOSED, **history)
    if len(rows) == 1:
        rows[0]._history_user = by
        rows[0].save()
    else:
        bulk_create_with_history(rows, Zoning, default_change_reason=_REASON, **history)
    return OpenedZonings(len(rows), len(ended))


def _place(row: Zoning) -> _Place:
    return row.commune_id, row.territory_id


def _known(rows: Sequence[Zoning]) -> dict[_Place, list[Zoning]]:
    """Return the classes that the places have already, the earliest first, held until the end."""
    communes = {row.commune_id for row in rows if row.commune_id}
    territories = {row.territory_id for row in rows if row.territory_id}
    found = Zoning.objects.filter(
        Q(commune__in=communes) | Q(territory__in=territories),
        profession__in={row.profession for row in rows},
    )
    by_place: dict[_Place, list[Zoning]] = {}
    # Two people who class the same commune must not both find nothing before them.
    list(Commune.objects.select_for_update().filter(pk__in=communes).order_by("pk"))
    list(Territory.objects.select_for_update().filter(pk__in=territories).order_by("pk"))
    for row in found.order_by("start", "pk"):
        by_place.setdefault(_place(row), []).append(row)
    return by_place


def _is_on_the_eve(row: Zoning, other: Zoning) -> bool:
    """Tell whether `other`, which began before, would still be in force when `row` begins."""
    return other.start < row.start and (other.end is None or other.end >= row.start)


def _refuse(same: list[Zoning]) -> None:
    if same:
        names = enumeration(str(row.commune or row.territory) for row in same)
        raise ZoningRefused(
            f"Un zonage commence déjà le {long_date(same[0].start)} pour les "
            f"{plural_of(same[0].profession)}\u00a0: {names}. Corrigez-le dans la "
            "liste des zonages."
        )


def _refuse_meeting(clashing: list[Zoning]) -> None:
    if clashing:
        names = enumeration(str(row.commune or row.territory) for row in clashing)
        raise ZoningRefused(
            f"Un zonage plus récent commence avant la fin donnée\u00a0: {names}. Avancez cette "
            "fin, ou laissez-la vide\u00a0: elle se déduit du suivant."
        )
