"""The page of the user guide of a view that belongs to no page of the back office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

View = Callable[..., Any]


def guided(guide: str) -> Callable[[View], View]:
    """Say which page of the guide « Aide » leads to: « page » or « page#heading »."""

    def mark(view: View) -> View:
        view.guide = guide  # type: ignore[attr-defined]
        return view

    return mark
