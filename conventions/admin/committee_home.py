"""What the start page tells of programmes and of their committees."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from conventions.admin.decisions_page import PERMISSION
from conventions.review.committees import late_decisions, next_meeting
from conventions.review.programme_tree import running_programmes
from sites.review.scope import chosen_communities

_LATE = 4
_PROGRAMMES = ("conventions.view_programme", "conventions.view_actionsheet")


def committees_panel(
    user: AbstractBaseUser | AnonymousUser, *, today: dt.date
) -> dict[str, Any] | None:
    """Return what the start page shows of programmes and committees; None when nothing.

    Four queries at most: the CPTS of the account, its programmes, and two of meetings; none for
    somebody who may see neither.
    """
    sees_programmes, sees_meetings = user.has_perms(_PROGRAMMES), user.has_perm(PERMISSION)
    communities = chosen_communities(user) if sees_programmes or sees_meetings else None
    programmes = running_programmes(today, communities=communities) if sees_programmes else []
    meeting, late = None, []
    if sees_meetings:
        meeting = next_meeting(today, communities=communities)
        late = late_decisions(today, most=_LATE + 1, communities=communities)
    if meeting is None and not late and not programmes:
        return None
    return {
        "programmes": programmes,
        "meeting": meeting,
        "late": late[:_LATE],
        "has_more": len(late) > _LATE,
    }
