"""Somebody of every role, and everybody who has none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from csipa.roles.catalogue import ROLES, Bound, Role
from csipa.roles.keeping import group_of, keep_groups
from sites.models import Community, CommunityScope, Site, SiteScope
from tests.matrix.asking import WHO
from tests.matrix.house import Side

NOBODY, STRANGER, BARE, GONE, SUPER = "anonyme", "sans accès", "sans rôle", "parti", "super"
# Those who are sent to the door, whatever they ask for.
OUTSIDE = (NOBODY, STRANGER, GONE)


@dataclass
class Someone:
    """Who asks: a name, an account (None: not logged in) and what their role says."""

    name: str
    user: User | None
    role: Role | None = None

    def has_any(self, permissions: tuple[str, ...]) -> bool:
        """Tell whether they have one of some permissions, in full (`sites.view_site`)."""
        return self.user is not None and any(map(self.user.has_perm, permissions))

    @property
    def is_bound(self) -> bool:
        """Tell whether they work on side A alone."""
        return self.role is not None and self.role.bound is not Bound.HOUSE

    @cached_property
    def browser(self) -> Client:
        """Their browser, where they are logged in."""
        client = Client()
        if self.user is not None:
            client.force_login(self.user)
            if self.name not in OUTSIDE:
                client.defaults[WHO] = self.user.pk
        return client


def everybody(side: Side) -> dict[str, Someone]:
    """Return one person of each role, bound to a side where the role is bound, and the others."""
    keep_groups()
    people = [
        Someone(NOBODY, None),
        Someone(STRANGER, _account("stranger", is_staff=False)),
        Someone(BARE, _account("bare")),
        Someone(GONE, _account("gone", is_superuser=True, is_active=False)),
        Someone(SUPER, side.owner),
    ]
    for rank, role in enumerate(ROLES):
        user = _account(f"role{rank}")
        user.groups.add(group_of(role))
        if role.bound is Bound.SITES:
            SiteScope.objects.create(user=user, site=side[Site])
        elif role.bound is Bound.COMMUNITIES:
            CommunityScope.objects.create(user=user, community=side[Community])
        people.append(Someone(role.name, User.objects.get(pk=user.pk), role))
    return {one.name: one for one in people}


def narrowed_to(side: Side, role: Role) -> Someone:
    """Return somebody of a role of the whole house to whom one side alone was given."""
    user = _account(f"narrowed {role.name}")
    user.groups.add(group_of(role))
    SiteScope.objects.create(user=user, site=side[Site])
    CommunityScope.objects.create(user=user, community=side[Community])
    return Someone(f"{role.name} sur {side.name}", User.objects.get(pk=user.pk), role)


def _account(name: str, **rights: Any) -> User:
    return User.objects.create_user(name, password="x", **{"is_staff": True, **rights})
