"""The premises of a convention written here, from its rows to the exchange form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from conventions.models import Convention, OccupiedRoom, OccupiedSlot

Data = dict[str, Any]


def premises_data(convention: Convention) -> Data:
    """Return the `premises` of a convention as its rows make it, empty when it has none.

    Reads its rooms, equipment and slots, and the address of its site.
    """
    data: Data = {
        "parcel": convention.parcel,
        "rooms": [_room(row.room) for row in sorted(convention.rooms.all(), key=_by_room)],
        "equipment": [
            {"label": row.equipment.label, "quantity": row.quantity}
            for row in sorted(convention.equipment.all(), key=_by_rank)
        ],
        "slots": [slot_data(row) for row in sorted(convention.slots.all(), key=_by_hour)],
        "condition": convention.premises_condition,
    }
    present = {key: value for key, value in data.items() if value}
    if not present or convention.site is None:
        return present
    return {"address": ", ".join(convention.site.address_lines), **present}


def slot_data(row: OccupiedSlot) -> Data:
    """Return one weekly slot, saved or not; its room only when it has one of its own."""
    data: Data = {
        "weekday": row.weekday,
        "start": f"{row.starts_at:%H:%M}",
        "end": f"{row.ends_at:%H:%M}",
    }
    if row.use:
        data["use"] = row.use
    return {**data, "room": row.room.name} if row.room else data


def _room(room: Any) -> Data:
    return {"name": room.name} if room.area is None else {"name": room.name, **_area(room.area)}


def _area(area: Decimal) -> Data:
    exact = Decimal(area)
    whole = exact == exact.to_integral_value()
    return {"area_m2": int(exact) if whole else f"{exact.normalize():f}"}


def _by_hour(row: OccupiedSlot) -> tuple[object, ...]:
    return row.weekday, row.starts_at, row.ends_at, row.pk


def _by_rank(row: Any) -> tuple[int, int]:
    return row.position, row.pk


def _by_room(row: OccupiedRoom) -> tuple[int, int, int]:
    """Sort as the site does, where the convention sets no order of its own."""
    return row.position, row.room.position, row.pk


def current_premises(convention: Convention) -> Data:
    """Return the premises of a convention: those of its rows until it is signed, then its words."""
    if convention.as_written:
        return dict(convention.premises)
    return premises_data(convention) or dict(convention.premises)
