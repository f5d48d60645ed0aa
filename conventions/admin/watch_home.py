"""What the start page tells: the most urgent calls of the conventions, the acts that wait."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from conventions.actions import digest, feeds
from conventions.admin.publication_lines import public_lines
from conventions.admin.watch_views import call_line
from conventions.review.agenda import Entry, waiting_acts
from conventions.review.watch import calls
from csipa.french.numbers import counted

_CALLS = 8
_ACTS = 4


def watch_panel(user: AbstractBaseUser | AnonymousUser, *, today: dt.date) -> dict[str, Any] | None:
    """Return what the start page shows to `user`, None when nothing of it is theirs to see."""
    panel: dict[str, Any] = {}
    if user.has_perm(digest.PERMISSION):
        found = calls(today=today)
        panel["sees_calls"] = True
        panel["calls"] = [call_line(call, today) for call in found[:_CALLS]]
        panel["all_calls"] = counted(len(found), "chose à suivre", "choses à suivre")
    if user.has_perm(feeds.PERMISSION):
        waiting = waiting_acts(today)
        register = public_lines(today=today, told={entry.pk for entry in waiting})
        acts = [*register, *(_line(entry) for entry in waiting)]
        panel["sees_acts"] = True
        panel["acts"] = acts[:_ACTS]
        panel["all_acts"] = counted(len(acts), "acte en attente", "actes en attente")
    return panel or None


def _line(entry: Entry) -> dict[str, Any]:
    return {"entry": entry, "url": reverse("admin:conventions_act_change", args=[entry.pk])}
