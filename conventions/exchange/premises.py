"""The premises of a convention written here, from its rows to the exchange form."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from conventions.models import Convention, OccupiedSlot

Data = dict[str, Any]


def premises_data(convention: Convention) -> Data:
    """Return the `premises` of a convention as its rows make it, empty when it has none.

    Reads its rooms, equipment and slots, and the address of its site.
    """
    data: Data = {
        "parcel": convention.parcel,
        "rooms": [_room(row.room) for row in _ordered(convention.rooms.all())],
        "equipment": [
            {"label": row.equipment.label, "quantity": row.quantity}
            for row in _ordered(convention.equipment.all())
        ],
        "slots": [slot_data(row) for row in _ordered(convention.slots.all())],
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


def _ordered(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.position, row.pk))


def current_premises(convention: Convention) -> Data:
    """Return the premises of a convention: those of its rows until it is signed, then its words."""
    if convention.as_written:
        return dict(convention.premises)
    return premises_data(convention) or dict(convention.premises)
