"""What the start page tells of the team: what is missing, where, since when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from csipa.french.numbers import counted
from staffing.admin.board import BOARD
from staffing.review.board import missing_on

_LINES = 4


def staffing_panel(
    user: AbstractBaseUser | AnonymousUser, *, today: dt.date
) -> dict[str, Any] | None:
    """Return what `admin/staffing/_home.html` shows to `user`; None where nothing is theirs to see.

    Four queries, and none for whoever may not see posts.
    """
    if not BOARD.may_open(user):
        return None
    told = missing_on(today)
    if told is None:
        return None
    rest = len(told.lines) - _LINES
    return {
        "lead": told.lead,
        "lines": told.lines[:_LINES],
        "rest": counted(rest, "autre manque", "autres manques") if rest > 0 else "",
        "notes": [] if told.lines else told.notes[:_LINES],
        "url": reverse(f"admin:{BOARD.name}"),
    }
