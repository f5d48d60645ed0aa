"""When two files say the same: a key absent, null or empty is the same thing."""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]


def pruned(value: Any) -> Any:
    """Return the value without its absent keys: null, empty text, empty list, empty object.

    Zero and false are values and stay.
    """
    if isinstance(value, dict):
        kept = {key: pruned(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if not _absent(item)}
    if isinstance(value, list):
        return [pruned(item) for item in value]
    return value


def same(one: Any, other: Any) -> bool:
    """Tell whether two files say the same, key order and absent keys aside."""
    return bool(pruned(one) == pruned(other))


def _absent(value: Any) -> bool:
    return value is None or (isinstance(value, (str, list, dict)) and not value)
