"""The history of an account: its identity, its activity, its roles, its sites and its CPTS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import QuerySet

from csipa.admin.differences import EMPTY, Change
from csipa.admin.history import Entry, RowChange, Trail, entries, person
from csipa.roles.models import UNTOLD
from sites.models import Community, CommunityScope, Site, SiteScope


def account_history(user: User) -> list[Entry]:
    """Return what changed in an account and its rights, newest first; eight queries at most."""
    versions = User.versions.filter(id=user.pk).select_related("history_user")
    rows = list(versions.order_by("history_date", "history_id"))
    told = entries([Trail(User, rows, is_root=True, hidden=set(UNTOLD))])
    for manager, key, named, label in (
        (User.groups.through.versions, "group_id", Group.objects.all(), "Rôle"),
        (SiteScope.history, "site_id", Site.objects.all(), "Site"),
        (
            CommunityScope.history,
            "community_id",
            Community.objects.select_related("organisation__commune"),
            "CPTS",
        ),
    ):
        found = list(manager.filter(user_id=user.pk).select_related("history_user"))
        told += _given_and_taken(found, key, named, label)
    return sorted(told, key=lambda entry: entry.when, reverse=True)


def _given_and_taken(rows: Iterable[Any], key: str, named: QuerySet, label: str) -> Iterator[Entry]:
    rows = list(rows)
    names = named.in_bulk({getattr(row, key) for row in rows})
    for row in rows:
        name = str(names.get(getattr(row, key), f"n° {getattr(row, key)}"))
        old, new = (name, EMPTY) if row.history_type == "-" else (EMPTY, name)
        change = Change(label, old, new)
        reason = row.history_change_reason or ""
        deed = RowChange("", "retrait" if row.history_type == "-" else "ajout", [change])
        yield Entry(row.history_date, person(row.history_user), reason, [deed])
