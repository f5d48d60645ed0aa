"""What the start page and « À faire » tell of the team, and of the members of CPTS."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from csipa.admin.home_parts import Figure, Link, Task, Told
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import integer
from sites.review.scope import communities_of
from staffing.admin.board import BOARD
from staffing.models import Membership
from staffing.review.board import missing_on
from staffing.review.establishment import by_profession
from staffing.rules.capacity import fte_figures

User = AbstractBaseUser | AnonymousUser

READS = (
    *("staffing.Post", "staffing.PostTarget", "staffing.PostShare", "staffing.Assignment"),
    *("staffing.AssignmentShare", "staffing.Profession", "sites.Site"),
)
READS_MEMBERS = ("staffing.Membership", "sites.Community")


def told(user: User, *, today: dt.date) -> Told:
    """Tell `user` what is vacant, and how much of what is open is filled. Seven queries."""
    if not BOARD.may_open(user):
        return Told()
    headline = missing_on(today)
    if headline is None:
        return Told()
    url = reverse(f"admin:{BOARD.name}")
    _, level = by_profession(today)
    tasks = []
    if level.vacant > 0:
        text = headline.lead.rstrip("\u00a0:").partition("\u00a0;")[0]
        about = upper_first(headline.lines[0]) if headline.lines else ""
        details = tuple(Link(line) for line in headline.lines or headline.notes)
        tasks = [Task(text, url, "waiting", "À pourvoir", about, details=details)]
    figures = []
    if level.authorised:
        opened = level.filled + level.vacant
        value = f"{fte_figures(level.filled)} sur {fte_figures(opened)}"
        figures = [Figure(15, "ETP pourvus", value, f"au {long_date(today)}", url)]
    return Told(tasks, figures, pages=[Link(BOARD.title, url)], quiet=headline.lead)


def told_of_members(user: User, *, today: dt.date) -> Told:
    """Tell `user` how many members the CPTS of the account have. Two queries."""
    if not user.has_perm("staffing.view_membership"):
        return Told()
    rows = Membership.objects.on(today).filter(community__in=communities_of(user))
    count = rows.count()
    if not count:
        return Told()
    label = "adhérent" if count < 2 else "adhérents"
    url = reverse("admin:staffing_membership_changelist")
    return Told(figures=[Figure(60, label, integer(count), f"au {long_date(today)}", url)])
