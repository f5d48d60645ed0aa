"""People of a reading compared with the directory, then written by batches with their history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from csipa.french.dates import long_date
from staffing.models import CarePlace, CareProvider
from staffing.review.register_wanted import PERSON_FIELDS, PLACE_FIELDS, Wanted

_TOGETHER = 500


@dataclass
class Changes:
    """How many people changed, and how."""

    added: int = 0
    changed: int = 0
    left: int = 0
    back: int = 0


@dataclass(frozen=True)
class Keeping:
    """Writes rows with their history: of which extraction, in whose name and when."""

    day: dt.date
    by: Any
    now: dt.datetime

    def create(self, rows: list[Any]) -> None:
        """Write new rows with their first version."""
        if rows:
            type(rows[0]).objects.bulk_create(rows)
            self._history(rows, changed=False)

    def update(self, rows: list[Any], fields: Collection[str]) -> None:
        """Write rows that changed with their version."""
        if rows:
            type(rows[0]).objects.bulk_update(rows, fields, batch_size=_TOGETHER)
            self._history(rows, changed=True)

    def _history(self, rows: list[Any], *, changed: bool) -> None:
        type(rows[0]).history.bulk_history_create(
            rows,
            update=changed,
            default_user=self.by,
            default_change_reason=f"Répertoire extrait le {long_date(self.day)}",
            default_date=self.now,
        )


@dataclass
class _Rows:
    """Rows of one batch to write."""

    new: list[CareProvider] = field(default_factory=list)
    changed: list[CareProvider] = field(default_factory=list)
    new_places: list[CarePlace] = field(default_factory=list)
    changed_places: list[CarePlace] = field(default_factory=list)
    same: list[int] = field(default_factory=list)


def write_people(
    found: dict[str, Wanted], communes: Collection[str], keep: Keeping, done: Changes
) -> None:
    """Write a batch of people and their places in `communes`; nothing for who did not change."""
    known = CareProvider.objects.in_bulk(list(found), field_name="national_id")
    stored: dict[int, dict[tuple[str, str], CarePlace]] = {}
    for place in CarePlace.objects.filter(provider__national_id__in=found, commune__in=communes):
        stored.setdefault(place.provider_id, {})[place.commune_id, place.key] = place
    rows = _Rows()
    for national_id, told in found.items():
        provider = known.get(national_id)
        if provider is None:
            _add(national_id, told, rows, keep.day)
            done.added += 1
        else:
            _compare(provider, told, stored.get(provider.pk, {}), rows, keep.day, done)
    keep.create(rows.new)
    keep.update(rows.changed, (*PERSON_FIELDS, "seen_on", "left_on"))
    CareProvider.objects.filter(pk__in=rows.same, seen_on__lt=keep.day).update(seen_on=keep.day)
    keep.create(rows.new_places)
    keep.update(rows.changed_places, (*PLACE_FIELDS, "gone_on"))


def _add(national_id: str, told: Wanted, rows: _Rows, day: dt.date) -> None:
    provider = CareProvider(national_id=national_id, seen_on=day, first_seen_on=day, **told.person)
    rows.new.append(provider)
    rows.new_places.extend(_place(provider, where, told.places[where]) for where in told.places)


def _compare(
    provider: CareProvider,
    told: Wanted,
    stored: dict[tuple[str, str], CarePlace],
    rows: _Rows,
    day: dt.date,
    done: Changes,
) -> None:
    """Put in `rows` what differs between a known person and what the file tells of them."""
    back = provider.left_on is not None
    # Another territory may have been read since from a later extraction: it knows better.
    differs = provider.seen_on <= day and _take(provider, told.person)
    moved = False
    for where, values in told.places.items():
        place = stored.get(where)
        if place is None:
            rows.new_places.append(_place(provider, where, values))
            moved = True
        elif _take(place, {**values, "gone_on": None}):
            rows.changed_places.append(place)
            moved = True
    for where, place in stored.items():
        if where not in told.places and place.gone_on is None:
            place.gone_on = day
            rows.changed_places.append(place)
            moved = True
    if back or differs:
        provider.left_on, provider.seen_on = None, max(provider.seen_on, day)
        rows.changed.append(provider)
    else:
        rows.same.append(provider.pk)
    done.back += back
    done.changed += not back and (differs or moved)


def _place(provider: CareProvider, where: tuple[str, str], values: dict[str, Any]) -> CarePlace:
    commune, key = where
    return CarePlace(provider=provider, commune_id=commune, key=key, **values)


def _take(row: Any, values: dict[str, Any]) -> bool:
    """Give a row its new values; tell whether any differs from the one it had."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
