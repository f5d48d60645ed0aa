"""What the start page tells of the sites: the agency to be told, the promises not kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from sites.review.duties import Duty, declaration_duties, project_duties

TEMPLATE = "admin/sites/_duties.html"
_SHOWN = 5


def duties_panel(
    user: AbstractBaseUser | AnonymousUser, *, today: dt.date
) -> dict[str, Any] | None:
    """Return what `TEMPLATE` shows to `user` as `duties`; three queries at the most.

    None when nothing of it is theirs to see, or when there is nothing to do.
    """
    panel: dict[str, Any] = {}
    if _may_view(user, "substantialchange"):
        panel |= _part("declarations", declaration_duties(today=today), today)
    if _may_view(user, "healthproject"):
        panel |= _part("promises", project_duties(today=today), today)
    return panel or None


def _part(name: str, found: list[Duty], today: dt.date) -> dict[str, Any]:
    """Return the first duties of a sort and how many there are; nothing without any."""
    if not found:
        return {}
    return {
        name: [duty_line(duty, today) for duty in found[:_SHOWN]],
        f"{name}_more": max(0, len(found) - _SHOWN),
    }


def duty_line(duty: Duty, today: dt.date) -> dict[str, Any]:
    """Return a duty as the page shows it, with how far its day is."""
    return {
        "duty": duty,
        "url": reverse(f"admin:{duty.url_name}", args=duty.url_args),
        "about": upper_first(duty.about),
        "level": "late" if duty.is_late else "30" if duty.day else "waiting",
        "mark": "En retard" if duty.is_late else "À faire" if duty.day else "Non tenu",
        "distance": _distance(duty.day, today) if duty.day else "",
    }


def _distance(day: dt.date, today: dt.date) -> str:
    left = (day - today).days
    if left == 0:
        return "aujourd’hui"
    days = counted(abs(left), "jour", "jours")
    return f"dans {days}" if left > 0 else f"il y a {days}"


def _may_view(user: AbstractBaseUser | AnonymousUser, model: str) -> bool:
    return any(user.has_perm(f"sites.{deed}_{model}") for deed in ("view", "change"))
