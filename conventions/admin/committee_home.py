"""What the start page tells of committees: the next meeting, the decisions that are late."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from conventions.admin.decisions_page import PERMISSION
from conventions.review.committees import late_decisions, next_meeting

_LATE = 4


def committees_panel(
    user: AbstractBaseUser | AnonymousUser, *, today: dt.date
) -> dict[str, Any] | None:
    """Return what the start page shows of committees; None when there is nothing to tell.

    Two queries, none for somebody who may not see meetings.
    """
    if not user.has_perm(PERMISSION):
        return None
    meeting = next_meeting(today)
    late = list(late_decisions(today)[: _LATE + 1])
    if meeting is None and not late:
        return None
    return {"meeting": meeting, "late": late[:_LATE], "has_more": len(late) > _LATE}
